import { type ReadonlySignal, computed, signal } from "@preact/signals";
import type { Incident } from "../model/incident.ts";
import type { TableState } from "./table.ts";

/** Which incidents are chosen: by key, so that sorting and filtering leave the choice alone. */
export class Selection {
  readonly keys = signal<ReadonlySet<string>>(new Set());
  readonly chosen: ReadonlySignal<readonly Incident[]>;
  /** How many of the chosen the filters hide. */
  readonly hidden: ReadonlySignal<number>;
  readonly all: ReadonlySignal<"all" | "some" | "none">;
  readonly #table: TableState;
  /** Where a range begins. */
  #anchor: string | undefined;

  constructor(table: TableState) {
    this.#table = table;
    this.chosen = computed(() => table.rows.value.filter((row) => this.keys.value.has(row.key)));
    const shown = computed(() => table.shown.value.reduce((sum, row) => sum + (this.keys.value.has(row.key) ? 1 : 0), 0));
    this.hidden = computed(() => this.chosen.value.length - shown.value);
    this.all = computed(() => (shown.value === 0 ? "none" : shown.value === table.shown.value.length ? "all" : "some"));
  }

  toggle(key: string): void {
    const keys = new Set(this.keys.value);
    if (!keys.delete(key)) keys.add(key);
    this.keys.value = keys;
    this.#anchor = key;
  }

  /** Chooses everything shown from the last row that was toggled to this one. */
  extendTo(key: string): void {
    const rows = this.#table.shown.value;
    const to = rows.findIndex((row) => row.key === key);
    const from = rows.findIndex((row) => row.key === this.#anchor);
    if (from < 0) return this.toggle(key);
    const range = rows.slice(Math.min(from, to), Math.max(from, to) + 1);
    this.keys.value = new Set([...this.keys.value, ...range.map((row) => row.key)]);
  }

  /** Takes what is shown, no more. */
  chooseShown(): void {
    const keys = new Set(this.keys.value);
    for (const { key } of this.#table.shown.value) keys.add(key);
    this.keys.value = keys;
  }

  /** The same, or when all of that is chosen already, lets go of it. */
  toggleShown(): void {
    if (this.all.value !== "all") return this.chooseShown();
    const keys = new Set(this.keys.value);
    for (const { key } of this.#table.shown.value) keys.delete(key);
    this.keys.value = keys;
  }

  /** Lets go of what the filters hide. */
  keepShown(): void {
    const { value: keys } = this.keys;
    this.keys.value = new Set(this.#table.shown.value.map((row) => row.key).filter((key) => keys.has(key)));
  }

  choose(keys: Iterable<string>): void {
    this.keys.value = new Set(keys);
  }

  clear(): void {
    this.keys.value = new Set();
  }
}
