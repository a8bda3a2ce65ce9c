import type * as glue from "./soarwire_bg.js";
import { type Answer, answered } from "./answer.js";
import { core } from "./core.js";
import type { Clock } from "./clock.js";
import { guarded, invalid, taken } from "./errors.js";
import { type Pacer, pacerOf, paceOf } from "./pacer.js";
import type { Vendor } from "./kinds.js";
import { type Operation, headerLines, heldBy, isStatus } from "./operation.js";
import { handle } from "./handle.js";
import { Request } from "./request.js";
import { type Tenant, randomNonce } from "./tenant.js";

/** What {@link run} passes to a {@link Fetch}. */
export interface FetchInit {
  readonly method: "POST";
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly redirect: "manual";
  readonly credentials: "same-origin";
  readonly signal: AbortSignal;
}

/** What {@link run} reads a body with, piece by piece. */
export interface BodyReader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  cancel(reason?: unknown): Promise<void>;
}

/** What {@link run} reads of an answer. A platform's `Response` is one. */
export interface FetchResponse {
  readonly status: number;
  readonly type?: string;
  readonly headers: { forEach(visit: (value: string, name: string) => void): void };
  readonly body?: { getReader?(): BodyReader } | null;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** Sends a request: the platform's `fetch`, a sandbox's, or your own. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchResponse>;

/** What a call waits for: the tenant's pace, a wait that the server asked for, or the backoff before the next attempt. */
export type WaitReason = "pacing" | "retry_after" | "backoff";

/** A wait that begins. */
export interface Waiting {
  /** What is waited for. */
  readonly why: WaitReason;
  /** How long, in milliseconds. */
  readonly waitMs: number;
  /** Until when, milliseconds since 1970. */
  readonly untilMs: number;
}

/** An attempt that begins. */
export interface Attempting {
  /** 1 for the first. */
  readonly attempt: number;
  /** What goes out; it prints without its credentials. */
  readonly request: Request;
}

/** How one call is carried out. */
export interface RunOptions {
  /** Ends the call: `interrupted`, and unknown when a request was, or may have been, out. */
  readonly signal?: AbortSignal | null | undefined;
  /** The time for the whole call, waits included. 120 s. */
  readonly timeoutMs?: number | undefined;
  /** The time for one attempt. 60 s. */
  readonly attemptTimeoutMs?: number | undefined;
  /** How often the request may be sent, the first time included: a whole number. 4. */
  readonly maxAttempts?: number | undefined;
  /** The largest answer that is read, in bytes. 64 MiB. */
  readonly bodyLimit?: number | undefined;
  /** Sends the requests. The platform's `fetch` when left out. */
  readonly fetch?: Fetch | undefined;
  /** The pace and cooldown that calls share. The tenant's own when left out. */
  readonly pacer?: Pacer | undefined;
  /** The tenant's pace, when it is not the documented one; calls at the same pace share a pacer. 0 for no pacing. */
  readonly requestsPerSecond?: number | undefined;
  /** Called before every wait. What it throws ends the call, as an abort does. */
  readonly onWait?: ((waiting: Waiting) => void) | undefined;
  /** Called before every attempt. What it throws ends the call, and the attempt is not sent. */
  readonly onAttempt?: ((attempting: Attempting) => void) | undefined;
  /** For the jitter of the backoff: the same seed gives the same waits. Random when left out. */
  readonly seed?: number | undefined;
}

/** What came of an attempt. */
type Arrival =
  | { readonly status: number; readonly headers: string; readonly body: Uint8Array }
  | { readonly failed: "timeout" | "interrupted" | "body_too_large"; readonly cause?: unknown };

/** Timers hold 31 bits. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * Carries out an operation over `fetch`: pacing, attempts, waits that the server asks for, deadline, re-signing. What may
 * be repeated and when is decided by the core, the same in every language; a request that appends is never sent again
 * once it may have been carried out.
 *
 * `fetch` hides why it failed: its failure is `interrupted`, and the request may have been carried out. Redirects are
 * not followed; one that the browser hides is `unexpected_status` with status 0.
 *
 * @throws {@link SoarwireError} when the call came to nothing; with `report` when it may have been carried out.
 */
export async function run<V extends Vendor, A extends Answer>(tenant: Tenant<V>, operation: Operation<V, A>, options: RunOptions = {}): Promise<A> {
  const { signal, onWait, onAttempt, fetch = globalThis.fetch as Fetch } = options;
  const bodyLimit = positive("bodyLimit", options.bodyLimit) ?? core().default_body_limit();
  if (typeof fetch !== "function") throw invalid("fetch", "must be a function: this platform has no `fetch`");
  if (options.fetch === undefined && tenant.baseUrl.startsWith("/") && globalThis.location === undefined) {
    throw invalid("baseUrl", "is a path, which has no origin outside of a page: pass a URL, or your own `fetch`");
  }
  const { call, clock } = begin(tenant, operation, options);
  const stop = new Stop(signal);
  let cause: unknown;
  let told: string | undefined;
  try {
    for (;;) {
      if (stop.asked) call.cancel(clock.now());
      const step = call.poll(clock.now(), randomNonce());
      const untilMs = call.until_ms();
      if (step === "done") return answered<A>(call.result() as glue.Answer);
      if (step === "send") {
        const name = call.attempt();
        const request = new Request(call.request());
        stop.tell(() => onAttempt?.({ attempt: call.attempts(), request }));
        if (stop.asked) {
          call.withdraw(name);
          continue;
        }
        const arrival = await attempt(fetch, request, clock, untilMs, bodyLimit, stop);
        if (arrival === undefined) continue;
        cause = undefined;
        if ("failed" in arrival) {
          cause = arrival.cause;
          call.on_transport_error(clock.now(), name, arrival.failed);
        } else {
          call.on_response(clock.now(), name, arrival.status, arrival.headers, arrival.body);
        }
      } else {
        const waitMs = Math.max(untilMs - clock.now(), 0);
        const wait = `${step} ${untilMs}`;
        // Timers may fire a little early; what is left then is the same wait.
        if (wait !== told) stop.tell(() => onWait?.({ why: step as WaitReason, waitMs, untilMs }));
        told = wait;
        await stop.sleep(waitMs);
      }
    }
  } catch (thrown) {
    if (!(thrown instanceof core().Failure)) throw thrown;
    // An abort that came too late to end the call is the cause of nothing.
    throw taken(thrown, (kind) => (stop.asked && kind === "interrupted" ? stop.cause : cause));
  } finally {
    stop.end();
    call.free();
  }
}

function begin(tenant: Tenant, operation: Operation, options: RunOptions): { call: glue.Call; clock: Clock } {
  const { timeoutMs, attemptTimeoutMs, maxAttempts, requestsPerSecond, seed = Math.floor(Math.random() * 2 ** 53) } = options;
  if (!(typeof seed === "number" && seed >= 0)) throw invalid("seed", "must be a number, 0 or more");
  if (maxAttempts !== undefined && !(maxAttempts >= 1 && (Number.isInteger(maxAttempts) || maxAttempts === Infinity))) {
    throw invalid("maxAttempts", "must be a whole number, 1 or more");
  }
  const { pacer, clock } = paceOf(options.pacer ?? pacerOf(tenant, requestsPerSecond ?? tenant.requestsPerSecond));
  const call = guarded(
    () =>
      new (core().Call)(
        handle<glue.Tenant>(tenant),
        heldBy(operation),
        pacer,
        positive("timeoutMs", timeoutMs),
        positive("attemptTimeoutMs", attemptTimeoutMs),
        maxAttempts === undefined ? undefined : Math.min(maxAttempts, 2 ** 32 - 1),
        seed,
      ),
  );
  return { call, clock };
}

function positive(name: string, value: number | undefined): number | undefined {
  if (value === undefined || (typeof value === "number" && value > 0)) return value;
  throw invalid(name, "must be a number greater than 0");
}

/** What ends a call early, and what wakes it from a wait. */
class Stop {
  asked = false;
  cause: unknown;
  readonly #signal: AbortSignal | null | undefined;
  #wake: (() => void) | undefined;

