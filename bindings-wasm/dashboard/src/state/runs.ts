import { computed, signal } from "@preact/signals";
import type { Call } from "../model/order.ts";
import type { Outcome } from "../model/outcome.ts";
import { execute } from "../run/execute.ts";
import { Journal, forget, handedOver, left } from "../run/journal.ts";
import { recover } from "../run/recover.ts";
import { Run } from "../run/run.ts";
import type { Source } from "../source/source.ts";
import { OutcomeHistory } from "./history.ts";

/** The runs of this page, and what is left of those before it. */
export class Runs {
  /** Newest first. */
  readonly list = signal<readonly Run[]>([]);
  readonly shown = signal<Run | undefined>(undefined);
  readonly active = computed(() => this.list.value.find((run) => run.phase.value === "running"));
  readonly history = new OutcomeHistory();
  /** The latest outcome of each incident, by key; a new map once a frame at most. */
  readonly latest = signal<ReadonlyMap<string, Outcome>>(new Map());
  readonly #source: Source;
  readonly #outcomes = new Map<string, Outcome>();
  #stop = new AbortController();
  #stale = false;

  constructor(source: Source) {
    this.#source = source;
  }

  /** What is left of earlier runs is shown, and nothing of it is sent. */
  async recover(): Promise<void> {
    const runs = (await left(this.#source.where)).map(recover).reverse();
    if (runs.length === 0) return;
    for (const run of runs) this.#follow(run);
    this.list.value = [...this.list.value, ...runs];
    this.shown.value ??= runs[0];
  }

  /** Sends the calls; says why not if nothing can be sent. */
  start(title: string, calls: readonly Call[]): string | undefined {
    if (this.active.value) return "Another run is under way.";
    const run = new Run(`${Date.now()}-${Math.random().toString(36).slice(2)}`, title, Date.now(), calls);
    let journal: Journal;
    try {
      journal = Journal.begin({ id: run.id, where: this.#source.where, title, startedAt: run.startedAt, calls });
    } catch {
      forget(run.id);
      return "The browser does not store anything for this page, so a reload would forget what is in flight. Nothing was sent.";
    }
    for (const earlier of this.list.value) handedOver(earlier.id, earlier.handOver(calls));
    this.#source.begin();
    this.#stop = new AbortController();
    this.list.value = [run, ...this.list.value];
    this.shown.value = run;
    void execute(run, this.#source.connection.value, journal, this.#stop.signal, (call, outcomes) => {
      this.history.add(outcomes);
      this.#source.settled(calls[call]!, outcomes);
      this.#follow(run, call);
    }).finally(() => journal.end(run));
    return undefined;
  }

  cancel(): void {
    this.#stop.abort();
  }

  /** Takes a run off the page and out of the journal. */
  dismiss(run: Run): void {
    forget(run.id);
    this.list.value = this.list.value.filter((other) => other !== run);
    if (this.shown.value === run) this.shown.value = undefined;
  }

  #follow(run: Run, call?: number): void {
    for (const { key, outcome } of call === undefined ? run.entries : run.entriesOf(call)) {
      if (outcome && outcome.is !== "unsent") this.#outcomes.set(key, outcome);
    }
    if (this.#stale) return;
    this.#stale = true;
    requestAnimationFrame(() => {
      this.#stale = false;
      this.latest.value = new Map(this.#outcomes);
    });
  }
}
