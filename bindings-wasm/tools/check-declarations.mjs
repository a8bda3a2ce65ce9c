// check-declarations.mjs PACKAGE: what must hold of the compiled package before it is packed.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder] = process.argv.slice(2);
const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
const workspace = readFileSync(join(folder, "../Cargo.toml"), "utf8").match(/^version = "(.+)"$/m)?.[1];
assert.equal(version, workspace, "the versions of package.json and Cargo.toml differ");
const { VERSION } = await import(pathToFileURL(join(folder, "dist/version.js")).href);
assert.equal(VERSION, version, "the versions of package.json and ts/version.ts differ");
for (const name of readdirSync(join(folder, "dist"), { recursive: true })) {
  if (!name.endsWith(".d.ts")) continue;
  const text = readFileSync(join(folder, "dist", name), "utf8");
  assert.doesNotMatch(text.replace(/\/\*[^]*?\*\/|\/\/.*/g, ""), /\bany\b/, `${name} has an any`);
  assert.doesNotMatch(text, /_bg\.js/, `${name} shows the glue`);
}
