import { type Members } from "./canonical.js";
import { isKnownKind } from "./kind-facts.js";
import { members } from "./json-text.js";

/** The letter of an outcome, as in `answer.rs`. */
type Letter = "s" | "f" | "u" | "k";

/** @internal The outcomes of a report in canonical JSON: exactly one of each incident. Lists are in the order of `asked`. */
export class Outcomes {
  readonly #given: Members;
  readonly #asked: readonly string[];
  readonly #places: ReadonlyMap<string, number>;
  readonly #letters: Letter[] = [];
  /** The reason of each that failed, and the kind that left each unknown. */
  readonly #said: string[] = [];

  constructor(given: Members, asked: readonly string[]) {
    this.#given = given;
    this.#asked = asked;
    const places = new Map<string, number>();
    asked.forEach((id, place) => {
      if (!places.has(id)) places.set(id, place);
    });
    this.#places = places;
    given.list("succeeded").forEach((id, at) => this.#put("succeeded", at, id, "s"));
    given.list("unreported").forEach((id, at) => this.#put("unreported", at, id, "u"));
    given.list("failed").forEach((entry, at) => this.#putFailed(at, entry));
    for (const [kind, ids] of given.object("why") ?? []) {
      if (!isKnownKind(kind)) throw given.refusal("why", "must have kinds of errors as its keys");
      given.elements("why", ids).forEach((id, at) => this.#put("why", at, id, "k", kind));
    }
    given.texts("unknown").forEach((id, at) => {
      const place = this.#places.get(id);
      if (place === undefined || this.#letters[place] !== "k") throw given.refusal(`unknown[${at}]`, "is not in `why`");
    });
    for (let place = 0; place < asked.length; place++) {
      if (this.#letters[place] === undefined) throw given.refusal(`asked[${place}]`, "has no outcome, or comes twice");
    }
  }

  get letters(): string {
    return this.#letters.join("");
  }

  /** The incidents with this outcome. */
  having(letter: Letter): string[] {
    return this.#asked.filter((_, place) => this.#letters[place] === letter);
  }

  /** The incidents that failed, each with its reason. */
  failed(): [id: string, reason: string][] {
    return this.#asked.flatMap((id, place): [string, string][] => (this.#letters[place] === "f" ? [[id, this.#said[place] as string]] : []));
  }

  /** The unknown incidents by the kind of the error that left them so, as JSON. */
  why(): string {
    const kinds = new Map<string, string[]>();
    this.#asked.forEach((id, place) => {
      if (this.#letters[place] !== "k") return;
      const kind = this.#said[place] as string;
      const ids = kinds.get(kind);
      if (ids === undefined) kinds.set(kind, [id]);
      else ids.push(id);
    });
    return `{${Array.from(kinds, ([kind, ids]) => `"${kind}":${JSON.stringify(ids)}`).join()}}`;
  }

  #putFailed(at: number, entry: string): void {
    const [id, reason] = entry.startsWith("{") ? ["id", "reason"].map((name) => members(entry).get(name)) : [];
    if (reason?.startsWith('"') !== true) throw this.#given.refusal(`failed[${at}]`, "must have an `id` and a `reason`");
    this.#put("failed", at, id, "f", JSON.parse(reason) as string);
  }

  #put(field: string, at: number, id: string | undefined, letter: Letter, said = ""): void {
    const refusal = (reason: string): Error => this.#given.refusal(`${field}[${at}]`, reason);
    if (id?.startsWith('"') !== true) throw refusal("must be the id of an incident");
    const place = this.#places.get(JSON.parse(id) as string);
    if (place === undefined) throw refusal("is not in `asked`");
    if (this.#letters[place] !== undefined) throw refusal("has another outcome already");
    this.#letters[place] = letter;
    this.#said[place] = said;
  }
}
