// The answers that are neither reports nor pages.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { BaseAnswer, Created, Details, Document, Reply, Report, Validity, d3, run, xpanse } from "soarwire";

const envelope = (more) => JSON.stringify({ error: "", returnData: "Successful", ...more });

/** An answer of each class: the operation, a body, another body, and the summary. */
const ANSWERS = [
  [Details, xpanse.getIncidentExtraData({ incidentId: "7" }), { reply: { incident: { incident_id: "7" }, alerts: { total_count: 5, data: [{ alert_id: "1", deep: { x: [1] } }] }, network_artifacts: { data: [{ ip: "192.0.2.1" }] } } }, { reply: { incident: { incident_id: "8" } } }, "an incident with 1 alerts"],
  [Created, d3.createIncident({ incidentType: "Phishing" }), { error: "", returnData: { Status: "Successful", Data: { "Incident Number": "A-1" } } }, { error: "", returnData: "Successful" }, "created A-1"],
  [Validity, xpanse.validateKey(), true, false, "the key is valid"],
  [Reply, d3.command({ name: "GetUsersBySite" }), { error: "", returnData: "Successful", rawData: { users: [1.50] } }, { error: "", returnData: "Failed" }, "Successful"],
];

test("each operation has its answer", () => {
  for (const [Class, operation, body, , summary] of ANSWERS) {
    const answer = operation.parse(200, { "x-request-id": "r-1" }, JSON.stringify(body));
    assert.ok(answer instanceof Class && answer instanceof Document && answer instanceof BaseAnswer, Class.name);
    assert.deepEqual([answer.operation, answer.summary, answer.attempts, answer.elapsedMs, answer.requestId], [operation.id, summary, 1, null, "r-1"]);
    assert.equal(JSON.stringify(answer), JSON.stringify(JSON.parse(answer.toJSONText())));
    assert.deepEqual(Object.keys(answer.toJSON()).slice(-4), ["operation", "attempts", "elapsed_ms", "request_id"]);
  }
  const numbers = d3.command({ name: "Archive", incidentNumbers: ["a"] }).parse(200, null, envelope({ contextData: [{ "Incident Number": "a", Result: "Successful" }] }));
  assert.ok(numbers instanceof Report);
  assert.deepEqual(numbers.succeeded, ["a"]);
});

test("their members are the vendor's, and read-only", () => {
  const [details, created, validity, reply] = ANSWERS.map(([, operation, body]) => operation.parse(200, null, JSON.stringify(body)));
  assert.deepEqual([details.incident, details.alerts, details.alertsTotal], [{ incident_id: "7" }, [{ alert_id: "1", deep: { x: [1] } }], 5]);
  assert.deepEqual([details.networkArtifacts, details.fileArtifacts], [[{ ip: "192.0.2.1" }], []]);
  assert.deepEqual([created.id, created.items.length, validity.valid], ["A-1", 1, true]);
  assert.deepEqual([reply.statusText, reply.rawData, reply.returnData, reply.keyFields, reply.outputData, reply.items], ["Successful", { users: [1.5] }, "Successful", null, null, []]);
  assert.match(validity.toJSONText(), /^{"valid":true,"operation":"xpanse.validate_key",/);
  for (const change of [() => details.alerts.push(1), () => (details.alerts[0].deep.x[0] = 2), () => (reply.rawData.users = 1)]) assert.throws(change, TypeError);
  const own = details.toJSON();
  own.alerts.length = 0;
  assert.equal(details.alerts.length, 1);
});

test("they compare by value and print their summary", () => {
  for (const [Class, operation, body, other, summary] of ANSWERS) {
    const parsed = (body, headers = null) => operation.parse(200, headers, JSON.stringify(body));
    const answer = parsed(body);
    assert.deepStrictEqual(answer, parsed(body, { "x-request-id": "r-2" }));
    assert.deepStrictEqual(answer, (answer.toJSON(), answer));
    assert.notDeepStrictEqual(answer, parsed(other));
    assert.equal(inspect(answer, { breakLength: 200 }), `${Class.name} { operation: '${operation.id}', summary: '${summary}' }`);
  }
  const other = xpanse.getIncidentExtraData({ incidentId: "7", alertsLimit: 5 });
  assert.notDeepStrictEqual(ANSWERS[0][1].parse(200, null, JSON.stringify(ANSWERS[0][2])), other.parse(200, null, JSON.stringify(ANSWERS[0][2])));
});

test("an answer that came through run says how it came", async () => {
  const tenant = new d3.Tenant({ baseUrl: "/soar", username: "a", site: "b" });
  const answers = [new Response("", { status: 429, headers: { "retry-after": "0" } }), new Response(envelope({ keyFields: { n: 1 } }), { headers: { "x-request-id": "r-3" } })];
  const options = { fetch: async () => answers.shift(), requestsPerSecond: 0 };
  const reply = await run(tenant, d3.command({ name: "GetUsersBySite", effect: "reads" }), options);
  assert.deepEqual([reply.attempts, typeof reply.elapsedMs, reply.requestId, reply.keyFields], [2, "number", "r-3", { n: 1 }]);
  assert.deepEqual([reply.toJSON().attempts, reply.toJSON().key_fields], [2, { n: 1 }]);
});
