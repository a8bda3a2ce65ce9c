// Runs in an empty project, in Node: reads rows and URLs as JSON, writes their outcomes as JSON.
import { readFileSync } from "node:fs";
import * as soarwire from "soarwire";
import { all } from "./behaviours.mjs";

const { rows, urls } = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(await all(soarwire, rows, urls, { apiKey: "k" })));
