import { type Answered, BaseAnswer, UNTOLD } from "./base-answer.js";
import { decoded } from "./core.js";
import { decode, decodeSigned } from "./digits.js";
import type { JsonObject } from "./json.js";

/** @internal The parts of an answer that are computed on request. Same values as in the core. */
export const enum Again {
  Json,
  Rows,
  Items,
  Ids,
}

/** @internal Parses a body again, as an operation does. */
export interface Reader extends Answered {
  /** The incidents that it names; `count`: how many there are, where that is known. */
  askedOf(count?: number): readonly string[];
  again(body: string | Uint8Array, part: Again): string;
}

/** What answers with items of the vendor's have in common: see `Report` and `Page`. */
export abstract class ListAnswer extends BaseAnswer {
  /** @internal The body, unless it is a section of the data; not shared with anybody. */
  readonly body: Uint8Array;
  readonly #reader: Reader;
  readonly #count: number;
  #places: number[] | undefined;
  #warnings: readonly string[] | undefined;

  /** @internal `count` is the number of sections. */
  constructor(data: string, body: Uint8Array, reader: Reader, count: number) {
    super(data, reader);
    this.body = body;
    this.#reader = reader;
    this.#count = count;
  }

  /** The vendor's warnings. */
  get warnings(): readonly string[] {
    return (this.#warnings ??= Object.freeze(this.texts(this.#count - 3)));
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

  toJSONText(): string {
    return this.again(Again.Json).slice(0, -UNTOLD.length) + this.lastMembers;
  }

  /** @internal The operation that parsed it. */
  get reader(): Reader {
    return this.#reader;
  }

  /** @internal A section of the data. */
  section(at: number): string {
    return this.data.slice(this.startOf(at), this.startOf(at + 1));
  }

  /** @internal Where a section begins, and the one before it ends. */
  startOf(section: number): number {
    if (section === 0) return 0;
    const { data } = this;
    const width = data.charCodeAt(data.length - 1) - 48;
    let start = 0;
    let at = data.length - 1 - width * (this.#count + 1 - section);
    for (const end = at + width; at < end; at++) start = (start << 5) | (data.charCodeAt(at) - 48);
    return start;
  }

  /** @internal Where place 0 is, in the data, of texts that follow the body. */
  get base(): number {
    return this.startOf(this.#count - 1) - this.body.length;
  }

  /** @internal The numbers of a section. */
  numbers(section: number): number[] {
    return decode(this.data, this.startOf(section), this.startOf(section + 1));
  }

  /** @internal The texts of a section: where they begin, and how long each is. */
  texts(section: number): string[] {
    const lengths = this.numbers(section);
    let start = this.base + (lengths[0] as number);
    const texts: string[] = [];
    // Not by destructuring, which takes three times as long.
    for (let at = 1; at < lengths.length; at++) texts.push(this.data.slice(start, (start += lengths[at] as number)));
    return texts;
  }

  /** @internal A part that is computed on request: the core parses the body again. */
  again(part: Again): string {
    return this.#reader.again(this.source, part);
  }

  /** @internal The body. */
  get source(): string | Uint8Array {
    return this.body.length === 0 ? this.section(this.#count - 1) : this.body;
  }

  /** The start and the length of each item. */
  #found(): number[] {
    if (this.#places === undefined) {
      this.#places = this.numbers(this.#count - 2);
      let end = 0;
      for (let at = 0; at < this.#places.length; at += 2) {
        end += decodeSigned(this.#places[at] as number);
        this.#places[at] = end;
        end += this.#places[at + 1] as number;
      }
    }
    return this.#places;
  }

  /** Reads a number of texts by their positions. */
  #reading(count: number): (start: number, length: number) => string {
    const { body, data, base } = this;
    // If all characters are ASCII, positions in the decoded text and in the bytes are the same.
    const whole = count > MANY ? decoded(body) : "";
    return (start, length) => {
      const end = start + length;
      if (start >= body.length) return data.slice(base + start, base + end);
      return whole.length === body.length ? whole.slice(start, end) : decoded(body.subarray(start, end));
    };
  }
}

/** From this number of items on, the body is decoded as a whole. */
const MANY = 500;

/** @internal Normalizes an index from the caller. */
export function index(value: number): number {
  return Math.max(Math.trunc(value) || 0, 0);
}
