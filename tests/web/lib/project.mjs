// Empty projects with the packed package in them, and pages to serve.
import { execFileSync } from "node:child_process";
import { cpSync, createReadStream, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

export const here = dirname(dirname(fileURLToPath(import.meta.url)));
export const root = join(here, "../..");
/** Where everything that is made goes. */
export const target = process.env["CARGO_TARGET_DIR"] ?? join(root, "target");

/** The packed package. */
export function tarball() {
  const folder = join(target, "npm");
  const found = existsSync(folder) ? readdirSync(folder).find((name) => /^soarwire-.*\.tgz$/.test(name)) : undefined;
  if (found === undefined) throw new Error("the npm package is not packed: run bindings-wasm/tools/build first");
  return join(folder, found);
}

/** Folders that are gone when the process ends. */
const folders = [];
process.on("exit", () => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** An empty project with the packed package installed; gone when the process ends. */
export function project(name, { dependencies = {}, files = {}, settings = {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), `soarwire-${name}-`));
  folders.push(folder);
  const manifest = { name, private: true, type: "module", ...settings, dependencies };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
  npm(folder, "install", "--no-audit", "--no-fund", "--loglevel=error", tarball());
  return folder;
}

export function npm(folder, ...args) {
  return execFileSync("npm", args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}

export function copy(from, to) {
  cpSync(from, to, { recursive: true });
}

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm", ".json": "application/json", ".css": "text/css" };

/** Serves a folder on a free port of this machine; `headers` go on every answer. */
export async function serve(folder, headers = {}) {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
    if (!existsSync(file) || !statSync(file).isFile()) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream", ...headers });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => (server.closeAllConnections(), server.close()) };
}

/** A port that nothing listens on, for programs that are told theirs. */
export async function freePort() {
  const { origin, close } = await serve("");
  close();
  return Number(new URL(origin).port);
}

/** A page on which nothing may go wrong unseen. */
export async function page(from, url) {
  const opened = await from.newPage();
  const trouble = [];
  opened.on("pageerror", (error) => trouble.push(String(error)));
  opened.on("console", (message) => message.type() === "error" && trouble.push(message.text()));
  await opened.goto(url);
  return { page: opened, trouble };
}

export const read = (path) => readFileSync(path, "utf8");
