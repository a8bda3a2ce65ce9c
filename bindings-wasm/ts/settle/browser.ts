import type { InitInput } from "../loader.js";
import { loader } from "./core.js";

export * from "./index.js";

/**
 * Loads the part that settles, once: call it before anything else of this entry, as often as you like.
 *
 * @param input - Where the `.wasm` file is (a URL, a `Response`), the file itself (bytes) or the compiled module, or a
 * promise of one; beside the package's own files when left out.
 */
export function init(input?: InitInput | PromiseLike<InitInput>): Promise<void> {
  return loader.init(() => input ?? new URL("../soarwire_settle_bg.wasm", import.meta.url));
}
