import { invalid } from "../refusals.js";
import type { CallEvent } from "../events.js";
import { type RunOptions, type WaitReason, checkListeners, checkNames, checkSignals } from "../run-options.js";
import { limitsOf, positive } from "../sending.js";
import type { Journal } from "./journal.js";
import type { BulkCounts, BulkRow } from "./report.js";

/** How far a run has come. */
export interface BulkProgress {
  /** The outcomes so far; `notAttempted` counts those that have none yet. */
  readonly counts: BulkCounts;
  /** How many incidents have an outcome. */
  readonly settled: number;
  /** How many attempts were sent. */
  readonly sent: number;
  /** How many requests are in flight. */
  readonly inFlight: number;
  /** What the run waits for, if nothing is in flight, and until when, milliseconds since 1970. */
  readonly waiting: { readonly why: WaitReason; readonly untilMs: number } | null;
  /** How long it has been running, in milliseconds. */
  readonly elapsedMs: number;
  /** How many incidents got an outcome each second, in this process. */
  readonly rate: number;
  /** How many milliseconds are left at this rate; `null` until there is one. */
  readonly leftMs: number | null;
}

/** Options of {@link resume}. Those of `run` that are here mean the same, for each call of the run. Unknown options are refused. */
export interface ResumeOptions
  extends Pick<RunOptions, "timeoutMs" | "attemptTimeoutMs" | "maxAttempts" | "bodyLimit" | "fetch" | "connectTimeoutMs" | "reuseConnections" | "pacer" | "requestsPerSecond" | "seed"> {
  /** Stops the run: what is in flight finishes, the rest is not attempted, and the report comes. */
  readonly signal?: AbortSignal | null | undefined;
  /** Stops the run, and does not even wait for what is in flight: its incidents are unknown. */
  readonly abandon?: AbortSignal | null | undefined;
  /** How many requests are in flight at most. 4 for D3, 8 for Xpanse. */
  readonly concurrency?: number | undefined;
  /** The time for the whole run: nothing is sent after it. */
  readonly deadlineMs?: number | undefined;
  /** After how many calls in a row that ended with a transport failure or a server error the run stops. 5; 0 for never. */
  readonly breaker?: number | undefined;
  /**
   * Called with how far the run has come, at most ten times a second, and at the end. What it throws is printed with `console.error` and
   * changes nothing.
   */
  readonly onProgress?: ((progress: BulkProgress) => unknown) | undefined;
  /**
   * Called with each incident's outcome once it is known, and on disk if there is a journal. An incident that is read back later is told
   * again. What it throws is printed with `console.error` and changes nothing.
   */
  readonly onOutcome?: ((row: BulkRow) => unknown) | undefined;
  /**
   * Called with everything that happens to each call of the run, reading for a guard included, as `run` calls it. What it throws is
   * printed with `console.error` and changes nothing.
   */
  readonly onEvent?: ((event: CallEvent) => unknown) | undefined;
  /**
   * Called with the number of requests, 1, before each attempt, which begins when it returns, or when the promise is fulfilled: a limiter
   * that programs or machines share. The wait counts in the deadline of the call, not in the time of the attempt; if the run is over
   * before, nothing is sent. What it throws stops the run with `invalid_request`, field `acquire`, as the `cause` of
   * {@link BulkReport.error}; the request was not sent.
   */
  readonly acquire?: ((count: number) => unknown) | undefined;
}

/** Options of {@link runBulk}. */
export interface BulkOptions extends ResumeOptions {
  /** Where the log is kept from which {@link resume} goes on; a name is a file in Node, and a journal in IndexedDB in a page. None by default. */
  readonly journal?: Journal | string | undefined;
}

const NAMES: { readonly [Name in keyof Required<ResumeOptions>]: true } = {
  signal: true,
  abandon: true,
  concurrency: true,
  deadlineMs: true,
  breaker: true,
  timeoutMs: true,
  attemptTimeoutMs: true,
  maxAttempts: true,
  bodyLimit: true,
  fetch: true,
  connectTimeoutMs: true,
  reuseConnections: true,
  pacer: true,
  requestsPerSecond: true,
  onProgress: true,
  onOutcome: true,
  onEvent: true,
  acquire: true,
  seed: true,
};

/** @internal Refuses unknown options, and those of the wrong type; gives the limits as the core takes them, and the seed. */
export function checkedLimits(options: ResumeOptions, of: "runBulk" | "resume"): { readonly limits: Float64Array; readonly seed: number } {
  checkNames(options, of === "resume" ? NAMES : { ...NAMES, journal: true }, of);
  const { signal, abandon, onOutcome, onProgress, onEvent, acquire, concurrency, breaker, deadlineMs } = options;
  checkSignals({ signal, abandon });
  checkListeners({ onOutcome, onProgress, onEvent, acquire });
  const { timeoutMs, attemptTimeoutMs, maxAttempts, seed } = limitsOf(options);
  const limits = [count("concurrency", concurrency, 1), positive("deadlineMs", deadlineMs), count("breaker", breaker, 0), timeoutMs, attemptTimeoutMs, maxAttempts, acquire && 1];
  return { limits: Float64Array.from(limits, (limit) => limit ?? NaN), seed };
}

function count(name: string, given: number | undefined, least: number): number | undefined {
  if (given === undefined || (Number.isInteger(given) && given >= least && given < 2 ** 32)) return given;
  throw invalid(name, `must be a whole number, ${least} or more`);
}
