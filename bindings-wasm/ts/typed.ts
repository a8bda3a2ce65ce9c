import type { Json, JsonObject } from "./json.js";
import type { Page } from "./page.js";

const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** What the typed objects of the vendors have in common: see `xpanse.Incident`, `xpanse.Alert` and `d3.Incident`. */
export abstract class TypedItem {
  /** The vendor's own object, unknown members included. */
  readonly item: JsonObject;
  #folded: ReadonlyMap<string, Json> | undefined;

  /** `item` is a vendor's object: of `page.items()`, or of an incident's details. */
  constructor(item: JsonObject) {
    this.item = item;
  }

  /** @internal The names of the fields that say most. */
  declare readonly headline: readonly string[];

  /** @internal The value under the first of several keys that says anything. Keys compare without case, spaces or `_`. */
  first(keys: readonly string[]): Json | undefined {
    if (keys.length === 1) return this.#under(keys[0] as string);
    const stated = keys.map((key) => this.#under(key)).filter((value) => value !== undefined && value !== null);
    return stated.find((value) => typeof value !== "string" || value.trim() !== "") ?? stated[0];
  }

  /** The vendor's own object. */
  toJSON(): JsonObject {
    return this.item;
  }

  #under(key: string): Json | undefined {
    return Object.hasOwn(this.item, key) ? this.item[key] : this.#likes().get(folded(key));
  }

  /** The members by their keys as they compare. */
  #likes(): ReadonlyMap<string, Json> {
    return (this.#folded ??= new Map(Object.entries(this.item).map(([key, value]) => [folded(key), value])));
  }
}

function folded(key: string): string {
  return key.replace(/[ _]/g, "").toLowerCase();
}

/** @internal The items of a page of one of these operations; none of any other page. */
export function listed(page: Page, operations: readonly string[]): JsonObject[] {
  return operations.includes(page.operation) ? page.items() : [];
}

function text(value: Json | undefined): string | null {
  return typeof value === "string" ? value : null;
}

function id(value: Json | undefined): string | null {
  return typeof value === "number" ? String(value) : text(value);
}

function integer(value: Json | undefined): number | null {
  return Number.isSafeInteger(value) ? (value as number) : null;
}

function flag(value: Json | undefined): boolean | null {
  return typeof value === "boolean" ? value : null;
}

/** The first and the last millisecond of the years 1 to 9999, which every language has. */
const [FIRST, LAST] = [-62_135_596_800_000, 253_402_300_799_999];

function time(value: Json | undefined): Date | null {
  const ms = integer(value);
  return ms === null || ms < FIRST || ms > LAST ? null : new Date(ms);
}

/** The vendor writes an array, or one string with commas. */
function texts(value: Json | undefined): string[] | null {
  if (typeof value !== "string") return Array.isArray(value) ? each(value, text) : null;
  const parts = value.split(",").map((part) => part.trim());
  return parts.filter((part) => part !== "");
}

/** The vendor writes an array, or one number. */
function integers(value: Json | undefined): number[] | null {
  return several(value, integer);
}

/** The vendor writes an array, or one number. */
function times(value: Json | undefined): Date[] | null {
  return several(value, time);
}

function json(value: Json | undefined): Json {
  return value ?? null;
}

const READERS = { text, id, integer, flag, time, texts, integers, times, json };

/**
 * @internal Gives a class its fields: by type, the vendor's keys with commas between them. An entry such as `number=IR Number|IncidentNo`
 * has several keys, and a name that does not follow from them.
 */
export function define(of: { readonly prototype: TypedItem }, headline: string, fields: Readonly<Partial<Record<keyof typeof READERS, string>>>): void {
  const { prototype } = of;
  Object.defineProperty(prototype, "headline", { value: headline.split(",") });
  for (const [type, entries] of Object.entries(fields)) {
    const read: (value: Json | undefined) => unknown = READERS[type as keyof typeof READERS];
    for (const entry of entries.split(",")) {
      const [name, given] = entry.split("=") as [string, string | undefined];
      const keys = (given ?? name).split("|");
      Object.defineProperty(prototype, name.toLowerCase().replace(/[ _](.)/g, (_, letter: string) => letter.toUpperCase()), {
        get(this: TypedItem) {
          return read(this.first(keys));
        },
      });
    }
  }
}

function several<T>(value: Json | undefined, read: (value: Json) => T | null): T[] | null {
  if (value === undefined) return null;
  if (Array.isArray(value)) return each(value, read);
  const one = read(value);
  return one === null ? null : [one];
}

/** Null elements are left out; any other that `read` does not take makes the whole array one of another type. */
function each<T>(values: readonly Json[], read: (value: Json) => T | null): T[] | null {
  const found: T[] = [];
  for (const value of values) {
    if (value === null) continue;
    const one = read(value);
    if (one === null) return null;
    found.push(one);
  }
  return found;
}

// Node prints the fields that say most.
Object.defineProperty(TypedItem.prototype, INSPECT, {
  value: function (this: TypedItem, _: number, options: object, inspect: ((value: object, options: object) => string) | undefined): unknown {
    const fields = this as unknown as Readonly<Record<string, unknown>>;
    const stated = this.headline.map((name) => [name, fields[name]] as const).filter(([, value]) => value !== null);
    return `${this.constructor.name} ${inspect === undefined ? "" : inspect(Object.fromEntries(stated), options)}`;
  },
});
