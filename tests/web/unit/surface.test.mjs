import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { runInNewContext } from "node:vm";
import { clear, d3, isKind, isSoarwireError, Page, SoarwireError, xpanse } from "soarwire";

function thrown(work) {
  try {
    work();
  } catch (error) {
    return error;
  }
  return assert.fail("nothing was thrown");
}

const refused = (work, field, reason = /./) => {
  const error = thrown(work);
  assert.ok(isKind(error, "invalid_request"), String(error));
  assert.equal(error.field, field);
  assert.match(error.reason, reason);
  assert.ok(error.message.includes(field), error.message);
};

test("absent, clear and set are three things", () => {
  const tenant = new xpanse.Tenant({ baseUrl: "/xpanse" });
  const body = (params) => JSON.parse(tenant.request(xpanse.updateIncident({ incidentId: "1", status: "new", ...params })).body).request_data.update_data;
  assert.deepEqual(body({}), { status: "new" });
  assert.deepEqual(body({ assignee: undefined, severity: undefined }), { status: "new" });
  assert.deepEqual(body({ assignee: clear, severity: clear }), { status: "new", assigned_user_mail: "", manual_severity: "" });
  assert.deepEqual(body({ assignee: { mail: "a@example.com", prettyName: "A B" } }), { status: "new", assigned_user_mail: "a@example.com", assigned_user_pretty_name: "A B" });
  for (const name of ["assignee", "severity"]) refused(() => xpanse.updateIncident({ incidentId: "1", [name]: null }), name, /pass `clear`/);
  refused(() => xpanse.updateIncident({ incidentId: "1", status: clear }), "status");
  refused(() => xpanse.updateIncident({ incidentId: "1" }), "update", /resolveComment/);
  assert.deepEqual(body({ comment: null }), { status: "new" });
  assert.equal(clear, Symbol.for("soarwire.clear"));
});

test("parameters that do not do are refused by their names here", () => {
  const close = (params) => () => d3.closeIncidents({ incidentNumbers: ["1"], bypassRequiredTasks: true, ...params });
  refused(close({ incidentNumbers: [] }), "incidentNumbers");
  refused(close({ incidentNumbers: ["1", " "] }), "incidentNumbers[1]");
  refused(close({ incidentNumbers: ["1", 2] }), "incidentNumbers[1]");
  refused(close({ incidentNumbers: ["1", 2n] }), "incidentNumbers[1]");
  refused(close({ incidentNumbers: new Set(["1"]) }), "incidentNumbers");
  refused(close({ incidentNumbers: "1" }), "incidentNumbers");
  refused(close({ conclusion: NaN }), "conclusion");
  refused(close({ conclusion: () => "x" }), "conclusion");
  refused(close({ conclusion: new Date() }), "conclusion");
  refused(close({ bypassRequiredTasks: "yes" }), "bypassRequiredTasks");
  refused(close({ nonsense: 1 }), "nonsense", /not a parameter/);
  refused(close({ acting_username: "x" }), "acting_username", /write `actingUsername`/);
  refused(() => d3.closeIncidents(undefined), "params");
  refused(() => xpanse.updateIncident({ incidentId: "1", assignee: { mail: "a", pretty_name: "b" } }), "assignee", /prettyName/);
  refused(close(JSON.parse('{"__proto__": 1}')), "__proto__", /not a parameter/);
  refused(close({ foo_bar: 1 }), "foo_bar");
  // What JSON would bend.
  refused(close({ incidentNumbers: Object.assign(["1"], { toJSON: () => ["2"] }) }), "incidentNumbers");
  refused(close({ incidentNumbers: ["1", "2\ud800"] }), "incidentNumbers[1]", /surrogate/);
  refused(() => xpanse.updateIncident({ incidentId: 2 ** 53, status: "new" }), "incidentId", /as text/);
  const circular = {};
  circular.self = circular;
  refused(close({ conclusion: circular }), "conclusion");
});

