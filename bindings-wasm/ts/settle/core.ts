import * as glue from "../soarwire_settle_bg.js";
import { Loader } from "../loader.js";

/** @internal The one instance of settling's own file. */
export const loader = new Loader(glue, "soarwire_settle");
