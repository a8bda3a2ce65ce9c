import type { ReadonlySignal } from "@preact/signals";
import type { Incident } from "../model/incident.ts";
import type { Call } from "../model/order.ts";
import type { Outcome } from "../model/outcome.ts";
import type { Connection } from "../wire.ts";

/** Where the rows of the table come from, and where their requests go. */
export interface Source {
  readonly kind: "sandbox" | "gateway";
  /** In a few words, for the head of the page. */
  readonly where: string;
  readonly rows: ReadonlySignal<readonly Incident[]>;
  readonly connection: ReadonlySignal<Connection>;
  /** Words that forms offer; any other may be typed. */
  readonly suggestions: Suggestions;
  /** A run begins. */
  begin(): void;
  /** A call was answered: the rows follow. */
  settled(call: Call, outcomes: readonly Outcome[]): void;
}

export interface Suggestions {
  readonly owners: readonly string[];
  readonly cases: readonly string[];
  readonly mails: readonly string[];
}
