// The documentation's gateway in Node: it signs and forwards each attempt once, rejects everything else, and does not turn a lost
// response into a refusal.
import assert from "node:assert/strict";
import { connect } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ask, named } from "./ask.mjs";
import { freePort } from "./project.mjs";
import { tenants } from "./tenants.mjs";
import { upstreamServer } from "./upstream.mjs";

const UPDATE = "/xpanse/public_api/v1/incidents/update_incident/";
const LIST = "/xpanse/public_api/v1/incidents/get_incidents/";

/** `start` starts the gateway with additional environment variables; the package is in `folder`. */
export async function asGateway(start, folder) {
  const { run, xpanse } = await import(pathToFileURL(join(folder, "dist/node.js")).href);
  const sandbox = await tenants();
  const server = await upstreamServer();
  try {
    await running(start, sandbox.url, (origin) => withTenants(origin, sandbox, run, xpanse));
    await running(start, server.url, (origin) => withServer(origin, server));
    await running((env) => start({ ...env, READ_ONLY: "yes" }), server.url, (origin) => readOnly(origin, server));
  } finally {
    sandbox.stop();
    server.close();
  }
}

async function running(start, upstream, work) {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const { child, ended } = start({ PORT: String(port), ORIGIN: origin, UPSTREAM: upstream });
  try {
    for (let tries = 0; !(await fetch(origin).catch(() => undefined)); tries++) {
      if (tries === 100 || child.exitCode !== null) assert.fail(`it does not listen\n${(child.kill(), await ended).printed}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.equal((await fetch(origin)).headers.get("connection"), "close");
    await work(origin);
    assert.equal(child.exitCode, null, "it is still there");
  } finally {
    child.kill();
    await ended;
  }
}

/** Its signatures are accepted, and a lost response is reported correctly. */
async function withTenants(origin, sandbox, run, xpanse) {
  const tenant = new xpanse.Tenant({ baseUrl: `${origin}/xpanse` });
  const comment = (text) => xpanse.updateIncident({ incidentId: "5471", status: "resolved", comment: text });
  await sandbox.script({ kind: "cut_after" });
  await assert.rejects(run(tenant, comment("Cut.")), { kind: "interrupted", maybeExecuted: true });
  await sandbox.script({ kind: "cut_mid_body" });
  await assert.rejects(run(tenant, comment("Half.")), { kind: "interrupted", maybeExecuted: true });
  await sandbox.script({ kind: "status", status: 421, after_effect: true });
  await assert.rejects(run(tenant, comment("421.")), { kind: "server_error", status: 502, maybeExecuted: true });
  for (const text of ["One.", "Two."]) assert.ok((await run(tenant, comment(text))).allSucceeded);
  assert.ok((await run(tenant, xpanse.getIncidents())).itemCount > 0);
  assert.deepEqual((await sandbox.effects()).xpanse["5471"].comments, ["Cut.", "Half.", "421.", "One.", "Two."]);
}

/** One setting separates reading from acting. */
async function readOnly(origin, { came, answers }) {
  const api = "/xpanse/public_api";
  const reading = [LIST, `${api}/v1/incidents/get_incident_extra_data/`, `${api}/v2/alerts/get_alerts_multi_events/`, "/xpanse/api_keys/validate/"];
  came.length = 0;
  answers(200);
  for (const path of reading) assert.equal((await ask(origin, { path, headers: named() })).status, 200, path);
  for (const path of [UPDATE, `${api}/v1/alerts/update_alerts/`]) assert.equal((await ask(origin, { path, headers: named() })).status, 403, path);
  assert.equal(came.length, reading.length);
}

async function withServer(origin, { came, answers }) {
  const asked = (path, headers = {}, more = {}) => ask(origin, { path, headers, ...more });
  const statuses = async (...all) => {
    const got = [];
    for (const one of all) got.push((await asked(...one)).status);
    return got;
  };
  const [one, other] = [named(), named()];
  assert.deepEqual(await statuses([UPDATE, one], [UPDATE, one], [UPDATE, other], [UPDATE, {}], [UPDATE, { "x-soarwire-attempt": "1" }]), [200, 409, 200, 400, 400]);
  assert.deepEqual(await statuses([LIST, one], [LIST, one], [LIST]), [200, 200, 200]);
  for (const headers of came) assert.deepEqual([headers["x-soarwire-attempt"], headers["x-xdr-auth-id"], headers["content-length"]], [undefined, "2", "2"]);

  came.length = 0;
  const json = named();
  for (const path of [`/${UPDATE}`, `${UPDATE}?x`, `${UPDATE}#`, UPDATE.toUpperCase(), UPDATE.slice(0, -1), UPDATE.replace("api", "%61pi"), "/"]) assert.deepEqual(await statuses([path, json]), [404], path);
  assert.deepEqual(await statuses([UPDATE, { ...json, "content-type": "text/plain" }], [UPDATE, json, { method: "PUT" }]), [415, 404]);
  assert.deepEqual(await statuses([UPDATE, { ...json, origin: "https://evil.example.com" }], [UPDATE, { ...json, host: "evil.example.com" }], [LIST, { origin: "null" }]), [403, 403, 403]);
  assert.deepEqual(await statuses([UPDATE, { ...json, "content-length": "8000001" }], [UPDATE, { ...json, "transfer-encoding": "chunked" }]), [413, 413]);
  assert.equal(came.length, 0, "nothing came of these");

  answers(200, { "set-cookie": "a=b", "www-authenticate": "Basic", "alt-svc": "clear", "retry-after": "7", "x-accel-redirect": "/" });
  const { headers } = await asked(UPDATE, { ...json, origin });
  assert.deepEqual(Object.keys(headers).sort(), ["connection", "date", "retry-after", "transfer-encoding"]);
  assert.deepEqual([headers.connection, headers["retry-after"]], ["close", "7"]);
  answers(302, { location: "https://evil.example.com/" });
  const redirected = await asked(UPDATE, named());
  assert.deepEqual([redirected.status, redirected.headers.location], [302, undefined]);

  // An incomplete request is not forwarded.
  came.length = 0;
  const { hostname, port, host } = new URL(origin);
  const socket = connect(Number(port), hostname);
  socket.write(`POST ${UPDATE} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\ncontent-length: 100\r\nx-soarwire-attempt: ${named()["x-soarwire-attempt"]}\r\n\r\n{`);
  await new Promise((resolve) => setTimeout(resolve, 100));
  socket.destroy();
  assert.deepEqual(await statuses([UPDATE, named()]), [302]);
}