test("tenants that do not do are refused by the setting", () => {
  const site = { baseUrl: "/soar", username: "a", site: "b" };
  const tenant = (settings) => () => new d3.Tenant({ ...site, ...settings });
  refused(tenant({ baseUrl: "soc.example.com" }), "baseUrl");
  refused(tenant({ baseUrl: "http://soc.example.com", auth: { apiKey: "k" } }), "baseUrl");
  refused(tenant({ username: undefined }), "username");
  refused(tenant({ auth: { apiKey: "k", jwt: "j" } }), "auth", /`apiKeys`, `jwt` and `jwtSecret`/);
  refused(tenant({ auth: { keyId: "1" } }), "keyId");
  refused(tenant({ fqdn: "x" }), "fqdn");
  for (const auth of [{}, { apiKey: undefined }]) refused(tenant({ auth }), "auth", /no credentials/);
  refused(() => new xpanse.Tenant({ fqdn: "a.example.com", auth: { type: "advanced", keyId: undefined, key: undefined } }), "auth", /no credentials/);
  refused(() => new xpanse.Tenant({ fqdn: "a.example.com", baseUrl: "/x" }), "baseUrl");
  // URLs that browsers reject; accepted ones are returned unchanged.
  for (const base of ["http://[", "https://soc example.com/x", "https://h:99999", "https://h:1x", "https://[::g]", "https://1.2.3.4.5/", "https://", "https://a/%zz", "nonsense"]) {
    refused(tenant({ baseUrl: base }), "baseUrl");
    refused(() => new xpanse.Tenant({ baseUrl: base }), "baseUrl");
  }
  for (const Tenant of [d3.Tenant, xpanse.Tenant]) {
    const more = Tenant === d3.Tenant ? { username: "a", site: "b" } : {};
    assert.equal(new Tenant({ baseUrl: new URL("https://soc.example.com/MainApp/VSOC"), ...more }).baseUrl, "https://soc.example.com/MainApp/VSOC");
  }
  for (const wrong of [undefined, 5, "x"]) refused(() => new d3.Tenant(wrong), "tenant");
  for (const wrong of [5, "x", []]) assert.ok(isKind(thrown(tenant({ auth: wrong })), "invalid_request"));
  refused(() => new xpanse.Tenant({ fqdn: "a.example.com", auth: { keyId: 1, key: "k" } }), "type");
  refused(() => new xpanse.Tenant({ fqdn: "a.example.com", username: "x" }), "username");
  refused(() => new d3.Tenant(null), "tenant");
  refused(tenant({ auth: { jwtSecret: "s", jwtPayload: "{" } }), "jwtPayload");
});

test("keys open, and show nowhere", () => {
  const base = { baseUrl: "https://soc.example.com/MainApp/VSOC", username: "Admin", site: "S" };
  const operation = d3.closeIncident({ note: "n" });
  const auths = {
    apiKey: [{ apiKey: "canary" }, "d3key", "canary"],
    apiKeys: [{ apiKeys: { CloseIncident: "canary", "*": "other" } }, "d3key", "canary"],
    jwt: [{ jwt: "canary" }, "d3jwt", "canary"],
    signed: [
      { jwtSecret: "your-256-bit-secret", jwtPayload: { sub: "1234567890", name: "John Doe", iat: 1516239022 } },
      "d3jwt",
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
    ],
    text: [
      { jwtSecret: "your-256-bit-secret", jwtPayload: '{"sub":"1234567890","name":"John Doe","iat":1516239022}' },
      "d3jwt",
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
    ],
  };
  for (const [auth, header, value] of Object.values(auths)) {
    const tenant = new d3.Tenant({ ...base, auth });
    const request = tenant.request(operation);
    assert.equal(request.headers[header], value);
    assert.equal(request.signed, true);
    assert.equal(request.toJSON().headers[header], "***");
    for (const text of [inspect(request, { depth: 9, showHidden: true }), JSON.stringify(request), String(request), inspect(tenant, { depth: 9, showHidden: true }), JSON.stringify(tenant), String(tenant), JSON.stringify(structuredClone(request))]) {
      assert.ok(!text.includes(value) && !text.includes("canary") && !text.includes("256-bit"), text);
    }
    const unsigned = tenant.unsigned(operation);
    assert.deepEqual([unsigned.signed, unsigned.headers[header]], [false, undefined]);
  }
  const missing = thrown(() => new d3.Tenant({ ...base, auth: { apiKeys: { Other: "canary" } } }).request(operation));
  assert.ok(isKind(missing, "missing_credential"));
  assert.ok(!inspect(missing, { depth: 9 }).includes("canary"));
  const bad = thrown(() => new d3.Tenant({ ...base, auth: { apiKey: "canary\n" } }));
  assert.equal(bad.field, "apiKey");
  assert.ok(!inspect(bad, { depth: 9, showHidden: true }).includes("canary"));
});

