import { Clock } from "./clock.js";
import { ask, epoch, loader } from "./core.js";
import { guarded } from "./errors.js";
import { invalid } from "./refusals.js";
import { Owned } from "./owned.js";
import type { RunOptions } from "./run-options.js";
import type { Tenant } from "./tenant.js";

/** @internal The pacer of a call, by its number in the core, and the clock for its slots. */
export interface Pace {
  readonly pacer: number;
  readonly clock: Clock;
}

let pace: (pacer: Pacer) => Pace;
/** @internal How many requests a second a pacer lets through. */
export let rateOf: (pacer: Pacer) => number;

/** Frees the core's part of a garbage-collected pacer. */
const gone = new FinalizationRegistry<{ readonly number: number; readonly epoch: number }>((held) => {
  if (held.epoch === epoch) loader.use().pacer_free(held.number);
});

/**
 * What the calls of one tenant share: the pace, the cooldown that a server asked for, and the retry budget. Every
 * tenant has one of its own that {@link run} uses; make one to share it between tenants, or to set another pace.
 */
export class Pacer extends Owned {
  readonly #requestsPerSecond: number;
  #clock = new Clock();
  #number: number;
  #epoch = epoch;

  static {
    rateOf = (pacer) => {
      if (typeof pacer !== "object" || pacer === null || !(#number in pacer)) {
        throw invalid("pacer", "must be a `Pacer` of this copy of the package");
      }
      return pacer.#requestsPerSecond;
    };
    pace = (pacer) => {
      // Refuses what is none.
      rateOf(pacer);
      if (pacer.#epoch !== epoch) pacer.#number = pacer.#made();
      if (pacer.#clock.isOver) {
        const before = pacer.#clock.now();
        pacer.#clock = new Clock();
        // Places and cooldowns stay where they are.
        loader.use().clock_set(pacer.#number, before, pacer.#clock.now());
      }
      return { pacer: pacer.#number, clock: pacer.#clock };
    };
  }

  /**
   * At most so many requests a second, evenly spaced; 0 turns pacing off.
   *
   * @throws {@link SoarwireError} `invalid_request` for what is no such number.
   */
  constructor(requestsPerSecond: number) {
    super();
    if (!(Number.isFinite(requestsPerSecond) && requestsPerSecond >= 0)) {
      throw invalid("requestsPerSecond", "must be a finite number, 0 (for no pacing) or more");
    }
    this.#requestsPerSecond = requestsPerSecond;
    this.#number = this.#made();
  }

  #made(): number {
    const number = Number(guarded(() => ask((core) => core.pacer(this.#requestsPerSecond))));
    this.#epoch = epoch;
    gone.register(this, { number, epoch });
    return number;
  }
}

/** @internal */
export function paceOf(pacer: Pacer): Pace {
  return pace(pacer);
}

const pacers = new WeakMap<Tenant, Map<number, Pacer>>();

/** @internal The pacer that the options choose. */
export function chosenPacer(tenant: Tenant, { pacer, requestsPerSecond }: Pick<RunOptions, "pacer" | "requestsPerSecond">): Pacer {
  if (pacer !== undefined && requestsPerSecond !== undefined) {
    throw invalid("requestsPerSecond", "cannot be combined with a pacer, which has its own rate");
  }
  return pacer ?? pacerOf(tenant, requestsPerSecond ?? tenant.requestsPerSecond);
}

/** The pacer that all calls of this tenant at this pace share. */
function pacerOf(tenant: Tenant, requestsPerSecond: number): Pacer {
  let paces = pacers.get(tenant);
  if (paces === undefined) pacers.set(tenant, (paces = new Map()));
  let pacer = paces.get(requestsPerSecond);
  if (pacer === undefined) paces.set(requestsPerSecond, (pacer = new Pacer(requestsPerSecond)));
  return pacer;
}
