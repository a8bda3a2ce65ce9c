import { invalid } from "./refusals.js";
import type { CallEvent } from "./events.js";
import type { Fetch } from "./fetch.js";
import { nearest } from "./nearest.js";
import type { Pacer } from "./pacer.js";
import type { Request } from "./request.js";

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

/** Options of one call. Unknown options are refused. */
export interface RunOptions {
  /**
   * Aborts the call at once. The call then throws a {@link SoarwireError} of kind `interrupted`, not an `AbortError`: it also
   * has `maybeExecuted` and, if the request may have been carried out, a report in which every incident is unknown.
   * `signal.reason` is its `cause`.
   */
  readonly signal?: AbortSignal | null | undefined;
  /** The time for the whole call, waits included. 120 s. */
  readonly timeoutMs?: number | undefined;
  /** The time for one attempt. 60 s. */
  readonly attemptTimeoutMs?: number | undefined;
  /** How often the request may be sent, the first time included: a whole number. 4. */
  readonly maxAttempts?: number | undefined;
  /** The largest answer that is read, in bytes. 64 MiB. */
  readonly bodyLimit?: number | undefined;
  /**
   * Sends the requests, instead of the package's own client in Node and the platform's `fetch` elsewhere. `run` cannot detect
   * what this function resends or caches on its own.
   */
  readonly fetch?: Fetch | undefined;
  /** In Node: the time for connecting, including DNS, proxy and TLS handshake. 10 s. */
  readonly connectTimeoutMs?: number | undefined;
  /**
   * In Node: whether a connection may carry more than one request. Default: `true`. With `false` every attempt opens a new
   * connection and closes it: slower, but a late duplicate of an earlier response can never be taken for this one. Set it if
   * something between here and the server (a proxy, a load balancer) may send a response twice.
   */
  readonly reuseConnections?: boolean | undefined;
  /**
   * The pace and cooldown that calls share, instead of `requestsPerSecond`. When left out, calls of this tenant object share one,
   * and know nothing of other tenant objects, even for the same tenant.
   */
  readonly pacer?: Pacer | undefined;
  /** The tenant's pace, when it is not the documented one; calls at the same pace share a pacer. 0 for no pacing. */
  readonly requestsPerSecond?: number | undefined;
  /**
   * Called before every wait. If it throws, the call ends as if aborted. The call does not wait for a promise that it returns,
   * but ends if the promise is rejected.
   */
  readonly onWait?: ((waiting: Waiting) => unknown) | undefined;
  /**
   * Called before every attempt. If it throws, the call ends without sending the attempt. The call does not wait for a promise
   * that it returns, but ends if the promise is rejected; the attempt may have been sent by then.
   */
  readonly onAttempt?: ((attempting: Attempting) => unknown) | undefined;
  /**
   * Called with everything that happens to the call: its beginning, attempts, waits, answers and end. What it throws is printed
   * with `console.error` and changes nothing.
   */
  readonly onEvent?: ((event: CallEvent) => unknown) | undefined;
  /** For the jitter of the backoff: the same seed gives the same waits. Random when left out. */
  readonly seed?: number | undefined;
}

const NAMES: { readonly [Name in keyof Required<RunOptions>]: true } = {
  signal: true,
  timeoutMs: true,
  attemptTimeoutMs: true,
  maxAttempts: true,
  bodyLimit: true,
  fetch: true,
  connectTimeoutMs: true,
  reuseConnections: true,
  pacer: true,
  requestsPerSecond: true,
  onWait: true,
  onAttempt: true,
  onEvent: true,
  seed: true,
};

/** @internal Refuses unknown options, and listeners and signals of the wrong type. */
export function checkOptions(options: RunOptions): void {
  checkNames(options, NAMES, "run");
  const { signal, onAttempt, onEvent, onWait } = options;
  checkListeners({ onAttempt, onEvent, onWait });
  checkSignals({ signal });
}

/** @internal Refuses what is no object of these options of a function: a misspelt one would silently have no effect. */
export function checkNames(options: object, names: object, of: string): void {
  if (typeof options !== "object" || options === null) throw invalid("options", "must be an object of named options");
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(names, name)) continue;
    const meant = nearest(name, Object.keys(names));
    throw invalid(name, `is not an option of ${of}${meant === undefined ? "" : `: did you mean ${meant}?`}`);
  }
}

/** @internal Refuses listeners that are no functions. */
export function checkListeners(listeners: object): void {
  for (const [name, listener] of Object.entries(listeners) as [string, unknown][]) {
    if (listener !== undefined && typeof listener !== "function") throw invalid(name, "must be a function");
  }
}

/** @internal Refuses signals that are none. */
export function checkSignals(signals: Readonly<Record<string, AbortSignal | null | undefined>>): void {
  for (const [name, signal] of Object.entries(signals)) {
    if (signal !== undefined && signal !== null && typeof signal.addEventListener !== "function") {
      throw invalid(name, "must be an AbortSignal, such as the `signal` of an AbortController");
    }
  }
}
