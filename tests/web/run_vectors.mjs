#!/usr/bin/env node
// run_vectors.mjs [DIR] [--dump FILE] [--only node|chromium]: runs every case below DIR (tests/vectors) through the packed
// package, installed into an empty project: in Node and in headless Chromium. Prints each mismatch and
// `node: N passed, N failed` and the same for chromium. With --dump, writes FILE.node and FILE.chromium: a line for each
// case, its path and the canonical request, report and error.
import { spawnSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { browser, copy, here, page, project, read, root, serve } from "./lib/project.mjs";

const { positionals, values } = parseArgs({ allowPositionals: true, options: { dump: { type: "string" }, only: { type: "string" } } });
const folder = resolve(positionals[0] ?? join(root, "tests/vectors"));
const byBytes = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** All cases below a folder; the order is that of the paths, part by part. */
function find(below) {
  const entries = readdirSync(below, { withFileTypes: true }).sort((a, b) => byBytes(a.name, b.name));
  return entries.flatMap((entry) => {
    const path = join(below, entry.name);
    return entry.isDirectory() ? find(path) : entry.name.endsWith(".json") ? [path] : [];
  });
}

const cases = find(folder).map((path) => [relative(folder, path), read(path)]);
const home = project("vectors");
for (const file of ["cases.mjs", "operations.mjs", "run-cases.mjs"]) copy(join(here, "lib", file), join(home, file));
const runtimes = { node, chromium };

function node() {
  const ran = spawnSync(process.execPath, ["run-cases.mjs"], { cwd: home, input: JSON.stringify(cases), maxBuffer: 2 ** 30, encoding: "utf8" });
  if (ran.status !== 0) throw new Error(`the cases did not run: ${ran.stderr}`);
  return JSON.parse(ran.stdout);
}

async function chromium() {
  writeFileSync(join(home, "index.html"), "<!doctype html><meta charset=utf-8><link rel=icon href=data:,><title>vectors</title>");
  const server = await serve(home);
  const opened = await browser();
  try {
    const { page: at, trouble } = await page(opened, `${server.origin}/`);
    const ran = await at.evaluate(async (texts) => {
      const soarwire = await import("/node_modules/soarwire/dist/browser.js");
      const { runCase } = await import("/cases.mjs");
      await soarwire.init();
      return texts.map((text) => runCase(soarwire, text));
    }, cases.map(([, text]) => text));
    if (trouble.length > 0) throw new Error(trouble.join("\n"));
    return ran;
  } finally {
    await opened.close();
    server.close();
  }
}

let good = cases.length > 0;
for (const [runtime, run] of Object.entries(runtimes)) {
  if (values.only !== undefined && values.only !== runtime) continue;
  const results = await run();
  const failed = results.filter(({ mismatches }) => mismatches.length > 0).length;
  results.forEach(({ mismatches }, index) => mismatches.forEach((mismatch) => console.log(`${cases[index][0]}: ${mismatch}`)));
  if (values.dump !== undefined) {
    writeFileSync(`${values.dump}.${runtime}`, results.map(({ canonical }, index) => `${cases[index][0]}\t${canonical}\n`).join(""));
  }
  console.log(`${runtime}: ${results.length - failed} passed, ${failed} failed`);
  good &&= failed === 0;
}
process.exitCode = good ? 0 : 1;
