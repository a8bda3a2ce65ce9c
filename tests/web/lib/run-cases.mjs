// Runs in an empty project, in Node: the cases come in as JSON `[[name, text]]`, what they gave goes out.
import { json } from "node:stream/consumers";
import * as soarwire from "soarwire";
import { runCase } from "./cases.mjs";

await soarwire.init();
// Not in one read: the pipe may be empty for a moment.
const cases = await json(process.stdin);
process.stdout.write(JSON.stringify(cases.map(([, text]) => runCase(soarwire, text))));
