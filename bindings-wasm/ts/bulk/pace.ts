import type * as glue from "../soarwire_bulk_bg.js";
import { Clock } from "../clock.js";
import { type Pacer, rateOf } from "../pacer.js";
import { given } from "./core.js";

/** @internal What the runs with one pacer share: its part in the core of bulk runs, and the clock for its places. */
export class Pace {
  readonly pacer: glue.Pacer;
  #clock = new Clock();

  constructor(requestsPerSecond: number) {
    this.pacer = given((core) => new core.Pacer(requestsPerSecond));
  }

  /** Epoch milliseconds. A run may go on for hours, in which somebody sets the clock, or the machine sleeps. */
  now(): number {
    if (this.#clock.isOver) {
      const before = this.#clock.now();
      this.#clock = new Clock();
      // Places and cooldowns stay where they are.
      this.pacer.clock_set(before, this.#clock.now());
    }
    return this.#clock.now();
  }
}

const paces = new WeakMap<Pacer, Pace>();

/** @internal What all runs with this pacer share. */
export function paceWith(pacer: Pacer): Pace {
  const requestsPerSecond = rateOf(pacer);
  let pace = paces.get(pacer);
  if (pace === undefined) paces.set(pacer, (pace = new Pace(requestsPerSecond)));
  return pace;
}
