import type * as glue from "../soarwire_bulk_bg.js";
import { type CallEvent, hear, nextCall } from "../events.js";

/** An event as the core writes it; members that it does not have are `null`. */
interface Told {
  readonly name: CallEvent["name"];
  readonly call: number;
  readonly elapsed_ms: unknown;
  readonly wait_ms: unknown;
  readonly attempt_ms: unknown;
  readonly request_id: unknown;
  readonly maybe_executed: unknown;
}

/** @internal Tells a listener what happens to the calls of a run. */
export class Telling {
  readonly #machine: glue.Run;
  readonly #listener: (event: CallEvent) => unknown;
  /** The numbers of calls by those that the core gave them: it does not know of the calls of `run`. */
  readonly #numbers = new Map<number, number>();

  constructor(machine: glue.Run, listener: (event: CallEvent) => unknown) {
    this.#machine = machine;
    this.#listener = listener;
    machine.observe();
  }

  /** Tells what has happened since; gives the last event instead, if it is that of an attempt that is yet to be sent. */
  tell(isToBeSent = false): CallEvent | undefined {
    const events = (JSON.parse(this.#machine.take_events()) as Told[]).map((told) => this.#event(told));
    const attempt = isToBeSent ? events.pop() : undefined;
    for (const event of events) this.hear(event);
    return attempt;
  }

  /** Tells of one. */
  hear(event: CallEvent): void {
    hear(() => this.#listener(event), "events");
  }

  #event({ call: given, elapsed_ms: elapsedMs, wait_ms: waitMs, attempt_ms: attemptMs, request_id: requestId, maybe_executed: maybeExecuted, ...alike }: Told): CallEvent {
    const call = this.#numbers.get(given) ?? nextCall();
    if (alike.name === "end") this.#numbers.delete(given);
    else this.#numbers.set(given, call);
    const members = { ...alike, call, elapsedMs, waitMs, attemptMs, requestId, maybeExecuted };
    return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null)) as unknown as CallEvent;
  }
}