test("an error is an Error, and prints a sentence of ours", () => {
  const operation = d3.closeIncidents({ incidentNumbers: ["1"], bypassRequiredTasks: true });
  const error = thrown(() => operation.parse(429, { "Retry-After": "7" }, JSON.stringify({ Error: "vendor-words", code: 12 })));
  assert.ok(error instanceof Error && error instanceof SoarwireError && isSoarwireError(error));
  assert.deepEqual([error.name, error.kind, error.family, error.status, error.code, error.vendorMessage], ["SoarwireError", "rate_limited", "service", 429, "12", "vendor-words"]);
  assert.deepEqual([error.retryAfterMs, error.retryable, error.maybeExecuted, error.report, error.attempts], [7000, true, false, null, 1]);
  assert.match(error.message, /^HTTP 429 rate_limited \(code 12\): The server asked to slow down\.?$/);
  assert.deepEqual(error.body.tier, "documented");
  for (const text of [inspect(error, { depth: 9 }), String(error), error.stack]) assert.ok(!text.includes("vendor-words"), text);
  assert.equal(JSON.parse(JSON.stringify(error)).message, "vendor-words");
  const html = thrown(() => operation.parse(502, undefined, "<html>"));
  assert.deepEqual([html.kind, html.body.tier, new TextDecoder().decode(html.body.bytes)], ["server_error", "raw", "<html>"]);
  assert.deepEqual(html.report.unknown, ["1"]);
  const cut = thrown(() => operation.parse(200, null, '{"error'));
  assert.deepEqual([cut.kind, cut.family, cut.status, cut.body], ["undecodable", "decode", null, null]);
  assert.match(cut.reason, /^at byte 7 of the body, expected/);
});

test("names are translated, and nothing that only looks like one", () => {
  const there = new d3.Tenant({ baseUrl: "https://h.example.com/ce_site/VSOC", username: "a", site: "b", auth: { apiKeys: { my_cmd_x: "k" } } });
  const error = thrown(() => there.request(d3.closeIncident()));
  assert.equal(error.kind, "missing_credential");
  assert.match(error.message, /ce_site/);
  assert.match(thrown(() => there.request(xpanse.updateIncident({ incidentId: 1, status: "new" }))).message, /xpanse\.update_incident/);
});

test("what an error writes is its own", () => {
  const error = thrown(() => d3.updateOwner({ incidentNumbers: [], owner: "x" }));
  error.toJSON().kind = "other";
  assert.equal(error.kind, "invalid_request");
});

test("guards work across realms and refuse what only looks alike", () => {
  const error = thrown(() => d3.updateOwner({ incidentNumbers: ["1"], owner: "" }));
  const there = runInNewContext("(error, guard, kind) => guard(error) && kind(error, 'invalid_request') && !(error instanceof Error)");
  assert.ok(there(error, isSoarwireError, isKind));
  const brand = runInNewContext("(error) => error[Symbol.for('soarwire.error')] === true && error.kind === 'invalid_request'");
  assert.ok(brand(error));
  for (const other of [null, undefined, 5, "x", {}, new Error("x"), { kind: "invalid_request" }]) {
    assert.equal(isSoarwireError(other), false);
    assert.equal(isKind(other, "invalid_request"), false);
  }
});

