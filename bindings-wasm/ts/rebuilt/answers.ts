import { itemsAbout } from "./about.js";
import { type Members, U32, U64, textOrNull } from "./canonical.js";
import { Code, code } from "../core.js";
import { encode } from "../digits.js";
import { compacted } from "./json-text.js";
import { Outcomes } from "./outcomes.js";
import { guardedAsk } from "../refusals.js";
import { UNTOLD } from "../base-answer.js";
import { Again, type Reader } from "../list-answer.js";
import { type Span, encoded } from "./sections.js";

/** @internal What an answer is made of. */
export interface Rebuilt {
  readonly data: string;
  readonly reader: Reader;
}

/** @internal The parts of a report from its canonical JSON. Each incident in `asked` must have exactly one outcome. */
export function rebuiltReport(given: Members): Rebuilt {
  const { id } = operationOf(given);
  const asked = given.texts("asked");
  if (given.raw("asked") === undefined) throw given.refusal("asked", "is missing");
  const outcomes = new Outcomes(given, asked);
  const why = outcomes.why();
  const items = given.objects("items").map(compacted);
  const [status, made, warnings] = [given.text("status_text"), given.made(), given.texts("warnings")];
  const [succeeded, failed, unreported, unknown] = [outcomes.having("s"), outcomes.failed(), outcomes.having("u"), outcomes.having("k")];
  const counts = { asked: asked.length, succeeded: succeeded.length, failed: failed.length, unreported: unreported.length, unknown: unknown.length };
  const entries = failed.map(([id, reason]) => `{"id":${JSON.stringify(id)},"reason":${JSON.stringify(reason)}}`);
  const before = `{"succeeded":${JSON.stringify(succeeded)},"failed":[${entries.join()}],"unreported":${JSON.stringify(unreported)},"unknown":${JSON.stringify(unknown)},"warnings":${JSON.stringify(warnings)},"items":[`;
  const behind = `],"operation":${JSON.stringify(id)},"asked":${JSON.stringify(asked)},"counts":${JSON.stringify(counts)},"why":${why},"status_text":${textOrNull(status)},`;
  const sections = [
    Object.values(counts).map(encode).join(""),
    outcomes.letters,
    "",
    failed.flat(),
    status === undefined ? [] : [status],
    unknown.length === 0 ? "" : why,
    warnings,
  ];
  const about = (): string => {
    const texts = itemsAbout(items, new Map(failed));
    const of = asked.map((id) => texts.get(id) ?? "");
    return `${of.map(({ length }) => encode(length)).join("")}\n${of.join("")}`;
  };
  const again = (text: string, part: Again): string => (part === Again.Items ? about() : text);
  return rebuilt(id, asked, made, before, items, behind, sections, again);
}

/** @internal The parts of a page from its canonical JSON. */
export function rebuiltPage(given: Members): Rebuilt {
  const { id, answers } = operationOf(given);
  if (!answers.includes("page")) throw given.refusal("operation", "does not answer with a page");
  const [asked, items] = [turnOf(given, "asked"), given.objects("items").map(compacted)];
  const [made, total, capped] = [given.made(), given.number("total", U64), given.flag("capped") ?? false];
  const [next, warnings] = [turnOf(given, "next"), given.texts("warnings")];
  const rows = rowsOf(given, id, items);
  const named = (JSON.parse(rows) as { readonly id: string | null }[]).map(({ id }) => id ?? "");
  // Some lists give ids without items.
  const ids = JSON.stringify(items.length === 0 ? given.texts("ids") : named);
  const before = `{"ids":${ids},"rows":${rows},"items":[`;
  const behind = `],"total":${total ?? null},"capped":${capped},"next":${next ?? null},"warnings":${JSON.stringify(warnings)},"operation":${JSON.stringify(id)},"asked":${asked ?? null},`;
  const sections = [total ?? "", capped ? "capped" : "", next === undefined ? [] : [next], [], warnings];
  const parts: { readonly [part: number]: string } = { [Again.Rows]: rows, [Again.Ids]: ids };
  return rebuilt(id, [], made, before, items, behind, sections, (text, part) => parts[part] ?? text);
}

/** An answer whose body is its canonical JSON; `again` is given its text. */
function rebuilt(
  id: string,
  asked: readonly string[],
  made: string,
  before: string,
  items: readonly string[],
  behind: string,
  sections: readonly (string | readonly string[])[],
  again: (text: string, part: Again) => string,
): Rebuilt {
  const said = before + items.join() + behind + UNTOLD;
  let start = before.length;
  const spans = items.map(({ length }): Span => {
    const span = [start, length] as const;
    start += length + 1;
    return span;
  });
  const data = heading(made) + encoded(said, sections, spans);
  const frozen = Object.freeze([...asked]);
  const reader: Reader = { id, params: {}, askedOf: () => frozen, again: (_, part) => again(said, part) };
  return { data, reader };
}

/** @internal The operation, and the names of the types that it answers with. */
export function operationOf(given: Members): { id: string; answers: readonly string[] } {
  const id = given.text("operation");
  if (id === undefined) throw given.refusal("operation", "is missing");
  const names = rowsOf(given, id, []);
  return { id, answers: code === Code.Page ? ["page"] : names.split("\n") };
}

/** @internal The first line of an answer's data: how its call went, if there is anything to tell. */
export function heading(made: string): string {
  return `${made === UNTOLD ? "" : `{${made}`}\n`;
}

/** @internal The rows of the items of an operation that lists; refuses an unknown operation. */
export function rowsOf(given: Members, id: string, items: readonly string[]): string {
  const rows = guardedAsk((core, length) => core.rows(length), `${id}\n[${items.join()}]`);
  if (code === Code.Text) throw given.refusal("operation", "is not the id of an operation of this version");
  return rows;
}

/** The parameters of a page: by offsets, by a token, or by its number. */
function turnOf(given: Members, name: string): string | undefined {
  if (given.raw(name) === undefined) return undefined;
  const page = given.inside(name);
  const token = page.text("next_page_token");
  if (token !== undefined) return `{"next_page_token":${JSON.stringify(token)}}`;
  const whole = (name: string): string => {
    const number = page.number(name, U32);
    if (number === undefined) throw page.refusal(name, "is missing");
    return `"${name}":${number}`;
  };
  if (page.raw("page_index") !== undefined) return `{${whole("page_index")}}`;
  return `{${whole("search_from")},${whole("search_to")}}`;
}
