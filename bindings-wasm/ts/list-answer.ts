import { decoded } from "./core.js";
import { decode, decodeSigned } from "./digits.js";
import type { JsonObject } from "./json.js";
import type { Plain } from "./names.js";
import { Owned } from "./owned.js";

/** @internal What is rarely asked of an answer. The core has the same list. */
export const enum Again {
  Json,
  Rows,
  Items,
}

/** @internal Reads a body again that was read before, as an operation does. */
export interface Reader {
  readonly id: string;
  readonly params: Plain;
  readonly asked: readonly string[];
  again(body: string | Uint8Array, part: Again): string;
}

const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** What answers with items of the vendor's have in common: see `Report` and `Page`. */
export abstract class ListAnswer extends Owned {
  /** The id of the operation, such as `d3.close_incidents`. */
  readonly operation: string;
  /** How many incidents or items there are, in words. */
  readonly summary: string;
  /**
   * @internal What the core says of the answer, in lines; behind them texts of the answer. The last three lines are the
   * warnings, the length of the body if it stands behind them, and the places of the items. Two answers that have this and
   * the body in common are equal.
   */
  readonly data: string;
  /** @internal The body, unless it stands behind the lines; nobody else has it. */
  readonly body: Uint8Array;
  /** @internal What was asked, which is part of what the answer says. */
  readonly params: Plain;
  readonly #reader: Reader;
  readonly #count: number;
  /** Where the lines end that were looked for so far. */
  readonly #ends: number[] = [];
  #places: Uint32Array | undefined;
  #warnings: readonly string[] | undefined;

  /** @internal `count` says how many lines there are. */
  constructor(data: string, body: Uint8Array, reader: Reader, count: number) {
    super();
    this.operation = reader.id;
    this.data = data;
    this.summary = this.line(0);
    this.body = body;
    this.params = reader.params;
    this.#reader = reader;
    this.#count = count;
  }

  /** The vendor's warnings. */
  get warnings(): readonly string[] {
    return (this.#warnings ??= list<string>(this.line(this.#count - 3)));
  }

  /** How many items of the vendor's there are. */
  get itemCount(): number {
    return this.#found().length / 2;
  }

  /** The vendor's own items from `start` to before `end`, unknown fields included, in the order of the answer. */
  items(start = 0, end = Infinity): JsonObject[] {
    const places = this.#found();
    const from = index(start);
    const to = Math.min(index(end), places.length / 2);
    const text = this.#reading(to - from);
    const texts = [];
    for (let at = from; at < to; at++) texts.push(text(places[2 * at] as number, places[2 * at + 1] as number));
    return JSON.parse(`[${texts.join()}]`) as JsonObject[];
  }

  /** The text of `toJSON()`, the vendor's numbers in their own spelling. */
  toJSONText(): string {
    return this.again(Again.Json);
  }

  /** @internal Who made it. */
  get reader(): Reader {
    return this.#reader;
  }

  /** @internal A line of the data. */
  line(at: number): string {
    const end = this.#endOf(at);
    return this.data.slice(at === 0 ? 0 : (this.#ends[at - 1] as number) + 1, end);
  }

  /** @internal The texts behind the lines. */
  get texts(): string {
    return this.data.slice(this.#endOf(this.#count - 1) + 1);
  }

  #endOf(line: number): number {
    const ends = this.#ends;
    while (ends.length <= line) ends.push(this.data.indexOf("\n", ends.length === 0 ? 0 : (ends[ends.length - 1] as number) + 1));
    return ends[line] as number;
  }

  /** @internal What is rarely asked: the core reads the body again. */
  again(part: Again): string {
    const length = this.line(this.#count - 2);
    return this.#reader.again(length === "" ? this.body : this.texts.slice(0, Number(length)), part);
  }

  /** The start and the length of each item. */
  #found(): Uint32Array {
    if (this.#places === undefined) {
      this.#places = decode(this.line(this.#count - 1));
      let end = 0;
      for (let at = 0; at < this.#places.length; at += 2) {
        end += decodeSigned(this.#places[at] as number);
        this.#places[at] = end;
        end += this.#places[at + 1] as number;
      }
    }
    return this.#places;
  }

  /** Reads texts by their places, so many of them. */
  #reading(count: number): (start: number, length: number) => string {
    const { body } = this;
    // Where every character is a byte, a text of the whole has the same places.
    const whole = count > MANY ? decoded(body) : "";
    const { texts } = this;
    return (start, length) => {
      const end = start + length;
      if (start >= body.length) return texts.slice(start - body.length, end - body.length);
      return whole.length === body.length ? whole.slice(start, end) : decoded(body.subarray(start, end));
    };
  }
}

/** From so many items on the body is decoded as a whole. */
const MANY = 500;

// What Node prints: not the data.
Object.defineProperty(ListAnswer.prototype, INSPECT, {
  value: function (this: ListAnswer, _: number, options: object, inspect: ((value: object, options: object) => string) | undefined): unknown {
    const { operation, summary } = this;
    return `${this.constructor.name} ${inspect === undefined ? summary : inspect({ operation, summary }, options)}`;
  },
});

/** @internal A list of the core's that is made once, and not to be changed. */
export function list<T>(json: string): readonly T[] {
  return Object.freeze(JSON.parse(json) as T[]);
}

/** @internal An index as somebody gave it. */
export function index(value: number): number {
  return Math.max(Math.trunc(value) || 0, 0);
}
