import type { Fetch } from "./fetch.js";
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
