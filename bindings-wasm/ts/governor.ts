import type * as glue from "./soarwire_bg.js";
import { core } from "./core.js";
import { invalid } from "./errors.js";
import { Owned, handle } from "./owned.js";
import type { Tenant } from "./tenant.js";

/**
 * What the calls of one tenant share: the pace, the cooldown that a server asked for, and the retry budget. Every
 * tenant has one of its own that {@link run} uses; make one to share it between tenants, or to set another pace.
 */
export class Governor extends Owned {
  /** At most so many requests a second, evenly spaced; 0 turns pacing off. */
  constructor(requestsPerSecond: number) {
    if (!(typeof requestsPerSecond === "number" && requestsPerSecond >= 0)) {
      throw invalid("requestsPerSecond", "must be a number, 0 for no pacing");
    }
    super(new (core().Governor)(requestsPerSecond));
  }
}

const governors = new WeakMap<Tenant, Map<number, Governor>>();

/** @internal The governor that all calls of this tenant at this pace share. */
export function governorOf(tenant: Tenant, requestsPerSecond: number): glue.Governor {
  let paces = governors.get(tenant);
  if (paces === undefined) governors.set(tenant, (paces = new Map()));
  let governor = paces.get(requestsPerSecond);
  if (governor === undefined) paces.set(requestsPerSecond, (governor = new Governor(requestsPerSecond)));
  return handle<glue.Governor>(governor);
}
