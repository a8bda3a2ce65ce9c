import * as glue from "../soarwire_bulk_bg.js";
import { Refusal } from "../core.js";
import { guarded } from "../errors.js";
import { Loader } from "../loader.js";

/** @internal The one instance of the file of bulk runs. */
export const loader = new Loader(glue, "soarwire_bulk");

/** @internal What the core gives; what it refuses is thrown as an error. */
export function given<T>(work: (core: typeof glue) => T): T {
  const core = loader.use();
  return guarded(() => {
    try {
      return work(core);
    } catch (thrown) {
      throw typeof thrown === "string" ? new Refusal(thrown) : thrown;
    }
  });
}
