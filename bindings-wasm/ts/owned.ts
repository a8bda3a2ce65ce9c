/// <reference lib="esnext.disposable" preserve="true" />

/**
 * A value of this package. There is nothing to free: `free` and `using` are there for programs that were written when
 * there was.
 */
export abstract class Owned {
  static {
    // Browsers that do not know `using` have no such symbol.
    if (typeof Symbol.dispose === "symbol") {
      const value = function (this: Owned): void {
        this.free();
      };
      Object.defineProperty(Owned.prototype, Symbol.dispose, { value, configurable: true });
    }
  }

  /** Does nothing, and need not be called. */
  free(): void {
    // Its memory is JavaScript's.
  }
}

export interface Owned {
  /** The same as {@link Owned.free}, for `using`. */
  [Symbol.dispose](): void;
}
