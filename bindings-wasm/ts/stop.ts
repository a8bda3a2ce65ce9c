/** Timers hold 31 bits. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The calls that one signal aborts, with a single listener: Node warns of a leak from the eleventh listener on. */
class Listening {
  static readonly #all = new WeakMap<AbortSignal, Listening>();
  readonly #signal: AbortSignal;
  readonly #stops = new Set<Stop>();

  static to(signal: AbortSignal): Listening {
    let listening = Listening.#all.get(signal);
    if (listening === undefined) Listening.#all.set(signal, (listening = new Listening(signal)));
    return listening;
  }

  private constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  add(stop: Stop): void {
    this.#stops.add(stop);
    if (this.#stops.size === 1) this.#signal.addEventListener("abort", this.#aborted);
  }

  delete(stop: Stop): void {
    this.#stops.delete(stop);
    if (this.#stops.size === 0) this.#signal.removeEventListener("abort", this.#aborted);
  }

  readonly #aborted = (): void => this.#stops.forEach((stop) => stop.ask(this.#signal.reason));
}

/** @internal What ends a call early, and what wakes it from a wait. */
export class Stop {
  asked = false;
  cause: unknown;
  readonly #listening: Listening | undefined;
  #wake: (() => void) | undefined;

  constructor(signal: AbortSignal | null | undefined) {
    if (signal === null || signal === undefined) return;
    this.#listening = Listening.to(signal);
    this.#listening.add(this);
    if (signal.aborted) this.ask(signal.reason);
  }

  /** Ends the call; only the first cause counts. */
  ask(cause: unknown): void {
    if (this.asked) return;
    this.asked = true;
    this.cause = cause;
    this.wake();
  }

  /** Calls a listener; if it throws, or its promise is rejected, the call ends as if aborted. */
  tell(listener: () => unknown): void {
    try {
      const returned = listener();
      // The call does not wait for the promise.
      if (returned !== undefined) Promise.resolve(returned).catch((thrown: unknown) => this.ask(thrown));
    } catch (thrown) {
      this.ask(thrown);
    }
  }

  /** Sleeps until it is woken; not at all once it is asked. */
  sleep(ms: number): Promise<void> {
    return this.asked ? Promise.resolve() : this.rest(ms);
  }

  /** Sleeps until it is woken, even if it was asked before. */
  rest(ms: number): Promise<void> {
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
    this.#listening?.delete(this);
  }
}
