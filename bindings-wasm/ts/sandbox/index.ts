import type * as glue from "../soarwire_sandbox_bg.js";
import type { JsonObject } from "../json.js";
import { Owned } from "../owned.js";
import { loader } from "./core.js";
import type { Fault } from "./faults.js";
import { hiddenRedirect, responseOf } from "./response.js";
import type { Effects, Incidents, RequestRecord, SandboxConfig, User } from "./world.js";

export type { CompiledModule, InitInput } from "../loader.js";
export type { Fault, Pick, What, When } from "./faults.js";
export type * from "./world.js";

/** What the sandbox's `fetch` takes beside the address; what `run` and the platform's `fetch` pass fits. */
export interface SandboxInit {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>> | { forEach(visit: (value: string, name: string) => void): void };
  readonly body?: string | Uint8Array | null;
  readonly redirect?: "manual" | "follow" | "error";
  readonly signal?: AbortSignal | null;
}

/** Who and what the tenants know. */
export interface SandboxAccess {
  /** The owners that a D3 incident can be given. */
  readonly owners: readonly string[];
  /** The numbers of the D3 cases that exist from the start. */
  readonly cases: readonly string[];
  /** The sites on which D3 commands run and incidents are. */
  readonly sites: readonly string[];
  /** The playbooks that can run on a D3 incident. */
  readonly playbooks: readonly string[];
  /** The people an Xpanse incident can be assigned to. */
  readonly users: readonly User[];
  /** The words that an Xpanse status accepts. */
  readonly statuses: readonly string[];
  /** The words that an Xpanse severity accepts. */
  readonly severities: readonly string[];
}

interface Access extends SandboxAccess {
  readonly prefix: string;
  readonly usernames: readonly string[];
  readonly keyHeader: string;
  readonly jwtHeader: string;
  readonly keys: Readonly<Record<string, string>>;
  readonly jwts: readonly string[];
  readonly jwtSecrets: readonly string[];
  readonly standard: readonly { readonly keyId: string; readonly key: string }[];
  readonly advanced: readonly { readonly keyId: string; readonly key: string }[];
}

/** The settings that open the sandbox's tenants: `new d3.Tenant(sandbox.tenants.d3)`. */
export interface SandboxTenants {
  readonly d3: {
    readonly baseUrl: string;
    readonly username: string;
    readonly site: string;
    readonly keyHeader: string;
    readonly jwtHeader: string;
    readonly auth: { readonly apiKeys: Readonly<Record<string, string>> } | { readonly jwt: string } | { readonly jwtSecret: string; readonly jwtPayload: JsonObject } | null;
  };
  readonly xpanse: {
    readonly baseUrl: string;
    readonly auth: { readonly keyId: string; readonly key: string; readonly type: "standard" | "advanced" } | null;
  };
}

/** The origin that the tenants seem to be on; nothing is ever sent there. */
const ORIGIN = "https://sandbox.example.com";

/**
 * Simulated D3 and Xpanse tenants with real state, inside the page or the test. They enforce what the vendors enforce
 * and answer in their shapes; faults make them misbehave by script, the same way for the same seed.
 *
 * ```ts
 * const sandbox = new Sandbox();
 * const tenant = new d3.Tenant(sandbox.tenants.d3);
 * const report = await run(tenant, d3.closeIncidents({ incidentNumbers: ["20261103-104"], bypassRequiredTasks: true }), {
 *   fetch: sandbox.fetch,
 * });
 * ```
 */
export class Sandbox extends Owned {
  readonly #access: Access;
  #handle: glue.Sandbox | undefined;

  /**
   * A `fetch` that these tenants answer. It does what a network does: answers come late when a fault says so, a
   * connection that is cut is a `TypeError`, an aborted call stays carried out.
   */
  readonly fetch: (url: string | URL, init?: SandboxInit) => Promise<Response>;

  /** @throws `TypeError` for an invalid config. */
  constructor(config: SandboxConfig = {}) {
    super();
    this.#handle = refusing(() => new (loader.use().Sandbox)(JSON.stringify(config)));
    this.#access = JSON.parse(this.#core().access()) as Access;
    this.fetch = (url, init) => this.#answer(String(url), init ?? {});
  }

  /** The settings that open the two tenants. */
  get tenants(): SandboxTenants {
    const { prefix, usernames, sites, keyHeader, jwtHeader, keys, jwts, jwtSecrets, standard, advanced } = this.#access;
    const [jwt] = jwts;
    const [jwtSecret] = jwtSecrets;
    const signed = jwtSecret === undefined ? null : { jwtSecret, jwtPayload: { Username: usernames[0] ?? "", Site: sites[0] ?? "" } };
    const d3Auth = Object.keys(keys).length > 0 ? { apiKeys: keys } : jwt === undefined ? signed : { jwt };
    const [signing] = advanced;
    const [plain] = standard;
    const xpanseAuth = signing !== undefined ? { ...signing, type: "advanced" as const } : plain !== undefined ? { ...plain, type: "standard" as const } : null;
    return {
      d3: { baseUrl: ORIGIN + prefix, username: usernames[0] ?? "", site: sites[0] ?? "", keyHeader, jwtHeader, auth: d3Auth },
      xpanse: { baseUrl: ORIGIN, auth: xpanseAuth },
    };
  }

