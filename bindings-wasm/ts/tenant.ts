import type * as glue from "./soarwire_bg.js";
import { core } from "./core.js";
import { guarded, invalid } from "./errors.js";
import type { Vendor } from "./kinds.js";
import { type Operation, heldBy } from "./operation.js";
import { Owned, handle } from "./handle.js";
import { Request } from "./request.js";

/** What signs a request besides the key; used by Xpanse advanced keys alone. */
export interface Moment {
  /** Letters and digits, 64 of them, new for every request. Made by the platform's random source when left out. */
  readonly nonce?: string | undefined;
  /** Milliseconds since 1970. The platform's clock when left out. */
  readonly nowMs?: number | undefined;
}

/**
 * A tenant of either vendor: `d3.Tenant` or `xpanse.Tenant`. It holds its keys in the memory of the core and prints
 * without them.
 */
export abstract class Tenant<V extends Vendor = Vendor> extends Owned {
  /** The vendor. */
  readonly vendor: V;

  /** @internal */
  constructor(vendor: V, settings: string) {
    super(guarded(() => new (core().Tenant)(settings)));
    this.vendor = vendor;
  }

  /** The base URL as it is used. */
  get baseUrl(): string {
    return this.#core().base_url();
  }

  /** How many requests a second the vendor documents for a tenant. */
  get requestsPerSecond(): number {
    return this.#core().requests_per_second();
  }

  /**
   * Builds the request of an operation, signed if the tenant has credentials. Nothing is sent.
   *
   * @throws {@link SoarwireError} `missing_credential` for a command that the tenant has no key for; `invalid_request` for
   * an operation of another vendor, a nonce or a time that is none.
   */
  request(operation: Operation<V>, { nonce, nowMs }: Moment = {}): Request {
    if (nonce !== undefined && typeof nonce !== "string") throw invalid("nonce", "must be text");
    if (nowMs !== undefined && !(typeof nowMs === "number" && nowMs >= 0)) throw invalid("nowMs", "must be milliseconds since 1970");
    const fresh = nonce ?? (this.vendor === "xpanse" ? randomNonce() : "");
    return guarded(() => new Request(this.#core().request(heldBy(operation), fresh, nowMs ?? Date.now())));
  }

  /**
   * Builds the request without credentials, as a gateway gets it. Nothing is sent.
   *
   * @throws {@link SoarwireError} `invalid_request` for an operation of another vendor.
   */
  unsigned(operation: Operation<V>): Request {
    return guarded(() => new Request(this.#core().request(heldBy(operation), "", undefined)));
  }

  #core(): glue.Tenant {
    return handle<glue.Tenant>(this);
  }
}

/** @internal 64 letters and digits. */
export function randomNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
