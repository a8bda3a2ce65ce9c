#!/usr/bin/env node
// gateway.mjs: the nginx of the distribution with the package's gateway template, before the sandbox's server: unsigned
// requests come through with the keys added, and nothing else does.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { freePort, project, read, root, target } from "./lib/project.mjs";

const nginx = ["/usr/sbin/nginx", "/usr/bin/nginx"].find(existsSync);
if (nginx === undefined) {
  console.log("gateway: nginx is missing; install the distribution's package nginx-light");
  process.exit(1);
}
const cargo = ["build", "--quiet", "--locked", "-p", "soarwire-tests", "--features", "sockets", "--bin", "sandbox_server"];
execFileSync("cargo", cargo, { cwd: root, stdio: "inherit" });
const server = spawn(join(target, "debug/sandbox_server"), { stdio: ["pipe", "pipe", "inherit"] });
const [line] = await Promise.race([new Promise((resolve) => createInterface(server.stdout).once("line", (text) => resolve([text]))), new Promise((_, reject) => server.once("exit", () => reject(new Error("the sandbox did not start"))))]);
const { url, key_id: keyId, key } = JSON.parse(line);

const port = await freePort();
const values = {
  GATEWAY_LISTEN: `127.0.0.1:${port}`,
  D3_BASE_URL: `${url}/MainApp/VSOC`,
  // A command without a key is not passed on.
  D3_KEY_CLOSE_INCIDENT: "",
  XPANSE_BASE_URL: url,
  XPANSE_KEY_ID: keyId,
  XPANSE_KEY: key,
};
const template = read(join(root, "bindings-wasm/gateway/nginx.conf.template")).replace(/\$\{(\w+)\}/g, (_, name) => values[name] ?? (name.startsWith("D3_KEY_") ? "sandbox-d3-key" : assert.fail(`the template has ${name}`)));
const home = mkdtempSync(join(tmpdir(), "soarwire-gateway-"));
writeFileSync(join(home, "gateway.conf"), template);
const temp = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${home}/${name};`).join("\n");
writeFileSync(join(home, "nginx.conf"), `daemon off; master_process off; pid ${home}/pid; error_log ${home}/error.log;
events {}
http { access_log ${home}/access.log; ${temp}
include ${home}/gateway.conf; }`);
const gateway = spawn(nginx, ["-p", home, "-c", join(home, "nginx.conf"), "-e", join(home, "error.log")], { stdio: "inherit" });

try {
  const origin = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries++) {
    if (await fetch(origin).catch(() => undefined)) break;
    assert.ok(tries < 100, "nginx did not start");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const soarwire = await import(pathToFileURL(join(project("gateway"), "node_modules/soarwire/dist/node.js")).href);
  const { d3, xpanse, run, isKind } = soarwire;
  const effects = async () => (await fetch(`${url}/_sandbox/effects`)).json();
  const incidents = await (await fetch(`${url}/_sandbox/incidents`)).json();
  const open = incidents.d3.find((incident) => !incident.required_tasks_pending && !incident.required_fields_missing).number;

  const site = new d3.Tenant({ baseUrl: `${origin}/soar`, username: "Admin", site: "Security Operations" });
  assert.equal(site.request(d3.closeIncident()).signed, false);
  const closed = await run(site, d3.closeIncidents({ incidentNumbers: [open], bypassRequiredTasks: true, conclusion: "Contained." }));
  assert.ok(closed.allSucceeded, closed.toJSONText());
  assert.ok((await run(site, d3.updateOwner({ incidentNumbers: [open], owner: "Maria Keller" }))).counts.asked === 1);
  const there = new xpanse.Tenant({ baseUrl: `${origin}/xpanse` });
  const updated = await run(there, xpanse.updateIncident({ incidentId: incidents.xpanse[0].incident_id, status: "resolved", comment: "Patched." }));
  assert.ok(updated.allSucceeded);

  // A kept connection that closes without an answer would have a browser send a POST again by itself.
  assert.equal((await fetch(origin)).headers.get("connection"), "close");

  const refused = await run(site, d3.closeIncident(), { maxAttempts: 1 }).catch((error) => error);
  assert.ok(isKind(refused, "not_found"), String(refused));
  const path = `${origin}/soar/api/Command/CloseIncidentInBulk`;
  const statuses = async (...tries) => Promise.all(tries.map(async ([at, init]) => (await fetch(at, init)).status));
  assert.deepEqual(
    await statuses(
      [path, { method: "POST", body: "{}", headers: { "content-type": "text/plain" } }],
      [path, { method: "GET", headers: { "content-type": "application/json" } }],
      [`${origin}/soar/api/Command/DeleteIncident`, { method: "POST", body: "{}", headers: { "content-type": "application/json" } }],
      [`${origin}/xpanse/public_api/v1/api_keys/`, { method: "POST", body: "{}", headers: { "content-type": "application/json" } }],
    ),
    [415, 403, 404, 404],
  );
  const { totals, duplicates } = await effects();
  assert.deepEqual([totals.conclusions, totals.comments, duplicates], [1, 1, []]);
  assert.doesNotMatch(read(join(home, "access.log")) + read(join(home, "error.log")), /sandbox-d3-key|sandbox-xpanse/);
  console.log("gateway: ok");
} finally {
  gateway.kill();
  server.stdin.end();
  rmSync(home, { recursive: true, force: true });
}
