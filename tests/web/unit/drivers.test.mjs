// The driver of docs/drivers.md, against servers that attack it.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { d3, isKind, run } from "soarwire";
import { Sandbox, init } from "soarwire/sandbox";

// It ends with a call, which the simulated tenants answer.
await init();
const platform = globalThis.fetch;
const sandbox = new Sandbox();
process.env["D3_KEY"] = "sandbox-d3-key";
globalThis.fetch = sandbox.fetch;
const { send } = await import("./driver.js");
globalThis.fetch = platform;

const close = d3.closeIncidents({ incidentNumbers: ["1"], bypassRequiredTasks: true, conclusion: "Contained." });
const OK = JSON.stringify({ contextData: [{ "Incident Number": "1", Result: "Successful" }] });
const MIB = 2 ** 20;

const open = [];
after(() => {
  for (const server of open) server.close(), server.closeAllConnections();
});

/** A server on this machine; `came` has the headers of each request. */
async function server(answer, host = "127.0.0.1") {
  const came = [];
  const listening = createServer((request, response) => {
    came.push(request.headers);
    request.resume().on("end", () => answer(response, request));
  });
  open.push(listening);
  await once(listening.listen(0, host), "listening");
  return { url: `http://${host}:${listening.address().port}`, came };
}

const tenantAt = (url) => new d3.Tenant({ baseUrl: url, username: "Admin", site: "S", auth: { apiKey: "CANARY" } });

async function sent(url, ms = 10_000) {
  return close.parse(...(await send(close, tenantAt(url).request(close), ms)));
}

const failure = (promise) => promise.then(() => assert.fail("it should have failed"), (error) => error);

test("an answer is read, packed or not", async () => {
  for (const headers of [{}, { "content-encoding": "gzip" }]) {
    const { url, came } = await server((response) => response.writeHead(200, headers).end("content-encoding" in headers ? gzipSync(OK) : OK));
    assert.ok((await sent(url)).allSucceeded);
    assert.equal(came[0].d3key, "CANARY");
  }
});

test("no redirect is followed", async () => {
  for (const status of [301, 302, 303, 307, 308]) {
    const other = await server((response) => response.end(OK), "127.0.0.2");
    const { url, came } = await server((response) => response.writeHead(status, { location: other.url }).end());
    const error = await failure(sent(url));
    assert.ok(isKind(error, "unexpected_status"), String(error));
    assert.deepEqual([error.status, came.length, other.came.length], [status, 1, 0]);
  }
});

test("what is cut off may have been executed, and is sent once", async () => {
  for (const cut of [(response) => response.destroy(), (response) => response.writeHead(200, { "content-length": 90 }).write("{", () => response.destroy())]) {
    const { url, came } = await server(cut);
    const error = await failure(sent(url));
    assert.deepEqual([error.kind, error.maybeExecuted, [...error.report.unknown], came.length], ["interrupted", true, ["1"], 1]);
  }
});

test("without a server nothing was sent", async () => {
  const { url } = await server(() => {});
  await new Promise((resolve) => open.pop().close(resolve));
  const error = await failure(sent(url));
  assert.deepEqual([error.kind, error.maybeExecuted], ["connect", false]);
  const unknown = await failure(sent("https://soarwire.invalid"));
  assert.deepEqual([unknown.kind, unknown.maybeExecuted], ["dns", false]);
});

test("a body over the limit fills no memory, however it is packed", async () => {
  const bomb = Buffer.concat(Array(32).fill(gzipSync(Buffer.alloc(16 * MIB))));
  const { url } = await server((response) => response.writeHead(200, { "content-encoding": "gzip" }).end(bomb));
  const before = process.memoryUsage().rss;
  const error = await failure(sent(url, 60_000));
  assert.deepEqual([error.kind, error.maybeExecuted], ["body_too_large", true]);
  assert.ok(process.memoryUsage().rss - before < 256 * MIB);
});

test("the time is limited for the whole attempt", { timeout: 10_000 }, async () => {
  const { url } = await server((response) => {
    response.writeHead(200);
    const drip = setInterval(() => response.write(" "), 20);
    response.on("close", () => clearInterval(drip));
  });
  const error = await failure(sent(url, 300));
  assert.deepEqual([error.kind, error.maybeExecuted], ["timeout", true]);
});

test("run asks a fetch of one's own for no redirects", async () => {
  const other = await server((response) => response.end(OK), "127.0.0.2");
  const { url } = await server((response) => response.writeHead(307, { location: other.url }).end());
  const error = await failure(run(tenantAt(url), close, { fetch: (to, init) => platform(to, init) }));
  assert.deepEqual([error.kind, other.came.length], ["unexpected_status", 0]);
});
