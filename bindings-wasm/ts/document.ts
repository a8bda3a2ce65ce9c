import { BaseAnswer } from "./base-answer.js";
import type { JsonObject } from "./json.js";

/** The last members of every answer's JSON. */
export interface DocumentJson {
  /** The id of the operation. */
  readonly operation: string;
  /** How often the request was sent. */
  readonly attempts: number;
  /** How long the call took. */
  readonly elapsed_ms: number | null;
  /** The vendor's id of the answer. */
  readonly request_id: string | null;
}

/** What the smaller answers have in common: each is its JSON, which is parsed when it is read first. */
export abstract class Document<J extends DocumentJson> extends BaseAnswer {
  #said: J | undefined;

  /** The answer as every language of soarwire writes it. */
  toJSON(): J {
    return JSON.parse(this.toJSONText()) as J;
  }

  toJSONText(): string {
    return this.data + this.lastMembers;
  }

  /** @internal The answer's members, frozen: they are handed out more than once. */
  get said(): J {
    return (this.#said ??= JSON.parse(this.toJSONText(), (_, value: unknown) => Object.freeze(value)) as J);
  }
}

/** The members of an answer with items of the vendor's. */
export interface ItemsJson extends DocumentJson {
  /** The vendor's items. */
  readonly items: readonly JsonObject[];
}