  constructor(signal: AbortSignal | null | undefined) {
    this.#signal = signal;
    if (signal?.aborted === true) this.#aborted();
    else signal?.addEventListener("abort", this.#aborted);
  }

  readonly #aborted = (): void => this.ask(this.#signal?.reason);

  ask(cause: unknown): void {
    this.asked = true;
    this.cause = cause;
    this.wake();
  }

  /** Tells a listener; one that throws ends the call as an abort does. */
  tell(listen: () => void): void {
    try {
      listen();
    } catch (thrown) {
      this.ask(thrown);
    }
  }

  sleep(ms: number): Promise<void> {
    if (this.asked) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(wake, Math.min(Math.ceil(ms), LONGEST_TIMER));
      this.#wake = wake;
    });
  }

  wake(): void {
    this.#wake?.();
  }

  end(): void {
    this.#signal?.removeEventListener("abort", this.#aborted);
  }
}

/** Sends a request and reads the answer, whether or not `fetch` heeds its signal; `undefined` when the call is aborted. */
async function attempt(
  fetch: Fetch,
  request: Request,
  clock: Clock,
  untilMs: number,
  bodyLimit: number,
  stop: Stop,
): Promise<Arrival | undefined> {
  const controller = new AbortController();
  const exchanged = exchange(fetch, request, bodyLimit, controller.signal).catch(
    (thrown: unknown): Arrival => ({ failed: "interrupted", cause: thrown }),
  );
  const over = stop.sleep(untilMs - clock.now()).then((): Arrival | undefined => (stop.asked ? undefined : { failed: "timeout" }));
  const arrival = await Promise.race([exchanged, over]);
  stop.wake();
  controller.abort();
  return arrival;
}

