import type * as glue from "../soarwire_bulk_bg.js";
import { chosenPacer } from "../pacer.js";
import { bodyLimitOf, transportTo } from "../sending.js";
import { type Tenant, randomNonce, settingsHeld } from "../tenant.js";
import { given } from "./core.js";
import { Driver, type Driving } from "./drive.js";
import { type Journal, journalOf } from "./journal.js";
import { contentOf, created, reopened } from "./opening.js";
import { type BulkOptions, type ResumeOptions, checkedLimits } from "./options.js";
import { paceWith } from "./pace.js";
import { Plan, planHeld } from "./plan.js";
import { BulkReport } from "./report.js";

/**
 * Runs a plan to its end. It begins at once. The core decides what is sent and when, the same in every language: at most `concurrency`
 * requests are in flight, a request that was refused as a whole is halved until the culprit stands alone, what appends is never sent
 * again once it may have been carried out, and with a journal an attempt is written down before it is sent.
 *
 * Requests are sent as `run` sends them. Runs with one pacer share its pace among each other, but not with calls of `run`.
 *
 * @returns What happened to each incident, also of a run that was stopped.
 * @throws {@link SoarwireError} `invalid_request` and `missing_credential`, for what is wrong from the start, including a journal that
 * cannot be had: nothing was sent then. What ends a run later is in {@link BulkReport.stopped}.
 */
export async function runBulk<T extends Tenant>(tenant: T, plan: Plan<T["vendor"]>, options: BulkOptions = {}): Promise<BulkReport<T["vendor"]>> {
  const held = planHeld(plan as Plan);
  const { limits, seed } = checkedLimits(options, "runBulk");
  const ways = waysTo(tenant, options);
  const { pace } = ways;
  const journal = options.journal === undefined ? undefined : journalOf(options.journal);
  const begunMs = journal === undefined ? undefined : pace.now();
  const machine = given((core) => new core.Run(held, settingsHeld(tenant), pace.pacer, limits, randomNonce().slice(0, 16), seed, begunMs));
  const drive = (): Promise<BulkReport> => new Driver({ ...ways, machine, journal }).drive();
  return (await (journal === undefined ? drive() : created(journal, drive))) as BulkReport<T["vendor"]>;
}

/**
 * Goes on with the run of a journal, after a crash or a stop: what has an outcome keeps it. What may have been sent is sent again if that
 * has no further effect; otherwise it is read back, and stays unknown if that does not tell. The rest is sent. The journal alone is enough.
 *
 * @throws {@link SoarwireError} `invalid_request` for a journal that is not there, is being written by another run, is damaged, or is of
 * another tenant or user; and as {@link runBulk}: nothing was sent then.
 */
export async function resume<T extends Tenant>(tenant: T, journal: Journal | string, options: ResumeOptions = {}): Promise<BulkReport<T["vendor"]>> {
  const { limits, seed } = checkedLimits(options, "resume");
  const ways = waysTo(tenant, options);
  const { pace } = ways;
  const log = journalOf(journal);
  const report = await reopened(log, (content) => {
    const machine = given((core) => core.Run.resume(content, settingsHeld(tenant), pace.pacer, limits, seed, pace.now()));
    return new Driver({ ...ways, machine, journal: log }).drive();
  });
  return report as BulkReport<T["vendor"]>;
}

/** What a journal says: the run that it is of, and what is known of each incident. */
export interface JournalContent {
  /** The id of the run. */
  readonly runId: string;
  /** What was to be done. */
  readonly plan: Plan;
  /** What is known of each incident. One that may have been sent, and has no outcome, is unknown. */
  readonly report: BulkReport;
  /** The base URL of the tenant. */
  readonly baseUrl: string;
  /** The user whose calls they are; `null` where the tenant has none. */
  readonly user: string | null;
  /** The version of soarwire that began the run. */
  readonly version: string;
  /** How the run ended: `done`, or why it was stopped; `null` if it is under way, or its program ended. */
  readonly end: string | null;
  /** When the run began, milliseconds since 1970. */
  readonly begunMs: number;
  /** When the last record was written, milliseconds since 1970. */
  readonly lastMs: number;
  /** How many requests were sent, or were about to be. */
  readonly intents: number;
}

/**
 * Reads a journal, which may be written meanwhile. Nothing is changed, and nothing is sent.
 *
 * @throws {@link SoarwireError} `invalid_request` if it is not there, is damaged, or is not a journal.
 */
export async function readJournal(journal: Journal | string): Promise<JournalContent> {
  const content: glue.Journal = await contentOf(journalOf(journal));
  try {
    const [runId, baseUrl, version, user, end] = JSON.parse(content.about()) as [string, string, string, string, string];
    const [begunMs = 0, lastMs = 0, intents = 0] = content.numbers();
    const [plan, report] = [new Plan(content.plan()), new BulkReport(content.report())];
    return { runId, plan, report, baseUrl, user: user || null, version, end: end || null, begunMs, lastMs, intents };
  } finally {
    content.free();
  }
}

/** How a tenant is reached, and at which pace. */
function waysTo(tenant: Tenant, options: ResumeOptions): Omit<Driving, "machine" | "journal"> {
  // Refuses what is no tenant.
  settingsHeld(tenant);
  const transport = transportTo(tenant.baseUrl, options);
  return { tenant, transport, bodyLimit: bodyLimitOf(options), pace: paceWith(chosenPacer(tenant, options)), options };
}
