import type { Report } from "./report.js";

/**
 * Not every incident of a report succeeded: what {@link Report.requireAll} throws. It is not a `SoarwireError`: the call was
 * answered, and {@link Incomplete.report} says what happened to each incident.
 */
export class Incomplete extends Error {
  readonly #report: Report;

  /** @internal */
  constructor(report: Report) {
    const { unreported, unknown } = report.counts;
    const open = unreported + unknown > 0 ? ". What is unreported or unknown may have been done: read it back before you send it again" : "";
    super(`${report.operation}: ${report.summary}${open}`);
    this.#report = report;
  }

  /** The report. */
  get report(): Report {
    return this.#report;
  }
}

Object.defineProperty(Incomplete.prototype, "name", { value: "Incomplete", configurable: true, writable: true });
