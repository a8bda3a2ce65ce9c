import { invalid } from "./errors.js";

/**
 * Clears a field, where a field can be cleared: `{ assignee: clear }`. Leaving the field out leaves it as it is; there
 * is no third way to write either.
 */
export const clear: unique symbol = Symbol.for("soarwire.clear") as typeof clear;

/** The names of parameters, as TypeScript and as the core spell them. */
export type Names = Readonly<Record<string, string>>;

/** What the core reads: the same with its own names, wrong ones included, so that the core is who refuses them. */
export function renamed(names: Names, given: unknown, what: string, clearable: readonly string[] = []): JsonMap {
  if (typeof given !== "object" || given === null) throw invalid(what, "must be an object of named values");
  const out: JsonMap = {};
  const known = Object.values(names);
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const own = Object.hasOwn(names, name) ? names[name] : undefined;
    if (own === undefined && known.includes(name)) throw invalid(name, "is no name here: write it in camelCase");
    if (clearable.includes(name) && value === null) {
      throw invalid(name, "is null, which says neither: pass `clear` to clear it, or leave it out to keep it");
    }
    out[own ?? name] = clearable.includes(name) && value === clear ? null : plain(name, value);
  }
  return out;
}

/** What becomes JSON text without a loss. */
export type Plain = null | boolean | number | string | Plain[] | JsonMap;

/** An object that is being made. */
export interface JsonMap {
  [name: string]: Plain;
}

/** The value as JSON has it; anything that JSON would drop or bend is refused. */
export function plain(field: string, value: unknown, depth = 0): Plain {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      if (Number.isFinite(value)) return value;
      break;
    case "object":
      if (value === null) return null;
      if (depth > 8) break;
      if (Array.isArray(value)) return Array.from(value, (element, index) => plain(`${field}[${index}]`, element, depth + 1));
      if (isRecord(value)) {
        const out: JsonMap = {};
        for (const [name, member] of Object.entries(value)) if (member !== undefined) out[name] = plain(field, member, depth + 1);
        return out;
      }
  }
  throw invalid(field, "must be text, a number, a boolean, a list or a plain object");
}

/** Whether it is an object literal, of this realm or another. */
function isRecord(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