async function exchange(fetch: Fetch, request: Request, bodyLimit: number, signal: AbortSignal): Promise<Arrival> {
  const { method, url, headers, body } = request;
  const response = await fetch(url, { method, headers: { ...headers }, body, redirect: "manual", credentials: "same-origin", signal });
  if (response.type === "opaqueredirect") return { status: 0, headers: "", body: new Uint8Array() };
  if (!isStatus(response.status)) throw new TypeError("soarwire: fetch gave an answer without an HTTP status");
  const bytes = await read(response, bodyLimit, signal);
  if (bytes === undefined) return { failed: "body_too_large" };
  return { status: response.status, headers: headerLines(response.headers), body: bytes };
}

/** The body; `undefined` when it is over the limit. */
async function read(response: FetchResponse, limit: number, signal: AbortSignal): Promise<Uint8Array | undefined> {
  const reader: BodyReader | undefined = response.body?.getReader?.();
  if (reader === undefined) {
    const bytes = new Uint8Array(await response.arrayBuffer());
    return bytes.length > limit ? undefined : bytes;
  }
  // Not every `fetch` heeds its signal.
  const drop = (): void => void dropped(reader);
  if (signal.aborted) drop();
  signal.addEventListener("abort", drop);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done && !signal.aborted; next = await reader.read()) {
    const chunk = next.value ?? new Uint8Array();
    chunks.push(chunk);
    length += chunk.length;
    if (length > limit) {
      drop();
      return undefined;
    }
  }
  if (chunks.length === 1) return chunks[0] as Uint8Array;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

async function dropped(reader: BodyReader): Promise<void> {
  try {
    await reader.cancel();
  } catch {
    // Nobody waits for it any more.
  }
}
