import * as glue from "../soarwire_sandbox_bg.js";
import { Loader } from "../loader.js";

/** @internal The one instance of the simulated tenants' own file. */
export const loader = new Loader(glue, "soarwire_sandbox");