  /** Who and what the tenants know. */
  get access(): SandboxAccess {
    const { owners, cases, sites, playbooks, users, statuses, severities } = this.#access;
    return { owners, cases, sites, playbooks, users, statuses, severities };
  }

  /**
   * A `fetch` that stands for a gateway on the page's own origin: it takes unsigned requests under two paths, adds the
   * sandbox's keys (a D3 key, a standard Xpanse key) and passes them on, as the server that the documentation shows.
   */
  gateway({ d3 = "/soar", xpanse = "/xpanse" }: { readonly d3?: string; readonly xpanse?: string } = {}): Sandbox["fetch"] {
    const { prefix, keyHeader, keys, standard } = this.#access;
    return (url, init = {}) => {
      const { pathname } = new URL(url, ORIGIN);
      if (pathname.startsWith(`${d3}/`)) {
        const key = keys[pathname.slice(pathname.lastIndexOf("/") + 1)] ?? keys["*"] ?? "";
        return this.#answer(prefix + pathname.slice(d3.length), init, { [keyHeader]: key });
      }
      const key = standard[0];
      return this.#answer(pathname.slice(xpanse.length), init, { authorization: key?.key ?? "", "x-xdr-auth-id": key?.keyId ?? "" });
    };
  }

  /** Appends faults to the script. @throws `TypeError` for an invalid one. */
  script(...faults: readonly Fault[]): void {
    refusing(() => this.#core().script(JSON.stringify(faults)));
  }

  /** Drops the faults that are still to strike. */
  clearFaults(): void {
    this.#core().clear_faults();
  }

  /** How many faults are not used up. */
  get pendingFaults(): number {
    return this.#core().pending_faults();
  }

  /** What was really done. */
  effects(): Effects {
    return JSON.parse(this.#core().effects()) as Effects;
  }

  /** The incidents as they are now. */
  incidents(): Incidents {
    return JSON.parse(this.#core().incidents()) as Incidents;
  }

  /** The latest requests, oldest first, without their secrets; with their bodies if the config says `record_bodies`. */
  requests(): RequestRecord[] {
    return JSON.parse(this.#core().requests()) as RequestRecord[];
  }

  /** Frees the tenants' memory now instead of when they are garbage-collected. Using them afterwards is an error. */
  override free(): void {
    this.#handle?.free();
    this.#handle = undefined;
  }

  /** Back to the start: incidents, effects, log, rate limits, faults and their seed. */
  reset(): void {
    this.#core().reset();
  }

  #core(): glue.Sandbox {
    if (this.#handle === undefined) throw new Error("soarwire/sandbox: this sandbox was freed");
    return this.#handle;
  }

  async #answer(url: string, init: SandboxInit, extra: Readonly<Record<string, string>> = {}): Promise<Response> {
    const { signal } = init;
    signal?.throwIfAborted();
    const { pathname, search } = new URL(url, ORIGIN);
    const lines = headerLines({ ...pairs(init.headers), ...extra });
    const body = typeof init.body === "string" ? new TextEncoder().encode(init.body) : (init.body ?? new Uint8Array());
    const answer = this.#core().handle(Date.now(), (init.method ?? "GET").toUpperCase(), pathname + search, lines, body);
    const [status, lined, bytes, delay, cut] = [answer.status(), answer.headers(), answer.body(), answer.delay_ms(), answer.cut()];
    answer.free();
    // An answer comes after the turn in which it was asked for, as over a network.
    await held(delay, signal);
    if (cut === 1) throw new TypeError("Failed to fetch");
    if (status >= 300 && status < 400 && init.redirect === "manual") return hiddenRedirect();
    return responseOf({ status, headers: lined, body: bytes, broken: cut === 2 });
  }
}

function pairs(headers: SandboxInit["headers"]): Record<string, string> {
  if (headers === undefined || typeof headers.forEach !== "function") return { ...(headers as Readonly<Record<string, string>> | undefined) };
  const out: Record<string, string> = {};
  headers.forEach((value: string, name: string) => (out[name] = value));
  return out;
}

function headerLines(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers).flat().map((text) => String(text).replace(/[\r\n]+/g, " ")).join("\n");
}

/** Waits, unless the call is aborted. */
function held(ms: number, signal: AbortSignal | null | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const aborted = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = ms < 2 ** 31 ? setTimeout(() => (signal?.removeEventListener("abort", aborted), resolve()), ms) : undefined;
    signal?.addEventListener("abort", aborted, { once: true });
  });
}

function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    throw typeof thrown === "string" ? new TypeError(`soarwire/sandbox: ${thrown}`) : thrown;
  }
}
