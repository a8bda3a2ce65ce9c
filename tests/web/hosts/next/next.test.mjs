// Next.js, whose server caches responses of fetch: every page that runs a close must reach the tenant. Tests each version with
// its bundlers, with the package inside and outside of the server's bundle.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { copy, freePort, npm, project } from "../../lib/project.mjs";
import { serve } from "../programs/serve.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const PAGES = 4;
const BUNDLERS = { 14: [[]], 16: [["--turbopack"], ["--webpack"]] };
const SETTINGS = {
  "by default": "{}",
  "with serverExternalPackages": '{ serverExternalPackages: ["soarwire"] }',
};
// The setting has this name since Next 15.
const settingsOf = (version, text) => (version === "14" ? text.replace("serverExternalPackages", "experimental: { serverComponentsExternalPackages").replace("] }", "] } }") : text);
const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };

/** A folder with that version of Next installed, from its lock file. */
function installed(version) {
  const folder = join(here, version);
  const stamp = join(folder, "node_modules");
  if (!existsSync(stamp) || statSync(stamp).mtimeMs < statSync(join(folder, "package-lock.json")).mtimeMs) {
    npm(folder, "install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error");
    utimesSync(stamp, new Date(), new Date());
  }
  return folder;
}

/** The sandbox as an HTTP server, and the settings to reach it. */
async function tenants(home) {
  const { Sandbox } = await import(pathToFileURL(join(home, "node_modules/soarwire/dist/sandbox/node.js")).href);
  const sandbox = new Sandbox();
  return { sandbox, ...(await serve(sandbox)) };
}

/** Waits until the server answers. */
async function answer(url) {
  for (let tries = 0; ; tries++) {
    const response = await fetch(url).catch(() => undefined);
    if (response !== undefined) return response.text();
    assert.ok(tries < 300, "Next did not start");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

for (const version of Object.keys(BUNDLERS)) {
  const folder = installed(version);
  const next = "node_modules/next/dist/bin/next";
  for (const bundler of BUNDLERS[version]) {
    for (const [name, settings] of Object.entries(SETTINGS)) {
      test(`Next ${version} ${bundler.join(" ")} ${name}`, { timeout: 300_000 }, async (t) => {
        const home = project("next", { settings: { type: undefined } });
        copy(join(here, "app"), join(home, "app"));
        copy(join(folder, "node_modules"), join(home, "node_modules"));
        writeFileSync(join(home, "next.config.mjs"), `export default ${settingsOf(version, settings)};`);
        const built = spawnSync(process.execPath, [next, "build", ...bundler], { cwd: home, env, encoding: "utf8" });
        assert.equal(built.status, 0, built.stdout + built.stderr);
        const { sandbox, server, settings: tenant } = await tenants(home);
        t.after(() => (server.closeAllConnections(), server.close()));
        const { number } = sandbox.incidents().d3.find((incident) => !incident.required_fields_missing);
        const port = String(await freePort());
        const started = spawn(process.execPath, [next, "start", "-H", "127.0.0.1", "-p", port], { cwd: home, env: { ...env, TENANT: JSON.stringify(tenant), NUMBER: number }, stdio: ["ignore", "ignore", "inherit"] });
        t.after(() => started.kill());
        for (let page = 0; page < PAGES; page++) {
          const html = await answer(`http://127.0.0.1:${port}/`);
          assert.match(html.replaceAll("&quot;", '"'), /"asked":2,"succeeded":1,"failed":1/);
        }
        assert.equal(sandbox.effects().d3[number].conclusions.length, PAGES);
      });
    }
  }
}
