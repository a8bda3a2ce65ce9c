import { Buffer } from "node:buffer";
import { Gathered } from "../gathered.js";
import { Mishap, TooLarge } from "./mishap.js";

/** The longest head that is read, and the longest trailer. */
const LONGEST_HEAD = 32 * 1024;
/** The longest line before a chunk. */
const LONGEST_SIZE = 1024;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** What a head says, by names in lower case. */
export class Head {
  readonly status: number;
  readonly #isHttp10: boolean;
  readonly #headers: (readonly [name: string, value: string])[] = [];

  constructor(text: string) {
    const [first = "", ...lines] = text.split(/\r?\n/);
    const found = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: .*)?$/.exec(first);
    if (found === null) throw new Mishap("the answer is not HTTP/1.1");
    this.#isHttp10 = found[1] === "0";
    this.status = Number(found[2]);
    for (const line of lines) {
      const header = /^([!#$%&'*+.^_`|~\w-]+):([^\0\r]*)$/.exec(line);
      if (header === null) throw new Mishap("the answer is not HTTP/1.1");
      this.#headers.push([(header[1] as string).toLowerCase(), (header[2] as string).trim()]);
    }
  }

  values(name: string): string[] {
    return this.#headers.filter(([own]) => own === name).map(([, value]) => value);
  }

  /** Another head follows. */
  get isInterim(): boolean {
    return this.status < 200 && this.status !== 101;
  }

  get hasBody(): boolean {
    return this.status >= 200 && this.status !== 204 && this.status !== 304;
  }

  get isChunked(): boolean {
    return !this.#isHttp10 && this.#lists("transfer-encoding", "chunked");
  }

  get isGzip(): boolean {
    return this.values("content-encoding")[0] === "gzip";
  }

  /** Whether the server leaves the connection open. */
  get keepsAlive(): boolean {
    if (this.status === 101 || this.#lists("connection", "close")) return false;
    return !this.#isHttp10 || this.#lists("connection", "keep-alive");
  }

  /** The length of the body, if the head tells one; repeated lengths must agree. */
  get length(): number | undefined {
    let length: number | undefined;
    for (const element of this.values("content-length").flatMap((value) => value.split(","))) {
      const digits = element.trim();
      if (!/^\d{1,20}$/.test(digits) || (length !== undefined && length !== Number(digits))) {
        throw new Mishap("the answer is not HTTP/1.1");
      }
      length = Number(digits);
    }
    return length;
  }

  #lists(name: string, token: string): boolean {
    return this.values(name).some((value) => value.split(",").some((element) => element.trim().toLowerCase() === token));
  }
}

/** Where in an answer the next byte belongs. */
const enum Place {
  Head,
  /** A body, or a chunk, of which `#left` bytes are still to come. */
  Body,
  Chunk,
  ChunkEnd,
  ChunkSize,
  Trailer,
  /** A body that lasts until the connection ends. */
  UntilEnd,
  Whole,
}

/** Reads one answer as its bytes arrive. It throws a {@link Mishap} for what is no answer. */
export class AnswerReader {
  readonly #limit: number;
  #place = Place.Head;
  /** What has arrived and cannot be read before more does. */
  #pending: Buffer | undefined;
  #head: Head | undefined;
  #left = 0;
  #trailer = 0;
  #keepsAlive = false;
  #beyond = false;
  readonly #body = new Gathered();

  /** @param bodyLimit - The largest body, decompressed. */
  constructor(bodyLimit: number) {
    this.#limit = bodyLimit;
  }

  get head(): Head {
    return this.#head as Head;
  }

  /** Whether the connection is as it was before the request: kept, and nothing came that was not asked for. */
  get leavesConnection(): boolean {
    return this.#keepsAlive && !this.#beyond;
  }

  /** The body as it came over the wire. */
  body(): Uint8Array {
    return this.#body.whole();
  }

  /** Takes what has arrived; true once the answer is whole. */
  read(chunk: Buffer): boolean {
    const bytes = this.#pending === undefined ? chunk : Buffer.concat([this.#pending, chunk]);
    this.#pending = undefined;
    let at = 0;
    while (this.#place !== Place.Whole) {
      const next = this.#step(bytes, at);
      if (next === undefined) {
        if (at < bytes.length) this.#pending = bytes.subarray(at);
        return false;
      }
      at = next;
    }
    this.#beyond = at < bytes.length;
    return true;
  }

