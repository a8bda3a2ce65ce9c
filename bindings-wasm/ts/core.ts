import * as glue from "./soarwire_bg.js";
import { Loader } from "./loader.js";

/** @internal The one instance of the core. */
export const loader = new Loader(glue, "soarwire");

/** @internal The core, or an `Error` that says to call `init()`. */
export function core(): typeof glue {
  return loader.use();
}
