import type { Answered } from "../base-answer.js";
import { heading, operationOf } from "./answers.js";
import { Members, U64 } from "./canonical.js";
import { compacted } from "./json-text.js";

/** How a member is checked, and what it is in canonical JSON. */
type Shape = (given: Members, name: string) => string;

/** A list of objects. */
const objects: Shape = (given, name) => `[${given.objects(name).map(compacted).join()}]`;
const list: Shape = (given, name) => `[${given.list(name).map(compacted).join()}]`;
const text: Shape = (given, name) => {
  given.text(name);
  return any(given, name);
};
/** Any value, in its own spelling. */
const any: Shape = (given, name) => compacted(given.raw(name) ?? "null");
/** A value that must be there. */
const stated = (given: Members, name: string): void => {
  if (given.raw(name) === undefined) throw given.refusal(name, "is missing");
};

/** The members of each answer, in canonical order; null where nothing else is said. */
const SHAPES = {
  details: {
    incident: (given, name) => {
      stated(given, name);
      given.object(name);
      return any(given, name);
    },
    alerts: objects,
    alerts_total: (given, name) => given.number(name, U64) ?? "null",
    network_artifacts: list,
    file_artifacts: list,
  },
  created: { id: text, items: objects },
  validity: {
    valid: (given, name) => {
      stated(given, name);
      return String(given.flag(name));
    },
  },
  reply: { status_text: text, items: objects, return_data: any, raw_data: any, key_fields: any, output_data: any },
} satisfies Record<string, Readonly<Record<string, Shape>>>;

/** @internal A smaller answer from its canonical JSON: its data, and what it answers. `what` is the name of its type. */
export function rebuiltDocument(json: unknown, what: keyof typeof SHAPES): [data: string, answered: Answered] {
  const given = Members.of(json, what);
  const { id, answers } = operationOf(given);
  if (!answers.includes(what)) throw given.refusal("operation", `does not answer with a ${what}`);
  const members = Object.entries<Shape>(SHAPES[what]).map(([name, shape]) => `"${name}":${shape(given, name)},`);
  return [`${heading(given.made())}{${members.join("")}"operation":${JSON.stringify(id)},`, { id, params: {} }];
}