test("a value of another realm is as good", () => {
  const foreign = runInNewContext("({ params: { incidentNumbers: ['1'], bypassRequiredTasks: true }, body: new TextEncoder === undefined ? 0 : 0 })", { TextEncoder });
  const operation = d3.closeIncidents(foreign.params);
  const body = runInNewContext("new Uint8Array([123, 125])");
  assert.deepEqual(operation.parse(200, undefined, body).unreported, ["1"]);
  assert.deepEqual(operation.parse(200, undefined, body.buffer).unreported, ["1"]);
});

test("a report can be read in slices", () => {
  const ids = Array.from({ length: 100 }, (_, index) => `I-${index}`);
  const operation = d3.closeIncidents({ incidentNumbers: ids, bypassRequiredTasks: true });
  const items = ids.slice(0, 90).map((id, index) => ({ "Incident Number": id, Result: index % 10 ? "Successful" : "Failed", "Error message": index % 10 ? "" : `no ${id} "x" \u2028`, extra: 1.5 }));
  const report = operation.parse(200, new Headers(), JSON.stringify({ error: "", returnData: "Partially Successful", contextData: items }));
  assert.deepEqual(report.counts, { asked: 100, succeeded: 81, failed: 9, unreported: 10, unknown: 0 });
  assert.deepEqual([report.itemCount, report.statusText, report.allSucceeded, report.operation], [90, "Partially Successful", false, "d3.close_incidents"]);
  assert.deepEqual(report.failed[0], { id: "I-0", reason: 'no I-0 "x" \u2028' });
  assert.deepEqual(report.items(88, 95), items.slice(88));
  assert.deepEqual(report.items(), items);
  assert.deepEqual(report.items(-5, 1), items.slice(0, 1));
  assert.deepEqual(report.items(NaN, 2).length, 2);
  assert.deepEqual(report.items(50, 10), []);
  assert.deepEqual(report.outcomes(9, 11), [{ id: "I-9", outcome: { status: "succeeded" } }, { id: "I-10", outcome: { status: "failed", reason: 'no I-10 "x" \u2028' } }]);
  assert.equal(report.outcomes().length, 100);
  assert.deepEqual([report.outcome("I-95"), report.outcome("none")], [{ status: "unreported" }, undefined]);
  assert.deepEqual([report.succeeded.length, report.unreported[0], report.unknown, report.asked.length, report.warnings], [81, "I-90", [], 100, []]);
  assert.equal(JSON.stringify(report.toJSON()), JSON.stringify(JSON.parse(report.toJSONText())));
  assert.deepEqual(Object.keys(report.toJSON()), ["succeeded", "failed", "unreported", "unknown", "warnings", "items", "operation", "asked", "counts", "why", "status_text", "attempts", "elapsed_ms", "request_id"]);
  for (const id of ids.toReversed()) assert.equal(report.outcome(id).status, report.outcomes().find((one) => one.id === id).outcome.status);
});

