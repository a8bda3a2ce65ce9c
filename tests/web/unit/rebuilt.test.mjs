// Answers and errors made again from their canonical JSON, and reports that become one.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Created, Details, Page, Reply, Report, SoarwireError, Validity, d3, isKind, xpanse } from "soarwire";
import { Settlement } from "soarwire/settle";

const rows = JSON.parse(readFileSync(new URL("rebuilt.json", import.meta.url), "utf8"));
const MAKE = {
  report: (given) => Report.fromJson(given),
  page: (given) => Page.fromJson(given),
  details: (given) => Details.fromJson(given),
  created: (given) => Created.fromJson(given),
  validity: (given) => Validity.fromJson(given),
  reply: (given) => Reply.fromJson(given),
  settlement: (given) => Settlement.fromJson(given),
  error: (given) => SoarwireError.fromJson(given),
  merged: (given) => Report.merged(given.map((text) => Report.fromJson(text))),
};

function thrown(work) {
  try {
    work();
  } catch (error) {
    return error;
  }
  return assert.fail("nothing was thrown");
}

test("what comes from JSON is the same in every language", () => {
  for (const { what, given, canonical, field, message } of rows) {
    if (canonical === undefined) {
      const error = thrown(() => MAKE[what](given));
      assert.ok(isKind(error, "invalid_request"), String(error));
      assert.equal(error.field, field, given);
      continue;
    }
    const made = MAKE[what](given);
    assert.equal(made.toJSONText(), canonical);
    if (message !== undefined) assert.equal(made.message, message);
    // Once more, from itself.
    if (what !== "merged") assert.equal(MAKE[what](canonical).toJSONText(), canonical);
  }
});

const close = d3.closeIncidents({ incidentNumbers: ["a", "b", "é"], bypassRequiredTasks: true, conclusion: "Done." });
const DENIED = '{"returnData": "P", "contextData": [{"Incident Number": "a", "Result": "Denied", "n": 1.50}, {"Incident Number": "é", "Result": "Successful"}]}';

test("a report may be passed as text or as what was parsed from it", () => {
  const report = close.parse(200, { "x-request-id": "r" }, DENIED);
  const [text, object] = [Report.fromJson(report.toJSONText()), Report.fromJson(JSON.parse(JSON.stringify(report)))];
  assert.equal(text.toJSONText(), report.toJSONText());
  assert.deepEqual(object.toJSON(), report.toJSON());
  assert.deepEqual(Report.fromJson(report).toJSON(), report.toJSON());
  for (const made of [text, object]) {
    assert.ok(made instanceof Report);
    assert.deepEqual(made.outcomes(), report.outcomes());
    assert.deepEqual([made.item("a"), made.item("b"), made.item("x")], [report.item("a"), undefined, undefined]);
    assert.deepEqual([made.counts, made.requestId, made.warnings], [report.counts, "r", report.warnings]);
  }
  // Without how the call went.
  assert.deepEqual(text, Report.fromJson(close.parse(200, {}, DENIED).toJSONText()));
  assert.notDeepEqual(text, Report.fromJson(close.only(["a", "b"]).parse(200, {}, DENIED).toJSONText()));
});

test("a smaller answer that comes from JSON says what the first said, and equals another of the same text", () => {
  const body = '{"reply": {"incident": {"incident_id": 7.0, "tags": []}, "alerts": {"data": [{"alert_id": "3"}], "total_count": 9}}}';
  const details = xpanse.getIncidentExtraData({ incidentId: "7" }).parse(200, { "x-request-id": "r" }, body);
  const made = Details.fromJson(details.toJSONText());
  assert.ok(made instanceof Details);
  assert.equal(made.toJSONText(), details.toJSONText());
  assert.deepEqual(Details.fromJson(JSON.parse(JSON.stringify(details))).toJSON(), details.toJSON());
  assert.deepEqual([made.incident, made.alerts, made.alertsTotal, made.requestId, made.summary], [details.incident, details.alerts, 9, "r", details.summary]);
  assert.deepEqual(made, Details.fromJson(made.toJSONText()));
  assert.notDeepEqual(made, Details.fromJson({ ...made.toJSON(), alerts_total: 8 }));
  const created = d3.createIncident({ incidentType: "Phishing" }).parse(200, {}, '{"returnData": "Successful", "contextData": [{"incidentNumber": "20261103-7"}]}');
  assert.deepEqual([Created.fromJson(created).id, Created.fromJson(created).items], [created.id, created.items]);
  const reply = d3.command({ name: "GetUsers" }).parse(200, {}, '{"returnData": [1, 2], "rawData": {"n": 1.50}}');
  assert.equal(Reply.fromJson(reply.toJSONText()).toJSONText(), reply.toJSONText());
  assert.ok(reply.toJSONText().includes("1.50"));
  assert.ok(Validity.fromJson(xpanse.validateKey().parse(200, {}, "true")).valid);
});

