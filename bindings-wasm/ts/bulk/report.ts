import type * as glue from "../soarwire_bulk_bg.js";
import { invalid } from "../refusals.js";
import type { SoarwireError } from "../soarwire-error.js";
import type { Vendor } from "../kinds.js";
import { Owned } from "../owned.js";
import type { Failed } from "../report.js";
import { type RunOptions, checkOptions } from "../run-options.js";
import { readBack } from "../settle/back.js";
import { type Tenant, tenantHeldBy } from "../tenant.js";
import { given } from "./core.js";
import { Incomplete } from "./incomplete.js";
import { type Journal, journalOf } from "./journal.js";
import { append, reopened } from "./opening.js";
import { Plan, planHeld } from "./plan.js";

/**
 * What happened to an incident of a run. `succeeded`: an answer states it, or it was read back. `failed`: an answer states that, or the
 * request was certainly not carried out. `unreported`: the answer leaves it out. `unknown`: the request may have been carried out.
 * `not_attempted`: nothing was sent for it. `skipped`: the guard did not hold.
 */
export type BulkOutcome = "succeeded" | "failed" | "unreported" | "unknown" | "not_attempted" | "skipped";

/** One incident of a run. */
export interface BulkRow {
  /** Its id or number. */
  readonly id: string;
  /** What happened to it. */
  readonly outcome: BulkOutcome;
  /**
   * Why: the vendor's reason or the kind of the error, what stopped the run, or what was read of a skipped one; `null` where there is
   * none. It may hold anything: show it as text, never as markup.
   */
  readonly reason: string | null;
  /** The number of the request that it belongs to; `null` if none was made for it. */
  readonly request: number | null;
  /** What reading it back said; `null` if it was not read back. */
  readonly settled: "in_effect" | "not_in_effect" | "cannot_tell" | null;
}

/** How many incidents there are of each outcome; the others add up to `planned`. */
export interface BulkCounts {
  /** All incidents of the plan. */
  readonly planned: number;
  /** Done. */
  readonly succeeded: number;
  /** Not done. */
  readonly failed: number;
  /** Left out of the answers. */
  readonly unreported: number;
  /** Perhaps done. */
  readonly unknown: number;
  /** Nothing was sent; of a run that goes on, those that have no outcome yet. */
  readonly notAttempted: number;
  /** The guard did not hold. */
  readonly skipped: number;
}

/** A report as every language of soarwire writes it. */
export interface BulkReportJson {
  /** The id of the run. */
  readonly run: string;
  /** The id of the operation. */
  readonly operation: string;
  /** Why it was stopped; `null` if it was not. */
  readonly stopped: string | null;
  /** How many incidents there are of each outcome. */
  readonly counts: Omit<BulkCounts, "notAttempted"> & { readonly not_attempted: number };
  /** Each incident, in the order of the plan. */
  readonly outcomes: readonly BulkRow[];
  /** What the error says that stopped it. */
  readonly stopped_reason: string | null;
}

/** Which incidents of {@link BulkReport.retry} are in the plan besides. */
export interface RetryOptions {
  /** Those that are unknown, though nobody knows whether they were carried out: an appended effect may be there twice then. */
  readonly unknown?: boolean | undefined;
  /** Those that were not reported, likewise. */
  readonly unreported?: boolean | undefined;
}

/** Options of {@link BulkReport.settle}: as for `run`, and the run's journal. */
export interface SettleOptions extends RunOptions {
  /** Where it is written down what was read back. */
  readonly journal?: Journal | string | undefined;
}

/** What happened to each incident of a run: each once, in the order of the plan. */
export class BulkReport<V extends Vendor = Vendor> extends Owned {
  /** @internal The canonical JSON without the words in which it was stopped: reports with equal data, of equal plans, are equal. */
  readonly data: string;
  /** What was to be done. */
  readonly plan: Plan<V>;
  readonly #text: string;
  readonly #held: glue.Report;
  readonly #error: SoarwireError | null;
  #parsed: BulkReportJson | undefined;

  /** @internal */
  constructor(held: glue.Report, error: SoarwireError | null = null) {
    super();
    this.#held = held;
    this.#error = error;
    this.#text = held.to_json();
    this.data = this.#text.slice(0, this.#text.lastIndexOf(',"stopped_reason":'));
    this.plan = new Plan<V>(held.plan());
  }

  /**
   * The report of a plan, of what `toJSON()` or `toJSONText()` gave, in any language.
   *
   * @throws {@link SoarwireError} `invalid_request`, naming the member, also for the report of another plan.
   */
  static fromJson<V extends Vendor>(plan: Plan<V>, json: string | object): BulkReport<V> {
    const held = planHeld(plan as Plan);
    return new BulkReport<V>(given((core) => core.Report.from_json(held, typeof json === "string" ? json : JSON.stringify(json))));
  }

  /** The id of the run. */
  get runId(): string {
    return this.#json().run;
  }

  /** The id of the operation. */
  get operation(): string {
    return this.#json().operation;
  }

