import { type Credential, type Sources, isAsked, unasked } from "./credentials.js";
import { invalid } from "./refusals.js";
import type { JsonObject } from "./json.js";
import { setting, settings } from "./settings.js";
import { names } from "./casing.js";
import { Tenant as AnyTenant } from "./tenant.js";

export { type ConditionOf, type DynamicField, condition } from "./filters.js";
export * from "./generated/d3.js";
export type * from "./generated/d3-conditions.js";
export * from "./generated/d3-types.js";
export type { Condition, FieldChanges } from "./params.js";

/**
 * The credentials of a D3 site. A key in a page is available to everybody who can open the page: leave `auth` out and let
 * a gateway on the page's own origin add the key, unless the program runs on a server.
 */
export type Auth =
  /** One key for every command. */
  | { readonly apiKey: Credential }
  /** A key for each command, by its wire name such as `CloseIncident`; `*` is the default. */
  | { readonly apiKeys: Readonly<Record<string, Credential>> }
  /** A JSON Web Token as it is. */
  | { readonly jwt: Credential }
  /** A JSON Web Token signed here (HS256) with the key's own secret; the payload as an object, or as JSON text. */
  | { readonly jwtSecret: string; readonly jwtPayload: JsonObject | string };

/** Where a D3 site is and who runs its commands. */
export interface TenantSettings {
  /**
   * The site's URL up to and including the application path, such as `https://soc.example.com/MainApp/VSOC`, or the
   * absolute path of a gateway on the page's own origin, such as `/soar`.
   */
  readonly baseUrl: string | URL;
  /** The D3 account. */
  readonly username: string;
  /** The site that runs the commands. */
  readonly site: string;
  /** Leave them out where a gateway adds them. */
  readonly auth?: Auth | null | undefined;
  /** The header that carries a key; `d3key`. */
  readonly keyHeader?: string | undefined;
  /** The header that carries a token; `d3jwt`. */
  readonly jwtHeader?: string | undefined;
}

const SETTINGS = names({
  baseUrl: "base_url",
  username: "username",
  site: "site",
  auth: "auth",
  keyHeader: "key_header",
  jwtHeader: "jwt_header",
});
const AUTH = names({ apiKey: "api_key", apiKeys: "api_keys", jwt: "jwt", jwtSecret: "jwt_secret", jwtPayload: "jwt_payload" });

/** A D3 SOAR site, with the account that runs its commands and, if need be, the keys that open them. */
export class Tenant extends AnyTenant<"d3"> {
  /** The D3 account that runs the commands. */
  readonly username: string;
  /** The site that runs them. */
  readonly site: string;

  /** @throws {@link SoarwireError} `invalid_request`, naming the setting. */
  constructor(given: TenantSettings) {
    super("d3", text(given), sourcesOf(given));
    this.username = given.username;
    this.site = given.site;
  }
}

function text(given: TenantSettings): string {
  // The core tells the vendors apart by these two.
  const site = { username: "", site: "", ...settings(SETTINGS, given, "tenant") };
  const auth = setting(given, "auth");
  if (auth === undefined || auth === null) return JSON.stringify(site);
  const payload = setting(auth, "jwtPayload");
  const known = typeof auth === "object" ? withoutFunctions(auth) : auth;
  const credentials = settings(AUTH, typeof payload === "string" ? { ...auth, jwtPayload: undefined } : known, "auth");
  const json = JSON.stringify({ ...site, auth: credentials });
  if (typeof payload !== "string") return json;
  // The text goes in as it is: its numbers and the order of its keys are what gets signed.
  return `${json.slice(0, -2)}${json.endsWith("{}}") ? "" : ","}"jwt_payload":${checked(payload)}}}`;
}

/** The credentials without functions. */
function withoutFunctions(auth: object): object {
  const plain = unasked(auth, ["apiKey", "jwt"]);
  const { apiKeys } = plain;
  const isRecord = typeof apiKeys === "object" && apiKeys !== null && !Array.isArray(apiKeys);
  return isRecord ? { ...plain, apiKeys: unasked(apiKeys, Object.keys(apiKeys)) } : plain;
}

/** Where credentials come from that are functions. */
function sourcesOf(given: TenantSettings): Sources | undefined {
  const settings = { ...given, baseUrl: String(given.baseUrl) };
  const { apiKey, apiKeys, jwt } = { ...given.auth } as { readonly apiKey?: Credential; readonly apiKeys?: Readonly<Record<string, Credential>>; readonly jwt?: Credential };
  const tenant = (auth: Auth): Tenant => new Tenant({ ...settings, auth });
  if (isAsked(apiKey)) return () => ({ field: "api_key", give: apiKey, tenant: (secret) => tenant({ apiKey: secret }) });
  if (isAsked(jwt)) return () => ({ field: "jwt", give: jwt, tenant: (secret) => tenant({ jwt: secret }) });
  const keys = new Map(Object.entries({ ...apiKeys }));
  if (![...keys.values()].some(isAsked)) return undefined;
  return (command) => {
    const give = keys.get(command) ?? keys.get("*");
    return isAsked(give) ? { field: "api_keys", give, tenant: (secret) => tenant({ apiKeys: { "*": secret } }) } : undefined;
  };
}

function checked(payload: string): string {
  try {
    JSON.parse(payload);
    return payload;
  } catch {
    throw invalid("jwtPayload", "must be a JSON object: copy the template that D3 shows");
  }
}
