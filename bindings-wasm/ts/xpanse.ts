import { invalid } from "./errors.js";
import { type clear } from "./names.js";
import { Operation } from "./operation.js";
import { setting, settings } from "./settings.js";
import { names } from "./casing.js";
import { Tenant as AnyTenant } from "./tenant.js";

/**
 * An API key of Xpanse, of the type that was chosen when it was made. A key in a page is a key in the hands of everybody
 * who can open the page: leave `auth` out and let a gateway on the page's own origin add it, unless the program runs on
 * a server.
 */
export interface Auth {
  /** The key's id, a small number. */
  readonly keyId: string | number;
  /** The key. */
  readonly key: string;
  /** `advanced` keys sign every request afresh; `standard` ones are sent as they are. */
  readonly type: "standard" | "advanced";
}

/** Where an Xpanse tenant is, by one of `fqdn` and `baseUrl`. */
export type TenantSettings = (
  | {
      /** The tenant's name as people paste it: with or without scheme, `api-` or slash. */
      readonly fqdn: string;
      readonly baseUrl?: undefined;
    }
  | {
      /** A prefix that is used as it is: a gateway such as `/xpanse` on the page's own origin, or a test server. */
      readonly baseUrl: string;
      readonly fqdn?: undefined;
    }
) & {
  /** None for a gateway that adds it. */
  readonly auth?: Auth | null | undefined;
};

const SETTINGS = names({ fqdn: "fqdn", baseUrl: "base_url", auth: "auth" });
const AUTH = names({ keyId: "key_id", key: "key", type: "type" });

/** A Cortex Xpanse tenant and, if need be, its API key. */
export class Tenant extends AnyTenant<"xpanse"> {
  /** @throws {@link SoarwireError} `invalid_request`, naming the setting. */
  constructor(given: TenantSettings) {
    super("xpanse", text(given));
  }
}

function text(given: TenantSettings): string {
  const where = settings(SETTINGS, given, "tenant");
  if ("fqdn" in where && "base_url" in where) throw invalid("baseUrl", "is given beside fqdn: keep one of them");
  const auth = setting(given, "auth");
  if (auth === undefined || auth === null) return JSON.stringify(where);
  const { type, key_id: id, ...key } = settings(AUTH, auth, "auth");
  if (type !== "standard" && type !== "advanced") throw invalid("type", 'must be "standard" or "advanced", as the key was made');
  // A nonce is what says that a key is advanced; each request brings its own.
  const nonce = type === "advanced" ? { nonce: "" } : {};
  const keyId = id === undefined ? {} : { key_id: Number.isInteger(id) ? String(id) : id };
  return JSON.stringify({ ...where, auth: { ...keyId, ...key, ...nonce } });
}

/** The person an incident is assigned to. */
export interface Assignee {
  /** The mail address, which must belong to a user of the tenant. */
  readonly mail: string;
  /** The full name. */
  readonly prettyName?: string | undefined;
}

/** The parameters of {@link updateIncident}; at least one besides the id. */
export interface UpdateIncidentParams {
  /** The incident's id. */
  readonly incidentId: string | number;
  /** Who gets it, or {@link clear} for nobody. */
  readonly assignee?: Assignee | typeof clear | undefined;
  /** `low`, `medium`, `high`, `critical` or a word that the tenant knows, or {@link clear} for what Xpanse made of it. */
  readonly severity?: Severity | typeof clear | undefined;
  /** `new`, `under_investigation`, `resolved` or a word that the tenant knows. */
  readonly status?: Status | undefined;
  /** Says why it was resolved; replaces what stood there. */
  readonly resolveComment?: string | undefined;
  /** Added to the incident. With one the request appends. */
  readonly comment?: string | undefined;
}

/** The documented severities, and any other word. */
export type Severity = "low" | "medium" | "high" | "critical" | (string & {});

/** The documented statuses, and any other word. */
export type Status = "new" | "under_investigation" | "resolved" | (string & {});

const UPDATE_INCIDENT = names({
  incidentId: "incident_id",
  assignee: "assignee",
  severity: "severity",
  status: "status",
  resolveComment: "resolve_comment",
  comment: "comment",
});
const ASSIGNEE = names({ prettyName: "pretty_name" });

/** Changes fields of one incident; what is not named stays as it is. */
export function updateIncident(params: UpdateIncidentParams): Operation<"xpanse"> {
  return new Operation("xpanse", "xpanse.update_incident", UPDATE_INCIDENT, named(params), ["assignee", "severity"]);
}

/** The parameters with the assignee's members by the core's names. */
function named(params: UpdateIncidentParams): unknown {
  const assignee = setting(params, "assignee");
  if (typeof assignee !== "object" || assignee === null || Array.isArray(assignee)) return params;
  const { prettyName, pretty_name, ...rest } = assignee as Record<string, unknown>;
  if (pretty_name !== undefined) throw invalid("assignee", "has a pretty_name: write prettyName");
  return { ...params, assignee: { ...rest, [ASSIGNEE.prettyName]: prettyName } };
}
