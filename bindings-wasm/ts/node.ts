import { readBeside } from "./beside.js";
import { loader } from "./core.js";
import { overSockets } from "./http1/transport.js";
import type { InitInput } from "./loader.js";
import { useTransport } from "./transport.js";

export * from "./index.js";

useTransport(overSockets);
loader.readAtFirstUse(() => readBeside("./soarwire_bg.wasm", import.meta.url));

/**
 * Loads the core, once. In Node the first use does so by itself; call it to load at a time of your choice, or another
 * file.
 *
 * @param input - A URL that `fetch` reads, a `Response`, bytes or the compiled module, or a promise of one; the file of
 * the package when left out.
 */
export function init(input?: InitInput | PromiseLike<InitInput>): Promise<void> {
  return loader.init(input === undefined ? undefined : () => input);
}
