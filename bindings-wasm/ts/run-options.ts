import { invalid } from "./errors.js";
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

/** How one call is carried out. A name that is not here is refused. */
export interface RunOptions {
  /**
   * Ends the call at once. What is thrown is no `AbortError` but a {@link SoarwireError} of kind `interrupted`, since more than
   * the end has to be said: whether the request may have been carried out, and the report in which every incident is then
   * unknown. `signal.reason` is its `cause`.
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
   * Sends the requests, instead of the package's own connections in Node and the platform's `fetch` elsewhere. What it resends
   * or keeps by itself cannot be seen from here.
   */
  readonly fetch?: Fetch | undefined;
  /** In Node: how long making a connection may take, name, proxy and TLS included. 10 s. */
  readonly connectTimeoutMs?: number | undefined;
  /**
   * In Node: whether a connection may carry more than one request. `true` when left out. With `false` every attempt makes a
   * connection of its own and closes it: slower, but no late copy of an earlier answer can ever be taken for this one. Want
   * it where something between here and the server (a proxy, a load balancer) may answer twice.
   */
  readonly reuseConnections?: boolean | undefined;
  /** The pace and cooldown that calls share. The tenant's own when left out. */
  readonly pacer?: Pacer | undefined;
  /** The tenant's pace, when it is not the documented one; calls at the same pace share a pacer. 0 for no pacing. */
  readonly requestsPerSecond?: number | undefined;
  /**
   * Called before every wait. What it throws ends the call, as an abort does. A promise is not waited for, but its rejection
   * ends the call too.
   */
  readonly onWait?: ((waiting: Waiting) => unknown) | undefined;
  /**
   * Called before every attempt. What it throws ends the call, and the attempt is not sent. A promise is not waited for; its
   * rejection ends the call, and the attempt may be out by then.
   */
  readonly onAttempt?: ((attempting: Attempting) => unknown) | undefined;
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
  seed: true,
};

/** @internal Refuses what is not an object of known options, and what could not be called later on. */
export function checkOptions(options: RunOptions): void {
  if (typeof options !== "object" || options === null) throw invalid("options", "must be an object of named options");
  // One that is misspelt would be without effect.
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(NAMES, name)) continue;
    const meant = nearest(name, Object.keys(NAMES));
    throw invalid(name, `is not an option of run${meant === undefined ? "" : `: did you mean ${meant}?`}`);
  }
  const { signal, onAttempt, onWait } = options;
  for (const [name, listener] of Object.entries({ onAttempt, onWait })) {
    if (listener !== undefined && typeof listener !== "function") throw invalid(name, "must be a function");
  }
  if (signal !== undefined && signal !== null && typeof signal.addEventListener !== "function") {
    throw invalid("signal", "must be an AbortSignal, such as the `signal` of an AbortController");
  }
}
