import type { Json, JsonObject } from "./json.js";

export type { JsonObject };

/** The person an incident is assigned to. */
export interface Assignee {
  /** The email address, which must belong to a user of the tenant. */
  readonly mail: string;
  /** The full name. */
  readonly prettyName?: string | undefined;
}

/** The documented severities of incidents, or any other word that the tenant knows. */
export type Severity = "low" | "medium" | "high" | "critical" | (string & {});

/** The documented statuses of incidents, or any other word that the tenant knows. */
export type Status = "new" | "under_investigation" | "resolved" | (string & {});

/** A condition of a list; several conditions are joined by *and*. */
export interface Filter {
  /** The vendor's name of the field, such as `status`. */
  readonly field: string;
  /** The comparison, such as `eq`, `in`, `gte` or `contains`; each documented field takes some of them. */
  readonly operator: string;
  /** What the field is compared with: for a documented field, of that field's type. Times are milliseconds since 1970. */
  readonly value: Json;
}

/** The order of a list. */
export interface Sort {
  /** The vendor's name of the field. */
  readonly field: string;
  /** The smallest or the largest first. */
  readonly keyword: "asc" | "desc";
}

/** A condition of a D3 list. */
export interface Condition {
  /** The section of a dynamic field. */
  readonly section?: string | undefined;
  /** The vendor's name of the field, such as `Status` or `IR Number`. */
  readonly field: string;
  /** `=`, `!=`, `<`, `>`, `<=`, `>=`, `LIKE`, which takes `%` as a wildcard, `IS EMPTY` or `IS NOT EMPTY`. */
  readonly operator: string;
  /** What the field is compared with; left out where the operator takes none. */
  readonly value?: string | number | boolean | undefined;
}

/** New values of fields of one D3 incident. */
export interface FieldChanges {
  /** The incident number: text, matched exactly. */
  readonly incidentNumber: string;
  /** The values, by the vendor's names of the fields, such as `Severity`. */
  readonly fields: JsonObject;
}
