/// <reference lib="esnext.disposable" preserve="true" />

/** What lives in the memory of the core. */
interface Handle {
  free(): void;
}

let read: (owned: object) => Handle | undefined;

/**
 * Something that holds memory of the core. The memory is given back when the object is collected, or at once by
 * {@link Owned.free} or a `using` declaration.
 */
export abstract class Owned {
  #handle: Handle | undefined;

  static {
    read = (owned) => {
      if (!(#handle in owned)) throw new TypeError("soarwire: this object was not made by this copy of the package");
      return owned.#handle;
    };
    // Browsers that do not know `using` have no such symbol.
    if (typeof Symbol.dispose === "symbol") {
      Object.defineProperty(Owned.prototype, Symbol.dispose, { value: Owned.prototype.free, configurable: true });
    }
  }

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /** Gives the memory back now. Using the object afterwards is an error. */
  free(): void {
    this.#handle?.free();
    this.#handle = undefined;
  }
}

export interface Owned {
  /** The same as {@link Owned.free}, for `using`. */
  [Symbol.dispose](): void;
}

/** @internal The handle itself. */
export function handle<H extends Handle>(owned: Owned): H {
  const found = read(owned);
  if (found === undefined) throw new Error("soarwire: this object was freed");
  return found as H;
}
