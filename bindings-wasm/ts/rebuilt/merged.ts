import { Members, madeText, textOrNull } from "./canonical.js";
import { invalid } from "../refusals.js";
import { members } from "./json-text.js";
import type { Outcome, Report } from "../report.js";

/** @internal The canonical JSON of one report of several calls: see `Report.merged`. */
export function mergedJson(given: Iterable<Report>): Members {
  const reports = listed(given);
  const [first] = reports;
  if (first === undefined) throw invalid("reports", "is empty: pass at least one report");
  if (reports.some(({ operation }) => operation !== first.operation)) throw invalid("reports", "must all be of the same operation");
  // The incidents, each once, with the outcome that counts.
  const merged = new Map<string, Outcome>();
  for (const { id, outcome } of reports.flatMap((report) => report.outcomes())) {
    const isOpen = outcome.status === "unreported" || outcome.status === "unknown";
    if (!(isOpen && merged.get(id)?.status === "succeeded")) merged.set(id, outcome);
  }
  const having = (status: Outcome["status"]): string[] => Array.from(merged).flatMap(([id, outcome]) => (outcome.status === status ? [id] : []));
  const failed = Array.from(merged).flatMap(([id, outcome]) => (outcome.status === "failed" ? [{ id, reason: outcome.reason }] : []));
  const why: Record<string, string[]> = {};
  for (const [id, outcome] of merged) if (outcome.status === "unknown") (why[outcome.why] ??= []).push(id);
  const texts = reports.map((report) => members(report.toJSONText()));
  const items = texts.map((text) => (text.get("items") as string).slice(1, -1)).filter((text) => text !== "");
  const elapsed = reports.flatMap(({ elapsedMs }) => elapsedMs ?? []);
  const only = reports.length === 1 ? first : undefined;
  const sum = (numbers: readonly number[]): number => numbers.reduce((one, other) => one + other, 0);
  const attempts = Math.min(sum(reports.map((report) => report.attempts)), 2 ** 32 - 1);
  const made = madeText(String(attempts), elapsed.length === 0 ? undefined : String(sum(elapsed)), only?.requestId ?? undefined);
  const lists = `"succeeded":${JSON.stringify(having("succeeded"))},"failed":${JSON.stringify(failed)},"unreported":${JSON.stringify(having("unreported"))},"why":${JSON.stringify(why)}`;
  const words = `"warnings":${JSON.stringify(reports.flatMap(({ warnings }) => warnings))},"items":[${items.join()}],"status_text":${textOrNull(only?.statusText)}`;
  return new Members(`{"operation":"${first.operation}","asked":${JSON.stringify([...merged.keys()])},${lists},${words},${made}`);
}

/** The reports; anything else is refused by its place. */
function listed(given: Iterable<Report>): Report[] {
  if (typeof given !== "object" || given === null || !(Symbol.iterator in given)) throw invalid("reports", "must be a list of reports");
  const reports = [...given];
  reports.forEach((report, place) => {
    // A report of another copy of the package has all that is needed.
    if (typeof report?.toJSONText !== "function" || typeof report.outcomes !== "function") throw invalid(`reports[${place}]`, "must be a report");
  });
  return reports;
}
