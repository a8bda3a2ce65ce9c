import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mock, test } from "node:test";
import { d3, run } from "soarwire";
import { Sandbox } from "soarwire/sandbox";

const rows = JSON.parse(readFileSync(new URL("events.json", import.meta.url), "utf8"));
const operations = {
  assign: d3.updateOwner({ incidentNumbers: ["20261103-104"], owner: "Maria Keller" }),
  close: d3.closeIncidents({ incidentNumbers: ["20261103-104"], bypassRequiredTasks: true, conclusion: "Contained." }),
};

/** What the table can ask of an event, by its names in snake_case. */
function field(event, name) {
  const { counts = {} } = event;
  if (name === "maybe_executed") return event.maybeExecuted ?? null;
  return event[name] ?? counts[name] ?? null;
}

for (const row of rows) {
  test(`events are those of every language: ${row.name}`, async () => {
    const sandbox = new Sandbox();
    sandbox.script(...(row.faults ?? []));
    const seen = [];
    const outcome = run(new d3.Tenant(sandbox.tenants.d3), operations[row.operation], { fetch: sandbox.fetch, requestsPerSecond: 0, onEvent: (event) => seen.push(event) });
    await outcome.catch((error) => assert.equal(error.kind, row.events.at(-1).kind));
    const told = seen.map((event, index) => Object.fromEntries(Object.keys(row.events[index] ?? {}).map((name) => [name, field(event, name)])));
    assert.deepEqual(told, row.events);
    assert.equal(new Set(seen.map(({ call }) => call)).size, 1);
  });
}

test("what an event holds", async () => {
  const sandbox = new Sandbox();
  sandbox.script({ kind: "rate_limited", retry_after: 1 });
  const seen = [];
  await run(new d3.Tenant(sandbox.tenants.d3), operations.assign, { fetch: sandbox.fetch, requestsPerSecond: 0, onEvent: (event) => seen.push(event) });
  const [begin, attempt, answer, wait, , , end] = seen;
  assert.deepEqual([begin.operation, begin.tenant], ["d3.update_owner", new d3.Tenant(sandbox.tenants.d3).baseUrl]);
  assert.deepEqual([begin.attempt, attempt.attempt, end.attempt], [0, 1, 2]);
  assert.equal(JSON.stringify(seen).includes("sandbox-d3-key"), false);
  assert.ok(answer.attemptMs >= 0 && answer.attemptMs <= answer.elapsedMs);
  // What is left of the second when it is told.
  assert.ok(wait.waitMs > 0 && wait.waitMs < 1_200, `${wait.waitMs}`);
  assert.deepEqual(end.counts, { asked: 1, succeeded: 1, failed: 0, unreported: 0, unknown: 0 });
  assert.ok(end.elapsedMs >= 1_000);
});

test("a listener that fails changes nothing", async () => {
  const printed = mock.method(console, "error", () => {});
  try {
    const sandbox = new Sandbox();
    const listener = ({ name }) => {
      if (name === "begin") throw new Error("a fault of the listener");
      return Promise.reject(new Error("later"));
    };
    const report = await run(new d3.Tenant(sandbox.tenants.d3), operations.assign, { fetch: sandbox.fetch, requestsPerSecond: 0, onEvent: listener });
    assert.ok(report.allSucceeded);
    await new Promise(setImmediate);
    assert.equal(printed.mock.callCount(), 4);
  } finally {
    printed.mock.restore();
  }
});

test("a listener must be a function", async () => {
  const sandbox = new Sandbox();
  const refused = run(new d3.Tenant(sandbox.tenants.d3), operations.assign, { fetch: sandbox.fetch, onEvent: "print" });
  await assert.rejects(refused, { kind: "invalid_request", field: "onEvent" });
});

test("the end says by which id the vendor knows the request", async () => {
  const tenant = new d3.Tenant({ baseUrl: "/soar", username: "Admin", site: "Security Operations" });
  for (const status of [200, 403]) {
    const seen = [];
    const fetch = async () => new Response("{}", { status, headers: { "x-request-id": "q-7" } });
    await run(tenant, operations.assign, { fetch, onEvent: (event) => seen.push(event) }).catch(() => undefined);
    assert.equal(seen.at(-1).requestId, "q-7");
  }
});
