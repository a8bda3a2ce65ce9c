import type { Answer } from "./answer.js";
import { Call } from "./call.js";
import type { Clock } from "./clock.js";
import { loader } from "./core.js";
import { because, invalid } from "./errors.js";
import { type Fetch, overFetch } from "./fetch.js";
import type { Vendor } from "./kinds.js";
import { type Operation, heldBy } from "./operation.js";
import { paceOf, pacerOf } from "./pacer.js";
import type { Request } from "./request.js";
import type { RunOptions } from "./run-options.js";
import { Stop } from "./stop.js";
import { type Tenant, randomNonce, tenantHeldBy } from "./tenant.js";
import type { Arrival, Transport } from "./transport.js";

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
export async function run<T extends Tenant, A extends Answer>(tenant: T, operation: Operation<T["vendor"], A>, options: RunOptions = {}): Promise<A> {
  // A forgotten or copied one is refused by name.
  tenantHeldBy(tenant);
  heldBy(operation);
  const { signal, onWait, onAttempt, fetch = globalThis.fetch as Fetch } = options;
  const bodyLimit = positive("bodyLimit", options.bodyLimit) ?? loader.use().default_body_limit();
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
      const { untilMs } = call;
      if (step === "done") return call.answer;
      if (step === "send") {
        const { attempt: name, request } = call;
        stop.tell(() => onAttempt?.({ attempt: call.attempts, request }));
        if (stop.asked) {
          call.withdraw(name);
          continue;
        }
        const arrival = await attempt(overFetch(fetch), request, clock, untilMs, bodyLimit, stop);
        if (arrival === undefined) continue;
        cause = undefined;
        if ("failed" in arrival) {
          cause = arrival.cause;
          call.onTransportError(clock.now(), name, arrival.failed);
        } else {
          call.onResponse(clock.now(), name, arrival);
        }
      } else {
        const waitMs = Math.max(untilMs - clock.now(), 0);
        const wait = `${step} ${untilMs}`;
        // Timers may fire a little early; what is left then is the same wait.
        if (wait !== told) stop.tell(() => onWait?.({ why: step, waitMs, untilMs }));
        told = wait;
        await stop.sleep(waitMs);
      }
    }
  } catch (thrown) {
    // An abort that came too late to end the call is the cause of nothing.
    throw because(thrown, (kind) => (stop.asked && kind === "interrupted" ? stop.cause : cause));
  } finally {
    stop.end();
    call.free();
  }
}

function begin<A extends Answer>(tenant: Tenant, operation: Operation<Vendor, A>, options: RunOptions): { call: Call<A>; clock: Clock } {
  const { timeoutMs, attemptTimeoutMs, maxAttempts, requestsPerSecond, seed = Math.floor(Math.random() * 2 ** 53) } = options;
  if (!(typeof seed === "number" && seed >= 0)) throw invalid("seed", "must be a number, 0 or more");
  if (maxAttempts !== undefined && !(maxAttempts >= 1 && (Number.isInteger(maxAttempts) || maxAttempts === Infinity))) {
    throw invalid("maxAttempts", "must be a whole number, 1 or more");
  }
  const { pacer, clock } = paceOf(options.pacer ?? pacerOf(tenant, requestsPerSecond ?? tenant.requestsPerSecond));
  const call = new Call(tenant, operation, pacer, {
    timeoutMs: positive("timeoutMs", timeoutMs),
    attemptTimeoutMs: positive("attemptTimeoutMs", attemptTimeoutMs),
    maxAttempts: maxAttempts === undefined ? undefined : Math.min(maxAttempts, 2 ** 32 - 1),
    seed,
  });
  return { call, clock };
}

function positive(name: string, value: number | undefined): number | undefined {
  if (value === undefined || (typeof value === "number" && value > 0)) return value;
  throw invalid(name, "must be a number greater than 0");
}

/** Sends a request and reads the answer, whether or not the transport heeds its signal; `undefined` when the call is aborted. */
async function attempt(
  transport: Transport,
  request: Request,
  clock: Clock,
  untilMs: number,
  bodyLimit: number,
  stop: Stop,
): Promise<Arrival | undefined> {
  const controller = new AbortController();
  const exchanged = transport({ request, bodyLimit, signal: controller.signal });
  const over = stop.sleep(untilMs - clock.now()).then((): Arrival | undefined => (stop.asked ? undefined : { failed: "timeout" }));
  const arrival = await Promise.race([exchanged, over]);
  stop.wake();
  controller.abort();
  return arrival;
}
