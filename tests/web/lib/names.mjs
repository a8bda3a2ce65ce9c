// The names that somebody who uses the package writes: settings, parameters, options, kinds of errors and faults.
import { join } from "node:path";
import { read } from "./project.mjs";

/** The names, from the declarations of an installed package. */
export function names(folder) {
  const declared = (path) => read(join(folder, "dist", path));
  const options = /interface RunOptions \{(.*?)^\}/ms.exec(declared("run-options.d.ts"))[1];
  const members = [...["d3", "xpanse", "generated/d3", "generated/xpanse", "params", "bulk/options"].map((name) => declared(`${name}.d.ts`)), options].join("\n").matchAll(/^ +readonly (\w+)\??:/gm);
  const kinds = /^export type Kind = .*$/m.exec(declared("kinds.d.ts"))[0];
  const faults = [...declared("sandbox/faults.d.ts").matchAll(/\bkind: .*$/gm)].join();
  return new Set([...members, ...`${kinds}${faults}`.matchAll(/"(\w+)"/g)].map(([, name]) => name));
}
