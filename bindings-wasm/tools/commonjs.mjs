// commonjs.mjs PACKAGE: converts dist/node.js, dist/settle/node.js, dist/bulk/node.js, dist/sandbox/node.js and everything they import to CommonJS in dist/cjs, for
// environments whose `require` does not load ES modules: Jest, TypeScript's node16 from CommonJS. The .wasm files are shared.
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { transformSync } from "esbuild";

const [folder] = process.argv.slice(2);
const dist = join(folder, "dist");
const out = join(dist, "cjs");
const IMPORTS = /(?:from|import) *"(\.[^"]+\.js)"/g;

/** A module and what it imports. */
function visit(path, seen) {
  if (seen.has(path)) return;
  seen.add(path);
  for (const file of [path, path.replace(/\.js$/, ".d.ts")]) {
    if (!existsSync(join(dist, file))) continue;
    for (const [, name] of readFileSync(join(dist, file), "utf8").matchAll(IMPORTS)) visit(join(dirname(path), name), seen);
  }
}

/** Replaces features that CommonJS or Jest's jsdom lacks. */
function head(path, code) {
  const lines = [];
  if (code.includes("import.meta.url")) {
    const original = relative(dirname(join(out, path)), join(dist, path));
    lines.push(`const moduleUrl = require("node:url").pathToFileURL(require("node:path").join(__dirname, ${JSON.stringify(original)})).href;`);
  }
  const names = ["TextDecoder", "TextEncoder"].filter((name) => code.includes(name));
  if (names.length > 0) lines.push(`const { ${names.join(", ")} } = require("node:util");`);
  return lines.join("\n");
}

rmSync(out, { recursive: true, force: true });
const modules = new Set();
visit("node.js", modules);
visit("settle/node.js", modules);
visit("bulk/node.js", modules);
visit("sandbox/node.js", modules);
for (const path of modules) {
  mkdirSync(dirname(join(out, path)), { recursive: true });
  const types = path.replace(/\.js$/, ".d.ts");
  if (existsSync(join(dist, types))) copyFileSync(join(dist, types), join(out, types));
  if (!existsSync(join(dist, path))) continue;
  const code = readFileSync(join(dist, path), "utf8");
  const banner = head(path, code);
  const define = { "import.meta.url": "moduleUrl" };
  writeFileSync(join(out, path), transformSync(code, { format: "cjs", platform: "node", target: "node20", define, banner }).code);
}
writeFileSync(join(out, "package.json"), '{ "type": "commonjs" }\n');
