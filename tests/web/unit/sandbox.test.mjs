import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { d3, isKind, run, xpanse } from "soarwire";
import { Sandbox } from "soarwire/sandbox";

// Two that nothing keeps from being closed.
const numbers = new Sandbox().incidents().d3.filter((incident) => !incident.required_tasks_pending && !incident.required_fields_missing).slice(0, 2).map(({ number }) => number);
const xpanseId = new Sandbox().incidents().xpanse[0].incident_id;
const close = (more = {}) => d3.closeIncidents({ incidentNumbers: numbers, bypassRequiredTasks: true, ...more });
const failure = (promise) => promise.then(() => assert.fail("it should have failed"), (error) => error);

test("the tenants do what they are told", async () => {
  const sandbox = new Sandbox();
  const { fetch, tenants } = sandbox;
  const report = await run(new d3.Tenant(tenants.d3), close({ conclusion: "Contained." }), { fetch });
  assert.ok(report.allSucceeded);
  assert.equal(sandbox.incidents().d3.find(({ number }) => number === numbers[0]).status, "Closed");
  assert.equal(sandbox.effects().totals.conclusions, 2);
  const update = xpanse.updateIncident({ incidentId: xpanseId, status: "resolved", comment: "Patched." });
  assert.ok((await run(new xpanse.Tenant(tenants.xpanse), update, { fetch })).allSucceeded);
  assert.deepEqual(sandbox.incidents().xpanse.find(({ incident_id }) => incident_id === xpanseId).comments, ["Patched."]);
  assert.equal(sandbox.requests().length, 2);
  assert.ok(!JSON.stringify(sandbox.requests()).includes("sandbox-d3-key"));
  sandbox.reset();
  assert.equal(sandbox.effects().totals.conclusions, 0);
});

test("a gateway adds the keys to unsigned requests", async () => {
  const sandbox = new Sandbox();
  const unsigned = new d3.Tenant({ baseUrl: "/soar", username: "Admin", site: "Security Operations" });
  assert.ok((await run(unsigned, close(), { fetch: sandbox.gateway() })).allSucceeded);
  const there = new xpanse.Tenant({ baseUrl: "/xpanse" });
  assert.ok((await run(there, xpanse.updateIncident({ incidentId: xpanseId, severity: "low" }), { fetch: sandbox.gateway() })).allSucceeded);
  const error = await failure(run(new d3.Tenant({ ...sandbox.tenants.d3, auth: null }), close(), { fetch: sandbox.fetch }));
  assert.ok(isKind(error, "unauthenticated"));
});

test("faults strike as scripted, and nothing is done twice", async () => {
  const sandbox = new Sandbox();
  const tenant = new d3.Tenant(sandbox.tenants.d3);
  const options = { fetch: sandbox.fetch };
  sandbox.script({ kind: "rate_limited", retry_after: 0.02 });
  assert.equal(sandbox.pendingFaults, 1);
  assert.ok((await run(tenant, close(), options)).allSucceeded);

  sandbox.reset();
  sandbox.script({ kind: "left_out", incidents: [numbers[1]] });
  assert.deepEqual((await run(tenant, close(), options)).unreported, [numbers[1]]);

  for (const kind of ["cut_after", "cut_mid_body", "truncated_json"]) {
    sandbox.reset();
    sandbox.script({ kind });
    const error = await failure(run(tenant, close({ conclusion: "x" }), options));
    assert.ok(isKind(error, kind === "truncated_json" ? "undecodable" : "interrupted"), `${kind}: ${error.kind}`);
    assert.deepEqual(error.report.unknown, numbers);
    assert.deepEqual([sandbox.effects().totals.conclusions, sandbox.effects().duplicates], [2, []]);
  }

  sandbox.reset();
  sandbox.script({ kind: "cut_before" });
  assert.ok((await run(tenant, close(), options)).allSucceeded);

  sandbox.reset();
  sandbox.script({ kind: "redirect", location: "https://login.example.com/" });
  const redirect = await failure(run(tenant, close(), options));
  assert.deepEqual([redirect.kind, redirect.status], ["unexpected_status", 0]);

  sandbox.reset();
  sandbox.script({ kind: "never_answer" });
  const timeout = await failure(run(tenant, close({ conclusion: "x" }), { ...options, attemptTimeoutMs: 30 }));
  assert.equal(timeout.kind, "timeout");

  sandbox.reset();
  sandbox.script({ kind: "delay", ms: 40 }, { kind: "partial_failure", count: 1, reason: "locked" });
  const began = Date.now();
  assert.deepEqual((await run(tenant, close(), options)).failed, [{ id: numbers[0], reason: "locked" }]);
  assert.ok(Date.now() - began >= 39);
});

