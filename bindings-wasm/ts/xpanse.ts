import { type Credential, type Sources, isAsked, unasked } from "./credentials.js";
import { invalid } from "./refusals.js";
import { setting, settings } from "./settings.js";
import { names } from "./casing.js";
import { Tenant as AnyTenant } from "./tenant.js";

export { type FilterOf, type SortOf, alertFilter, alertSort, incidentFilter, incidentSort } from "./filters.js";
export * from "./generated/xpanse.js";
export type * from "./generated/xpanse-filters.js";
export * from "./generated/xpanse-types.js";
export type { Assignee, Filter, Severity, Sort, Status } from "./params.js";

/**
 * An API key of Xpanse, of the type that was chosen when it was created. A key in a page is available to everybody who can
 * open the page: leave `auth` out and let a gateway on the page's own origin add it, unless the program runs on a server.
 */
export interface Auth {
  /** The key's id, a small number. */
  readonly keyId: string | number;
  /** The key. */
  readonly key: Credential;
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
      readonly baseUrl: string | URL;
      readonly fqdn?: undefined;
    }
) & {
  /** Leave it out where a gateway adds it. */
  readonly auth?: Auth | null | undefined;
};

const SETTINGS = names({ fqdn: "fqdn", baseUrl: "base_url", auth: "auth" });
const AUTH = names({ keyId: "key_id", key: "key", type: "type" });

/** A Cortex Xpanse tenant and, if need be, its API key. */
export class Tenant extends AnyTenant<"xpanse"> {
  /** @throws {@link SoarwireError} `invalid_request`, naming the setting. */
  constructor(given: TenantSettings) {
    super("xpanse", text(given), sourcesOf(given));
  }
}

function text(given: TenantSettings): string {
  const where = settings(SETTINGS, given, "tenant");
  if ("fqdn" in where && "base_url" in where) throw invalid("baseUrl", "must not be given beside `fqdn`: keep one of them");
  const auth = setting(given, "auth");
  if (auth === undefined || auth === null) return JSON.stringify(where);
  const { type, key_id: id, ...key } = settings(AUTH, typeof auth === "object" ? unasked(auth as object, ["key"]) : auth, "auth");
  if (type !== "standard" && type !== "advanced") throw invalid("type", 'must be "standard" or "advanced", as the key was made');
  // A nonce is what says that a key is advanced; each request brings its own.
  const nonce = type === "advanced" ? { nonce: "" } : {};
  const keyId = id === undefined ? {} : { key_id: Number.isInteger(id) ? String(id) : id };
  return JSON.stringify({ ...where, auth: { ...keyId, ...key, ...nonce } });
}

/** Where the key comes from that is a function. */
function sourcesOf(given: TenantSettings): Sources | undefined {
  const auth = { ...given.auth } as Auth;
  const { key } = auth;
  if (!isAsked(key)) return undefined;
  const settings = { ...given };
  return () => ({ field: "key", give: key, tenant: (secret) => new Tenant({ ...settings, auth: { ...auth, key: secret } }) });
}
