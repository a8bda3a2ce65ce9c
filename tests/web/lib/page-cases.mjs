// Runs in a page: lets the test have cases carried out, by their texts.
import * as soarwire from "/node_modules/soarwire/dist/browser.js";
import { runCase } from "/cases.mjs";

await soarwire.init();
globalThis.runCases = (texts) => texts.map((text) => runCase(soarwire, text));
