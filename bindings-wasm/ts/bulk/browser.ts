import type { InitInput } from "../loader.js";
import { loader } from "./core.js";
import { IndexedDbJournal } from "./indexed-db-journal.js";
import { useJournals } from "./journal.js";

export * from "./index.js";

useJournals((name) => new IndexedDbJournal(name));

/**
 * Loads the part that runs plans, once: call it before anything else of this entry, as often as you like.
 *
 * @param input - Where the `.wasm` file is (a URL, a `Response`), the file itself (bytes) or the compiled module, or a
 * promise of one; beside the package's own files when left out.
 */
export function init(input?: InitInput | PromiseLike<InitInput>): Promise<void> {
  return loader.init(() => input ?? new URL("../soarwire_bulk_bg.wasm", import.meta.url));
}