test("a page has rows, items and the parameters of the next one", () => {
  const params = { filters: [{ field: "status", operator: "eq", value: "new" }], searchFrom: 0, searchTo: 2 };
  const operation = xpanse.getIncidents(params);
  assert.deepEqual([operation.effect, operation.asked], ["reads", []]);
  const incidents = [{ incident_id: "7", description: "d", creation_time: 1_790_000_000_000 }, { severity: "low", odd: [1.5] }];
  const page = operation.parse(200, null, JSON.stringify({ reply: { total_count: 5, result_count: 2, incidents } }));
  assert.ok(page instanceof Page);
  assert.deepEqual([page.operation, page.ids, page.itemCount, page.total, page.capped, page.warnings], ["xpanse.get_incidents", ["7", ""], 2, 5, false, []]);
  const none = { title: null, status: null, severity: null, owner: null, created: null, modified: null, url: null };
  assert.deepEqual(page.rows(), [{ id: "7", ...none, title: "d", created: 1_790_000_000_000 }, { id: null, ...none, severity: "low" }]);
  assert.deepEqual([page.rows(1, 9).length, page.rows(2), page.items(1)], [1, [], [incidents[1]]]);
  assert.deepEqual(page.next, { searchFrom: 2, searchTo: 4 });
  assert.deepEqual(xpanse.getIncidents({ ...params, ...page.next }).toJSON().params, { filters: params.filters, search_from: 2, search_to: 4 });
  assert.deepEqual(Object.keys(page.toJSON()), ["ids", "rows", "items", "total", "capped", "next", "warnings", "operation", "asked", "attempts", "elapsed_ms", "request_id"]);
  assert.deepEqual(page.toJSON().next, { search_from: 2, search_to: 4 });
  const last = operation.parse(200, null, JSON.stringify({ reply: { incidents: [] } }));
  assert.deepEqual([last.next, last.total, last.rows()], [null, null, []]);
  refused(() => xpanse.getIncidents({ filters: [{ field: "a" }] }), "filters[0].operator");
  refused(() => xpanse.getIncidents({ search_from: 1 }), "search_from", /write `searchFrom`/);
});

test("a page goes on as its list does", () => {
  const alerts = (params) => xpanse.getAlerts(params).parse(200, null, JSON.stringify({ reply: { total_count: 7, alerts: [{ alert_id: 1 }], next_page_token: "t-2" } }));
  const [tokens, offsets] = [alerts({ usePageToken: true, searchTo: 1 }), alerts({ searchTo: 1 })];
  assert.deepEqual([tokens.next, offsets.next], [{ nextPageToken: "t-2" }, { searchFrom: 1, searchTo: 2 }]);
  assert.deepEqual(xpanse.getAlerts({ usePageToken: true, ...tokens.next }).params, { use_page_token: true, next_page_token: "t-2" });
  const period = { startTime: "2026-11-01 00:00:00", endTime: "2026-11-02 00:00:00", pageSize: 1 };
  const numbered = d3.getIncidents({ ...period, pageIndex: 3 }).parse(200, null, JSON.stringify({ error: "", returnData: "Successful", contextData: [{ IncidentNumber: "A-1" }] }));
  assert.deepEqual([numbered.next, numbered.ids], [{ pageIndex: 4 }, ["A-1"]]);
  assert.equal(d3.getIncidents({ ...period, ...numbered.next }).params.page_index, 4);
  refused(() => d3.getIncidents({ ...period, filter: [[{ field: "Status", operator: "is", value: "Open" }]] }), "filter[0][0].operator");
});

test("a page of ids alone has no rows", () => {
  const page = d3.searchIncidents({ status: "Open" }).parse(200, null, JSON.stringify({ error: "", returnData: "Successful", rawData: ["A-1", "A-2"] }));
  assert.deepEqual([page.ids, page.itemCount, page.rows(), page.items(), page.summary], [["A-1", "A-2"], 0, [], [], "2 items"]);
});

test("changes name the incident as TypeScript does, and their fields as the vendor", () => {
  const set = d3.setFields({ changes: [{ incidentNumber: "A-1", fields: { Severity: "High", incident_number: { deep: [null, { deeper: 1 }] } } }] });
  assert.deepEqual(set.params.changes, [{ incident_number: "A-1", fields: { Severity: "High", incident_number: { deep: [null, { deeper: 1 }] } } }]);
  const changes = (...changes) => () => d3.setFields({ changes });
  const change = { incidentNumber: "A-1", fields: { Severity: "High" } };
  refused(changes(), "changes");
  refused(changes(change, { incidentNumber: " ", fields: {} }), "changes[1].incidentNumber");
  refused(changes(change, { fields: {} }), "changes[1].incidentNumber", /missing/);
  refused(changes({ incident_number: "A-1", fields: {} }), "changes[0]", /write `incidentNumber`/);
  refused(changes("A-1"), "changes[0]", /`incidentNumber` and `fields`/);
  refused(() => d3.setFields({ changes: change }), "changes");
});

