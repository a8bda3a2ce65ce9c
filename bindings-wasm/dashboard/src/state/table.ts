import { type ReadonlySignal, computed, signal } from "@preact/signals";
import { type Incident, VENDOR_NAMES } from "../model/incident.ts";
import { severityRank } from "../model/severity.ts";

export const FACETS = ["vendor", "severity", "status", "owner"] as const;
export type Facet = (typeof FACETS)[number];

export const COLUMNS = ["severity", "id", "title", "status", "owner"] as const;
export type Column = (typeof COLUMNS)[number];

export interface Sort {
  readonly column: Column;
  readonly descending: boolean;
}

type Picks = Readonly<Record<Facet, ReadonlySet<string>>>;

const NOTHING_PICKED: Picks = { vendor: new Set(), severity: new Set(), status: new Set(), owner: new Set() };

/** Numbers inside ids count as numbers: 20210127-9 comes before 20261103-104. */
const byText = new Intl.Collator("en", { numeric: true, sensitivity: "base" }).compare;

const COMPARE: Record<Column, (one: Incident, other: Incident) => number> = {
  severity: (one, other) => severityRank(one.severity) - severityRank(other.severity),
  id: (one, other) => byText(one.id, other.id),
  title: (one, other) => byText(one.title, other.title),
  status: (one, other) => byText(one.status, other.status),
  owner: (one, other) => byText(one.owner, other.owner),
};

/** Which rows are shown, and in which order. */
export class TableState {
  readonly text = signal("");
  readonly picks = signal<Picks>(NOTHING_PICKED);
  readonly sort = signal<Sort>({ column: "severity", descending: false });
  readonly shown: ReadonlySignal<readonly Incident[]>;
  readonly filtered: ReadonlySignal<boolean>;
  /** What was ever picked can be let go of, and stays where it was pressed, even when no row has the word any more. */
  readonly #picked: Record<Facet, Set<string>> = { vendor: new Set(), severity: new Set(), status: new Set(), owner: new Set() };

  constructor(readonly rows: ReadonlySignal<readonly Incident[]>) {
    const sorted = computed(() => {
      const { column, descending } = this.sort.value;
      const compare = COMPARE[column];
      const sign = descending ? -1 : 1;
      return rows.value.toSorted((one, other) => sign * compare(one, other));
    });
    this.shown = computed(() => {
      const words = this.text.value.toLowerCase().split(/\s+/u).filter((word) => word !== "");
      const picked = FACETS.filter((facet) => this.picks.value[facet].size > 0);
      const picks = this.picks.value;
      return sorted.value.filter(
        (row) => picked.every((facet) => picks[facet].has(wordIn(row, facet))) && (words.length === 0 || matches(row, words)),
      );
    });
    this.filtered = computed(() => this.text.value !== "" || FACETS.some((facet) => this.picks.value[facet].size > 0));
  }

  pick(facet: Facet, word: string): void {
    this.#picked[facet].add(word);
    const words = new Set(this.picks.value[facet]);
    if (!words.delete(word)) words.add(word);
    this.picks.value = { ...this.picks.value, [facet]: words };
  }

  showAll(): void {
    this.text.value = "";
    this.picks.value = NOTHING_PICKED;
  }

  sortBy(column: Column): void {
    const { column: before, descending } = this.sort.value;
    this.sort.value = { column, descending: column === before && !descending };
  }

  /** The words of a facet with how many rows have them. */
  words(facet: Facet): [string, number][] {
    const counts = new Map<string, number>();
    for (const word of this.#picked[facet]) counts.set(word, 0);
    for (const row of this.rows.value) counts.set(wordIn(row, facet), (counts.get(wordIn(row, facet)) ?? 0) + 1);
    const order = facet === "severity" ? (one: string, other: string) => severityRank(one) - severityRank(other) : byText;
    return [...counts].sort(([one], [other]) => order(one, other));
  }
}

/** The two vendors write the same words in different case; names of people stay as they are. */
function wordIn(row: Incident, facet: Facet): string {
  return facet === "owner" ? row.owner : row[facet].toLowerCase();
}

function matches(row: Incident, words: readonly string[]): boolean {
  const text = `${row.id} ${row.title} ${row.owner} ${row.status} ${row.severity} ${VENDOR_NAMES[row.vendor]}`.toLowerCase();
  return words.every((word) => text.includes(word));
}
