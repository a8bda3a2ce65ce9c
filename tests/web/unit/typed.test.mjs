// Typed incidents and alerts: the table that all languages share, and what TypeScript has of its own.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { inspect } from "node:util";
import { TypedItem, d3, xpanse } from "soarwire";

const CASES = JSON.parse(readFileSync(new URL("typed.json", import.meta.url), "utf8"));
const CLASSES = [xpanse.Incident, xpanse.Alert, d3.Incident];
/** Fields of each type, by class and the vendor's key. */
const OF_TYPE = {
  Text: [[xpanse.Incident, "status", "status"], [d3.Incident, "dateCreated", "Date Created"]],
  Id: [[xpanse.Incident, "incidentId", "incident_id"], [xpanse.Alert, "caseId", "case_id"], [d3.Incident, "number", "IR Number"]],
  Integer: [[xpanse.Incident, "alertCount", "alert_count"], [xpanse.Alert, "portNumber", "port_number"]],
  Flag: [[xpanse.Incident, "starred", "starred"], [xpanse.Alert, "isWhitelisted", "is_whitelisted"]],
  Time: [[xpanse.Incident, "creationTime", "creation_time"], [xpanse.Alert, "lastObserved", "last_observed"]],
  Texts: [[xpanse.Incident, "tags", "tags"], [xpanse.Alert, "serviceIds", "service_ids"], [d3.Incident, "tags", "Tags"]],
  Integers: [[xpanse.Alert, "actionRemotePort", "action_remote_port"]],
  Times: [[xpanse.Alert, "eventTimestamp", "event_timestamp"]],
  Json: [[xpanse.Incident, "xpanseRiskExplainer", "xpanse_risk_explainer"], [d3.Incident, "playbook", "PlayBook Name"]],
};

const expected = (type, value) => {
  if (value === null) return null;
  if (type === "Time") return new Date(value);
  return type === "Times" ? value.map((ms) => new Date(ms)) : value;
};

const fields = (Class) =>
  Object.entries(Object.getOwnPropertyDescriptors(Class.prototype)).filter(([name, { get }]) => get !== undefined && name !== "headline").map(([name]) => name);

for (const { type, json, value } of CASES) {
  test(`${type} ${json}`, () => {
    for (const [Class, field, key] of OF_TYPE[type]) {
      for (const spelt of [key, key.toUpperCase().replace(/[_ ]/g, " "), key.replace(/[_ ]/g, "")]) {
        const item = new Class(JSON.parse(`{"before": [1], "${spelt}": ${json}, "behind": {}}`));
        assert.deepEqual(item[field], expected(type, value), `${field} of ${spelt}`);
      }
    }
  });
}

test("every field is null in an empty object", () => {
  for (const Class of CLASSES) {
    const empty = new Class({});
    assert.ok(fields(Class).length > 25 && empty instanceof TypedItem);
    assert.deepEqual(fields(Class).filter((name) => empty[name] !== null), []);
    assert.deepEqual(empty.headline.filter((name) => !fields(Class).includes(name)), []);
  }
});

test("a page lists its incidents, each with the vendor's own object", () => {
  const objects = [{ incident_id: "1", status: "new", x: { y: 1 } }, { "Incident ID": 2, status: null }];
  const page = xpanse.getIncidents().parse(200, null, JSON.stringify({ reply: { incidents: objects } }));
  const incidents = xpanse.Incident.of(page);
  assert.deepEqual(incidents.map(({ incidentId, status }) => [incidentId, status]), [["1", "new"], ["2", null]]);
  assert.deepEqual(incidents.map(({ item }) => item), objects);
  assert.equal(JSON.stringify(incidents), JSON.stringify(objects));
  assert.deepEqual([xpanse.Alert.of(page), d3.Incident.of(page)], [[], []]);
});

test("alerts of a list and of details are read alike", () => {
  const body = JSON.stringify({ reply: { alerts: [{ alert_id: "602", tags: ["a", "b"], action_remote_port: [443] }] } });
  const [listed] = xpanse.Alert.of(xpanse.getAlerts().parse(200, null, body));
  const flat = new xpanse.Alert({ alert_id: 602, tags: "a,b", action_remote_port: 443 });
  for (const { alertId, tags, actionRemotePort } of [listed, flat]) assert.deepEqual([alertId, tags, actionRemotePort], ["602", ["a", "b"], [443]]);
});

test("of several keys the first that says anything counts", () => {
  assert.equal(new d3.Incident({ CaseNumber: "1", "IR Number": "A-2", IncidentNo: " ", "incident number": null }).number, "A-2");
  assert.equal(new d3.Incident({ "IR Number": "" }).number, "");
});

test("Node prints what says most", () => {
  const incident = new xpanse.Incident({ incident_id: "1", status: "new", severity: null, creation_time: 0, tags: ["a"] });
  assert.equal(inspect(incident, { breakLength: Infinity }), "Incident { incidentId: '1', status: 'new', creationTime: 1970-01-01T00:00:00.000Z }");
});
