// What a report and an error say of each incident, and how one goes on from there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { d3, Incomplete, isKind, isSoarwireError, run, xpanse } from "soarwire";

const close = d3.closeIncidents({ incidentNumbers: ["a", "b", "c"], bypassRequiredTasks: true, conclusion: "Done." });
const DENIED = JSON.stringify({ contextData: [{ "Incident Number": "a", Result: "Denied" }, { "Incident Number": "b", Result: "Successful" }] });

function thrown(work) {
  try {
    work();
  } catch (error) {
    return error;
  }
  return assert.fail("nothing was thrown");
}

test("a report of anything but success is an error that carries it", () => {
  const report = close.parse(200, {}, DENIED);
  const error = thrown(() => report.requireAll());
  assert.ok(error instanceof Incomplete && error instanceof Error && !isSoarwireError(error));
  assert.equal(error.report, report);
  assert.match(error.message, /^d3\.close_incidents: 3 asked, 1 succeeded, 1 failed, 1 unreported, 0 unknown\. What is unreported or unknown may/);
  assert.equal(error.name, "Incomplete");
  const done = close.only(["b"]).parse(200, {}, DENIED);
  assert.equal(done.requireAll(), done);
  assert.ok(!thrown(() => close.only(["a"]).parse(200, {}, DENIED).requireAll()).message.includes("read it back"));
});

test("an error has an outcome for each incident", () => {
  const unknown = thrown(() => close.parse(503, {}, ""));
  assert.deepEqual(unknown.outcomes(), ["a", "b", "c"].map((id) => ({ id, outcome: { status: "unknown", why: "server_error" } })));
  const refused = thrown(() => close.parse(401, {}, ""));
  assert.deepEqual(refused.outcomes()[2], { id: "c", outcome: { status: "failed", reason: "unauthenticated" } });
  assert.deepEqual([refused.operation, refused.asked], ["d3.close_incidents", ["a", "b", "c"]]);
  assert.deepEqual(thrown(() => new d3.Tenant({ baseUrl: "nowhere", username: "a", site: "b" })).outcomes(), []);
});

test("a lost call is an error with its outcomes", () => {
  const lost = close.lost("timeout", "no answer within 5 s");
  assert.ok(isKind(lost, "timeout"));
  assert.deepEqual([lost.maybeExecuted, lost.retryable, lost.reason, lost.report.unknown], [true, false, "no answer within 5 s", ["a", "b", "c"]]);
  const unsent = close.lost("connect");
  assert.deepEqual([unsent.kind, unsent.maybeExecuted, unsent.retryable, unsent.report], ["connect", false, true, null]);
  assert.equal(thrown(() => close.lost("late")).field, "kind");
});

test("the same call for fewer incidents", () => {
  const update = xpanse.updateIncident({ incidentId: "1", status: "new" });
  assert.deepEqual(update.only(["1"]), update);
  assert.deepEqual(close.only(["c", "a"]), d3.closeIncidents({ incidentNumbers: ["c", "a"], bypassRequiredTasks: true, conclusion: "Done." }));
  assert.deepEqual(close.chunks(2).map(({ asked }) => asked), [["a", "b"], ["c"]]);
  assert.deepEqual(close.chunks(Infinity).map(({ asked }) => asked), [["a", "b", "c"]]);
  for (const [work, field] of [
    [() => close.only(["a", "x"]), "ids[1]"],
    [() => close.only([]), "ids"],
    [() => close.chunks(0), "size"],
    [() => close.chunks(NaN), "size"],
    [() => d3.closeIncident().chunks(1), "incidentNumbers"],
    [() => xpanse.updateIncident({ incidentId: "1", status: "new" }).only(["2"]), "incidentNumbers"],
    // Its parameters name the incidents too, and would not be divided with them.
    [() => d3.command({ name: "Archive", params: { Numbers: ["a", "b"] }, incidentNumbers: ["a", "b"] }).only(["a"]), "incidentNumbers"],
    [() => d3.command({ name: "Archive", incidentNumbers: ["a", "b"] }).chunks(1), "incidentNumbers"],
  ]) {
    assert.equal(thrown(work).field, field);
  }
});

