#!/usr/bin/env node
// proxy.mjs: TLS from Node through a proxy from the environment: the proxy sees the host and port, but neither key nor body.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { connect, createServer } from "node:net";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { project } from "./lib/project.mjs";
import { rawServer } from "./lib/raw-server.mjs";

// Its certificate is for soc.example.com, which only the proxy can resolve.
const ROW = "a certificate for another host";
const KEY = "CANARY0key1that2nobody3may4print";
const PROGRAM = `import { d3, run } from "soarwire";
const tenant = new d3.Tenant({ baseUrl: "https://soc.example.com", username: "Admin", site: "S", auth: { apiKey: "${KEY}" } });
const close = d3.closeIncidents({ incidentNumbers: ["a"], bypassRequiredTasks: true, conclusion: "Contained." });
console.log((await run(tenant, close)).counts.succeeded);`;

const server = await rawServer();
const passed = [];
const proxy = createServer((client) => {
  const host = connect(Number(new URL(server.urls[ROW]).port), "127.0.0.1");
  for (const socket of [client, host]) socket.on("error", () => undefined);
  client.on("data", (data) => passed.push(data));
  client.once("data", () => (client.write("HTTP/1.1 200 Connection established\r\n\r\n"), client.pipe(host).pipe(client)));
});
await new Promise((resolve) => proxy.listen(0, "127.0.0.1", resolve));
try {
  const home = project("proxy", { files: { "main.js": PROGRAM } });
  const NODE_EXTRA_CA_CERTS = join(home, "ca.pem");
  writeFileSync(NODE_EXTRA_CA_CERTS, server.ca);
  const env = { ...process.env, NODE_EXTRA_CA_CERTS, ALL_PROXY: `http://127.0.0.1:${proxy.address().port}`, NO_PROXY: "" };
  const child = spawn(process.execPath, ["main.js"], { cwd: home, env, stdio: ["ignore", "pipe", "inherit"] });
  assert.equal(await text(child.stdout), "1\n");
  const said = Buffer.concat(passed).toString("latin1");
  assert.ok(said.startsWith("CONNECT soc.example.com:443 HTTP/1.1\r\nHost: soc.example.com:443\r\n"), said.slice(0, 80));
  assert.doesNotMatch(said, /CANARY|Contained|d3key/);
  assert.deepEqual(await server.seen(ROW), { requests: 1, connections: 1 });
  console.log("proxy: ok");
} finally {
  proxy.close();
  server.close();
}
