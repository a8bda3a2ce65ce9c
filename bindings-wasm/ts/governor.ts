import type * as glue from "./soarwire_bg.js";
import { Clock } from "./clock.js";
import { core } from "./core.js";
import { invalid } from "./errors.js";
import { Owned, handle, replace } from "./owned.js";
import type { Tenant } from "./tenant.js";

let clockOf: (governor: Governor) => Clock;

/**
 * What the calls of one tenant share: the pace, the cooldown that a server asked for, and the retry budget. Every
 * tenant has one of its own that {@link run} uses; make one to share it between tenants, or to set another pace.
 */
export class Governor extends Owned {
  readonly #requestsPerSecond: number;
  #clock = new Clock();

  static {
    clockOf = (governor) => {
      // What was promised by the clock as it stood before holds no longer.
      if (governor.#clock.isOver) {
        governor.#clock = new Clock();
        replace(governor, new (core().Governor)(governor.#requestsPerSecond));
      }
      return governor.#clock;
    };
  }

  /**
   * At most so many requests a second, evenly spaced; 0 turns pacing off.
   *
   * @throws {@link SoarwireError} `invalid_request` for what is no such number.
   */
  constructor(requestsPerSecond: number) {
    if (!(typeof requestsPerSecond === "number" && requestsPerSecond >= 0)) {
      throw invalid("requestsPerSecond", "must be a number, 0 for no pacing");
    }
    super(new (core().Governor)(requestsPerSecond));
    this.#requestsPerSecond = requestsPerSecond;
  }
}

/** @internal What a call is paced by, and the clock that its slots are counted by. */
export interface Pace {
  readonly governor: glue.Governor;
  readonly clock: Clock;
}

/** @internal */
export function paceOf(governor: Governor): Pace {
  const clock = clockOf(governor);
  return { governor: handle<glue.Governor>(governor), clock };
}

const governors = new WeakMap<Tenant, Map<number, Governor>>();

/** @internal The governor that all calls of this tenant at this pace share. */
export function governorOf(tenant: Tenant, requestsPerSecond: number): Governor {
  let paces = governors.get(tenant);
  if (paces === undefined) governors.set(tenant, (paces = new Map()));
  let governor = paces.get(requestsPerSecond);
  if (governor === undefined) paces.set(requestsPerSecond, (governor = new Governor(requestsPerSecond)));
  return governor;
}
