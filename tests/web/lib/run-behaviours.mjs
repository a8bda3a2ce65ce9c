// Runs in an empty project, in Node: rows and URLs come in as JSON, what became of them goes out.
import { readFileSync } from "node:fs";
import * as soarwire from "soarwire";
import { all } from "./behaviours.mjs";

const { rows, urls } = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(await all(soarwire, rows, urls, { apiKey: "k" })));
