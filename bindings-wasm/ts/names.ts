import { invalid } from "./refusals.js";
import { type Names, known, names } from "./casing.js";

/**
 * Clears a field, where a field can be cleared: `{ assignee: clear }`. Leaving the field out keeps its value; `null` is
 * refused, since it could mean either.
 */
export const clear: unique symbol = Symbol.for("soarwire.clear") as typeof clear;

/** A parameter of the core: its name there, and how its value is passed on. */
interface Parameter {
  readonly name: string;
  /** The names of the members of the value, or of the elements of a list, where they differ. */
  readonly members?: Names | undefined;
  /** Whether {@link clear} may stand for a value. */
  readonly clearable?: boolean;
}

/** The parameters of an operation, by their names in TypeScript. */
export type Parameters = ReadonlyMap<string, Parameter>;

/** The parameters of an operation; a text is the name of one that is passed on as it is. */
export function declared(table: Readonly<Record<string, string | Parameter>>): Parameters {
  const parameters = new Map<string, Parameter>();
  for (const [here, there] of Object.entries(table)) {
    const parameter = typeof there === "string" ? { name: there } : there;
    known(here, parameter.name);
    parameters.set(here, parameter);
  }
  return parameters;
}

/** A parameter that can be cleared. */
export function clearable(name: string, members?: Names): Parameter {
  return { name, members, clearable: true };
}

/** The members of an assignee. */
export const ASSIGNEE = names({ mail: "mail", prettyName: "pretty_name" });

/** The members of each element of `changes`. */
export const CHANGES = names({ incidentNumber: "incident_number", fields: "fields" });

/**
 * Copies the parameters under the core's names, including unknown ones, so that the core refuses those. Texts are not looked into:
 * {@link refuseHalves} is for them.
 */
export function encoded(parameters: Parameters, given: unknown): Plain {
  if (typeof given !== "object" || given === null) throw invalid("params", "must be an object of named values");
  const out: Record<string, unknown> = {};
  for (const name of Object.keys(given)) {
    const value = (given as Plain)[name];
    const parameter = parameters.get(name);
    if (value === undefined || (value === null && parameter !== undefined && parameter.clearable !== true)) continue;
    if (parameter === undefined) {
      refuseSnakeCase(parameters, name);
      // Not by assignment, which would lose a `__proto__`.
      Object.defineProperty(out, name, { value: copied(plain(name, value, unread)), enumerable: true });
    } else if (parameter.clearable === true && (value === null || value === clear)) {
      if (value === null) throw invalid(name, "is null, which is ambiguous: pass `clear` to clear it, or leave it out to keep it");
      out[parameter.name] = null;
    } else {
      const { members } = parameter;
      out[parameter.name] = copied(plain(name, members === undefined ? value : renamed(members, name, value), unread));
    }
  }
  return out;
}

/**
 * Refuses half of a surrogate pair in parameters that were {@link encoded}. `JSON.stringify` escapes it, so that hardly any texts need
 * to be looked into.
 */
export function refuseHalves(given: unknown, json: string): void {
  if (!json.includes("\\ud")) return;
  for (const [name, value] of Object.entries(given as Plain)) if (typeof value === "string" || typeof value === "object") plain(name, value);
}

/** Deep-copies a JSON value. */
function copied(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const elements: unknown[] = value.slice();
    // Nearly all are texts.
    for (let index = 0; index < elements.length; index++) if (typeof elements[index] === "object") elements[index] = copied(elements[index]);
    return elements;
  }
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, copied(member)]));
}

/** A name of the core, where TypeScript has another, is not passed on. */
function refuseSnakeCase(parameters: Parameters, name: string): void {
  for (const [here, parameter] of parameters) {
    if (parameter.name === name) throw invalid(name, `is not a name in TypeScript: write \`${here}\``);
  }
}

/** The value, or the elements of a list, with the members by the core's names. */
function renamed(members: Names, name: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((element, index) => renamed(members, `${name}[${index}]`, element));
  if (typeof value !== "object" || value === null) return value;
  const out: Record<string, unknown> = {};
  for (const [member, of] of Object.entries(value)) {
    const own = Object.hasOwn(members, member) ? members[member] : undefined;
    const here = own === undefined ? Object.keys(members).find((here) => members[here] === member) : undefined;
    if (here !== undefined) throw invalid(name, `has a ${member}: write \`${here}\``);
    Object.defineProperty(out, own ?? member, { value: of, enumerable: true });
  }
  return out;
}

/** An object that becomes JSON text without a loss. */
export type Plain = Readonly<Record<string, unknown>>;

/** The value itself, if JSON has it as it is; anything that JSON would drop or bend is refused. */
export function plain(field: string, value: unknown, isWhole = isWellFormed): unknown {
  const reason = bent(value, 0, isWhole);
  if (reason === undefined) return value;
  const index = Array.isArray(value) ? value.findIndex((element) => bent(element, 1, isWhole) !== undefined) : -1;
  throw invalid(index < 0 ? field : `${field}[${index}]`, reason);
}

const NOT_PLAIN = "must be text, a number, a boolean, a list or a plain object";

/** The core reads 128 levels; these are less than that with what stands around the value. */
const MAX_DEPTH = 120;

// Newer than the oldest browsers of the package.
const isWellFormed: (text: string) => boolean =
  "isWellFormed" in String.prototype
    ? (text) => (text as unknown as { isWellFormed(): boolean }).isWellFormed()
    : (text) => !/\p{Surrogate}/u.test(text);

/** For texts that are not looked into. */
const unread = (): boolean => true;

/** Why JSON would not have the value as it is. */
function bent(value: unknown, depth: number, isWhole: (text: string) => boolean): string | undefined {
  switch (typeof value) {
    case "string":
      return isWhole(value) ? undefined : "contains half of a surrogate pair, which is not valid text";
    case "boolean":
      return undefined;
    case "number":
      if (!Number.isFinite(value)) return NOT_PLAIN;
      return Number.isInteger(value) && !Number.isSafeInteger(value) ? "is too large to be exact in JavaScript: pass it as text" : undefined;
    case "object":
      if (value === null) return undefined;
      return depth > MAX_DEPTH ? "is nested too deeply, or contains itself" : bentWithin(value, depth + 1, isWhole);
  }
  return NOT_PLAIN;
}

function bentWithin(value: object, depth: number, isWhole: (text: string) => boolean): string | undefined {
  if ((value as { readonly toJSON?: unknown }).toJSON !== undefined) return NOT_PLAIN;
  if (Array.isArray(value)) {
    // By index: a hole is no value either.
    for (let index = 0; index < value.length; index++) {
      const reason = bent(value[index], depth, isWhole);
      if (reason !== undefined) return reason;
    }
    return undefined;
  }
  if (!isRecord(value)) return NOT_PLAIN;
  for (const member of Object.values(value)) {
    const reason = member === undefined ? undefined : bent(member, depth, isWhole);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** Whether it is an object literal, of this realm or another. */
function isRecord(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
