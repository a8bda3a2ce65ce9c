import { invalid } from "../refusals.js";
import { elements, members } from "./json-text.js";

/** The largest numbers of 16, 32 and 64 bits. */
export const U16 = 2n ** 16n - 1n;
export const U32 = 2n ** 32n - 1n;
export const U64 = 2n ** 64n - 1n;

/**
 * @internal The members of a value in canonical JSON, read one by one. `null` counts as absent; what is not what it should be is
 * refused with the name of its member.
 */
export class Members {
  readonly #texts: ReadonlyMap<string, string>;
  readonly #within: string;

  /** The members of an object in valid JSON; `within` stands before their names. */
  constructor(object: string, within = "") {
    this.#texts = members(object);
    this.#within = within;
  }

  /** The canonical JSON that a caller passes: its text, or what was parsed from it. `what` is the name of what it should be. */
  static of(given: unknown, what: string): Members {
    try {
      let text = given;
      if (typeof given !== "string") text = typeof given === "object" ? JSON.stringify(given) : undefined;
      if (typeof text === "string") {
        const json = text.replace(/^\ufeff/, "");
        const parsed: unknown = JSON.parse(json);
        if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return new Members(json.trim());
      }
    } catch {
      // What the parser says would quote the text.
    }
    throw invalid(what, "must be its canonical JSON: the text of `toJSONText()`, or the object of `toJSON()`");
  }

  /** The name of a member, as a refusal has it. */
  named(name: string): string {
    return this.#within + name;
  }

  refusal(name: string, reason: string): Error {
    return invalid(this.named(name), reason);
  }

  /** The members of the object that a member must be. */
  inside(name: string, within = `${this.named(name)}.`): Members {
    const text = this.raw(name) ?? "";
    if (!text.startsWith("{")) throw this.refusal(name, "must be an object");
    return new Members(text, within);
  }

  /** The JSON text of a member. */
  raw(name: string): string | undefined {
    const text = this.#texts.get(name);
    return text === "null" ? undefined : text;
  }

  text(name: string): string | undefined {
    const text = this.raw(name);
    if (text === undefined) return undefined;
    if (!text.startsWith('"')) throw this.refusal(name, "must be text");
    return JSON.parse(text) as string;
  }

  /** A whole number of at most `most`, as text: JavaScript has no numbers of 64 bits. */
  number(name: string, most: bigint): string | undefined {
    const text = this.raw(name);
    if (text !== undefined && !(/^\d+$/.test(text) && BigInt(text) <= most)) throw this.refusal(name, "must be a whole number in its range");
    return text;
  }

  flag(name: string): boolean | undefined {
    const text = this.raw(name);
    if (text !== undefined && text !== "true" && text !== "false") throw this.refusal(name, "must be true or false");
    return text === undefined ? undefined : text === "true";
  }

  /** The elements of a list; none where there is no list. */
  list(name: string): string[] {
    const text = this.raw(name);
    return text === undefined ? [] : this.elements(name, text);
  }

  /** The elements of the list that `text` must be, which the member `name` has. */
  elements(name: string, text: string): string[] {
    if (!text.startsWith("[")) throw this.refusal(name, "must be a list");
    return elements(text).map((element) => element.trim());
  }

  texts(name: string): string[] {
    const text = this.raw(name);
    return text === undefined ? [] : this.textsIn(name, text);
  }

  /** The texts in the list that `list` must be, which the member `name` has. */
  textsIn(name: string, list: string): string[] {
    return this.elements(name, list).map((text, place) => {
      if (!text.startsWith('"')) throw this.refusal(`${name}[${place}]`, "must be text");
      return JSON.parse(text) as string;
    });
  }

  /** A list of objects. */
  objects(name: string): string[] {
    const list = this.list(name);
    list.forEach((text, place) => {
      if (!text.startsWith("{")) throw this.refusal(`${name}[${place}]`, "must be an object");
    });
    return list;
  }

  /** An object; `undefined` where there is none. */
  object(name: string): Map<string, string> | undefined {
    const text = this.raw(name);
    if (text !== undefined && !text.startsWith("{")) throw this.refusal(name, "must be an object");
    return text === undefined ? undefined : members(text);
  }

  /** How the call went: `attempts`, `elapsed_ms`, `request_id`. */
  made(): string {
    const [attempts, elapsed, id] = [this.number("attempts", U32), this.number("elapsed_ms", U64), this.text("request_id")];
    return madeText(attempts ?? "1", elapsed, id);
  }
}

/** @internal How the call went, as the last members of canonical JSON. */
export function madeText(attempts: string, elapsedMs: string | undefined, requestId: string | undefined): string {
  return `"attempts":${attempts},"elapsed_ms":${elapsedMs ?? null},"request_id":${textOrNull(requestId)}}`;
}

/** @internal A text as JSON, `null` where there is none. */
export function textOrNull(text: string | null | undefined): string {
  return text === undefined || text === null ? "null" : JSON.stringify(text);
}
