import * as glue from "./soarwire_bg.js";
import { Loader } from "./loader.js";

/** @internal The one instance of the core. */
export const loader = new Loader(glue, "soarwire");

/** @internal What a result is. The core has the same list. */
export const enum Code {
  Text,
  Error,
  Report,
  Page,
  Send,
  Wait,
}

/** @internal An error of the core: what it knows, and the body of a refusal. */
export class Refusal {
  constructor(
    readonly text: string,
    readonly body: Uint8Array,
  ) {}
}

/** @internal There was not enough memory. */
export class Exhausted {}

/** How many bytes the room of the core has, into which most of what is passed fits. */
const ROOM = 16 << 10;
/** Up to so many characters a text is written here: longer ones take the platform less time. */
const SHORT = 256;
/** Safari's decoder stops working after 2 GiB. */
const MOST_DECODED = 2 ** 31 - 2 ** 20;

/** @internal No bytes. */
export const NOTHING = new Uint8Array();

const encoder = new TextEncoder();
let decoder: TextDecoder | undefined;
let decodedBytes = 0;
let memory = NOTHING;
let room = memory;
let roomAt = 0;

/** @internal What the latest result is. */
export let code: Code = Code.Text;

/** @internal Counts the instances: what one of them holds, no other does. */
export let epoch = 0;

/** @internal The text of what is UTF-8; a byte order mark stays. */
export function decoded(bytes: Uint8Array): string {
  decodedBytes += bytes.length;
  if (decoder === undefined || decodedBytes > MOST_DECODED) {
    decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    decodedBytes = bytes.length;
  }
  try {
    return decoder.decode(bytes);
  } catch {
    // It is longer than a text can be.
    throw new Exhausted();
  }
}

/** The memory of the instance; a view of it ends when it grows. */
function look(): Uint8Array {
  if (memory.length === 0) {
    memory = new Uint8Array(loader.memory.buffer);
    roomAt ||= glue.room();
    if (memory.length === 0) memory = new Uint8Array(loader.memory.buffer);
    room = memory.subarray(roomAt, roomAt + ROOM);
  }
  return memory;
}

/** Calls the core. An instance that stopped in the middle is not used again. */
function within<T>(work: () => T): T {
  loader.use();
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof Exhausted) throw thrown;
    loader.drop();
    memory = NOTHING;
    roomAt = 0;
    epoch++;
    throw new Exhausted();
  }
}

/** Writes a text where the core finds it; gives its length in bytes. */
function put(text: string): number {
  if (text.length <= SHORT) {
    look();
    const into = room;
    let at = 0;
    for (; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit > 127) break;
      into[at] = unit;
    }
    if (at === text.length) return at;
  }
  if (text.length * 3 <= ROOM) {
    look();
    return encoder.encodeInto(text, room).written;
  }
  return putBytes(encoder.encode(text), "");
}

/** Writes bytes where the core finds them, and a text behind them; gives the length of both. */
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

/** @internal What the core gives for what `work` asks it. */
export function ask(work: (core: typeof glue) => number): string {
  const at = within(() => work(glue)) >>> 0;
  look();
  const length = word(at);
  const what = word(at + 4);
  const start = at + 8;
  const end = start + length;
  code = what & 255;
  const text = length === 0 ? "" : decoded(memory.subarray(start, end));
  if (code === Code.Error) throw new Refusal(text, memory.slice(end, end + (what >>> 8)));
  return text;
}

/** A number in the memory of the core. */
function word(at: number): number {
  return ((memory[at] as number) | ((memory[at + 1] as number) << 8) | ((memory[at + 2] as number) << 16) | ((memory[at + 3] as number) << 24)) >>> 0;
}

/** @internal What the core gives for what `work` asks it, when it is passed a text. */
export function tell(text: string | Uint8Array, work: (core: typeof glue, length: number) => number): string {
  return ask((core) => work(core, typeof text === "string" ? put(text) : putBytes(text, "")));
}

/** @internal An answer: its body, and its headers, names and values, a line each. */
export interface Response {
  readonly status: number;
  readonly headers: string;
  readonly body: Uint8Array;
}

/** @internal What the core gives for what `work` asks it, when it is passed an answer. */
export function tellResponse(response: Response, work: (core: typeof glue, body: number, length: number) => number): string {
  return ask((core) => work(core, response.body.length, putBytes(response.body, response.headers)));
}

/** How many operations, and how many tenants, the core holds. */
const PLACES = 8;

/**
 * @internal The values that the core holds at the moment. Places are given from value to value, so that a value costs no
 * memory of the core; one that lost its place is sent again.
 */
export class Places<T extends object> {
  readonly #owners: (T | undefined)[] = [];
  #turn = 0;
  #epoch = 0;

  has(place: number, owner: T): boolean {
    return this.#owners[place] === owner && this.#epoch === epoch;
  }

  /** Gives a value the place that was given longest ago; `send` sends it there. */
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