  /** The connection has ended; true if the answer is whole by that. */
  end(): boolean {
    this.#keepsAlive = false;
    // Some servers close right behind the last chunk, without the empty line.
    return this.#place === Place.UntilEnd || (this.#place === Place.Trailer && this.#trailer === 0 && this.#pending === undefined);
  }

  /** Reads what is at `at`, and returns where the rest begins; `undefined` when more has to arrive first. */
  #step(bytes: Buffer, at: number): number | undefined {
    switch (this.#place) {
      case Place.Head:
        return this.#readHead(bytes, at);
      case Place.Body:
      case Place.Chunk:
      case Place.UntilEnd:
        return this.#readBody(bytes, at);
      default:
        return this.#readLine(bytes, at);
    }
  }

  #readHead(bytes: Buffer, from: number): number | undefined {
    let at = from;
    while (bytes[at] === CARRIAGE_RETURN || bytes[at] === LINE_FEED) at++;
    const text = bytes.toString("latin1", at, at + LONGEST_HEAD);
    const start = "HTTP/1.";
    if (!text.startsWith(start.slice(0, text.length))) throw new Mishap("the answer is not HTTP/1.1");
    const end = /\r?\n\r?\n/.exec(text);
    if (end === null) {
      if (bytes.length - from > LONGEST_HEAD) throw new TooLarge("the headers of the answer are too large");
      return undefined;
    }
    const head = new Head(text.slice(0, end.index));
    if (!head.isInterim) this.#begin(head);
    return at + end.index + end[0].length;
  }

  /** Decides by the head where the body ends. */
  #begin(head: Head): void {
    this.#head = head;
    this.#keepsAlive = head.keepsAlive;
    const { length } = head;
    if (!head.hasBody) {
      this.#place = Place.Whole;
    } else if (head.isChunked) {
      this.#place = Place.ChunkSize;
    } else if (length === undefined) {
      this.#keepsAlive = false;
      this.#place = Place.UntilEnd;
    } else {
      if (length > this.#most(head)) throw TooLarge.body(this.#limit);
      this.#left = length;
      this.#place = length === 0 ? Place.Whole : Place.Body;
    }
  }

  /** The most bytes that may come over the wire. Gzip may make a body longer, by little. */
  #most(head: Head): number {
    return head.isGzip ? this.#limit * 1.01 + 4096 : this.#limit;
  }

  #readBody(bytes: Buffer, at: number): number | undefined {
    if (at === bytes.length) return undefined;
    const untilEnd = this.#place === Place.UntilEnd;
    const end = untilEnd ? bytes.length : Math.min(bytes.length, at + this.#left);
    if (this.#body.length + end - at > this.#most(this.head)) throw TooLarge.body(this.#limit);
    this.#body.add(bytes, at, end);
    if (!untilEnd) {
      this.#left -= end - at;
      if (this.#left === 0) this.#place = this.#place === Place.Body ? Place.Whole : Place.ChunkEnd;
    }
    return end;
  }

  /** A line of what is between chunks. */
  #readLine(bytes: Buffer, at: number): number | undefined {
    const longest = this.#place === Place.Trailer ? LONGEST_HEAD : LONGEST_SIZE;
    const end = bytes.indexOf(LINE_FEED, at);
    if ((end < 0 ? bytes.length : end) - at > longest) throw new Mishap("the answer is not HTTP/1.1");
    if (end < 0) return undefined;
    const line = bytes.toString("latin1", at, end).replace(/\r$/, "");
    if (this.#place === Place.ChunkSize) {
      const size = /^[ \t]*([0-9a-f]{1,13})[ \t]*(?:;.*)?$/i.exec(line);
      if (size === null) throw new Mishap("the answer is not HTTP/1.1");
      this.#left = Number.parseInt(size[1] as string, 16);
      this.#place = this.#left === 0 ? Place.Trailer : Place.Chunk;
    } else if (this.#place === Place.ChunkEnd) {
      if (line !== "") throw new Mishap("the answer is not HTTP/1.1");
      this.#place = Place.ChunkSize;
    } else if (line === "") {
      this.#place = Place.Whole;
    } else if ((this.#trailer += line.length) > LONGEST_HEAD) {
      throw new TooLarge("the headers of the answer are too large");
    }
    return end + 1;
  }
}
