import { type ReadonlySignal, batch, signal } from "@preact/signals";
import { keyOf } from "../model/incident.ts";
import { type Call, vendorOf } from "../model/order.ts";
import { type Outcome, type OutcomeWord, type Tally, emptyTally } from "../model/outcome.ts";

export type Phase = "running" | "done" | "cancelled" | "halted" | "cut short";

/** How a run ended, and why what was not sent was not. */
export interface Ending {
  readonly phase: Exclude<Phase, "running">;
  readonly unsent: string;
}

/** What a call waits for; `until` in epoch milliseconds. */
export interface Wait {
  readonly why: "pacing" | "retry_after" | "backoff";
  readonly until: number;
  /** How long it was asked to be, in milliseconds. */
  readonly ms: number;
}

/** One incident of a run; without an outcome while it is under way. */
export interface Entry {
  readonly key: string;
  readonly id: string;
  readonly call: number;
  outcome: Outcome | undefined;
  /** The same order has gone out for it again since: what became of it is told there, and a third time is asked for there. */
  again: boolean;
}

/** The requests that were confirmed together, and what became of each incident in them. */
export class Run {
  readonly entries: readonly Entry[];
  readonly #starts: readonly number[];
  readonly #tally = signal<Tally>(emptyTally());
  readonly #phase = signal<Phase>("running");
  #ending: Ending | undefined;
  readonly #waits = signal<ReadonlyMap<number, Wait>>(new Map());
  /** Canonical reports and errors by call, for the export. */
  readonly answers = new Map<number, unknown>();
  readonly warnings: string[] = [];
  /** Why it stopped early, if it did. */
  readonly halted: string[] = [];

  constructor(
    readonly id: string,
    readonly title: string,
    readonly startedAt: number,
    readonly calls: readonly Call[],
  ) {
    this.entries = calls.flatMap(({ order, ids }, call) =>
      ids.map((id) => ({ key: keyOf(vendorOf(order), id), id, call, outcome: undefined, again: false })),
    );
    let start = 0;
    this.#starts = calls.map(({ ids }) => (start += ids.length) - ids.length);
  }

  get tally(): ReadonlySignal<Tally> {
    return this.#tally;
  }

  get phase(): ReadonlySignal<Phase> {
    return this.#phase;
  }

  get ending(): Ending | undefined {
    return this.#ending;
  }

  get waits(): ReadonlySignal<ReadonlyMap<number, Wait>> {
    return this.#waits;
  }

  entriesOf(call: number): readonly Entry[] {
    const start = this.#starts[call] ?? 0;
    return this.entries.slice(start, start + (this.calls[call]?.ids.length ?? 0));
  }

  having(...words: readonly OutcomeWord[]): Entry[] {
    return this.entries.filter(({ outcome }) => outcome && words.includes(outcome.is));
  }

  /** Of those, the ones that no later run has taken over. */
  left(...words: readonly OutcomeWord[]): Entry[] {
    return this.having(...words).filter(({ again }) => !again);
  }

  /** Calls go out, later than this run. Returns where the entries stand that they take over. */
  handOver(calls: readonly Call[]): number[] {
    const words = ({ order }: Call) => JSON.stringify(order);
    const own = this.calls.map(words);
    const taken = new Set(calls.flatMap((call) => call.ids.map((id) => `${words(call)} ${id}`)));
    return [...this.entries.entries()].flatMap(([at, entry]) => {
      if (entry.again || entry.outcome?.is === "succeeded" || !taken.has(`${own[entry.call]} ${entry.id}`)) return [];
      entry.again = true;
      return [at];
    });
  }

  /** Sets the outcomes of one call, in the order of its ids. */
  settle(call: number, outcomes: readonly Outcome[]): void {
    const tally = { ...this.#tally.peek() };
    for (const [at, entry] of this.entriesOf(call).entries()) {
      const outcome = outcomes[at];
      if (!outcome || entry.outcome) continue;
      entry.outcome = outcome;
      tally[outcome.is] += 1;
    }
    this.#tally.value = tally;
  }

  wait(call: number, wait: Wait | undefined): void {
    if (!wait && !this.#waits.peek().has(call)) return;
    const waits = new Map(this.#waits.peek());
    if (wait) waits.set(call, wait);
    else waits.delete(call);
    this.#waits.value = waits;
  }

  /** Whatever has no outcome by now was not sent. */
  finish(ending: Ending): void {
    this.#ending = ending;
    const { phase, unsent: why } = ending;
    batch(() => {
      const tally = { ...this.#tally.peek() };
      for (const entry of this.entries) {
        if (entry.outcome) continue;
        entry.outcome = { is: "unsent", why };
        tally.unsent += 1;
      }
      this.#tally.value = tally;
      this.#waits.value = new Map();
      this.#phase.value = phase;
    });
  }
}
