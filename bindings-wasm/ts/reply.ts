import { Document, type ItemsJson } from "./document.js";
import type { Json, JsonObject } from "./json.js";
import { rebuiltDocument } from "./rebuilt/documents.js";

/** The reply to a command as every language of soarwire writes it. */
export interface ReplyJson extends ItemsJson {
  /** The word of the envelope. */
  readonly status_text: string | null;
  /** The vendor's `returnData`. */
  readonly return_data: Json;
  /** The vendor's `rawData`. */
  readonly raw_data: Json;
  /** The vendor's `keyFields`. */
  readonly key_fields: Json;
  /** The vendor's `outputData`. */
  readonly output_data: Json;
}

/** What a D3 command says that has no incidents to report on. */
export class Reply extends Document<ReplyJson> {
  /**
   * A reply that says the same from the canonical JSON of any language: the text of `toJSONText()`, or the object of `toJSON()`.
   *
   * @throws {@link SoarwireError} `invalid_request` for anything else, naming the member.
   */
  static fromJson(json: string | object): Reply {
    return new Reply(...rebuiltDocument(json, "reply"));
  }

  get summary(): string {
    return this.statusText ?? `${this.items.length} items`;
  }

  /** The word of the envelope, such as `Successful`; `null` if it has none. */
  get statusText(): string | null {
    return this.said.status_text;
  }

  /** The vendor's own items, of `contextData` and of `returnData`. */
  get items(): readonly JsonObject[] {
    return this.said.items;
  }

  /** The vendor's `returnData`; `null` if there is none. */
  get returnData(): Json {
    return this.said.return_data;
  }

  /** The vendor's `rawData`; `null` if there is none. */
  get rawData(): Json {
    return this.said.raw_data;
  }

  /** The vendor's `keyFields`; `null` if there are none. */
  get keyFields(): Json {
    return this.said.key_fields;
  }

  /** The vendor's `outputData`; `null` if there is none. */
  get outputData(): Json {
    return this.said.output_data;
  }
}