test("what is no canonical JSON at all is refused", () => {
  const cyclic = {};
  cyclic.self = cyclic;
  for (const wrong of [undefined, null, 7, "nothing", "[]", [], () => 1, { n: 1n }, cyclic]) {
    assert.equal(thrown(() => Report.fromJson(wrong)).field, "report");
    assert.equal(thrown(() => Page.fromJson(wrong)).field, "page");
    assert.equal(thrown(() => Reply.fromJson(wrong)).field, "reply");
    assert.equal(thrown(() => Settlement.fromJson(wrong)).field, "settlement");
    assert.equal(thrown(() => SoarwireError.fromJson(wrong)).field, "error");
  }
  assert.ok(!thrown(() => Report.fromJson('{"canary')).message.includes("canary"));
});

test("of several items the one that says why an incident failed is its own", () => {
  const items = [
    { "Incident Number": "a", Result: "Late" },
    { "IR Number": "a", message: "Denied" },
    { incident_no: "b", "IR Number": "a" },
    { "Incident Number": 7, incidentnumber: "8" },
    { "Incident Number": " ", "IR Number": 7.0 },
  ];
  const asked = ["a", "b", "7", "8", "c"];
  const failed = [{ id: "a", reason: "Denied" }];
  const report = Report.fromJson({ operation: "d3.update_owner", asked, failed, unreported: asked.slice(1), items });
  assert.deepEqual(asked.map((id) => items.findIndex((item) => JSON.stringify(item) === JSON.stringify(report.item(id)))), [1, 2, 4, -1, -1]);
});

test("an error keeps what it says, and its report", () => {
  const error = thrown(() => close.parse(503, { "retry-after": "7" }, '{"code": "E-1", "message": "words"}'));
  const made = SoarwireError.fromJson(JSON.stringify(error));
  assert.ok(made instanceof SoarwireError && made !== error);
  assert.deepEqual([made.kind, made.code, made.vendorMessage, made.retryAfterMs, made.message], ["server_error", "E-1", "words", 7000, error.message]);
  assert.equal(made.report, made.report);
  assert.deepEqual(made.report, error.report);
  assert.deepEqual([made.report.unknown, made.report.item("a")], [["a", "b", "é"], undefined]);
  const refused = thrown(() => d3.closeIncidents({ incidentNumbers: [], bypassRequiredTasks: true }));
  const again = SoarwireError.fromJson(refused.toJSON());
  assert.deepEqual([again.field, again.message, again.reason], [refused.field, refused.message, refused.reason]);
  assert.equal(again.field, "incidentNumbers");
});

test("reports of one operation become one", () => {
  const first = close.parse(200, {}, DENIED);
  const lost = close.only(["b"]).lost("timeout").report;
  const whole = Report.merged([first, lost, close.only(["a"]).parse(200, {}, '{"contextData": [{"Incident Number": "a", "Result": "Successful"}]}')]);
  assert.deepEqual(whole.outcomes().map(({ outcome }) => outcome), [{ status: "succeeded" }, { status: "unknown", why: "timeout" }, { status: "succeeded" }]);
  assert.deepEqual([whole.attempts, whole.elapsedMs, whole.statusText, whole.itemCount], [3, null, null, 3]);
  assert.deepEqual(whole.items(0, 1), [{ "Incident Number": "a", Result: "Denied", n: 1.5 }]);
  assert.ok(whole.toJSONText().includes('"n":1.50'));
  assert.deepEqual(Report.merged([first]).toJSON(), first.toJSON());
  assert.deepEqual(Report.merged(new Set([first])).toJSON(), first.toJSON());
  const page = xpanse.getIncidents({}).parse(200, {}, '{"reply": {"incidents": []}}');
  for (const [given, field] of [[[], "reports"], [undefined, "reports"], [{}, "reports"], [[first, 7], "reports[1]"], [[null], "reports[0]"], [[page], "reports[0]"]]) {
    assert.equal(thrown(() => Report.merged(given)).field, field);
  }
});
