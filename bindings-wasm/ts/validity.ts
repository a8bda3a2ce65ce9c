import { Document, type DocumentJson } from "./document.js";
import { rebuiltDocument } from "./rebuilt/documents.js";

/** Whether a key is valid, as every language of soarwire writes it. */
export interface ValidityJson extends DocumentJson {
  /** Whether it is. */
  readonly valid: boolean;
}

/** Whether the tenant's key is valid. A key that the vendor refuses is an error, `unauthenticated`. */
export class Validity extends Document<ValidityJson> {
  /**
   * An answer that says the same from the canonical JSON of any language: the text of `toJSONText()`, or the object of `toJSON()`.
   *
   * @throws {@link SoarwireError} `invalid_request` for anything else, naming the member.
   */
  static fromJson(json: string | object): Validity {
    return new Validity(...rebuiltDocument(json, "validity"));
  }

  get summary(): string {
    return this.valid ? "the key is valid" : "the key is not valid";
  }

  /** Whether the key is valid. */
  get valid(): boolean {
    return this.said.valid;
  }
}
