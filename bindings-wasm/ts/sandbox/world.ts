import type { Json, JsonObject } from "../json.js";

/** An incident of the D3 tenant. */
export interface D3Incident {
  readonly number: string;
  readonly title: string;
  readonly owner: string;
  readonly status: string;
  readonly severity: string;
  readonly conclusion: string;
  readonly required_tasks_pending: boolean;
  readonly required_fields_missing: boolean;
  readonly notes: readonly string[];
  readonly cases: readonly string[];
  readonly tags: readonly string[];
  /** In D3's date format; `null` while it is open. */
  readonly close_date: string | null;
  readonly closed_by: string | null;
  /** On whose behalf a command last changed it. */
  readonly modified_by: string | null;
  readonly site: string;
  readonly incident_type: string;
  /** May be HTML. */
  readonly description: string;
  readonly disposition: string;
  readonly creator: string;
  /** Milliseconds since 1970. */
  readonly creation_time: number;
  /** Milliseconds since 1970. */
  readonly modification_time: number;
  /** The numbers of the incidents it is linked to; a link counts for both. */
  readonly linked_incidents: readonly string[];
  /** The playbooks that ran on it, oldest first, one entry for each run. */
  readonly playbooks: readonly string[];
  /** Its other fields, by their names in commands, such as `DueDate` and `CustomAssetId`. */
  readonly fields: Readonly<Record<string, string>>;
  /** Its dynamic fields, by section and name. */
  readonly dynamic_fields: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  /** What it was made from. */
  readonly raw_data: JsonObject | null;
}

/** A case of the D3 tenant: of a configured one only the number is known. */
export interface D3Case {
  readonly number: string;
  readonly owner_site: string;
  readonly case_type: string;
  readonly reported_date: string;
  readonly lead_investigators: string;
  readonly priority: string;
  readonly timezone: string;
  readonly copy_form_data: boolean;
  /** The numbers of the incidents that commands linked to it. */
  readonly incidents: readonly string[];
}

/** A person of the Xpanse tenant. */
export interface User {
  readonly mail: string;
  readonly pretty_name: string;
}

/** An incident of the Xpanse tenant. */
export interface XpanseIncident {
  readonly incident_id: string;
  readonly name: string;
  readonly severity: string;
  readonly manual_severity: string | null;
  readonly status: string;
  readonly assignee: User | null;
  readonly resolve_comment: string | null;
  readonly comments: readonly string[];
  readonly starred: boolean;
  /** Milliseconds since 1970. */
  readonly creation_time: number;
  /** Milliseconds since 1970. */
  readonly modification_time: number;
}

/** An alert of the Xpanse tenant. */
export interface XpanseAlert {
  readonly alert_id: string;
  /** The number of the incident that it belongs to. */
  readonly case_id: number | null;
  readonly name: string;
  readonly severity: string;
  /** A word that an update can set; what is read is spelt differently. */
  readonly status: string;
  readonly comments: readonly string[];
  /** Milliseconds since 1970. */
  readonly creation_time: number;
  /** Milliseconds since 1970. */
  readonly modification_time: number;
}

/** The incidents of both tenants, and the alerts. */
export interface Incidents {
  readonly d3: readonly D3Incident[];
  readonly xpanse: readonly XpanseIncident[];
  readonly xpanse_alerts: readonly XpanseAlert[];
  /** The cases of the D3 tenant. */
  readonly d3_cases: readonly D3Case[];
}

/** An Xpanse API key of the sandbox. */
export interface ApiKey {
  readonly key_id: string | number;
  readonly key: string;
}

/**
 * What the simulated tenants are made of, in the JSON that every language of soarwire takes. Whatever is left out keeps
 * the demo world's value; `docs/sandbox.md` has it in tables.
 */
