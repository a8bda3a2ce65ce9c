#!/usr/bin/env node
// run.mjs SETTINGS: measures the packed package in Node against the sandbox server whose line of settings it is given. Prints
// rows as JSON: {name: {ours, peer, ratio, unit, peer_name}}; ours and peer are medians of interleaved rounds.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { copy, here, project } from "../../web/lib/project.mjs";

const home = project("bench-node");
copy(join(here, "node_modules/zod"), join(home, "peers/zod"));
copy(fileURLToPath(new URL("rows.mjs", import.meta.url)), join(home, "rows.mjs"));
const said = execFileSync(process.execPath, ["rows.mjs", process.argv[2]], { cwd: home, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
const rounded = (value, places) => Number(value.toFixed(places));
const rows = Object.entries(JSON.parse(said)).map(([name, [ours, peer]]) => {
  const row = { ours: rounded(ours * 1000, 3), peer: rounded(peer * 1000, 3), ratio: rounded(ours / peer, 3), unit: "us", peer_name: "undici fetch + zod" };
  return [name, row];
});
console.log(JSON.stringify(Object.fromEntries(rows), null, 2));
