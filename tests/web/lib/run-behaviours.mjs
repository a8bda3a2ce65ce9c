// Runs in an empty project, in Node: reads rows and URLs as JSON, writes their outcomes as JSON.
import { json } from "node:stream/consumers";
import * as soarwire from "soarwire";
import { all } from "./behaviours.mjs";

const { rows, urls } = await json(process.stdin);
process.stdout.write(JSON.stringify(await all(soarwire, rows, urls, { apiKey: "4b5e3a9c/0d1f+7a==" })));
