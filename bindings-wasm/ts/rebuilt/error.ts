import { rebuiltBody, rebuiltUndecodable } from "./bytes.js";
import { Members, U16, U32, U64, madeText, textOrNull } from "./canonical.js";
import { compacted } from "./json-text.js";
import { kindFacts } from "./kind-facts.js";
import type { Kind } from "../kinds.js";
import { rebuiltReport, rowsOf } from "./answers.js";

/** @internal The canonical JSON of an error with all its members, and its sentence. */
export interface RebuiltError {
  readonly text: string;
  readonly sentence: string;
}

/**
 * @internal An error from canonical JSON, in which any member but the kind may be left out. Reasons and sentences are made as the core
 * makes them, which the vectors compare.
 */
export function rebuiltError(given: Members): RebuiltError {
  const kind = given.text("kind");
  if (kind === undefined) throw given.refusal("kind", "is missing");
  const facts = kindFacts(kind);
  if (facts === undefined) throw given.refusal("kind", "is not a kind that this version knows");
  const { family, meaning } = facts;
  if ((given.text("family") ?? family) !== family) throw given.refusal("family", "does not match the kind");
  const notRepeated = given.text("not_repeated");
  const told = ownReason(given.text("reason"), notRepeated);
  const isService = family === "service";
  const field = family === "build" ? (given.text("field") ?? "") : undefined;
  const status = isService ? (given.number("status", U16) ?? facts.status) : null;
  const [code, message] = isService ? [given.text("code"), given.text("message")] : [];
  const extra = isService ? compacted(given.raw("extra") ?? "null") : null;
  const fields = isService ? fieldsOf(given) : "{}";
  const retryAfter = isService || kind === ("not_sent" satisfies Kind) ? given.number("retry_after_ms", U64) : undefined;
  const body = isService ? rebuiltBody(given) : null;
  const headers = isService ? headersOf(given) : "[]";
  const undecodable = family === "decode" ? rebuiltUndecodable(given, meaning) : undefined;
  const own = isService ? undefined : (undecodable?.reason ?? told ?? meaning);
  const { operation, asked } = callOf(given);
  const attempts = given.number("attempts", U32) ?? (family === "build" || kind === "not_sent" ? "0" : "1");
  const made = madeText(attempts, given.number("elapsed_ms", U64), given.text("request_id"));
  const retryable = given.flag("retryable") ?? facts.retryable;
  const executed = given.flag("maybe_executed") ?? facts.maybeExecuted;
  const clauses = [own, notRepeated === undefined ? undefined : `not repeated because ${notRepeated}`].filter((clause) => clause !== undefined);
  const reason = clauses.length === 0 ? undefined : clauses.join("; ");
  const report = executed && operation !== undefined && asked.length > 0 ? unknownReport(operation, asked, kind, made) : null;
  const text = [
    `{"family":"${family}","kind":"${kind}","status":${status},"code":${textOrNull(code)},"message":${textOrNull(message)},"extra":${extra}`,
    `"fields":${fields},"retry_after_ms":${retryAfter ?? null},"retryable":${retryable},"maybe_executed":${executed},"field":${textOrNull(field)}`,
    `"operation":${textOrNull(operation)},"asked":${JSON.stringify(asked)},${made.slice(0, -1)},"reason":${textOrNull(reason)}`,
    `"not_repeated":${textOrNull(notRepeated)},"headers":${headers},"body":${body},"undecodable":${undecodable?.json ?? null},"report":${report}}`,
  ].join();
  let sentence = `${kind}: `;
  if (kind === ("invalid_request" satisfies Kind) && field !== "") sentence += `${field} `;
  if (isService) {
    // Not a code that may hold anything.
    const shown = code !== undefined && /^[\w-]{1,16}$/.test(code) ? ` (code ${code})` : "";
    sentence = `HTTP ${status} ${kind}${shown}: ${meaning}${notRepeated === undefined ? "" : "; "}`;
  }
  return { text, sentence: `${sentence}${reason ?? ""}${executed ? ". The request may have been carried out." : ""}` };
}

/** A reason without the clause about repeating, which stands behind it. */
function ownReason(reason: string | undefined, notRepeated: string | undefined): string | undefined {
  const clause = `; not repeated because ${notRepeated}`;
  return notRepeated !== undefined && reason?.endsWith(clause) === true ? reason.slice(0, -clause.length) : reason;
}

function fieldsOf(given: Members): string {
  const lists = Array.from(given.object("fields") ?? [], ([path, list]) => `${JSON.stringify(path)}:${JSON.stringify(given.textsIn("fields", list))}`);
  return `{${lists.join()}}`;
}

function headersOf(given: Members): string {
  const pairs = given.list("headers").map((pair, place) => {
    const texts = given.textsIn(`headers[${place}]`, pair);
    if (texts.length !== 2) throw given.refusal(`headers[${place}]`, "must be a name and a value");
    return JSON.stringify(texts);
  });
  return `[${pairs.join()}]`;
}

/** The operation and the incidents of the call, by its report where the error does not name them. */
function callOf(given: Members): { readonly operation?: string; readonly asked: readonly string[] } {
  const report = given.raw("report");
  const { reader } = report === undefined ? {} : rebuiltReport(given.inside("report"));
  const operation = given.text("operation");
  if (operation === undefined) return reader === undefined ? { asked: [] } : { operation: reader.id, asked: reader.askedOf() };
  rowsOf(given, operation, []);
  return { operation, asked: given.texts("asked") };
}

/** The canonical JSON of the report in which every incident is unknown. */
function unknownReport(operation: string, asked: readonly string[], kind: string, made: string): string {
  const all = JSON.stringify(asked);
  const { length } = asked;
  const counts = { asked: length, succeeded: 0, failed: 0, unreported: 0, unknown: length };
  const lists = `"succeeded":[],"failed":[],"unreported":[],"unknown":${all},"warnings":[],"items":[]`;
  return `{${lists},"operation":${JSON.stringify(operation)},"asked":${all},"counts":${JSON.stringify(counts)},"why":{"${kind}":${all}},"status_text":null,${made}`;
}
