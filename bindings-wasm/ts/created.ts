import { Document, type ItemsJson } from "./document.js";
import type { JsonObject } from "./json.js";
import { rebuiltDocument } from "./rebuilt/documents.js";

/** What was created, as every language of soarwire writes it. */
export interface CreatedJson extends ItemsJson {
  /** The number of what was created. */
  readonly id: string | null;
}

/** What a call created: an incident or a case. */
export class Created extends Document<CreatedJson> {
  /**
   * An answer that says the same from the canonical JSON of any language: the text of `toJSONText()`, or the object of `toJSON()`.
   *
   * @throws {@link SoarwireError} `invalid_request` for anything else, naming the member.
   */
  static fromJson(json: string | object): Created {
    return new Created(...rebuiltDocument(json, "created"));
  }

  get summary(): string {
    return this.id === null ? "created, number not given" : `created ${this.id}`;
  }

  /** The number of what was created; `null` if the answer states success and names none. */
  get id(): string | null {
    return this.said.id;
  }

  /** The vendor's own items, unknown fields included. */
  get items(): readonly JsonObject[] {
    return this.said.items;
  }
}
