import { Document, type ItemsJson } from "./document.js";
import type { JsonObject } from "./json.js";

/** What was created, as every language of soarwire writes it. */
export interface CreatedJson extends ItemsJson {
  /** The number of what was created. */
  readonly id: string | null;
}

/** What a call created: an incident or a case. */
export class Created extends Document<CreatedJson> {
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
