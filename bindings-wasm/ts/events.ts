import type { Answer } from "./answer.js";
import type { Kind } from "./kinds.js";
import { Report, type Counts } from "./report.js";
import type { WaitReason } from "./run-options.js";

/**
 * Something that happened to a call. No member holds a credential. Members that an event does
 * not have are left out:
 *
 * | member | `begin` | `attempt` | `wait` | `answer` | `end` |
 * | --- | --- | --- | --- | --- | --- |
 * | `call`, `operation`, `tenant`, `attempt`, `elapsedMs` | yes | yes | yes | yes | yes |
 * | `why`, `waitMs` | | | yes | | |
 * | `attemptMs` | | | | yes | |
 * | `status` | | | | if the server answered | that of the last answer |
 * | `requestId` | | | | in bulk runs, if the answer has one | if the last answer has one |
 * | `kind` | | | | if the attempt failed | if the call failed |
 * | `maybeExecuted` | | | | yes | yes |
 * | `counts` | | | | | if the request names incidents |
 */
export interface CallEvent {
  /** Which event it is. */
  readonly name: "begin" | "attempt" | "wait" | "answer" | "end";
  /** The number of the call: all its events have the same, and no other call of this copy of the package has it. */
  readonly call: number;
  /** The id of the operation, such as `d3.close_incidents`. */
  readonly operation: string;
  /** The base URL of the tenant. */
  readonly tenant: string;
  /** How often the request has been sent; during an attempt its number, 1 for the first. */
  readonly attempt: number;
  /** Milliseconds since the call began, waits included. */
  readonly elapsedMs: number;
  /** What the call waits for. */
  readonly why?: WaitReason;
  /** How long it is going to wait, in milliseconds. */
  readonly waitMs?: number;
  /** How long the attempt took, in milliseconds. */
  readonly attemptMs?: number;
  /** The HTTP status; 0 for a redirect that the browser hides. */
  readonly status?: number;
  /** The vendor's id of the request. */
  readonly requestId?: string;
  /** The kind of the error. */
  readonly kind?: Kind;
  /** Whether the server may have carried out the request: of an answer, by this attempt; at the end, by any. */
  readonly maybeExecuted?: boolean;
  /** How many incidents there are of each outcome; those of a call that was not carried out count as failed. */
  readonly counts?: Counts;
}

/** How an attempt failed; `undefined` if it succeeded. */
export interface AttemptFailure {
  readonly kind: Kind;
  readonly maybeExecuted: boolean;
}

let calls = 0;

/** @internal The number of the next call. */
export function nextCall(): number {
  return ++calls;
}

/** @internal Tells a listener what happens to one call. What the listener throws is printed and changes nothing. */
export class Watch {
  readonly #listener: ((event: CallEvent) => unknown) | undefined;
  readonly #common: Pick<CallEvent, "call" | "operation" | "tenant">;
  readonly #acts: boolean;
  readonly #now: () => number;
  readonly #begunMs: number;
  #attempt = 0;
  #sentMs = 0;
  #status: number | undefined;

  constructor(listener: ((event: CallEvent) => unknown) | undefined, operation: { readonly id: string; readonly effect: string }, tenant: string, now: () => number) {
    this.#listener = listener;
    this.#common = { call: listener === undefined ? 0 : nextCall(), operation: operation.id, tenant };
    this.#acts = listener !== undefined && operation.effect !== "reads";
    this.#now = now;
    this.#begunMs = now();
    this.#tell("begin");
  }

  attempt(attempt: number): void {
    [this.#attempt, this.#sentMs] = [attempt, this.#now()];
    this.#tell("attempt");
  }

  wait(why: WaitReason, waitMs: number): void {
    this.#tell("wait", { why, waitMs });
  }

  answer(status: number | undefined, failure: AttemptFailure | undefined): void {
    this.#status = status;
    this.#tell("answer", { attemptMs: this.#now() - this.#sentMs, ...this.#answered(), ...(failure ?? { maybeExecuted: this.#acts }) });
  }

  /** The end of a call that has an answer. */
  done(answer: Answer): void {
    this.#tell("end", { ...this.#answered(answer), maybeExecuted: this.#acts, ...(answer instanceof Report && { counts: answer.counts }) });
  }

  /** The end of a call that failed, after so many attempts. */
  failed(error: AttemptFailure & { readonly attempts: number; readonly asked: readonly string[]; readonly requestId: string | null }): void {
    const { kind, maybeExecuted, attempts, asked: { length: asked } } = error;
    this.#attempt = attempts;
    const [failed, unknown] = maybeExecuted ? [0, asked] : [asked, 0];
    const counts = { asked, succeeded: 0, failed, unreported: 0, unknown };
    this.#tell("end", { ...this.#answered(error), kind, maybeExecuted, ...(asked > 0 && { counts }) });
  }

  #answered(result?: { readonly requestId: string | null }): { status?: number; requestId?: string } {
    const requestId = result?.requestId ?? null;
    return { ...(this.#status !== undefined && { status: this.#status }), ...(requestId !== null && { requestId }) };
  }

  #tell(name: CallEvent["name"], particular: Partial<CallEvent> = {}): void {
    if (this.#listener === undefined) return;
    const event: CallEvent = { name, ...this.#common, attempt: this.#attempt, elapsedMs: this.#now() - this.#begunMs, ...particular };
    hear(() => this.#listener?.(event), "events");
  }
}

/** @internal Calls a listener. What it throws is printed and changes nothing. */
export function hear(listener: () => unknown, of: string): void {
  const print = (thrown: unknown): void => console.error(`soarwire: a listener of ${of} failed:`, thrown);
  try {
    const returned = listener();
    if (returned !== undefined) Promise.resolve(returned).catch(print);
  } catch (thrown) {
    print(thrown);
  }
}