test("JSON of the caller's goes out as it is, however deep", () => {
  const nested = (depth) => (depth === 0 ? "é" : { x: [nested(depth - 1)] });
  const tenant = new d3.Tenant({ baseUrl: "/soar", username: "a", site: "b" });
  const params = { Users: [{ Name: "a", Last: null }], nested: nested(30) };
  const command = d3.command({ name: "GetUsersBySite", params });
  assert.deepEqual(JSON.parse(tenant.unsigned(command).body).CommandParams, params);
  assert.deepEqual([command.wireName, command.effect, d3.command({ name: "GetUsersBySite", effect: "reads" }).effect], ["GetUsersBySite", "appends", "reads"]);
  const circular = {};
  circular.self = circular;
  for (const wrong of [circular, nested(100), { x: undefined, y: () => 1 }, { x: new Date() }]) refused(() => d3.command({ name: "X", params: wrong }), "params");
  refused(() => d3.command({ name: "Get/Users" }), "name");
});

test("a small report is whole, also when other operations came between and its own was freed", () => {
  const operation = d3.closeIncidents({ incidentNumbers: ["1", "2", "é"], bypassRequiredTasks: true });
  const items = [{ "Incident Number": "2", Result: "Denied", note: "\n é" }, { "Incident Number": "1", Result: "Successful" }];
  const report = operation.parse(200, null, `\ufeff${JSON.stringify({ error: "", returnData: "x", contextData: items }, null, 1)}`);
  operation.free();
  for (let count = 0; count < 20; count++) d3.updateOwner({ incidentNumbers: [String(count)], owner: "o" });
  assert.deepEqual([report.succeeded, report.unreported, report.unknown, report.failed], [["1"], ["é"], [], [{ id: "2", reason: "Denied" }]]);
  assert.deepEqual(report.counts, { asked: 3, succeeded: 1, failed: 1, unreported: 1, unknown: 0 });
  assert.deepEqual([report.items(), report.item("2"), report.item("é"), report.item("none")], [items, items[0], undefined, undefined]);
  assert.deepEqual([report.operation, report.statusText, report.asked], ["d3.close_incidents", "x", ["1", "2", "é"]]);
  assert.equal(report.toJSON().items.length, 2);
  assert.throws(() => report.succeeded.push("mine"), TypeError);
  for (const name of ["asked", "succeeded", "failed", "unreported", "unknown", "warnings"]) {
    assert.ok(report[name] === report[name] && Object.isFrozen(report[name]) && report[name].every(Object.isFrozen), name);
  }
});

test("operations keep their parameters, however many there are", () => {
  const many = Array.from({ length: 30 }, (_, index) => d3.updateOwner({ incidentNumbers: [`I-${index}`], owner: "o" }));
  assert.deepEqual(many.map(({ asked }) => asked[0]), many.map((_, index) => `I-${index}`));
  assert.throws(() => d3.updateOwner({ incidentNumbers: [], owner: "o" }));
  assert.deepEqual(many.toReversed().map(({ asked }) => asked[0]), many.map((_, index) => `I-${29 - index}`));
});

test("an operation says what it is", () => {
  const plain = xpanse.updateIncident({ incidentId: 5471, assignee: clear });
  assert.deepEqual([plain.id, plain.wireName, plain.effect, plain.asked, plain.vendor], ["xpanse.update_incident", "incidents/update_incident", "idempotent", ["5471"], "xpanse"]);
  assert.deepEqual(plain.toJSON(), { operation: "xpanse.update_incident", params: { incident_id: 5471, assignee: null } });
  assert.equal(xpanse.updateIncident({ incidentId: "1", comment: "x" }).effect, "appends");
  assert.deepEqual(d3.updateOwner({ incidentNumbers: ["a", "a", "b"], owner: "o" }).asked, ["a", "b"]);
});

