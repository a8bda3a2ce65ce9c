import { Document, type DocumentJson } from "./document.js";
import type { Json, JsonObject } from "./json.js";
import { rebuiltDocument } from "./rebuilt/documents.js";

/** The details of an incident as every language of soarwire writes them. */
export interface DetailsJson extends DocumentJson {
  /** The vendor's incident. */
  readonly incident: JsonObject;
  /** Its alerts. */
  readonly alerts: readonly JsonObject[];
  /** How many alerts it has. */
  readonly alerts_total: number | null;
  /** Its network artifacts. */
  readonly network_artifacts: readonly Json[];
  /** Its file artifacts. */
  readonly file_artifacts: readonly Json[];
}

/** An incident with its alerts and artifacts, unknown fields included. */
export class Details extends Document<DetailsJson> {
  /**
   * Details that say the same from the canonical JSON of any language: the text of `toJSONText()`, or the object of `toJSON()`.
   *
   * @throws {@link SoarwireError} `invalid_request` for anything else, naming the member.
   */
  static fromJson(json: string | object): Details {
    return new Details(...rebuiltDocument(json, "details"));
  }

  get summary(): string {
    return `an incident with ${this.alerts.length} alerts`;
  }

  /** The vendor's own incident. */
  get incident(): JsonObject {
    return this.said.incident;
  }

  /** The vendor's own alerts: at most as many as `alertsLimit`. */
  get alerts(): readonly JsonObject[] {
    return this.said.alerts;
  }

  /** How many alerts the incident has, as the vendor counts them; `null` if the answer does not say. */
  get alertsTotal(): number | null {
    return this.said.alerts_total;
  }

  /** The vendor's own network artifacts, such as addresses and domains. */
  get networkArtifacts(): readonly Json[] {
    return this.said.network_artifacts;
  }

  /** The vendor's own file artifacts. */
  get fileArtifacts(): readonly Json[] {
    return this.said.file_artifacts;
  }
}
