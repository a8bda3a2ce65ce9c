#!/usr/bin/env node
// readme.mjs: every block of TypeScript and JavaScript in the documentation, type-checked and run with the packed package in
// an empty project, in a page or in Node; and whether the documentation names all that one writes.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { blocks } from "./lib/blocks.mjs";
import { launch } from "./lib/browsers/index.mjs";
import { names } from "./lib/names.mjs";
import { asGateway } from "./lib/node-gateway.mjs";
import { html, said } from "./lib/page.mjs";
import { copy, here, project, read, root } from "./lib/project.mjs";

const documents = ["README.md", "bindings-wasm/README.md", "docs/drivers.md", "docs/filters.md", "docs/observability.md", "docs/outcomes.md", "docs/sandbox.md"];
// The simulated tenants' keys, by the names that the examples read.
const keys = { D3_KEY: "sandbox-d3-key", XPANSE_KEY: "sandbox-xpanse-advanced-key" };
// So that an example that catches errors has some to catch: refused with and without words, perhaps done.
const faults = [{ kind: "status", status: 422 }, { kind: "empty_unauthorized" }, { kind: "cut_after" }];

const compilerOptions = {
  target: "es2022", module: "nodenext", lib: ["es2022", "dom"], types: ["node"], typeRoots: [join(root, "bindings-wasm/node_modules/@types")],
  strict: true, exactOptionalPropertyTypes: true, checkJs: true, outDir: "out", noEmitOnError: true,
};
const home = project("readme", { files: { "tsconfig.json": JSON.stringify({ compilerOptions, include: ["*.ts", "*.js"] }) } });
const folder = join(home, "node_modules/soarwire");
const all = documents.flatMap(blocks);

function typed() {
  for (const path of documents) assert.ok(all.some(({ name }) => name.startsWith(`${path}:`)), `${path} has no block that is checked`);
  for (const { stem, ending, text } of all) writeFileSync(join(home, `${stem}.${ending}`), text);
  const { status, stdout } = spawnSync(join(root, "bindings-wasm/node_modules/.bin/tsc"), ["-p", "."], { cwd: home, encoding: "utf8" });
  assert.equal(status, 0, `these do not type-check; the lines are those of the documentation\n${stdout}`);
  for (const file of ["stage.mjs", "elsewhere.mjs"]) copy(join(here, "lib", file), join(home, file));
}

function complete() {
  const words = new Set(read(join(root, "bindings-wasm/README.md")).match(/\w+/g));
  assert.deepEqual([...names(folder)].filter((name) => !words.has(name)), [], "bindings-wasm/README.md does not name these");
}

/** Whether the stage is set: an example with simulated tenants of its own has to do without. */
const staged = ({ text }) => !text.includes("new Sandbox(");

/** Starts what became of a block; `ended` is the exit code with all that was printed. */
function start(block, more = {}, file = "stage.mjs") {
  const env = { ...process.env, ...keys, ...more };
  const stage = staged(block) ? ["--import", `./${file}`] : [];
  const child = spawn(process.execPath, [...stage, `out/${block.stem}.js`], { cwd: home, env, stdio: ["ignore", "pipe", "pipe"], timeout: 20_000 });
  const printed = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => printed.push(data));
  const ended = new Promise((resolve) => child.on("close", (code) => resolve({ code, printed: Buffer.concat(printed).toString() })));
  return { child, ended };
}

async function inNode(block) {
  const struck = block.text.includes("catch (error)") ? faults.map((fault) => ({ STAGE_FAULT: JSON.stringify(fault) })) : [];
  for (const more of [{}, ...struck]) {
    const { code, printed } = await start(block, more).ended;
    assert.equal(code, 0, `${more.STAGE_FAULT ?? ""}\n${printed}`);
  }
}

async function inPage(block, opened) {
  const page = join(home, "page");
  mkdirSync(page, { recursive: true });
  // Without a bundler: the package by its path.
  const write = (name, text) => writeFileSync(join(page, name), text.replaceAll(/"soarwire(\/sandbox|\/settle|\/bulk)?"/g, '"/node_modules/soarwire/dist$1/browser.js"'));
  write("stage.mjs", read(join(home, "stage.mjs")));
  write("main.js", `${staged(block) ? 'import "./stage.mjs"; ' : ""}${read(join(home, `out/${block.stem}.js`))}\nglobalThis.said = "all";`);
  write("index.html", html("main.js"));
  assert.equal(await said(opened, home, "/page/"), "all");
}

function way({ fragment, text }) {
  if (text.includes("createServer(")) return (block) => asGateway((env) => start(block, env, "elsewhere.mjs"), folder);
  // Only a page has an origin that a path is on; and only there does a forgotten `init` show.
  return !fragment && text.includes('baseUrl: "/') ? inPage : inNode;
}

let failed = 0;
async function step(name, work) {
  try {
    await work();
    console.log(`${name}: ok`);
    return true;
  } catch (error) {
    failed++;
    console.log(`${name}: ${error.stack}`);
    return false;
  }
}

const opened = await launch("chromium");
try {
  await step("documented names", complete);
  if (await step("documented types", typed)) for (const block of all) await step(block.name, () => way(block)(block, opened));
} finally {
  await opened.close();
}
process.exitCode = failed === 0 ? 0 : 1;
