import { invalid } from "./errors.js";
import type { Names } from "./casing.js";

/**
 * Clears a field, where a field can be cleared: `{ assignee: clear }`. Leaving the field out leaves it as it is; there
 * is no third way to write either.
 */
export const clear: unique symbol = Symbol.for("soarwire.clear") as typeof clear;

/** What the core reads: the same with its own names, wrong ones included, so that the core is who refuses them. */
export function renamed(names: Names, given: unknown, what: string, clearable: readonly string[] = []): Plain {
  if (typeof given !== "object" || given === null) throw invalid(what, "must be an object of named values");
  const out: Record<string, unknown> = {};
  for (const name of Object.keys(given)) {
    const value = (given as Plain)[name];
    if (value === undefined) continue;
    const own = Object.hasOwn(names, name) ? names[name] : undefined;
    if (own === undefined) {
      if (Object.values(names).includes(name)) throw invalid(name, "is no name here: write it in camelCase");
      // Not by assignment, which would lose a `__proto__`.
      Object.defineProperty(out, name, { value: plain(name, value), enumerable: true });
    } else if (clearable.includes(name) && (value === null || value === clear)) {
      if (value === null) throw invalid(name, "is null, which says neither: pass `clear` to clear it, or leave it out to keep it");
      out[own] = null;
    } else {
      out[own] = plain(name, value);
    }
  }
  return out;
}

/** An object that becomes JSON text without a loss. */
export type Plain = Readonly<Record<string, unknown>>;

/** The value itself, if JSON has it as it is; anything that JSON would drop or bend is refused. */
export function plain(field: string, value: unknown): unknown {
  const reason = bent(value, 0);
  if (reason === undefined) return value;
  const index = Array.isArray(value) ? value.findIndex((element) => bent(element, 1) !== undefined) : -1;
  throw invalid(index < 0 ? field : `${field}[${index}]`, reason);
}

const NOT_PLAIN = "must be text, a number, a boolean, a list or a plain object";

// Newer than the oldest browsers of the package.
const isWellFormed: (text: string) => boolean =
  "isWellFormed" in String.prototype
    ? (text) => (text as unknown as { isWellFormed(): boolean }).isWellFormed()
    : (text) => !/\p{Surrogate}/u.test(text);

/** Why JSON would not have the value as it is. */
function bent(value: unknown, depth: number): string | undefined {
  switch (typeof value) {
    case "string":
      return isWellFormed(value) ? undefined : "has half of a surrogate pair, which is no text";
    case "boolean":
      return undefined;
    case "number":
      if (!Number.isFinite(value)) return NOT_PLAIN;
      return Number.isInteger(value) && !Number.isSafeInteger(value) ? "is larger than JavaScript counts: pass it as text" : undefined;
    case "object":
      return value === null ? undefined : depth > 8 ? NOT_PLAIN : bentWithin(value, depth + 1);
  }
  return NOT_PLAIN;
}

function bentWithin(value: object, depth: number): string | undefined {
  if ("toJSON" in value) return NOT_PLAIN;
  if (Array.isArray(value)) {
    // By index: a hole is no value either.
    for (let index = 0; index < value.length; index++) {
      const reason = bent(value[index], depth);
      if (reason !== undefined) return reason;
    }
    return undefined;
  }
  if (!isRecord(value)) return NOT_PLAIN;
  for (const member of Object.values(value)) {
    const reason = member === undefined ? undefined : bent(member, depth);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** Whether it is an object literal, of this realm or another. */
function isRecord(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
