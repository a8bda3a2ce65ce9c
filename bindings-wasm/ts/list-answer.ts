import { decoded } from "./core.js";
import { decode, decodeSigned } from "./digits.js";
import type { JsonObject } from "./json.js";
import type { Plain } from "./names.js";
import { Owned } from "./owned.js";

/** @internal The parts of an answer that are computed on request. Same values as in the core. */
export const enum Again {
  Json,
  Rows,
  Items,
}

/** @internal Parses a body again, as an operation does. */
export interface Reader {
  readonly id: string;
  readonly params: Plain;
  readonly asked: readonly string[];
  again(body: string | Uint8Array, part: Again): string;
}

/** How a call went, as the core tells it. */
interface Made {
  readonly attempts: number;
  readonly elapsed_ms: number | null;
  readonly request_id: string | null;
}

/** @internal What the core says of an answer that it only parses: nothing of a call. */
export const UNTOLD = '"attempts":1,"elapsed_ms":null,"request_id":null}';

const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** What answers with items of the vendor's have in common: see `Report` and `Page`. */
export abstract class ListAnswer extends Owned {
  /** The id of the operation, such as `d3.close_incidents`. */
  readonly operation: string;
  /**
   * @internal The core's data about the answer, in sections: see `answer.rs`. Two answers with equal data and equal bodies are equal.
   */
  readonly data: string;
  /** @internal The body, unless it is a section of the data; not shared with anybody. */
  readonly body: Uint8Array;
  /** @internal The operation, which is part of the answer's value. */
  readonly params: Plain;
  readonly #reader: Reader;
  /** Not part of the answer's value. */
  readonly #made: string;
  readonly #count: number;
  #places: number[] | undefined;
  #warnings: readonly string[] | undefined;

  /** @internal `count` is the number of sections. */
  constructor(data: string, body: Uint8Array, reader: Reader, count: number) {
    super();
    this.operation = reader.id;
    const end = data.indexOf("\n");
    this.#made = end === 0 ? `{${UNTOLD}` : data.slice(0, end);
    this.data = data.slice(end + 1);
    this.body = body;
    this.params = reader.params;
    this.#reader = reader;
    this.#count = count;
  }

  /** The number of incidents or items, in words. */
  abstract get summary(): string;

  /** How often the request was sent; 1 for an answer that was only parsed. */
  get attempts(): number {
    return this.#how().attempts;
  }

  /** How long the call took, waits included, in milliseconds; `null` for an answer that was only parsed. */
  get elapsedMs(): number | null {
    return this.#how().elapsed_ms;
  }

  /**
   * The id by which the vendor, or a proxy before it, names this answer in its own logs; `null` if the answer has none. It is the
   * first of the headers `x-request-id`, `x-correlation-id`, `request-id`, `x-amzn-requestid`, `x-amz-request-id`,
   * `x-ms-request-id`, `x-trace-id` and `cf-ray`.
   */
  get requestId(): string | null {
    return this.#how().request_id;
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

  /** The text of `toJSON()`, the vendor's numbers in their own spelling. */
  toJSONText(): string {
    return this.again(Again.Json).slice(0, -UNTOLD.length) + this.#made.slice(1);
  }

  #how(): Made {
    return JSON.parse(this.#made) as Made;
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
    const [place, ...lengths] = this.numbers(section);
    let start = this.base + (place as number);
    return lengths.map((length) => this.data.slice(start, (start += length)));
  }

  /** @internal A part that is computed on request: the core parses the body again. */
  again(part: Again): string {
    return this.#reader.again(this.body.length === 0 ? this.section(this.#count - 1) : this.body, part);
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

// Node prints this instead of the data.
Object.defineProperty(ListAnswer.prototype, INSPECT, {
  value: function (this: ListAnswer, _: number, options: object, inspect: ((value: object, options: object) => string) | undefined): unknown {
    const { operation, summary } = this;
    return `${this.constructor.name} ${inspect === undefined ? summary : inspect({ operation, summary }, options)}`;
  },
});

/** @internal Normalizes an index from the caller. */
export function index(value: number): number {
  return Math.max(Math.trunc(value) || 0, 0);
}
