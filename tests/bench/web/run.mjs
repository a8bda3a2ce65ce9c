#!/usr/bin/env node
// run.mjs [--only PREFIX]: measures the packed package in headless Chromium and prints rows as JSON:
// {name: {ours, peer, ratio, unit, peer_name}}; ours and peer are medians of interleaved rounds. Rows without
// a peer have no ratio either.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { launch } from "../../web/lib/browsers/index.mjs";
import { copy, here, page, project, read, serve } from "../../web/lib/project.mjs";

const ROUNDS = 61;
const INIT_ROUNDS = 41;
const { only } = parseArgs({ options: { only: { type: "string", default: "" } } }).values;
const wanted = (name) => name.startsWith(only) || only.startsWith(name);
const alone = (ours, unit, more = {}) => ({ ours, peer: null, ratio: null, unit, peer_name: null, ...more });

/** The rows that work.mjs measures. */
const TIMED = ["web.incidents_10k", "web.report_10k", "web.report_10k_valibot", "web.small_call"];

const rows = {};
if (["web.init", ...TIMED].some(wanted)) Object.assign(rows, await inChromium());
if (wanted("web.size")) rows["web.size"] = size();
if (wanted("dashboard.select_10k")) {
  const row = select();
  if (row !== undefined) rows["dashboard.select_10k"] = row;
}
console.log(JSON.stringify(rows, null, 2));

async function inChromium() {
  const home = project("bench");
  for (const peer of ["zod", "valibot"]) copy(join(here, "node_modules", peer), join(home, "peers", peer));
  for (const file of ["work.mjs", "incidents.mjs"]) copy(fileURLToPath(new URL(file, import.meta.url)), join(home, file));
  writeFileSync(join(home, "index.html"), "<!doctype html><meta charset=utf-8><link rel=icon href=data:,><title>bench</title>");
  // A page of its own has a clock that tells microseconds.
  const isolated = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };
  const server = await serve(home, isolated);
  const opened = await launch("chromium");
  try {
    const found = {};
    if (wanted("web.init")) found["web.init"] = alone(await init(opened, server.origin), "ms");
    for (const name of TIMED.filter(wanted)) found[name] = await timed(opened, server.origin, name);
    return found;
  } finally {
    await opened.close();
    server.close();
  }
}

/** A row in a page of its own: what was compiled, and what is left of the memory, depends on no other row. */
async function timed(opened, origin, name) {
  const context = await opened.newContext();
  const { page: at, trouble } = await page(context, `${origin}/`);
  const row = await at.evaluate(async ([name, rounds]) => (await import("/work.mjs")).row(name, rounds), [name, ROUNDS]);
  if (trouble.length > 0) throw new Error(trouble.join("\n"));
  await context.close();
  return row;
}

/** From the import to the end of init(), milliseconds; each time with an empty cache. */
async function init(opened, origin) {
  const times = [];
  for (let round = -1; round < INIT_ROUNDS; round++) {
    const context = await opened.newContext();
    const { page: at } = await page(context, `${origin}/`);
    const taken = await at.evaluate(async () => {
      const start = performance.now();
      await (await import("/node_modules/soarwire/dist/browser.js")).init();
      return performance.now() - start;
    });
    if (round >= 0) times.push(taken);
    await context.close();
  }
  return Math.round(times.sort((a, b) => a - b)[times.length >> 1] * 100) / 100;
}

function size() {
  const folder = mkdtempSync(join(tmpdir(), "soarwire-bench-"));
  try {
    const file = join(folder, "size.json");
    // It fails above the budget; here the number counts.
    spawnSync(process.execPath, [join(here, "size.mjs"), "--json", file], { stdio: ["ignore", "ignore", "inherit"] });
    const { "web.size": bytes, budget } = JSON.parse(read(file));
    return alone(bytes, "bytes", { budget });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Builds the dashboard first. */
function select() {
  const ran = spawnSync(join(here, "dashboard/run"), ["--select"], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  if (ran.status !== 0) {
    console.error("bench: dashboard.select_10k could not be measured");
    return undefined;
  }
  return alone(JSON.parse(ran.stdout).median, "ms");
}
