import { Places, ask } from "./core.js";
import { type Source, type Sources, secretNow } from "./credentials.js";
import { guarded } from "./errors.js";
import { invalid } from "./refusals.js";
import type { Vendor } from "./kinds.js";
import { type Operation, heldBy, shapeOf } from "./operation.js";
import { Owned } from "./owned.js";
import { Request, requestOf } from "./request.js";

/** What signs a request besides the key; used only by Xpanse advanced keys. */
export interface Moment {
  /** Letters and digits, 64 of them, new for every request. Made by the platform's random source when left out. */
  readonly nonce?: string | undefined;
  /** Milliseconds since 1970. The platform's clock when left out. */
  readonly nowMs?: number | undefined;
}

/** The settings of each tenant, including keys, kept here so that no console prints them with the tenant. */
const settingsOf = new WeakMap<Tenant, string>();

/** Where the credentials of a tenant come from that are asked for, attempt by attempt. */
const sourcesOf = new WeakMap<Tenant, Sources>();

/** The tenants that the core currently holds. */
const places = new Places<Tenant>();

let placeOf: (tenant: Tenant) => number;

/** What every request of a tenant has, as the core writes it. */
interface Frame {
  readonly url: string;
  readonly before: string;
  readonly behind: string;
  readonly headers: string;
}

/** A tenant of either vendor: `d3.Tenant` or `xpanse.Tenant`. Prints and serialises without its keys. */
export abstract class Tenant<V extends Vendor = Vendor> extends Owned {
  /** The vendor. */
  readonly vendor: V;
  /** The base URL, normalized. */
  readonly baseUrl: string;
  /** How many requests a second the vendor documents for a tenant. */
  readonly requestsPerSecond: number;
  #place = 0;
  readonly #frame: Frame;

  static {
    placeOf = (tenant) => {
      if (typeof tenant !== "object" || tenant === null || !(#place in tenant)) {
        throw invalid("tenant", "must be a `d3.Tenant` or an `xpanse.Tenant` of this copy of the package");
      }
      if (!places.has(tenant.#place, tenant)) tenant.#take();
      return tenant.#place;
    };
  }

  /** @internal */
  constructor(vendor: V, settings: string, sources?: Sources) {
    super();
    this.vendor = vendor;
    settingsOf.set(this as Tenant, settings);
    if (sources !== undefined) sourcesOf.set(this as Tenant, sources);
    const [pace, baseUrl, ...lines] = this.#take().split("\n") as [string, string, ...string[]];
    this.baseUrl = baseUrl;
    this.requestsPerSecond = Number(pace);
    const [, before, behind] = lines.splice(-3) as [string, string, string];
    this.#frame = { url: baseUrl, before, behind, headers: lines.join("\n") };
  }

  /**
   * Builds the request of an operation, signed if the tenant has credentials. Nothing is sent. The HTTP client that sends it
   * must follow no redirects (`redirect: "manual"`), since they would take the credentials to another host, and must repeat nothing
   * by itself: see {@link https://github.com/soarwire/soarwire/blob/main/docs/drivers.md}.
   *
   * A function among the credentials is called; one that gives a promise is refused, since only {@link run} waits for it.
   *
   * @throws {@link SoarwireError} `missing_credential` for a command that the tenant has no key for, or whose function failed;
   * `invalid_request` for an operation of another vendor, a nonce or a time that is none.
   */
  request(operation: Operation<V>, moment: Moment = {}): Request {
    if (typeof moment !== "object" || moment === null) throw invalid("moment", "must be an object with `nonce` and `nowMs`");
    const { nonce, nowMs } = moment;
    if (nonce !== undefined && typeof nonce !== "string") throw invalid("nonce", "must be text");
    if (nowMs !== undefined && !(typeof nowMs === "number" && nowMs >= 0)) throw invalid("nowMs", "must be milliseconds since 1970");
    const source = sourceFor(this as Tenant, operation as Operation);
    if (source !== undefined) return source.tenant(secretNow(source, operation as Operation)).request(operation as Operation, moment);
    const fresh = nonce ?? (this.vendor === "xpanse" ? randomNonce() : "");
    return built(this as Tenant, operation, fresh, nowMs ?? Date.now());
  }

  /**
   * Builds the request without credentials, as a gateway gets it. Nothing is sent.
   *
   * @throws {@link SoarwireError} `invalid_request` for an operation of another vendor.
   */
  unsigned(operation: Operation<V>): Request {
    // Joins texts that the core wrote: it builds a request of the same parts in the same order (`Frame::request`), and wrote those of
    // the tenant as a request whose path and content are empty. A test compares both requests. The core itself builds long requests,
    // and refuses those of another vendor and tenants that are none.
    const shape = #frame in this ? shapeOf(operation as Operation) : "";
    if (shape === "" || (operation as Operation).vendor !== this.vendor) return built(this as Tenant, operation, "", NaN);
    const { url, before, behind, headers } = this.#frame;
    const end = shape.indexOf("\n");
    return new Request(url + shape.slice(0, end), headers, before + shape.slice(end + 1) + behind);
  }

  #take(): string {
    let told = "";
    const send = (place: number): void => {
      told = ask((core, length) => core.tenant(place, length), settingsOf.get(this as Tenant));
    };
    this.#place = guarded(() => places.take(this as Tenant, send));
    return told;
  }
}

/** @internal Where the credential for an operation comes from; `undefined` where the tenant has it. */
export function sourceFor(tenant: Tenant, operation: Operation): Source | undefined {
  return sourcesOf.get(tenant)?.(operation.wireName);
}

/** @internal Whether a credential of the tenant is a function. */
export function hasSources(tenant: Tenant): boolean {
  return sourcesOf.has(tenant);
}

/** @internal The settings of a tenant with its keys, for a core of its own. */
export function settingsHeld(tenant: Tenant): string {
  placeOf(tenant);
  return settingsOf.get(tenant) as string;
}

function built(tenant: Tenant, operation: Operation, nonce: string, nowMs: number): Request {
  const place = placeOf(tenant);
  const held = heldBy(operation);
  return requestOf(guarded(() => ask((core, length) => core.request(place, held, nowMs, length), nonce)));
}

/** @internal The slot of a tenant in the core, until another tenant takes it over. */
export function tenantHeldBy(tenant: Tenant): number {
  return placeOf(tenant);
}

/** @internal 64 letters and digits. */
export function randomNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
