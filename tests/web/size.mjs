#!/usr/bin/env node
// size.mjs [--json FILE]: what a page downloads for soarwire, each file by gzip -9. The limit is for the .wasm file with its
// loader: the generated glue, loader.js and core.js. With target/npm/soarwire.named.wasm (from `bindings-wasm/tools/build
// --profile`) besides, `--profile` says what takes room.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { read, root, target, tarball } from "./lib/project.mjs";
import { profile } from "./lib/profile.mjs";

const LIMIT = 120 * 1024;
/** The limit for the rest of the package. The README names both limits. */
const REST = 40 * 1024;
const LOADER = ["soarwire_bg.wasm", "soarwire_bg.js", "loader.js", "core.js"];

const folder = mkdtempSync(join(tmpdir(), "soarwire-size-"));
execFileSync("tar", ["xzf", tarball(), "-C", folder]);
const dist = join(folder, "package/dist");
const sizes = {};

/** A file and what it imports. */
function visit(path) {
  if (path in sizes) return;
  const bytes = readFileSync(join(dist, path));
  sizes[path] = gzipSync(bytes, { level: 9 }).length;
  if (!path.endsWith(".js")) return;
  for (const [, name] of bytes.toString().matchAll(/(?:from|import) *"(\.[^"]+)"/g)) visit(join(path, "..", name));
}
visit("soarwire_bg.wasm");
visit("browser.js");
/** What the other entries load besides: their .wasm files, for which the README names limits. */
const more = Object.fromEntries(["settle", "bulk", "sandbox"].map((name) => [name, gzipSync(readFileSync(join(dist, `soarwire_${name}_bg.wasm`)), { level: 9 }).length]));
rmSync(folder, { recursive: true });

// A file that is not imported would silently be missing from the sum.
for (const name of LOADER) if (!(name in sizes)) throw new Error(`${name} is loaded by nothing`);

const total = (names) => names.reduce((sum, name) => sum + sizes[name], 0);
const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`;
const loaded = total(LOADER);
for (const [name, bytes] of Object.entries(sizes)) console.log(`${String(bytes).padStart(7)}  ${name}`);
console.log(`web.size: ${kib(loaded)} for the .wasm and its loader (limit ${kib(LIMIT)}); ${kib(total(Object.keys(sizes)))} with all of the package`);
for (const [name, bytes] of Object.entries(more)) console.log(`web.size.${name}: ${kib(bytes)} for its .wasm`);
const json = process.argv.indexOf("--json");
if (json > 0) writeFileSync(process.argv[json + 1], JSON.stringify({ "web.size": loaded, budget: LIMIT, all: total(Object.keys(sizes)), more, files: sizes }));
const named = join(target, "npm/soarwire.named.wasm");
if (process.argv.includes("--profile") && existsSync(named)) profile(readFileSync(named));
if (loaded > LIMIT) {
  console.log(`web.size: ${loaded - LIMIT} bytes over the limit of ${kib(LIMIT)}`);
  process.exitCode = 1;
}
const rest = total(Object.keys(sizes)) - loaded;
if (rest > REST) {
  console.log(`web.size: the rest is ${rest - REST} bytes over the limit of ${kib(REST)}`);
  process.exitCode = 1;
}
const readme = read(join(root, "bindings-wasm/README.md"));
for (const [name, bytes] of Object.entries(more)) {
  const most = Number(new RegExp(`\\| \`soarwire/${name}\` \\| at most (\\d+) KiB`).exec(readme)?.[1]) * 1024;
  if (bytes <= most) continue;
  console.log(`web.size: the README does not say that soarwire/${name} is at most ${kib(bytes)}`);
  process.exitCode = 1;
}
const limits = `at most ${LIMIT / 1024} KiB by gzip for the \`.wasm\` file and its loader, ${REST / 1024} KiB for the rest`;
if (!readme.includes(limits)) {
  console.log(`web.size: the README does not say "${limits}"`);
  process.exitCode = 1;
}
