import { signal } from "@preact/signals";
import type { Outcome, OutcomeWord, Tally } from "../model/outcome.ts";
import { emptyTally } from "../model/outcome.ts";

/** What can come back; "not sent" is no outcome of a request. */
export const CHARTED = ["succeeded", "failed", "unreported", "unknown"] as const satisfies readonly OutcomeWord[];

export interface Point {
  /** Seconds since 1970. */
  readonly at: number;
  readonly sums: Tally;
}

/** The sums of all outcomes since the page opened, a point for each second in which one came. */
export class OutcomeHistory {
  readonly points = signal<readonly Point[]>([{ at: Math.floor(Date.now() / 1000), sums: emptyTally() }]);

  add(outcomes: readonly Outcome[]): void {
    const at = Math.floor(Date.now() / 1000);
    const points = this.points.value;
    const last = points.at(-1)!;
    const sums = { ...last.sums };
    for (const { is } of outcomes) sums[is] += 1;
    const before = last.at === at && points.length > 1 ? points.slice(0, -1) : points;
    this.points.value = [...before, { at: Math.max(at, last.at), sums }];
  }
}
