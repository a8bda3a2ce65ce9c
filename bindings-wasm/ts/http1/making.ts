import { performance } from "node:perf_hooks";
import { clearTimeout, setTimeout } from "node:timers";
import type { Progress } from "../transport.js";
import { Mishap } from "./mishap.js";

/** Work that can be cancelled. Calls of `done` and `fail` after the first are ignored. */
type Begin<T> = (done: (value: T) => void, fail: (error: unknown) => void) => () => void;

/** One attempt to connect: has a time limit, and is cancelled when nobody waits for it any more. */
export class Making {
  readonly progress: Progress;
  readonly #signal: AbortSignal;
  readonly #until: number;

  constructor(progress: Progress, timeoutMs: number, signal: AbortSignal) {
    this.progress = progress;
    this.#signal = signal;
    this.#until = performance.now() + timeoutMs;
  }

  /** How many milliseconds are left. */
  get leftMs(): number {
    return this.#until - performance.now();
  }

  /** Waits for work; `begin` returns the function that cancels it. */
  async wait<T>(begin: Begin<T>, forMs = this.leftMs): Promise<T> {
    let over = (): void => undefined;
    try {
      return await new Promise<T>((resolve, reject) => {
        if (this.#signal.aborted) throw new Mishap("the call was cancelled");
        const giveUp = begin(resolve, reject);
        const tooLate = (): void => {
          giveUp();
          const isName = this.progress.phase === "resolving";
          reject(isName ? new Mishap("the host name was not found in time", "dns") : new Mishap("no connection was made in time", "connect"));
        };
        const cancelled = (): void => {
          giveUp();
          reject(new Mishap("the call was cancelled"));
        };
        const timer = setTimeout(tooLate, Math.max(Math.ceil(Math.min(forMs, 2 ** 31 - 1)), 1));
        this.#signal.addEventListener("abort", cancelled);
        over = () => {
          clearTimeout(timer);
          this.#signal.removeEventListener("abort", cancelled);
        };
      });
    } finally {
      over();
    }
  }
}
