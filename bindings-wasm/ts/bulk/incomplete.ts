import { warned } from "../incomplete.js";
import type { BulkReport } from "./report.js";

/**
 * Not every incident of a run succeeded: what {@link BulkReport.requireAll} throws. It is not a `SoarwireError`: the run has ended, and
 * {@link Incomplete.report} says what happened to each incident.
 */
export class Incomplete extends Error {
  readonly #report: BulkReport;

  /** @internal */
  constructor(report: BulkReport) {
    super(warned(report));
    this.#report = report;
  }

  /** The report. */
  get report(): BulkReport {
    return this.#report;
  }
}

Object.defineProperty(Incomplete.prototype, "name", { value: "Incomplete", configurable: true, writable: true });
