// Runs in an empty project, in Node: 2,000 Xpanse updates against the sandbox server, pacing off, by `run` and by hand with the
// platform's `fetch` (undici), JSON.parse and zod. Prints rows as JSON: {name: [ours, peer]}, milliseconds for all 2,000.
import { run, xpanse } from "soarwire";
import { z } from "./peers/zod/index.js";

const CALLS = 2_000;
const ROUNDS = 7;

const { url, key_id: keyId, key, incident_id: incidentId } = JSON.parse(process.argv[2]);
const tenant = new xpanse.Tenant({ baseUrl: url, auth: { keyId, key, type: "standard" } });
const options = { requestsPerSecond: 0 };

async function ours() {
  const report = await run(tenant, xpanse.updateIncident({ incidentId, status: "under_investigation" }), options);
  if (!report.allSucceeded) throw new Error(report.toJSONText());
}

const endpoint = `${url}/public_api/v1/incidents/update_incident/`;
const headers = { "content-type": "application/json", accept: "application/json", authorization: key, "x-xdr-auth-id": keyId };
const reply = z.object({ reply: z.boolean() });

async function peer() {
  const body = JSON.stringify({ request_data: { incident_id: incidentId, update_data: { status: "under_investigation" } } });
  const answer = await fetch(endpoint, { method: "POST", headers, body });
  if (answer.status !== 200 || !reply.parse(JSON.parse(await answer.text())).reply) throw new Error(String(answer.status));
}

/** Milliseconds for all calls, so many at once. */
async function timed(work, atOnce) {
  let left = CALLS;
  const worker = async () => {
    while (left-- > 0) await work();
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: atOnce }, worker));
  return performance.now() - start;
}

const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];

const rows = {};
for (const [name, atOnce] of [["node.http_2k", 1], ["node.http_2k_16", 16]]) {
  const times = [[], []];
  for (let round = -1; round < ROUNDS; round++) {
    const both = [await timed(ours, atOnce), await timed(peer, atOnce)];
    if (round >= 0) both.forEach((time, index) => times[index].push(time));
  }
  rows[name] = times.map(median);
}
console.log(JSON.stringify(rows));
