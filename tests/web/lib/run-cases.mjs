// Runs in an empty project, in Node: the cases come in as JSON `[[name, text]]`, what they gave goes out.
import { readFileSync } from "node:fs";
import * as soarwire from "soarwire";
import { runCase } from "./cases.mjs";

await soarwire.init();
const cases = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(cases.map(([, text]) => runCase(soarwire, text))));
