import type { Json } from "./json.js";

/** The person an incident is assigned to. */
export interface Assignee {
  /** The mail address, which must belong to a user of the tenant. */
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
