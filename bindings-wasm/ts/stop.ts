/** Timers hold 31 bits. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** @internal What ends a call early, and what wakes it from a wait. */
export class Stop {
  asked = false;
  cause: unknown;
  readonly #signal: AbortSignal | null | undefined;
  #wake: (() => void) | undefined;

  constructor(signal: AbortSignal | null | undefined) {
    this.#signal = signal;
    if (signal?.aborted === true) this.#aborted();
    else signal?.addEventListener("abort", this.#aborted);
  }

  readonly #aborted = (): void => this.ask(this.#signal?.reason);

  ask(cause: unknown): void {
    this.asked = true;
    this.cause = cause;
    this.wake();
  }

  /** Tells a listener; one that throws ends the call as an abort does. */
  tell(listen: () => void): void {
    try {
      listen();
    } catch (thrown) {
      this.ask(thrown);
    }
  }

  sleep(ms: number): Promise<void> {
    if (this.asked) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(wake, Math.min(Math.ceil(ms), LONGEST_TIMER));
      this.#wake = wake;
    });
  }

  wake(): void {
    this.#wake?.();
  }

  end(): void {
    this.#signal?.removeEventListener("abort", this.#aborted);
  }
}
