// Run with --expose-gc: garbage collection frees memory. SOARWIRE_FULL=1 runs the loops at their full documented length.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

// The instance's memory, seen by loading the file through a hook.
let memory;
const Instance = WebAssembly.Instance;
WebAssembly.Instance = class extends Instance {
  constructor(module, imports) {
    super(module, imports);
    memory = this.exports.memory;
  }
};
const page = await import(pathToFileURL("node_modules/soarwire/dist/browser.js").href);
await page.init(readFileSync("node_modules/soarwire/dist/soarwire_bg.wasm"));
const { d3, xpanse, Pacer } = page;

const tenant = new d3.Tenant({ baseUrl: "/soar", username: "a", site: "b" });
const operation = d3.closeIncidents({ incidentNumbers: ["1"], bypassRequiredTasks: true });
const long = "x".repeat(2000);
const bad = [
  () => d3.closeIncidents({ incidentNumbers: [long, " "], bypassRequiredTasks: true }),
  () => d3.closeIncidents({ incidentNumbers: [long], bypassRequiredTasks: long }),
  () => d3.updateOwner({ incidentNumbers: [long], owner: "" }),
  () => d3.updateOwner(long),
  () => xpanse.updateIncident({ incidentId: long, assignee: null }),
  () => xpanse.updateIncident({ incidentId: long, [long]: long }),
  () => new d3.Tenant({ baseUrl: long, username: long, site: long }),
  () => new d3.Tenant({ baseUrl: "/soar", username: long, site: long, auth: { apiKey: `${long}\n` } }),
  () => new d3.Tenant({ baseUrl: "/soar", username: long, site: long, auth: { apiKeys: { [long]: 5 } } }),
  () => new xpanse.Tenant({ fqdn: `${long}/x`, auth: { keyId: long, key: long, type: "advanced" } }),
  () => new Pacer(NaN),
  () => tenant.request({}),
  () => tenant.request(xpanse.updateIncident({ incidentId: long, status: long })),
  () => tenant.request(operation, { nonce: 5 }),
  () => operation.parse("200", {}, long),
  () => operation.parse(200, 7, long),
  () => operation.parse(200, {}, {}),
  () => operation.parse(400, { a: long }, JSON.stringify({ error: long })),
  () => operation.parse(200, { a: long }, long),
  () => operation.parse(500, {}, long),
];

async function attempt(times) {
  for (let round = 0; round < times; round++) {
    assert.throws(bad[round % bad.length]);
    // Handles of reports that nobody holds are given back between turns.
    if (round % 500 === 0) {
      globalThis.gc();
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }
}

test("100,000 bad inputs leave the memory as it was", async () => {
  await attempt(20_000);
  const before = memory.buffer.byteLength;
  await attempt(100_000);
  // What waits for the collector comes and goes; four bytes lost a time would be more than this.
  const grown = memory.buffer.byteLength - before;
  assert.ok(grown <= 6 * 65_536, `${grown} bytes over ${before}`);
});

const FULL = process.env["SOARWIRE_FULL"] === "1";
const MIB = 2 ** 20;

/** The memory in use: by the core, and by JavaScript after a garbage collection. */
function used() {
  // Twice: the memory of response bodies is freed after the collection that finds them unused.
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  return { core: memory.buffer.byteLength, heap: heapUsed, buffers: arrayBuffers, rss };
}

/** Repeats `work` in one turn of the event loop; the second half must not use more memory than the first. */
function flat(name, times, work) {
  for (let round = 0; round < times / 10; round++) work(round);
  const turns = [used()];
  for (let half = 0; half < 2; half++) {
    for (let round = 0; round < times / 2; round++) work(round);
    turns.push(used());
  }
  const [begun, first, second] = turns;
  const text = `${name}: ${JSON.stringify(turns.map((turn) => Object.fromEntries(Object.entries(turn).map(([part, bytes]) => [part, `${(bytes / MIB).toFixed(1)} MiB`]))))}`;
  if (FULL) console.log(text);
  assert.equal(second.core, begun.core, text);
  assert.ok(second.heap - first.heap < MIB, text);
  // Memory is freed slightly after the collection; a leak of the whole half would exceed this.
  assert.ok(second.buffers - first.buffers < 64 * MIB, text);
  assert.ok(second.rss - first.rss < 64 * MIB, text);
}

test("large reports in one turn use constant memory without being freed", () => {
  const ids = Array.from({ length: 10_000 }, (_, index) => `20261103-${index}`);
  const close = d3.closeIncidents({ incidentNumbers: ids, bypassRequiredTasks: true });
  const item = (id, index) => ({ "Incident Number": id, Result: index % 100 === 0 ? "Failed" : "Successful", "Close Date": "11/03/2026 06:08 AM PST", "Closed By": "Mira Osei" });
  const body = new TextEncoder().encode(JSON.stringify({ error: "", contextData: ids.map(item) }));
  flat("large reports", FULL ? 6_000 : 200, () => {
    const report = close.parse(200, null, body);
    assert.equal(report.counts.succeeded, 9_900);
    assert.equal(report.failed.length, 100);
    assert.equal(report.items(0, 50).length, 50);
  });
});

test("small calls in one turn use constant memory: operations, tenants, requests, reports, errors", () => {
  const body = JSON.stringify({ error: "", contextData: [{ "Incident Number": "1", Result: "Successful" }] });
  flat("small calls", FULL ? 1_000_000 : 40_000, (round) => {
    const close = d3.closeIncidents({ incidentNumbers: ["1", String(round)], bypassRequiredTasks: true });
    const at = round % 50 === 0 ? new d3.Tenant({ baseUrl: "https://soc.example.com", username: String(round), site: "b", auth: { apiKey: "k" } }) : tenant;
    assert.equal(at.request(close).method, "POST");
    assert.equal(close.parse(200, null, body).succeeded.length, 1);
    if (round % 20 === 0) assert.throws(() => close.parse(500, null, body));
  });
});

test("a report does not change when the bytes it was parsed from change", () => {
  const ids = Array.from({ length: 200 }, (_, index) => `é-${index}`);
  const close = d3.closeIncidents({ incidentNumbers: ids, bypassRequiredTasks: true });
  const items = ids.map((id, index) => ({ "Incident Number": id, Result: index % 3 ? "Successful" : "Denied ü", note: "\u{1f600}" }));
  const text = JSON.stringify({ error: "", contextData: items });
  const bytes = new TextEncoder().encode(text);
  const nested = close.parse(200, null, JSON.stringify({ error: "", contextData: JSON.stringify(items) }));
  const [report, same] = [close.parse(200, null, bytes), close.parse(200, null, text)];
  bytes.fill(0x20);
  for (const one of [report, same, nested]) {
    assert.deepEqual(one.items(), items);
    assert.deepEqual([one.items(150, 152), one.item("é-3"), one.item("é-199")], [items.slice(150, 152), items[3], items[199]]);
    assert.deepEqual([one.failed.length, one.succeeded.length, one.outcome("é-0"), one.asked], [67, 133, { status: "failed", reason: "Denied ü" }, ids]);
    assert.deepEqual(one.toJSON().items, items);
  }
  assert.deepStrictEqual(report, same);
});