  /** Why the run was stopped before its end: `cancelled`, `deadline`, `journal`, or the kind of an error; `null` if it was not. */
  get stopped(): string | null {
    return this.#json().stopped;
  }

  /** What the error says that stopped the run, without secrets; `null` if none did, and of a report that was read from a journal. */
  get stoppedReason(): string | null {
    return this.#json().stopped_reason;
  }

  /** The error that stopped the run, with what caused it; `null` if none did, and of a report that was read from a journal. */
  get error(): SoarwireError | null {
    return this.#error;
  }

  /** How many incidents there are of each outcome. */
  get counts(): BulkCounts {
    const { not_attempted: notAttempted, ...counts } = this.#json().counts;
    return { ...counts, notAttempted };
  }

  /** Whether every incident succeeded. */
  get allSucceeded(): boolean {
    const { planned, succeeded } = this.counts;
    return planned === succeeded;
  }

  /**
   * The report itself if every incident succeeded.
   *
   * @throws {@link Incomplete}, with the report, if any incident failed, is unreported or unknown, was not attempted or skipped.
   */
  requireAll(): this {
    if (!this.allSucceeded) throw new Incomplete(this);
    return this;
  }

  /** Every incident, in the order of the plan. */
  get rows(): readonly BulkRow[] {
    return this.#json().outcomes;
  }

  /** One incident; `undefined` if it is not of the plan. */
  row(id: string): BulkRow | undefined {
    return this.rows.find((row) => row.id === id);
  }

  /** The incidents that succeeded. */
  get succeeded(): string[] {
    return this.#with("succeeded");
  }

  /** The incidents that failed, and why. */
  get failed(): Failed[] {
    return this.rows.filter(({ outcome }) => outcome === "failed").map(({ id, reason }) => ({ id, reason: reason ?? "" }));
  }

  /** The incidents that the answers leave out. */
  get unreported(): string[] {
    return this.#with("unreported");
  }

  /** The incidents whose request may have been carried out. */
  get unknown(): string[] {
    return this.#with("unknown");
  }

  /** The incidents for which nothing was sent. */
  get notAttempted(): string[] {
    return this.#with("not_attempted");
  }

  /** The incidents for which the guard did not hold. */
  get skipped(): string[] {
    return this.#with("skipped");
  }

  /** The plan of what failed or was not attempted, and of what was read back and is not in effect. */
  retry({ unknown = false, unreported = false }: RetryOptions = {}): Plan<V> {
    return new Plan<V>(this.#held.retry(unknown, unreported));
  }

  /**
   * Reads back the incidents that are unknown or unreported: the report with what came of it. What is in effect has succeeded, and what
   * is not is in {@link BulkReport.retry}. It changes nothing at the vendor.
   *
   * @throws {@link SoarwireError} as `run`, if it cannot be read, and `invalid_request` for a journal of another run.
   */
  async settle(tenant: Tenant<V>, { journal, ...options }: SettleOptions = {}): Promise<BulkReport<V>> {
    tenantHeldBy(tenant);
    checkOptions(options);
    const log = journal === undefined ? undefined : journalOf(journal);
    const settling = given(() => this.#held.settling());
    if (settling === undefined) return this;
    try {
      if (log === undefined) return await this.#readBack(tenant, settling, options);
      return await reopened(log, async (content) => {
        const [run] = JSON.parse(content.about()) as [string];
        content.free();
        if (run !== this.runId) throw invalid("journal", `is of another run, ${run}`);
        return this.#readBack(tenant, settling, options, log);
      });
    } finally {
      settling.free();
    }
  }

  async #readBack(tenant: Tenant<V>, settling: glue.Settle, options: RunOptions, log?: Journal): Promise<BulkReport<V>> {
    await readBack(tenant as Tenant, settling, options);
    const held = this.#held.copy();
    const record = held.take(settling, Date.now());
    if (log !== undefined) await append(log, record);
    return new BulkReport<V>(held, this.#error);
  }

  /** The counts in words; what `console.log` prints. */
  get summary(): string {
    const { stopped } = this;
    return `${this.#held.summary()}${stopped === null ? "" : `; stopped: ${stopped}`}`;
  }

  /** The report as every language of soarwire writes it. */
  toJSON(): BulkReportJson {
    return JSON.parse(this.#text) as BulkReportJson;
  }

  /** The text of {@link BulkReport.toJSON}. */
  toJSONText(): string {
    return this.#text;
  }

  /** The operation and the counts in words. */
  override toString(): string {
    return `${this.operation}: ${this.summary}`;
  }

  #with(wanted: BulkOutcome): string[] {
    return this.rows.filter(({ outcome }) => outcome === wanted).map(({ id }) => id);
  }

  #json(): BulkReportJson {
    // Handed out more than once.
    return (this.#parsed ??= JSON.parse(this.#text, (_, value: unknown) => Object.freeze(value)) as BulkReportJson);
  }
}

// Node prints this instead of the data.
Object.defineProperty(BulkReport.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value: function (this: BulkReport): string {
    return `BulkReport ${this.toString()}`;
  },
});
