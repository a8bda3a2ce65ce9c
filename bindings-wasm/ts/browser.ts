import { loader } from "./core.js";
import type { InitInput } from "./loader.js";

export * from "./index.js";

/**
 * Loads the core, once: call it before anything else, as often as you like. Every use before it is done is an error.
 *
 * @param input - Where the `.wasm` file is (a URL, a `Response`), the file itself (bytes) or the compiled module, or a
 * promise of one; beside this file when left out.
 */
export function init(input?: InitInput | PromiseLike<InitInput>): Promise<void> {
  return loader.init(() => input ?? new URL("./soarwire_bg.wasm", import.meta.url));
}
