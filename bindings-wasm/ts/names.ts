import { invalid } from "./errors.js";

/**
 * Clears a field, where a field can be cleared: `{ assignee: clear }`. Leaving the field out leaves it as it is; there
 * is no third way to write either.
 */
export const clear: unique symbol = Symbol.for("soarwire.clear") as typeof clear;

/** The names of parameters, as TypeScript and as the core spell them. */
export type Names = Readonly<Record<string, string>>;

/** What the core reads: the same with its own names, wrong ones included, so that the core is who refuses them. */
export function renamed(names: Names, given: unknown, what: string, clearable: readonly string[] = []): Plain {
  if (typeof given !== "object" || given === null) throw invalid(what, "must be an object of named values");
  const out: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const own = Object.hasOwn(names, name) ? names[name] : undefined;
    if (own === undefined && Object.values(names).includes(name)) {
      throw invalid(name, "is no name here: write it in camelCase");
    }
    if (clearable.includes(name) && (value === null || value === clear)) {
      if (value === null) throw invalid(name, "is null, which says neither: pass `clear` to clear it, or leave it out to keep it");
      out[own ?? name] = null;
    } else {
      out[own ?? name] = plain(name, value);
    }
  }
  return out;
}

/** An object that becomes JSON text without a loss. */
export type Plain = Readonly<Record<string, unknown>>;

/** The value itself, if JSON has it as it is; anything that JSON would drop or bend is refused. */
export function plain(field: string, value: unknown): unknown {
  if (!isPlain(value, 0)) throw invalid(broken(field, value), "must be text, a number, a boolean, a list or a plain object");
  return value;
}

function isPlain(value: unknown, depth: number): boolean {
  switch (typeof value) {
    case "string":
    case "boolean":
      return true;
    case "number":
      return Number.isFinite(value);
    case "object":
      if (value === null) return true;
      if (depth > 8) return false;
      // By index: a hole is no value either.
      if (Array.isArray(value)) {
        for (let index = 0; index < value.length; index++) if (!isPlain(value[index], depth + 1)) return false;
        return true;
      }
      return isRecord(value) && Object.values(value).every((member) => member === undefined || isPlain(member, depth + 1));
  }
  return false;
}

/** The field, with the index of the first element that is not plain. */
function broken(field: string, value: unknown): string {
  const index = Array.isArray(value) ? value.findIndex((element) => !isPlain(element, 1)) : -1;
  return index < 0 ? field : `${field}[${index}]`;
}

/** Whether it is an object literal, of this realm or another. */
function isRecord(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
