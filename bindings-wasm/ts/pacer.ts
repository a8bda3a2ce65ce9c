import type * as glue from "./soarwire_bg.js";
import { Clock } from "./clock.js";
import { core } from "./core.js";
import { invalid } from "./errors.js";
import { Owned, handle } from "./handle.js";
import type { Tenant } from "./tenant.js";

let clockOf: (pacer: Pacer) => Clock;

/**
 * What the calls of one tenant share: the pace, the cooldown that a server asked for, and the retry budget. Every
 * tenant has one of its own that {@link run} uses; make one to share it between tenants, or to set another pace.
 */
export class Pacer extends Owned {
  #clock = new Clock();

  static {
    clockOf = (pacer) => {
      if (pacer.#clock.isOver) {
        const before = pacer.#clock.now();
        pacer.#clock = new Clock();
        // Places and cooldowns stay where they are.
        handle<glue.Pacer>(pacer).clock_set(before, pacer.#clock.now());
      }
      return pacer.#clock;
    };
  }

  /**
   * At most so many requests a second, evenly spaced; 0 turns pacing off.
   *
   * @throws {@link SoarwireError} `invalid_request` for what is no such number.
   */
  constructor(requestsPerSecond: number) {
    if (!(Number.isFinite(requestsPerSecond) && requestsPerSecond >= 0)) {
      throw invalid("requestsPerSecond", "must be a finite number, 0 (for no pacing) or more");
    }
    super(new (core().Pacer)(requestsPerSecond));
  }
}

/** @internal What a call is paced by, and the clock that its slots are counted by. */
export interface Pace {
  readonly pacer: glue.Pacer;
  readonly clock: Clock;
}

/** @internal */
export function paceOf(pacer: Pacer): Pace {
  const clock = clockOf(pacer);
  return { pacer: handle<glue.Pacer>(pacer), clock };
}

const pacers = new WeakMap<Tenant, Map<number, Pacer>>();

/** @internal The pacer that all calls of this tenant at this pace share. */
export function pacerOf(tenant: Tenant, requestsPerSecond: number): Pacer {
  let paces = pacers.get(tenant);
  if (paces === undefined) pacers.set(tenant, (paces = new Map()));
  let pacer = paces.get(requestsPerSecond);
  if (pacer === undefined) paces.set(requestsPerSecond, (pacer = new Pacer(requestsPerSecond)));
  return pacer;
}
