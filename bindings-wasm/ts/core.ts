import * as glue from "./soarwire_bg.js";
import { Loader } from "./loader.js";

/** @internal The one instance of the core. */
export const loader = new Loader(glue, "soarwire");

/** @internal The kind of a result. Same values as in the core. */
export const enum Code {
  Text,
  Error,
  Report,
  Page,
  Send,
  Wait,
  Details,
  Created,
  Validity,
  Reply,
}

/** @internal An error from the core: its data. */
export class Refusal {
  constructor(readonly text: string) {}
}

/** @internal The core is out of memory. */
export class Exhausted {}

/** The size in bytes of the core's fixed buffer, which most arguments fit into. */
const ROOM = 16 << 10;
/** Texts up to this length are encoded here; for longer ones `TextEncoder` is faster. */
const SHORT = 256;
/** Safari's `TextDecoder` stops working after 2 GiB. */
const MOST_DECODED = 2 ** 31 - 2 ** 20;

/** @internal No bytes. */
export const NOTHING = new Uint8Array();

const encoder = new TextEncoder();
let decoder: TextDecoder | undefined;
let decodedBytes = 0;
let memory = NOTHING;
let room = memory;
let roomAt = 0;

/** @internal The kind of the latest result. */
export let code: Code = Code.Text;

/** @internal Numbers the instances: values held by one are unknown to the others. */
export let epoch = 0;

/** @internal Decodes UTF-8, keeping a byte order mark. */
export function decoded(bytes: Uint8Array): string {
  decodedBytes += bytes.length;
  if (decoder === undefined || decodedBytes > MOST_DECODED) {
    decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    decodedBytes = bytes.length;
  }
  try {
    return decoder.decode(bytes);
  } catch {
    // Longer than the maximum length of a string.
    throw new Exhausted();
  }
}

/** A view of the instance's memory, renewed when the memory has grown. */
function look(): Uint8Array {
  if (memory.length === 0) {
    memory = new Uint8Array(loader.memory.buffer);
    roomAt ||= glue.room();
    if (memory.length === 0) memory = new Uint8Array(loader.memory.buffer);
    room = memory.subarray(roomAt, roomAt + ROOM);
  }
  return memory;
}

/** An instance that trapped is not used again. */
function trapped(thrown: unknown): never {
  if (thrown instanceof Exhausted) throw thrown;
  loader.drop();
  memory = NOTHING;
  roomAt = 0;
  epoch++;
  throw new Exhausted();
}

/** Writes a short text into the core's memory, one byte for each unit; whether all of it is ASCII. */
function putAscii(text: string, at: number): boolean {
  const into = room;
  let bits = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    bits |= unit;
    into[at + index] = unit;
  }
  return bits < 128;
}

/** Writes a text behind an ASCII one into the core's memory; returns their length in bytes. */
function put(head: string, text: string): number {
  const length = head.length + text.length;
  if (length <= SHORT) {
    look();
    // One by one: to read a text that was just joined takes longer.
    if (putAscii(head, 0) && putAscii(text, head.length)) return length;
  }
  const all = head + text;
  if (all.length * 3 <= ROOM) {
    look();
    return encoder.encodeInto(all, room).written;
  }
  return putBytes(encoder.encode(all), "");
}

/** Writes bytes, followed by a text, into the core's memory; returns the total length. */
function putBytes(bytes: Uint8Array, behind: string): number {
  const more = behind === "" ? undefined : encoder.encode(behind);
  const length = bytes.length + (more?.length ?? 0);
  let at = roomAt;
  if (length > ROOM) {
    at = glue.reserve(length) >>> 0;
    if (at === 0) throw new Exhausted();
  }
  look();
  if (length <= ROOM) at = roomAt;
  memory.set(bytes, at);
  if (more !== undefined) memory.set(more, at + bytes.length);
  return length;
}

/** Where the latest result is in memory. */
let start = 0;
let end = 0;

/**
 * @internal Makes the call `work`, which takes a text, behind an ASCII `head`, or bytes: it is given their length. The result is
 * taken by {@link told}, before the next call.
 */
export function call(work: (core: typeof glue, length: number) => number, input: string | Uint8Array = "", head = ""): void {
  loader.use();
  let at = 0;
  try {
    at = work(glue, typeof input === "string" ? put(head, input) : putBytes(input, "")) >>> 0;
  } catch (thrown) {
    trapped(thrown);
  }
  look();
  start = at + 8;
  end = start + word(at);
  code = word(at + 4);
  if (code === Code.Error) throw new Refusal(told());
}

/** @internal The latest result as text. */
export function told(): string {
  return start === end ? "" : decoded(memory.subarray(start, end));
}

/** @internal The core's result, as text, of the call that `work` makes. */
export function ask(work: (core: typeof glue, length: number) => number, input: string | Uint8Array = ""): string {
  call(work, input);
  return told();
}

/** Reads a number from the core's memory. */
function word(at: number): number {
  return ((memory[at] as number) | ((memory[at + 1] as number) << 8) | ((memory[at + 2] as number) << 16) | ((memory[at + 3] as number) << 24)) >>> 0;
}

/** @internal A response: its body, and its headers as names and values, one per line. */
export interface Response {
  readonly status: number;
  readonly headers: string;
  readonly body: Uint8Array;
}

/** @internal Makes a call that takes a response. */
export function sendResponse(response: Response, work: (core: typeof glue, body: number, length: number) => number): void {
  call((core) => work(core, response.body.length, putBytes(response.body, response.headers)));
}

/** The number of slots for operations, and for tenants, in the core. */
const PLACES = 8;

/**
 * @internal The values that the core holds at the moment. A fixed number of slots is shared by all values, so that values do not
 * use up the core's memory; a value that lost its slot is sent again.
 */
export class Places<T extends object> {
  readonly #owners: (T | undefined)[] = [];
  #turn = 0;
  #epoch = 0;

  has(place: number, owner: T): boolean {
    return this.#owners[place] === owner && this.#epoch === epoch;
  }

  /** Assigns a value the slot that was assigned longest ago; `send` sends it there. */
  take(owner: T, send: (place: number) => void): number {
    if (this.#epoch !== epoch) {
      this.#epoch = epoch;
      this.#owners.length = 0;
    }
    const place = this.#turn;
    this.#owners[place] = undefined;
    send(place);
    this.#owners[place] = owner;
    this.#turn = (place + 1) % PLACES;
    return place;
  }
}
