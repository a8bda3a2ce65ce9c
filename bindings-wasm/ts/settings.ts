import { invalid } from "./refusals.js";
import { type Plain, plain } from "./names.js";
import type { Names } from "./casing.js";

/** The settings of a tenant by the core's names; unknown ones are refused. */
export function settings(names: Names, given: unknown, what: string): Plain {
  if (typeof given !== "object" || given === null) throw invalid(what, "must be an object of named settings");
  const out: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    const own = Object.hasOwn(names, name) ? names[name] : undefined;
    if (own === undefined) throw invalid(name, "is not a setting of this tenant: check its spelling");
    if (value !== undefined && name !== "auth") out[own] = plain(name, isUrl(value) ? String(value) : value);
  }
  return out;
}

/** Whether it is a `URL`, from this realm or another. */
function isUrl(value: unknown): boolean {
  return Object.prototype.toString.call(value) === "[object URL]";
}

/** The value of a setting. */
export function setting(given: unknown, name: string): unknown {
  return typeof given === "object" && given !== null ? (given as Record<string, unknown>)[name] : undefined;
}
