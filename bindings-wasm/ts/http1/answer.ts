import { Buffer } from "node:buffer";
import { Gathered } from "../gathered.js";
import { Mishap, TooLarge } from "./mishap.js";

/** The maximum size of the headers, and of the trailers. */
const LONGEST_HEAD = 32 * 1024;
/** The maximum length of a chunk-size line. */
const LONGEST_SIZE = 1024;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** The status line and headers of a response; header names are in lower case. */
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

  /** The headers as the core takes them: names and values, one per line. */
  get lines(): string {
    return this.#headers.flat().join("\n");
  }

  values(name: string): string[] {
    return this.#headers.filter(([own]) => own === name).map(([, value]) => value);
  }

  /** Whether the final response is still to come. */
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

  /** Whether the server keeps the connection open. */
  get keepsAlive(): boolean {
    if (this.status === 101 || this.#lists("connection", "close")) return false;
    return !this.#isHttp10 || this.#lists("connection", "keep-alive");
  }

  /** The `content-length`, if there is one; repeated values must agree. */
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

/** The part of the response to which the next byte belongs. */
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

/** Parses one response as its bytes arrive. Throws a {@link Mishap} if they are not valid HTTP. */
export class AnswerReader {
  readonly #limit: number;
  #place = Place.Head;
  /** Bytes that have arrived but cannot be parsed before more do. */
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

  /** Whether the connection can be reused: it is kept alive, and no bytes followed the response. */
  get leavesConnection(): boolean {
    return this.#keepsAlive && !this.#beyond;
  }

  /** The body as received, still compressed. */
  body(): Uint8Array {
    return this.#body.whole();
  }

  /** Parses the bytes that arrived; returns true once the response is complete. */
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

  /** Handles the end of the connection; returns true if that completes the response. */
  end(): boolean {
    this.#keepsAlive = false;
    // Some servers close right after the last chunk, without the empty line.
    return this.#place === Place.UntilEnd || (this.#place === Place.Trailer && this.#trailer === 0 && this.#pending === undefined);
  }

  /** Parses at `at` and returns where the rest begins; `undefined` if more bytes are needed. */
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

  /** Determines from the headers where the body ends. */
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

  /** The maximum number of body bytes on the wire. Gzip can make a body slightly longer. */
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

  /** Parses one line: a chunk size, the end of a chunk or a trailer. */
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
