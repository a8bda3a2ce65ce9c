#!/usr/bin/env node
// run_vectors.mjs [DIR] [--dump FILE] [--only node|chromium|firefox|webkit]: runs every case below DIR (tests/vectors) through the packed
// package, installed into an empty project: in Node and in headless Chromium, or where it says. Prints each mismatch and
// `node: N passed, N failed` and the same for chromium. With --dump, writes FILE.node and FILE.chromium: a line for each
// case, its path and the canonical request, report and error.
import { spawnSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { launch } from "./lib/browsers/index.mjs";
import { html } from "./lib/page.mjs";
import { copy, here, page, project, read, root, serve } from "./lib/project.mjs";

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
for (const file of ["cases.mjs", "operations.mjs", "run-cases.mjs", "page-cases.mjs"]) copy(join(here, "lib", file), join(home, file));

function node() {
  const ran = spawnSync(process.execPath, ["run-cases.mjs"], { cwd: home, input: JSON.stringify(cases), maxBuffer: 2 ** 30, encoding: "utf8" });
  if (ran.status !== 0) throw new Error(`the cases did not run: ${ran.stderr}`);
  return JSON.parse(ran.stdout);
}

async function inBrowser(name) {
  writeFileSync(join(home, "index.html"), html("/page-cases.mjs"));
  const server = await serve(home);
  const opened = await launch(name);
  try {
    const { page: at, trouble } = await page(opened, `${server.origin}/`);
    await at.waitForFunction(() => globalThis.runCases !== undefined);
    const ran = await at.evaluate((texts) => globalThis.runCases(texts), cases.map(([, text]) => text));
    if (trouble.length > 0) throw new Error(trouble.join("\n"));
    return ran;
  } finally {
    await opened.close();
    server.close();
  }
}

let good = cases.length > 0;
for (const runtime of values.only === undefined ? ["node", "chromium"] : [values.only]) {
  const results = runtime === "node" ? node() : await inBrowser(runtime);
  const failed = results.filter(({ mismatches }) => mismatches.length > 0).length;
  results.forEach(({ mismatches }, index) => mismatches.forEach((mismatch) => console.log(`${cases[index][0]}: ${mismatch}`)));
  if (values.dump !== undefined) {
    writeFileSync(`${values.dump}.${runtime}`, results.map(({ canonical }, index) => `${cases[index][0]}\t${canonical}\n`).join(""));
  }
  console.log(`${runtime}: ${results.length - failed} passed, ${failed} failed`);
  good &&= failed === 0;
}
process.exitCode = good ? 0 : 1;
