import { readBeside } from "../beside.js";
import type { InitInput } from "../loader.js";
import { loader } from "./core.js";
import { FileJournal } from "./file-journal.js";
import { useJournals } from "./journal.js";

export * from "./index.js";
export { FileJournal };

useJournals((name) => new FileJournal(name));
loader.readAtFirstUse(() => readBeside("../soarwire_bulk_bg.wasm", import.meta.url));

/**
 * Loads the part that runs plans, once. In Node the first use does so by itself.
 *
 * @param input - A URL that `fetch` reads, a `Response`, bytes or the compiled module, or a promise of one; the file of
 * the package when left out.
 */
export function init(input?: InitInput | PromiseLike<InitInput>): Promise<void> {
  return loader.init(input === undefined ? undefined : () => input);
}
