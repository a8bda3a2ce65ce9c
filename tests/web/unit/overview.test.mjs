// One list over several tenants of both vendors, each of a sandbox of its own.
import assert from "node:assert/strict";
import { test } from "node:test";
import { d3, isKind, xpanse } from "soarwire";
import { Sandbox } from "soarwire/sandbox";
import { Overview, overview } from "soarwire/settle";

const soc = new d3.Tenant({ baseUrl: "/soar", username: "Admin", site: "Security Operations" });
const there = () => new xpanse.Tenant({ baseUrl: "/xpanse" });
const allD3 = d3.getIncidents({ startTime: "2000-01-01 00:00:00", endTime: "2099-01-01 00:00:00", pageSize: 7 });
const newest = xpanse.getIncidents({ searchTo: 10, sort: { field: "creation_time", keyword: "desc" } });
const options = { requestsPerSecond: 0, maxAttempts: 1 };

/** The sandboxes by the tenant's name, and the lists over them. */
function worlds() {
  const sandboxes = Object.fromEntries(["soc", "berlin", "oslo"].map((name, seed) => [name, new Sandbox({ seed, xpanse: { generate: 25 } })]));
  const of = (name) => ({ options: { fetch: sandboxes[name].gateway() } });
  const lists = { soc: { tenant: soc, operation: allD3, ...of("soc") } };
  for (const name of ["berlin", "oslo"]) lists[name] = { tenant: there(), operation: newest, ...of(name) };
  return { sandboxes, lists };
}

const idsIn = (sandboxes) => Object.entries(sandboxes).flatMap(([name, sandbox]) => {
  const { d3, xpanse } = sandbox.incidents();
  return (name === "soc" ? d3.map(({ number }) => number) : xpanse.map((incident) => incident.incident_id)).map((id) => `${name} ${id}`);
});

async function read(list) {
  const rows = [];
  for await (const row of list) rows.push(row);
  return rows;
}

test("all incidents of all tenants, each once, the newest first", async () => {
  const { sandboxes, lists } = worlds();
  const list = overview(lists, options);
  assert.ok(list instanceof Overview);
  const rows = await read(list);
  assert.deepEqual(rows.map(({ tenant, row }) => `${tenant} ${row.id}`).sort(), idsIn(sandboxes).sort());
  assert.ok(rows.length > 50);
  const times = rows.map(({ createdMs }) => createdMs);
  assert.deepEqual(times, [...times].sort((one, other) => other - one));
  assert.deepEqual([...list.ends].sort(), [["berlin", "complete"], ["oslo", "complete"], ["soc", "complete"]]);
  assert.equal(list.failures.size, 0);
  assert.deepEqual(await list.next(), { done: true, value: undefined });
  const first = rows.find(({ tenant }) => tenant === "oslo");
  assert.deepEqual(Object.keys(first).sort(), ["createdMs", "item", "operation", "row", "tenant"]);
  assert.deepEqual([first.operation, first.item.creation_time, first.row.created], ["xpanse.get_incidents", first.createdMs, first.createdMs]);
});

test("a tenant that fails is reported, with what was read of it before, and does not end the others", async () => {
  const { sandboxes, lists } = worlds();
  const list = overview(lists, options);
  const rows = [];
  for await (const row of list) {
    rows.push(row);
    if (rows.length === 1) sandboxes.berlin.script({ kind: "status", status: 403 });
  }
  assert.deepEqual([...list.failures].map(([name, error]) => [name, error.kind]), [["berlin", "forbidden"]]);
  assert.deepEqual([...list.ends.keys()].sort(), ["oslo", "soc"]);
  assert.equal(rows.filter(({ tenant }) => tenant === "berlin").length, 10);
  const others = (ids) => ids.filter((id) => !id.startsWith("berlin")).sort();
  assert.deepEqual(others(rows.map(({ tenant, row }) => `${tenant} ${row.id}`)), others(idsIn(sandboxes)));
});

test("a loop that is left resumes where it was, and so does one that a signal ended", async () => {
  const { sandboxes, lists } = worlds();
  const stop = new AbortController();
  const list = overview(lists, { ...options, signal: stop.signal });
  const rows = [];
  for await (const row of list) {
    rows.push(row);
    if (rows.length === 5) break;
  }
  stop.abort();
  await assert.rejects(async () => {
    for (;;) rows.push((await list.next()).value);
  }, (error) => isKind(error, "interrupted"));
  assert.deepEqual([list.ends.size, list.failures.size], [0, 0]);
  assert.ok(rows.length < idsIn(sandboxes).length);
  // Two at once are two rows.
  const other = overview(lists, options);
  const [first, second] = await Promise.all([other.next(), other.next()]);
  assert.deepEqual([first.value.row.id === second.value.row.id, (await read(other)).length], [false, idsIn(sandboxes).length - 2]);
});

test("what does not list is refused before anything is sent", () => {
  const { sandboxes, lists } = worlds();
  const close = d3.closeIncidents({ incidentNumbers: ["1"], bypassRequiredTasks: true });
  const refused = [
    [{ soc: { tenant: soc, operation: close } }, "operation"],
    [{ soc: { tenant: soc, operation: newest } }, "operation"],
    [{ soc: { tenant: soc } }, "operation"],
    [{ soc: { tenant: {}, operation: allD3 } }, "tenant"],
    [undefined, "lists"],
  ];
  for (const [lists, field] of refused) assert.throws(() => overview(lists, options), (error) => isKind(error, "invalid_request") && error.field === field);
  assert.throws(() => overview(lists, { timeout: 1 }), (error) => isKind(error, "invalid_request"));
  assert.throws(() => overview({ soc: { tenant: soc, operation: allD3, options: { timeout: 1 } } }), (error) => isKind(error, "invalid_request"));
  assert.equal(Object.values(sandboxes).flatMap((sandbox) => sandbox.requests()).length, 0);
});

test("a list over no tenants ends at once", async () => {
  assert.deepEqual(await read(overview({})), []);
});