test("the same call for fewer alerts, linked incidents and changes", () => {
  const alerts = xpanse.updateAlerts({ alertIds: [7, "8", 9], status: "new" });
  assert.deepEqual(alerts.asked, ["7", "8", "9"]);
  assert.deepEqual([alerts.only(["9", "7"]).asked, alerts.chunks(2).map(({ asked }) => asked)], [["9", "7"], [["7", "8"], ["9"]]]);
  const links = d3.removeLinks({ sourceIncidentNumber: "s", linkedIncidentNumbers: ["a", "b"] });
  assert.deepEqual(links.only(["b"]), d3.removeLinks({ sourceIncidentNumber: "s", linkedIncidentNumbers: ["b"] }));
  const change = (incidentNumber, Severity) => ({ incidentNumber, fields: { Severity } });
  const set = d3.setFields({ changes: [change("a", "Low"), change("b", "High"), change("a", "High")] });
  assert.deepEqual(set.only(["a"]), d3.setFields({ changes: [change("a", "Low"), change("a", "High")] }));
  assert.deepEqual(set.chunks(2).map(({ params }) => params.changes.length), [2, 1]);
  assert.deepEqual(set.only(["b", "a"]).params.changes.length, 3);
  assert.equal(thrown(() => set.only(["c"])).field, "ids[0]");
});

test("what is known of the call", async () => {
  const report = close.parse(200, { "X-Request-Id": "r-1" }, DENIED);
  assert.deepEqual([report.attempts, report.elapsedMs, report.requestId], [1, null, "r-1"]);
  assert.deepEqual(report, close.parse(200, {}, DENIED));
  assert.deepEqual([report.toJSON().request_id, report.toJSON().attempts], ["r-1", 1]);
  const answer = (status, headers) => ({ status, headers: new Headers(headers), arrayBuffer: () => new TextEncoder().encode(DENIED).buffer });
  const answers = [answer(429, { "retry-after": "0" }), answer(200, { "request-id": "r-2" })];
  const tenant = new d3.Tenant({ baseUrl: "/soar", username: "a", site: "b" });
  const ran = await run(tenant, close, { fetch: async () => answers.shift(), requestsPerSecond: 0 });
  assert.deepEqual([ran.attempts, ran.requestId], [2, "r-2"]);
  assert.ok(ran.elapsedMs >= 0 && ran.elapsedMs < 60_000, String(ran.elapsedMs));
  assert.deepEqual([ran.toJSON().attempts, ran.toJSON().elapsed_ms], [2, ran.elapsedMs]);
  assert.equal(JSON.stringify(ran), ran.toJSONText());
});

test("what is kept of a refusal and of a body that cannot be decoded", () => {
  const refused = thrown(() => close.parse(502, [["X-Trace-Id", "t"], ["Set-Cookie", "s=1"]], new Uint8Array([60, 255])));
  assert.deepEqual([refused.requestId, refused.headers, refused.body], ["t", [["x-trace-id", "t"]], { tier: "raw", bytes: new Uint8Array([60, 255]) }]);
  const page = `<html>${"x".repeat(5000)}`;
  const cut = thrown(() => close.parse(200, { "content-type": "text/html" }, page));
  const { offset, expected, status, contentType, length, beginning } = cut.undecodable;
  assert.deepEqual([offset, expected, status, contentType, length], [0, "a JSON object", 200, "text/html", page.length]);
  assert.equal(new TextDecoder().decode(beginning), page.slice(0, 2048));
  assert.equal(thrown(() => close.parse(200, {}, "")).reason, "the body is empty, expected a JSON object");
  assert.equal(refused.undecodable, null);
});