test("invalid settings are refused by name", () => {
  assert.throws(() => new Sandbox({ d4: {} }), { name: "TypeError", message: /d4/ });
  const sandbox = new Sandbox({ d3: { rate_limit: 5 } });
  assert.throws(() => sandbox.script({ kind: "fire" }), { name: "TypeError", message: /fire/ });
  sandbox.script({ kind: "html", times: null });
  sandbox.clearFaults();
  assert.equal(sandbox.pendingFaults, 0);
  assert.ok(sandbox.access.owners.length > 0);
});

test("the types declare every member that the sandbox returns", async () => {
  const sandbox = new Sandbox();
  const tenant = new d3.Tenant(sandbox.tenants.d3);
  await run(tenant, close(), { fetch: sandbox.fetch });
  const types = readFileSync("node_modules/soarwire/dist/sandbox/world.d.ts", "utf8");
  const members = (name) => {
    const [, base, body] = new RegExp(`interface ${name} (?:extends (\\w+) )?{(.*?)^}`, "ms").exec(types);
    const own = [...body.matchAll(/^ {4}readonly (\w+)\??:/gm)].map(([, member]) => member);
    return base === undefined ? own : [...members(base), ...own];
  };
  const { d3: d3Incidents, d3_cases: d3Cases, xpanse: xpanseIncidents, xpanse_alerts: alerts } = sandbox.incidents();
  const effects = sandbox.effects();
  const given = {
    Incidents: sandbox.incidents(),
    D3Incident: d3Incidents[0],
    D3Case: d3Cases[0],
    XpanseIncident: xpanseIncidents[0],
    XpanseAlert: alerts[0],
    RequestRecord: sandbox.requests()[0],
    Effects: effects,
    IncidentEffects: effects.d3[numbers[0]],
  };
  for (const [name, value] of Object.entries(given)) assert.deepEqual(members(name).sort(), Object.keys(value).sort(), name);
});

test("bodies are recorded on request, and tokens signed with the secret open the tenant", async () => {
  const sandbox = new Sandbox({ record_bodies: true, d3: { keys: {}, jwts: [], jwt_secrets: ["a-secret-of-ours"] } });
  const tenant = new d3.Tenant(sandbox.tenants.d3);
  assert.ok((await run(tenant, close({ conclusion: "It is a-secret-of-ours." }), { fetch: sandbox.fetch })).allSucceeded);
  const [{ body }] = sandbox.requests();
  assert.deepEqual(JSON.parse(body).CommandParams["Incident Numbers"], numbers);
  assert.ok(body.includes("It is ***.") && !JSON.stringify(sandbox.requests()).includes("a-secret-of-ours"));
  const other = new d3.Tenant({ ...sandbox.tenants.d3, auth: { jwtSecret: "another", jwtPayload: {} } });
  assert.ok(isKind(await failure(run(other, close(), { fetch: sandbox.fetch })), "unauthenticated"));
});

test("a fault on an operation that does not exist is refused, and the right one suggested", () => {
  const sandbox = new Sandbox();
  assert.throws(() => sandbox.script({ kind: "html", on: "d3.close_incidnets" }), /fault 1: `on` is .*did you mean "d3.close_incidents"/);
  assert.equal(sandbox.pendingFaults, 0);
});
