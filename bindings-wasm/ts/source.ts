import type * as glue from "./soarwire_bg.js";

/** @internal Reads a body again that was read before, as an operation does. */
export interface Reader {
  again(body: string): glue.Answer;
}

/** @internal What an answer is read from. */
export interface Source {
  /** The answer in the memory of the core. */
  readonly answer: glue.Answer;
  /** The numbers of incidents and items. */
  counts(): ArrayLike<number> & Iterable<number>;
  /** A part as text. */
  text(part: number, start: number, end: number): string | undefined;
  free(): void;
}

/** @internal An answer in the memory of the core. */
export class Held implements Source {
  readonly answer: glue.Answer;
  #counts: Uint32Array | undefined;

  constructor(answer: glue.Answer) {
    this.answer = answer;
  }

  counts(): Uint32Array {
    return (this.#counts ??= this.answer.counts());
  }

  text(part: number, start: number, end: number): string | undefined {
    return this.answer.text(part, index(start), index(end));
  }

  free(): void {
    this.answer.free();
  }
}

/** The first part that a small report brings along, on the line behind its counts. */
const FIRST_PART = 4;
const LINES = 4;

/**
 * @internal A small report: what most people read of it as text, so that it costs no handle; for the rest its body is
 * read again. In lines: the counts, three parts, the body.
 */
export class Packed implements Source {
  readonly #packed: string;
  readonly #reader: Reader;
  #lines: string[] | undefined;
  #held: Held | undefined;

  constructor(packed: string, reader: Reader) {
    this.#packed = packed;
    this.#reader = reader;
  }

  get answer(): glue.Answer {
    return this.#whole().answer;
  }

  counts(): number[] {
    return (this.#split()[0] as string).split(",").map(Number);
  }

  text(part: number, start: number, end: number): string | undefined {
    const line = part - FIRST_PART + 1;
    return line >= 1 && line < LINES ? this.#split()[line] : this.#whole().text(part, start, end);
  }

  free(): void {
    this.#held?.free();
  }

  #split(): string[] {
    return (this.#lines ??= this.#packed.split("\n", LINES));
  }

  #whole(): Held {
    if (this.#held === undefined) {
      let body = 0;
      for (let line = 0; line < LINES; line++) body = this.#packed.indexOf("\n", body) + 1;
      this.#held = new Held(this.#reader.again(this.#packed.slice(body)));
    }
    return this.#held;
  }
}

/** An index as the core takes it. */
function index(value: number): number {
  return Math.min(Math.max(Math.trunc(value) || 0, 0), 0xffff_ffff);
}
