// Run with --expose-gc: what is dropped is given back when the collector says so.
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

test("large reports that nobody frees are given back too", async () => {
  const ids = Array.from({ length: 2000 }, (_, index) => `I-${index}`);
  const close = d3.closeIncidents({ incidentNumbers: ids, bypassRequiredTasks: true });
  const body = JSON.stringify({ error: "", contextData: ids.map((id) => ({ "Incident Number": id, Result: "Successful" })) });
  const parse = async (times) => {
    for (let round = 0; round < times; round++) {
      assert.equal(close.parse(200, null, body).counts.succeeded, 2000);
      if (round % 10 === 0) {
        globalThis.gc();
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
    }
  };
  await parse(50);
  const before = memory.buffer.byteLength;
  await parse(500);
  assert.equal(memory.buffer.byteLength, before);
});
