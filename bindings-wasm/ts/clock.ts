/** How far the machine's clock may be from ours before another begins. Signatures need it right to minutes. */
const TOLERANCE_MS = 1_000;

/**
 * Epoch milliseconds that go forward evenly, even when somebody sets the machine's clock: one that was set back by an hour
 * would have every call wait for an hour.
 */
export class Clock {
  readonly #began = Date.now() - performance.now();

  now(): number {
    return this.#began + performance.now();
  }

  /** Whether the machine's clock was set since. */
  get isOver(): boolean {
    return Math.abs(this.now() - Date.now()) > TOLERANCE_MS;
  }
}
