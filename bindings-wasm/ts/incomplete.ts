import type { Counts, Report } from "./report.js";

/** @internal What a report says, and what to do about what is not known to be done. */
export function warned({ operation, summary, counts: { unreported, unknown } }: Pick<Report, "operation" | "summary"> & { readonly counts: Pick<Counts, "unreported" | "unknown"> }): string {
  const open = unreported + unknown > 0 ? ". What is unreported or unknown may have been done: read it back before you send it again" : "";
  return `${operation}: ${summary}${open}`;
}

/**
 * Not every incident of a report succeeded: what {@link Report.requireAll} throws. It is not a `SoarwireError`: the call was
 * answered, and {@link Incomplete.report} says what happened to each incident.
 */
export class Incomplete extends Error {
  readonly #report: Report;

  /** @internal */
  constructor(report: Report) {
    super(warned(report));
    this.#report = report;
  }

  /** The report. */
  get report(): Report {
    return this.#report;
  }
}

Object.defineProperty(Incomplete.prototype, "name", { value: "Incomplete", configurable: true, writable: true });