export interface SandboxConfig {
  /** Seeds the generated incidents and the faults that have a probability. */
  readonly seed?: number;
  /** The D3 tenant. */
  readonly d3?: {
    /** What stands before `/api/Command/…` in a path. */
    readonly path_prefix?: string;
    /** The header that carries an API key. */
    readonly key_header?: string;
    /** The header that carries a JSON web token. */
    readonly jwt_header?: string;
    /** Command to API key; `*` is for all others. */
    readonly keys?: Readonly<Record<string, string>>;
    /** Tokens that every command accepts. */
    readonly jwts?: readonly string[];
    /** Secrets: every command accepts tokens signed with one of them (HS256) that say nothing else than the body. */
    readonly jwt_secrets?: readonly string[];
    /** The accounts that may send commands. */
    readonly usernames?: readonly string[];
    /** The sites on which commands run, and on which incidents are. */
    readonly sites?: readonly string[];
    /** The names that an incident's owner can be set to. */
    readonly owners?: readonly string[];
    /** The numbers of existing cases. */
    readonly cases?: readonly string[];
    /** The incidents. */
    readonly incidents?: readonly (Partial<D3Incident> & Readonly<Record<"number", string>>)[];
    /** How many more incidents to generate from the seed. */
    readonly generate?: number;
    /** The incident that CloseIncident closes. */
    readonly playbook_incident?: string | null;
    /** Requests a second before a 429. */
    readonly rate_limit?: number | null;
    /** The playbooks that can run on an incident. */
    readonly playbooks?: readonly string[];
  };
  /** The Xpanse tenant. */
  readonly xpanse?: {
    /** Keys that are sent as they are. */
    readonly standard_keys?: readonly ApiKey[];
    /** Keys that sign a nonce and a time. */
    readonly advanced_keys?: readonly ApiKey[];
    /** Whether an advanced key's timestamp must lie within 15 minutes of now. */
    readonly check_timestamp?: boolean;
    /** The people an incident can be assigned to. */
    readonly users?: readonly (Partial<User> & Readonly<Record<"mail", string>>)[];
    /** The words that a status accepts. */
    readonly statuses?: readonly string[];
    /** The words that a severity accepts, besides those that clear it. */
    readonly severities?: readonly string[];
    /** The incidents. */
    readonly incidents?: readonly (Partial<XpanseIncident> & Readonly<Record<"incident_id", string>>)[];
    /** How many more incidents to generate from the seed. They are made when they are read. */
    readonly generate?: number;
    /** Requests a second before a 429, and 10 a minute for the extra data of incidents; `null` for no limit at all. */
    readonly rate_limit?: number | null;
    /** The words that an alert's status accepts. */
    readonly alert_statuses?: readonly string[];
    /** The words that an alert's severity accepts. */
    readonly alert_severities?: readonly string[];
    /** The alerts. */
    readonly alerts?: readonly (Partial<XpanseAlert> & Readonly<Record<"alert_id", string>>)[];
    /** How many more alerts to generate from the seed. */
    readonly generate_alerts?: number;
  };
  /** How many of the latest requests the log keeps. */
  readonly log_capacity?: number;
  /** Whether the log keeps the bodies of requests too; keys and tokens in them show as `***`. */
  readonly record_bodies?: boolean;
}

/** What was done to one incident, as far as it has a name of its own. */
export interface KnownEffects {
  readonly closes: number;
  readonly owner_changes: number;
  readonly links: number;
  readonly status_changes: number;
  readonly severity_changes: number;
  readonly resolve_comments: number;
  readonly conclusions: readonly string[];
  readonly comments: readonly string[];
  readonly notes: readonly string[];
}

/** What was done to one incident. */
export interface IncidentEffects extends KnownEffects {
  /** Counts of everything else that was done and texts of everything else that was appended, by name, such as `tags`. */
  readonly [other: string]: number | readonly string[];
}

/** What was really done. */
export interface Effects {
  /** By operation: how many requests came, were carried out and were refused. */
  readonly operations: Readonly<Record<string, { readonly received: number; readonly executed: number; readonly refused: number }>>;
  /** By the number of the incident. */
  readonly d3: Readonly<Record<string, IncidentEffects>>;
  /** By the id of the incident. */
  readonly xpanse: Readonly<Record<string, IncidentEffects>>;
  /** The sums. */
  readonly totals: Readonly<Record<keyof KnownEffects, number>> & Readonly<Record<string, number>>;
  /** By the id of the alert. */
  readonly xpanse_alerts: Readonly<Record<string, IncidentEffects>>;
  /** Texts that stand twice on one incident or alert: what must never happen. */
  readonly duplicates: readonly { readonly incident: string; readonly kind: string; readonly text: string; readonly times: number }[];
}

/** A request that came, without its secrets. */
export interface RequestRecord {
  readonly number: number;
  readonly at_ms: number;
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body_bytes: number;
  /** The members of the body that were read, by path, such as `CommandParams.Owner`. */
  readonly read: readonly string[];
  /** The members that the endpoint does not know. Empty unless the request was carried out: a refusal ends the reading. */
  readonly ignored: readonly string[];
  /** `null` when no answer went out. */
  readonly status: number | null;
  readonly faults: readonly string[];
  /** The body as text; `null` unless the config says `record_bodies`. */
  readonly body: string | null;
}
