#!/usr/bin/env node
// packages.mjs [--in chromium|firefox|webkit] [STEP…]: throw-away projects that install the packed package as users do: Node, Vite's production build and its
// development server, a page without a bundler; its types under `node16` and `bundler`; publint and arethetypeswrong on the
// tarball.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createServer } from "vite";
import { launch } from "./lib/browsers/index.mjs";
import { html, said, saidAt } from "./lib/page.mjs";
import { copy, here, project, root, tarball } from "./lib/project.mjs";

const bin = (name, folder = here) => join(folder, "node_modules/.bin", name);
const exec = (program, args, cwd) => {
  try {
    return execFileSync(program, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    throw new Error(`${program} ${args.join(" ")}\n${error.stdout}${error.stderr}`);
  }
};

/** What every project does: the tenants of the sandbox, by whatever names the package and its files have there. */
const program = (soarwire, sandbox, files = ["", ""]) => `
import { init, d3, run } from "${soarwire}";
import { init as initSandbox, Sandbox } from "${sandbox}";
await Promise.all([init(${files[0]}), initSandbox(${files[1]})]);
const sandbox = new Sandbox();
const [{ number }] = sandbox.incidents().d3;
const report = await run(new d3.Tenant(sandbox.tenants.d3), d3.closeIncidents({ incidentNumbers: [number, "none"], bypassRequiredTasks: true }), { fetch: sandbox.fetch });
globalThis.said = JSON.stringify(report.counts);
`;
const expected = JSON.stringify({ asked: 2, succeeded: 1, failed: 1, unreported: 0, unknown: 0 });

/** Reads lists to their end and settles, by whatever names the package and its entries have there. */
const reading = (soarwire, settling, sandbox) => `
import { init, d3, pages, run, xpanse } from "${soarwire}";
import { init as initSettle, overview, settle } from "${settling}";
import { init as initSandbox, Sandbox } from "${sandbox}";
await Promise.all([init(), initSettle(), initSandbox()]);
const world = new Sandbox({ xpanse: { generate: 200 } });
const options = { fetch: world.gateway(), requestsPerSecond: 0, maxAttempts: 1 };
const said = [];
for (const fault of [undefined, { kind: "world_moves", change: "inserted" }]) {
  if (fault) world.script(fault);
  const list = pages(new xpanse.Tenant({ baseUrl: "/xpanse" }), xpanse.getIncidents({ searchTo: 50, sort: { field: "creation_time", keyword: "desc" } }), options);
  const before = world.incidents().xpanse.map((incident) => incident.incident_id);
  const ids = new Set();
  let count = 0;
  for await (const page of list) page.ids.forEach((id) => (count++, ids.add(id)));
  said.push([list.end, count === ids.size && before.every((id) => ids.has(id))]);
}
const tenant = new d3.Tenant({ baseUrl: "/soar", username: "Admin", site: "Security Operations" });
const assign = d3.updateOwner({ incidentNumbers: world.incidents().d3.slice(0, 3).map(({ number }) => number), owner: "Li Wen" });
for (const kind of ["cut_before", "cut_after"]) {
  world.script({ kind });
  const error = await run(tenant, assign, options).catch((thrown) => thrown);
  const settlement = await settle(tenant, assign, error, options);
  said.push([settlement.counts, settlement.operation?.asked.length ?? null]);
}
const list = overview({
  soc: { tenant, operation: d3.getIncidents({ startTime: "2000-01-01 00:00:00", endTime: "2099-01-01 00:00:00" }) },
  asset: { tenant: new xpanse.Tenant({ baseUrl: "/xpanse" }), operation: xpanse.getIncidents({ sort: { field: "creation_time", keyword: "desc" } }) },
}, options);
const seen = new Set();
for await (const { tenant } of list) seen.add(tenant);
said.push([[...seen].sort(), [...list.ends].sort(), list.failures.size]);
globalThis.said = JSON.stringify(said);
`;
const read = JSON.stringify([
  ["complete", true], ["moved", true],
  [{ settled: 3, inEffect: 0, notInEffect: 3, cannotTell: 0 }, 3], [{ settled: 3, inEffect: 3, notInEffect: 0, cannotTell: 0 }, null],
  [["asset", "soc"], [["asset", "complete"], ["soc", "complete"]], 0],
]);

/** Runs a plan with a journal, and goes on with it, by whatever names the package and its entries have there. */
const planning = (soarwire, bulk, sandbox) => `
import { d3, init } from "${soarwire}";
import { MemoryJournal, init as initBulk, plan, resume, runBulk } from "${bulk}";
import { init as initSandbox, Sandbox } from "${sandbox}";
await Promise.all([init(), initBulk(), initSandbox()]);
const world = new Sandbox({ d3: { generate: 40 } });
const tenant = new d3.Tenant({ baseUrl: "/soar", username: "Admin", site: "Security Operations" });
const numbers = world.incidents().d3.slice(0, 40).map(({ number }) => number);
const journal = typeof indexedDB === "undefined" ? new MemoryJournal() : "a run";
const options = { fetch: world.gateway(), requestsPerSecond: 0 };
world.script({ kind: "cut_after" });
const assign = plan(d3.updateOwner({ incidentNumbers: numbers, owner: "Li Wen" }), { chunk: 10 });
const stopped = await runBulk(tenant, assign, { ...options, journal, concurrency: 1, breaker: 1, maxAttempts: 1 });
const { counts } = await resume(tenant, journal, options);
globalThis.said = JSON.stringify([stopped.stopped, stopped.counts.unknown, stopped.counts.notAttempted, counts.succeeded]);
`;
const planned = JSON.stringify(["interrupted", 10, 30, 40]);

/** Vite's development server, with an empty cache as on the first day. */
async function served(opened, main, config) {
  const home = project("dev", { files: { "index.html": html("/main.js"), "main.js": main } });
  const server = await createServer({ root: home, configFile: false, logLevel: "warn", server: { host: "127.0.0.1", port: 0 }, ...config });
  try {
    await server.listen();
    assert.equal(await saidAt(opened, server.resolvedUrls.local[0]), expected, JSON.stringify(config));
  } finally {
    await server.close();
  }
}

const steps = {
  async node() {
    const files = { "main.js": `${program("soarwire", "soarwire/sandbox")}\nconsole.log(said);` };
    assert.equal(exec(process.execPath, ["main.js"], project("node", { files })).trim(), expected);
  },

  async vite(opened) {
    const files = { "index.html": html("/main.js"), "main.js": program("soarwire", "soarwire/sandbox") };
    const home = project("vite", { files });
    // The policy allows no data: scripts; the files themselves are what ships.
    exec(bin("vite"), ["build", "--logLevel", "warn"], home);
    const made = readdirSync(join(home, "dist/assets"));
    assert.equal(made.filter((name) => name.endsWith(".wasm")).length, 2, made.join());
    assert.equal(await said(opened, join(home, "dist")), expected);
  },

  async dev(opened) {
    const main = program("soarwire", "soarwire/sandbox");
    const urls = `import core from "soarwire/soarwire_bg.wasm?url"; import simulated from "soarwire/soarwire_sandbox_bg.wasm?url";`;
    // As it is, and in the two ways that Vite needed before version 8.
    await served(opened, main, {});
    await served(opened, main, { optimizeDeps: { exclude: ["soarwire"] } });
    await served(opened, urls + program("soarwire", "soarwire/sandbox", ["core", "simulated"]), {});
  },

  async page(opened) {
    const dist = "/node_modules/soarwire/dist";
    const files = { "index.html": html("/main.js"), "main.js": program(`${dist}/browser.js`, `${dist}/sandbox/browser.js`) };
    assert.equal(await said(opened, project("page", { files })), expected);
  },

  async reading(opened) {
    const main = reading("soarwire", "soarwire/settle", "soarwire/sandbox");
    const inNode = project("reading-node", { files: { "main.js": `${main}\nconsole.log(globalThis.said);` } });
    assert.equal(exec(process.execPath, ["main.js"], inNode).trim(), read);
    const dist = "/node_modules/soarwire/dist";
    const page = { "index.html": html("/main.js"), "main.js": reading(`${dist}/browser.js`, `${dist}/settle/browser.js`, `${dist}/sandbox/browser.js`) };
    assert.equal(await said(opened, project("reading-page", { files: page })), read);
    const built = project("reading-vite", { files: { "index.html": html("/main.js"), "main.js": main } });
    exec(bin("vite"), ["build", "--logLevel", "warn"], built);
    assert.equal(await said(opened, join(built, "dist")), read);
  },

  async bulk(opened) {
    const main = planning("soarwire", "soarwire/bulk", "soarwire/sandbox");
    const inNode = project("bulk-node", { files: { "main.js": `${main}\nconsole.log(globalThis.said);` } });
    assert.equal(exec(process.execPath, ["main.js"], inNode).trim(), planned);
    const dist = "/node_modules/soarwire/dist";
    const page = { "index.html": html("/main.js"), "main.js": planning(`${dist}/browser.js`, `${dist}/bulk/browser.js`, `${dist}/sandbox/browser.js`) };
    assert.equal(await said(opened, project("bulk-page", { files: page })), planned);
    const built = project("bulk-vite", { files: { "index.html": html("/main.js"), "main.js": main } });
    exec(bin("vite"), ["build", "--logLevel", "warn"], built);
    assert.equal(await said(opened, join(built, "dist")), planned);
  },

  async types() {
    const home = project("types");
    copy(join(here, "types"), home);
    // The oldest version that the README names, and the newest.
    const compilers = [join(here, "node_modules/typescript-oldest/bin/tsc"), bin("tsc", join(root, "bindings-wasm"))];
    const common = { target: "es2022", strict: true, exactOptionalPropertyTypes: true, noEmit: true, skipLibCheck: false };
    const kinds = {
      node16: { module: "node16", moduleResolution: "node16", lib: ["es2022"], types: ["node"], typeRoots: [join(root, "bindings-wasm/node_modules/@types")] },
      bundler: { module: "esnext", moduleResolution: "bundler", lib: ["es2022", "dom"], types: [] },
    };
    for (const [name, options] of Object.entries(kinds)) {
      writeFileSync(join(home, `tsconfig.${name}.json`), JSON.stringify({ compilerOptions: { ...common, ...options }, files: ["use.ts"] }));
      for (const tsc of compilers) exec(process.execPath, [tsc, "-p", `tsconfig.${name}.json`], home);
    }
  },

  async publint() {
    exec(bin("publint"), ["run", tarball(), "--strict"], here);
  },

  async attw() {
    // Importing a .wasm file for its URL works only with a bundler.
    exec(bin("attw"), [tarball(), "--profile", "esm-only"], here);
    exec(bin("attw"), [tarball(), "--profile", "node16", "--entrypoints", ".", "./settle", "./bulk", "./sandbox"], here);
  },

  async content() {
    const home = project("content");
    const folder = join(home, "node_modules/soarwire");
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const texts = files.map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), "latin1")]);
    for (const [name, text] of texts) {
      assert.ok(!text.includes(root) && !/\/root\/|\/home\/|\.cargo\/registry/.test(text), `${name} holds a path of the machine that built it`);
    }
    const names = texts.map(([name]) => name);
    for (const name of ["soarwire_bg.wasm", "soarwire_settle_bg.wasm", "soarwire_bulk_bg.wasm", "soarwire_sandbox_bg.wasm", "README.md"]) assert.ok(names.includes(name), name);
  },
};

const { values, positionals: chosen } = parseArgs({ allowPositionals: true, options: { in: { type: "string", default: "chromium" } } });
let opened;
let failed = 0;
try {
  opened = await launch(values.in);
  for (const [name, step] of Object.entries(steps)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    try {
      await step(opened);
      console.log(`package ${name}: ok`);
    } catch (error) {
      failed++;
      console.log(`package ${name}: ${error.stack}`);
    }
  }
} finally {
  await opened?.close();
}
process.exitCode = failed === 0 ? 0 : 1;
