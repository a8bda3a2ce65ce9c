/// <reference lib="esnext.disposable" preserve="true" />

/**
 * A value of this package. There is nothing to free: `free` and `using` remain for programs written for earlier versions, which
 * required them.
 */
export abstract class Owned {
  static {
    // Browsers without support for `using` lack this symbol.
    if (typeof Symbol.dispose === "symbol") {
      const value = function (this: Owned): void {
        this.free();
      };
      Object.defineProperty(Owned.prototype, Symbol.dispose, { value, configurable: true });
    }
  }

  /** Does nothing; calling it is optional. */
  free(): void {
    // The garbage collector reclaims it.
  }
}

export interface Owned {
  /** The same as {@link Owned.free}, for `using`. */
  [Symbol.dispose](): void;
}
