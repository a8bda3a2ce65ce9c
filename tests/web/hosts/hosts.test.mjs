// The packed package in other environments than current Node: older and newer Node versions, Deno, Bun, `require`, Jest with and
// without jsdom, server bundles. Without the .wasm file, a bundle must fail with one sentence that names the missing setting.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { copy, project, root } from "../lib/project.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const bin = (name) => join(here, "node_modules/.bin", name);
const home = project("hosts", { settings: { type: "commonjs" } });
copy(join(here, "programs"), home);

const COUNTS = '{"asked":2,"succeeded":1,"failed":1,"unreported":0,"unknown":0}';
const SENTENCE = /soarwire: the \.wasm file is not beside the code.*serverExternalPackages: \["soarwire"\].*ssr\.external.*--external:soarwire.*init\(\)/;

function start(program, ...args) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: home, encoding: "utf8", timeout: 120_000 });
  return { status, stdout: stdout.trim(), all: `${stdout}\n${stderr}` };
}

function works(program, ...args) {
  const { status, stdout, all } = start(program, ...args);
  assert.equal(status, 0, all);
  assert.equal(stdout, COUNTS, all);
}

/** The program fails, and the sentence is the first line of the error. */
function isTold(program, ...args) {
  const { status, all } = start(program, ...args);
  assert.notEqual(status, 0, all);
  assert.match(all.split("\n").find((line) => /^\w*Error: /.test(line)) ?? all, SENTENCE);
}

function made(program, ...args) {
  const { status, all } = start(program, ...args);
  assert.equal(status, 0, all);
}

const nodes = { "this Node": process.execPath };
for (const version of [22, 24]) {
  const path = join(here, `node_modules/node-${version}/bin/node`);
  // These binaries exist only for Linux on x86-64.
  if (existsSync(path)) nodes[`Node ${version}`] = path;
  else assert.notEqual(`${process.platform} ${process.arch}`, "linux x64", `Node ${version} is not installed`);
}
for (const [name, node] of Object.entries(nodes)) {
  test(`${name}: import, a call over HTTP`, () => works(node, "http.mjs"));
  test(`${name}: require`, () => works(node, "require.cjs"));
  test(`${name}: require without ES modules`, () => works(node, "--no-experimental-require-module", "require.cjs"));
}

test("Deno: import, a call over HTTP", () => works(bin("deno"), "run", "--allow-all", "http.mjs"));
test("Deno: require", () => works(bin("deno"), "run", "--allow-all", "require.cjs"));
test("Bun: import, a call over HTTP", () => works(bin("bun"), "http.mjs"));
test("Bun: require", () => works(bin("bun"), "require.cjs"));

for (const environment of ["node", "jsdom"]) {
  test(`Jest, testEnvironment ${environment}`, () => {
    made(bin("jest"), "--rootDir", home, "--env", join(here, "node_modules", `jest-environment-${environment}`), "--no-cache");
  });
}

test("TypeScript's node16 from CommonJS", () => {
  const types = join(root, "bindings-wasm/node_modules/@types");
  const options = { module: "node16", target: "es2022", lib: ["es2022", "dom"], strict: true, noEmit: true, types: ["node"], typeRoots: [types] };
  writeFileSync(join(home, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files: ["types.cts"] }));
  made(join(root, "bindings-wasm/node_modules/.bin/tsc"), "-p", home);
});

for (const format of ["cjs", "esm"]) {
  const out = format === "cjs" ? "bundle.cjs" : "bundle.mjs";
  const bundle = (...more) => made(bin("esbuild"), "require.cjs", "--bundle", "--platform=node", `--format=${format}`, `--outfile=${out}`, "--log-level=error", ...more);
  test(`esbuild, a bundle as ${format} that includes the package`, () => {
    bundle();
    isTold(process.execPath, out);
  });
  if (format === "cjs") {
    test("esbuild, with the package external", () => {
      bundle("--external:soarwire");
      works(process.execPath, out);
    });
  }
}

const vite = (ssr) => {
  writeFileSync(join(home, "vite.config.mjs"), `export default { logLevel: "warn", build: { ssr: "entry.js", outDir: "out" }, ssr: ${JSON.stringify(ssr)} };`);
  made(bin("vite"), "build");
};
test("Vite SSR with noExternal", () => {
  vite({ noExternal: true });
  isTold(process.execPath, "use-entry.mjs");
});
test("Vite SSR with the package external", () => {
  vite({ noExternal: true, external: ["soarwire"] });
  works(process.execPath, "use-entry.mjs");
});
