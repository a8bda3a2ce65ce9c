// Generated from the core's declarations by `cargo run -p soarwire-generate`: do not edit.

import type { Json } from "../json.js";

/** A time, in milliseconds since 1970, UTC. */
export interface TimeField {
  /** The field is this time or later. */
  readonly gte: number | Date;
  /** The field is this time or earlier. */
  readonly lte: number | Date;
}

/** The time of an observation, in milliseconds since 1970, UTC. */
export interface ObservedField {
  /** The field is this time or later. */
  readonly gte: number | Date;
  /** The field is this time or earlier. */
  readonly lte: number | Date;
  /** The field is within this range; the vendor does not document how to write it. */
  readonly range: Json;
  /** The field lies between this time and now; the vendor does not document how to write it. */
  readonly relative_timestamp: Json;
}

/** Text that can be searched. */
export interface TextField<Known extends string = string> {
  /** The field is one of these. */
  readonly in: readonly (Known | (string & {}))[];
  /** The field contains this text. */
  readonly contains: Known | (string & {});
}

/** A word that is compared with one other. */
export interface WordField<Known extends string = string> {
  /** The field is equal to this. */
  readonly eq: Known | (string & {});
  /** The field is not equal to this. */
  readonly neq: Known | (string & {});
}

/** A word that is compared with one other or with several. */
export interface ChoiceField<Known extends string = string> {
  /** The field is one of these. */
  readonly in: readonly (Known | (string & {}))[];
  /** The field is equal to this. */
  readonly eq: Known | (string & {});
}

/** Words that are compared with several others. */
export interface WordsField<Known extends string = string> {
  /** The field is one of these. */
  readonly in: readonly (Known | (string & {}))[];
}

/** Whole numbers, such as ids. */
export interface NumbersField {
  /** The field is one of these. */
  readonly in: readonly number[];
}

/** True or false. */
export interface FlagField {
  /** The field is equal to this. */
  readonly eq: boolean;
  /** The field is not equal to this. */
  readonly neq: boolean;
}

/** The documented fields that incidents can be filtered by, each with the operators that it takes. */
export interface IncidentFilterFields {
  /** When the incident was last changed. */
  readonly modification_time: TimeField;
  /** When the incident was created. */
  readonly creation_time: TimeField;
  /** The description. */
  readonly description: TextField;
  /** Where the alerts come from. Several sources at once are reported to give nothing. Documented: `ASM`. */
  readonly alert_sources: WordsField<"ASM">;
  /** The incident ids. */
  readonly incident_id_list: WordsField;
  /** The status. Documented: `new`, `under_investigation`, `resolved`. */
  readonly status: WordField<"new" | "under_investigation" | "resolved">;
  /** Whether the incident is starred. */
  readonly starred: FlagField;
  /** Whether the cloud account is known. Documented: `Managed Cloud`, `Unmanaged Cloud`, `Not Applicable`. */
  readonly cloud_management_status: ChoiceField<"Managed Cloud" | "Unmanaged Cloud" | "Not Applicable">;
  /** The integration that the incident came through. Documented: `AWS`, `AZURE`, `GOOGLE`, `PRISMA_CLOUD`. */
  readonly integration_source: WordsField<"AWS" | "AZURE" | "GOOGLE" | "PRISMA_CLOUD">;
}

/** The documented fields that incidents can be sorted by. */
export type IncidentSortField = "creation_time" | "modification_time";

/** The documented fields that alerts can be filtered by, each with the operators that it takes. */
export interface AlertFilterFields {
  /** The alert ids. */
  readonly alert_id_list: NumbersField;
  /** The ids of the alerts' incidents. */
  readonly case_id_list: NumbersField;
  /** The business units: their names, with or without `BU:` before. */
  readonly business_units_list: WordsField;
  /** The tags. */
  readonly tags: WordsField;
  /** The categories. */
  readonly asm_alert_categories: WordsField;
  /** The ids of attack surface rules. */
  readonly attack_surface_rule_id: WordsField;
  /** The names of attack surface rules. */
  readonly attack_surface_rule_name: WordsField;
  /** The vendor's external ids. */
  readonly external_id_list: WordsField;
  /** Where the alerts come from. Documented: `ASM`. */
  readonly alert_source: WordsField<"ASM">;
  /** The severities. Documented: `low`, `medium`, `high`, `critical`. */
  readonly severity: WordsField<"low" | "medium" | "high" | "critical">;
  /** The statuses. */
  readonly status: WordsField;
  /** The names of hosts. */
  readonly host_name: WordsField;
  /** The ids of policies. */
  readonly xpanse_policy_id: WordsField;
  /** Whether the cloud account is known. Documented: `Managed Cloud`, `Unmanaged Cloud`, `Not Applicable`. */
  readonly cloud_management_status: WordsField<"Managed Cloud" | "Unmanaged Cloud" | "Not Applicable">;
  /** The integrations that the alerts came through. Documented: `AWS`, `AZURE`, `GOOGLE`, `PRISMA_CLOUD`. */
  readonly integration_source: WordsField<"AWS" | "AZURE" | "GOOGLE" | "PRISMA_CLOUD">;
  /** Tags in Amazon's cloud. */
  readonly aws_cloud_tags: WordsField;
  /** Tags in Google's cloud. */
  readonly gcp_cloud_tags: WordsField;
  /** Tags in Microsoft's cloud. */
  readonly azure_cloud_tags: WordsField;
  /** When the alert was created. */
  readonly creation_time: TimeField;
  /** When the server created the alert. */
  readonly server_creation_time: TimeField;
  /** When the alert was last changed. */
  readonly last_modified_ts: TimeField;
  /** When the finding was first observed. */
  readonly first_observed: ObservedField;
  /** When the finding was last observed. */
  readonly last_observed: ObservedField;
}

/** The documented fields that alerts can be sorted by; a list by page tokens cannot be sorted. */
export type AlertSortField = "creation_time" | "server_creation_time" | "severity";