test("an unsigned request is the one that the core builds, whatever its length and text", () => {
  const tenant = new d3.Tenant({ baseUrl: "/soar", username: "A\"é", site: "b" });
  const close = (numbers, more) => d3.closeIncidents({ incidentNumbers: numbers, bypassRequiredTasks: true, ...more });
  const ids = (count) => Array.from({ length: count }, (_, index) => `20261103-${index}`);
  const operations = [close(["1"]), close(["é", "\u{1f600}\n"]), close(["1"], { conclusion: "\"\\" }), ...[10, 200, 300, 2_000].map((count) => close(ids(count))), d3.closeIncident()];
  for (const operation of operations) assert.deepEqual(tenant.unsigned(operation), tenant.request(operation));
  const other = new xpanse.Tenant({ baseUrl: "/xpanse" });
  for (const operation of [xpanse.getIncidents(), xpanse.updateIncident({ incidentId: "1", comment: "é" })]) assert.deepEqual(other.unsigned(operation), other.request(operation));
  refused(() => tenant.unsigned(xpanse.getIncidents()), "operation", /other vendor/);
  refused(() => tenant.unsigned.call({}, operations[0]), "tenant", /this copy of the package/);
  // The operation no longer has a place in the core.
  assert.equal(tenant.unsigned(operations[0]).url, "/soar/api/Command/CloseIncidentInBulk");
  assert.deepEqual(operations[0].parse(200, null, "{}").unreported, ["1"]);
});

test("what belongs to another vendor, copy or nothing is refused", () => {
  const tenant = new d3.Tenant({ baseUrl: "/soar", username: "a", site: "b" });
  refused(() => tenant.request(xpanse.updateIncident({ incidentId: "1", status: "new" })), "operation");
  const cloned = structuredClone(d3.closeIncident());
  for (const wrong of [undefined, null, {}, "x", tenant, Object.create(d3.closeIncident()), cloned]) {
    refused(() => tenant.request(wrong), "operation", /this copy of the package/);
    refused(() => tenant.unsigned(wrong), "operation");
    refused(() => d3.closeIncident().parse.call(wrong, 200, {}, ""), "operation");
  }
  for (const wrong of [{}, d3.closeIncident(), Object.create(tenant), new Proxy(tenant, {})]) {
    refused(() => tenant.request.call(wrong, d3.closeIncident()), "tenant", /this copy of the package/);
  }
  for (const [status, headers, body, field] of [["200", {}, "", "status"], [-1, {}, "", "status"], [200, 5, "", "headers"], [200, ["Retry-After", "5"], "", "headers"], [200, [null], "", "headers"], [200, { date: Object.create(null) }, "", "headers"], [200, {}, 5, "body"], [200, {}, null, "body"], [200, {}, { length: 3 }, "body"]]) {
    refused(() => d3.closeIncident().parse(status, headers, body), field);
  }
  for (const moment of [null, 5, "x"]) refused(() => tenant.request(d3.closeIncident(), moment), "moment");
});

if (typeof Symbol.dispose === "symbol") {
  test("using is harmless", () => {
    const operation = d3.closeIncidents({ incidentNumbers: ["1"], bypassRequiredTasks: true });
    const tenant = new d3.Tenant({ baseUrl: "/soar", username: "a", site: "b" });
    const report = operation.parse(200, null, "{}");
    for (const value of [operation, tenant, report]) {
      value[Symbol.dispose]();
      value.free();
    }
    assert.deepEqual([operation.asked, report.unreported, tenant.request(operation).signed], [["1"], ["1"], false]);
  });
}
