// What bulk runs tell of their calls.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { d3, run } from "soarwire";
import * as bulk from "soarwire/bulk";
import { Sandbox } from "soarwire/sandbox";

const rows = JSON.parse(readFileSync(new URL("bulk_events.json", import.meta.url), "utf8"));
const incidentNumbers = ["20261103-104", "20261103-105"];
const operations = {
  assign: d3.updateOwner({ incidentNumbers, owner: "Maria Keller" }),
  close: d3.closeIncidents({ incidentNumbers, bypassRequiredTasks: true, conclusion: "Contained." }),
};
const GUARD = [{ field: "status", operator: "not_in", value: "Closed" }];
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const why = new Error("the limiter is gone");
const refuse = () => {
  throw why;
};

/** What the table can ask of an event, by its names in snake_case; calls are counted from 1. */
function field(event, first, name) {
  if (name === "call") return event.call - first + 1;
  if (name === "maybe_executed") return event.maybeExecuted ?? null;
  return event[name] ?? event.counts?.[name] ?? null;
}

for (const row of rows) {
  test(`events of runs are those of every language: ${row.name}`, async () => {
    const sandbox = new Sandbox();
    sandbox.script(...(row.faults ?? []));
    const seen = [];
    const plan = bulk.plan(operations[row.operation], { chunk: row.chunk ?? 1, ...(row.guard && { guard: GUARD }) });
    const options = { fetch: sandbox.fetch, requestsPerSecond: 0, concurrency: 1, onEvent: (event) => seen.push(event), ...(row.acquire && { acquire: refuse }) };
    const report = await bulk.runBulk(new d3.Tenant(sandbox.tenants.d3), plan, options);
    const told = seen.map((event, index) => Object.fromEntries(Object.keys(row.events[index] ?? {}).map((name) => [name, field(event, seen[0].call, name)])));
    assert.deepEqual(told, row.events);
    assert.equal(report.stopped, row.stopped ?? null);
  });
}

test("what an event holds is what it holds of a call", async () => {
  const sandbox = new Sandbox();
  const tenant = new d3.Tenant(sandbox.tenants.d3);
  const options = { fetch: sandbox.fetch, requestsPerSecond: 0 };
  const events = async (work) => {
    sandbox.script({ kind: "rate_limited", retry_after: 1 });
    const seen = [];
    await work((event) => seen.push(event));
    return seen;
  };
  const ofCall = await events((onEvent) => run(tenant, operations.assign, { ...options, onEvent }));
  const ofRun = await events((onEvent) => bulk.runBulk(tenant, bulk.plan(operations.assign), { ...options, onEvent }));
  const various = ["call", "elapsedMs", "waitMs", "attemptMs", "requestId"];
  const members = (event) => Object.keys(event).sort().map((name) => [name, various.includes(name) ? typeof event[name] : event[name]]);
  // Each answer of a run has its id besides.
  const answers = ofRun.filter(({ name }) => name === "answer");
  assert.equal(new Set(answers.map(({ requestId }) => requestId)).size, 2);
  assert.equal(answers[1].requestId, ofRun.at(-1).requestId);
  const alike = ofRun.map((event) => (event.name === "answer" ? { ...event, requestId: undefined } : event));
  assert.deepEqual(alike.map(members).map((all) => all.filter(([, value]) => value !== "undefined")), ofCall.map(members));
  assert.ok(ofRun[0].call > ofCall[0].call, "no call has the number of another");
  const { waitMs } = ofRun.find(({ name }) => name === "wait");
  // What is left of the second when it is told.
  assert.ok(waitMs > 0 && waitMs < 1_200, `${waitMs}`);
  const elapsed = ofRun.map(({ elapsedMs }) => elapsedMs);
  assert.ok(elapsed.at(-1) >= 1_000, `${elapsed}`);
  assert.deepEqual(elapsed, elapsed.toSorted((one, other) => one - other));
  assert.ok(!JSON.stringify(ofRun).includes("sandbox-d3-key"));
});

test("events of calls that are under way at the same time", async () => {
  const incidents = Array.from({ length: 40 }, (_, at) => ({ number: `n-${at}` }));
  const sandbox = new Sandbox({ d3: { generate: 0, rate_limit: null, incidents } });
  const plan = bulk.plan(d3.updateOwner({ incidentNumbers: incidents.map(({ number }) => number), owner: sandbox.access.owners[0] }), { chunk: 5 });
  const calls = new Map();
  const onEvent = ({ call, name }) => calls.set(call, [...(calls.get(call) ?? []), name]);
  const journal = new bulk.MemoryJournal();
  const options = { fetch: sandbox.fetch, requestsPerSecond: 0, concurrency: 4 };
  const stopped = await bulk.runBulk(new d3.Tenant(sandbox.tenants.d3), plan, { ...options, journal, acquire: refuse });
  assert.equal(stopped.counts.notAttempted, 40);
  assert.ok((await bulk.resume(new d3.Tenant(sandbox.tenants.d3), journal, { ...options, onEvent })).allSucceeded);
  assert.deepEqual([...calls.values()], Array(8).fill(["begin", "attempt", "answer", "end"]));
});

test("the limiter comes first, and the key is asked for before the attempt is told", async () => {
  const sandbox = new Sandbox();
  const { auth, ...where } = sandbox.tenants.d3;
  const told = [];
  const give = async () => {
    await pause(5);
    told.push("key");
    return auth.apiKeys["*"] ?? Object.values(auth.apiKeys)[0];
  };
  const acquire = async (count) => {
    await pause(5);
    told.push(`acquire ${count}`);
  };
  const fetch = (url, init) => {
    told.push("sent");
    return sandbox.fetch(url, init);
  };
  const tenant = new d3.Tenant({ ...where, auth: { apiKey: give } });
  const options = { fetch, requestsPerSecond: 0, onEvent: ({ name }) => told.push(name) };
  await run(tenant, operations.assign, options);
  const ofCall = told.splice(0);
  assert.deepEqual(ofCall, ["begin", "key", "attempt", "sent", "answer", "end"]);
  assert.ok((await bulk.runBulk(tenant, bulk.plan(operations.assign), { ...options, acquire })).allSucceeded);
  assert.deepEqual(told, ["acquire 1", "begin", "key", "attempt", "sent", "answer", "end"]);
  // A key that cannot be had ends the call as it ends that of `run`, and no attempt is told of.
  const sealed = new d3.Tenant({ ...where, auth: { apiKey: () => Promise.reject(why) } });
  const seen = [];
  const report = await bulk.runBulk(sealed, bulk.plan(operations.assign), { ...options, onEvent: (event) => seen.push(event) });
  assert.deepEqual([report.stopped, report.error.cause, report.counts.notAttempted], ["missing_credential", why, 2]);
  assert.deepEqual(seen.map(({ name, kind, attempt }) => [name, kind, attempt]), [["begin", undefined, 0], ["end", "missing_credential", 0]]);
  assert.deepEqual(seen[1].counts, { asked: 2, succeeded: 0, failed: 2, unreported: 0, unknown: 0 });
});

test("a listener of events that fails changes nothing", async (context) => {
  const printed = context.mock.method(console, "error", () => undefined);
  const sandbox = new Sandbox();
  const onEvent = ({ name }) => (name === "begin" ? refuse() : Promise.reject(why));
  assert.ok((await bulk.runBulk(new d3.Tenant(sandbox.tenants.d3), bulk.plan(operations.assign), { fetch: sandbox.fetch, onEvent })).allSucceeded);
  await new Promise(setImmediate);
  assert.equal(printed.mock.callCount(), 4);
});
