import type { Answer } from "./answer.js";
import { Code, NOTHING, ask, call, code, epoch, loader, sendResponse, told } from "./core.js";
import { guarded } from "./errors.js";
import type { AttemptFailure } from "./events.js";
import type { Kind, Vendor } from "./kinds.js";
import { Lost, type Operation, answerOf, enough, heldBy, lost } from "./operation.js";
import { type Request, requestOf } from "./request.js";
import type { WaitReason } from "./run-options.js";
import { type Tenant, tenantHeldBy } from "./tenant.js";

/** The limits of a call; omitted ones have their defaults. */
export interface Limits {
  readonly timeoutMs: number | undefined;
  readonly attemptTimeoutMs: number | undefined;
  readonly maxAttempts: number | undefined;
  readonly seed: number;
}

/** The outcome of an attempt. Same values as in the core. */
const enum Event {
  Response,
  TransportError,
  Withdrawn,
  Cancelled,
  Refused,
}

/** @internal The state machine of one logical call, which the core holds until it is freed. */
export class Call<A extends Answer> {
  readonly #operation: Operation<Vendor, A>;
  readonly #epoch: number;
  readonly #number: number;
  #answered: Uint8Array = NOTHING;
  #untilMs = 0;
  #attempt = 0;
  #attempts = 0;
  #request: Request | undefined;
  #answer: A | undefined;

  constructor(tenant: Tenant, operation: Operation<Vendor, A>, pacer: number, limits: Limits) {
    const { timeoutMs = NaN, attemptTimeoutMs = NaN, maxAttempts = NaN, seed } = limits;
    const [held, place] = [tenantHeldBy(tenant), heldBy(operation)];
    const made = guarded(() => ask((core) => core.call(held, place, pacer, timeoutMs, attemptTimeoutMs, maxAttempts, seed)));
    this.#operation = operation;
    this.#epoch = epoch;
    this.#number = Number(made);
  }

  /** The end of the wait, or the deadline for the response. */
  get untilMs(): number {
    return this.#untilMs;
  }

  /** The number of the attempt to send. */
  get attempt(): number {
    return this.#attempt;
  }

  /** How often the request was sent so far. */
  get attempts(): number {
    return this.#attempts;
  }

  /** The request to send. */
  get request(): Request {
    return this.#request as Request;
  }

  /** The result, once it is done. */
  get answer(): A {
    return this.#answer as A;
  }

  /** The next step: send, wait, or done. Throws if the call failed. */
  poll(nowMs: number, nonce: string): "send" | "done" | WaitReason {
    this.#check();
    return enough(
      this.#operation,
      () => {
        call((core, length) => core.call_poll(this.#number, nowMs, length), nonce);
        if (code !== Code.Send && code !== Code.Wait) {
          this.#answer = answerOf(this.#operation, told(), this.#answered, true);
          return "done";
        }
        const isWait = code === Code.Wait;
        const step = told();
        const parts = step.split("\n", 4);
        const [why = "", untilMs = "", attempt = "", attempts = ""] = parts;
        [this.#untilMs, this.#attempt, this.#attempts] = [Number(untilMs), Number(attempt), Number(attempts)];
        if (isWait) return why as WaitReason;
        this.#request = requestOf(step.slice(parts.join().length + 1));
        return "send";
      },
      this.#attempts,
    );
  }

  /** Passes on the response to an attempt; says how the attempt failed, if it did. */
  onResponse(nowMs: number, attempt: number, response: { readonly status: number; readonly headers: string; readonly body: Uint8Array }): AttemptFailure | undefined {
    const { status, body } = response;
    this.#check();
    // Parsed when it arrives; wrapped in an object when the call is done.
    this.#answered = body;
    return enough(
      this.#operation,
      () => {
        sendResponse(response, (core, length, all) => core.call_event(this.#number, Event.Response, nowMs, attempt, status, length, all));
        return failureOf(told());
      },
      this.#attempts,
    );
  }

  /**
   * Reports that an attempt got no response, with the transport's reason if it has one; an unknown class is `interrupted`. Says
   * how the attempt failed.
   */
  onTransportError(nowMs: number, attempt: number, failure: string, reason = ""): AttemptFailure | undefined {
    return this.#happened(Event.TransportError, nowMs, attempt, `${failure}\n${reason}`);
  }

  /** Withdraws an attempt that was not sent. */
  withdraw(attempt: number): void {
    this.#happened(Event.Withdrawn, 0, attempt, "");
  }

  /**
   * Ends the call, because there was no credential for an attempt, which was not sent: `field` is the core's name of its setting,
   * `reason` what is wrong with what was given, if anything was.
   */
  refuse(nowMs: number, attempt: number, field: string, reason: string): void {
    this.#happened(Event.Refused, nowMs, attempt, `${field}\n${reason}`);
  }

  /** Ends the call now. */
  cancel(nowMs: number): void {
    this.#happened(Event.Cancelled, nowMs, 0, "");
  }

  free(): void {
    if (this.#epoch === epoch) loader.use().call_free(this.#number);
  }

  #happened(event: Event, nowMs: number, attempt: number, details: string): AttemptFailure | undefined {
    this.#check();
    return enough(
      this.#operation,
      () => failureOf(ask((core, length) => core.call_event(this.#number, event, nowMs, attempt, 0, 0, length), details)),
      this.#attempts,
    );
  }

  /** The state of the call is lost with the core instance that held it; what it sent may have been carried out. */
  #check(): void {
    if (this.#epoch !== epoch) lost(this.#operation, Lost.Interrupted, this.#attempts);
  }
}

/** How an attempt failed, from the two lines that the core writes; none if it succeeded. */
function failureOf(lines: string): AttemptFailure | undefined {
  const [kind = "", maybeExecuted] = lines.split("\n", 2);
  return kind === "" ? undefined : { kind: kind as Kind, maybeExecuted: maybeExecuted === "true" };
}
