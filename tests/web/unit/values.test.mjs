// Operations, requests, reports and tenants are values: they compare and print by content, without secrets.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { test } from "node:test";
import { inspect } from "node:util";
import { gzipSync } from "node:zlib";
import { Pacer, clear, d3, run, xpanse } from "soarwire";

const close = (more = {}) => d3.closeIncidents({ incidentNumbers: ["1", "2"], bypassRequiredTasks: true, ...more });
const answer = (result) => JSON.stringify({ error: "", contextData: [{ "Incident Number": "1", Result: result }, { "Incident Number": "2", Result: "Successful" }] });
const thrown = (work) => {
  try {
    work();
  } catch (error) {
    return error;
  }
  return assert.fail("nothing was thrown");
};

/** Compares own properties, as `toEqual` of Jest and Vitest does. */
function equal(a, b) {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const keys = (value) => Reflect.ownKeys(value).filter((key) => Object.getOwnPropertyDescriptor(value, key).enumerable && value[key] !== undefined);
  return keys(a).length === keys(b).length && keys(a).every((key) => equal(a[key], b[key]));
}

function same(a, b) {
  assert.deepStrictEqual(a, b);
  assert.ok(equal(a, b));
}

function other(a, b) {
  assert.notDeepStrictEqual(a, b);
  assert.ok(!equal(a, b));
}

test("operations compare by their parameters", () => {
  same(close(), close());
  same(close({ conclusion: undefined }), close());
  same(xpanse.updateIncident({ incidentId: "1", status: "new", comment: null }), xpanse.updateIncident({ status: "new", incidentId: "1" }));
  const others = [close({ incidentNumbers: ["1", "3"] }), close({ bypassRequiredTasks: false }), close({ conclusion: "x" }), d3.closeIncident(), d3.updateOwner({ incidentNumbers: ["1", "2"], owner: "o" })];
  for (const one of others) other(one, close());
  const cleared = xpanse.updateIncident({ incidentId: "1", assignee: clear });
  other(cleared, xpanse.updateIncident({ incidentId: "1", severity: clear }));
  same(cleared, xpanse.updateIncident({ incidentId: "1", assignee: clear }));
});

test("an operation does not change when the parameters it was made from change", () => {
  const given = { incidentNumbers: ["1"], bypassRequiredTasks: true };
  const filters = [{ field: "incident_id_list", operator: "in", value: ["2"] }];
  const [operation, listing] = [d3.closeIncidents(given), xpanse.getIncidents({ filters })];
  given.incidentNumbers.push("2");
  filters[0].value.push("3");
  assert.deepEqual([operation.params, operation.asked], [{ incident_numbers: ["1"], bypass_required_tasks: true }, ["1"]]);
  assert.deepEqual(listing.params, { filters: [{ field: "incident_id_list", operator: "in", value: ["2"] }] });
  assert.deepEqual(listing.toJSON().params, listing.params);
});

test("requests compare by what is sent, and print no secret", () => {
  const site = { baseUrl: "https://soc.example.com/VSOC", username: "Admin", site: "S" };
  const tenant = (key) => new d3.Tenant({ ...site, auth: { apiKey: key } });
  same(tenant("canary").request(close()), tenant("canary").request(close()));
  other(tenant("canary").request(close()), tenant("canary").request(close({ conclusion: "x" })));
  other(tenant("canary").request(close()), tenant("canary").unsigned(close()));
  const request = tenant("canary").request(close());
  assert.equal(request.headers.d3key, "canary");
  const difference = thrown(() => assert.deepStrictEqual(request, tenant("canary").unsigned(close())));
  const copies = [{ ...request }, structuredClone(request), JSON.parse(JSON.stringify(request))];
  for (const shown of [request, tenant("canary"), difference, ...copies]) {
    for (const options of [{}, { showHidden: true, depth: 9, getters: false }, { customInspect: false }]) assert.ok(!inspect(shown, options).includes("canary"));
    assert.ok(!JSON.stringify(shown).includes("canary"));
  }
  assert.match(inspect(request), /soc\.example\.com[^]*\*\*\*/);
});

test("tenants compare by their settings, and print no secret", () => {
  const tenant = (key, base = "/soar") => new d3.Tenant({ baseUrl: base, username: "a", site: "b", ...(key && { auth: { apiKey: key } }) });
  same(tenant(), tenant());
  other(tenant(), tenant(undefined, "/other"));
  // The user and site are part of every request.
  for (const one of [{ username: "b" }, { site: "c" }]) other(new d3.Tenant({ baseUrl: "/soar", username: "a", site: "b", ...one }), tenant());
  const advanced = () => new xpanse.Tenant({ fqdn: "acme.crtx.us.example.com", auth: { keyId: 77_123, key: "canary", type: "advanced" } });
  same(advanced(), advanced());
  const difference = thrown(() => assert.deepStrictEqual(advanced(), tenant()));
  for (const shown of [advanced(), difference, { ...advanced() }]) assert.ok(!/canary|77123/.test(inspect(shown, { showHidden: true, depth: 9 })));
});

test("reports compare by content", async () => {
  const read = (operation, result, extra = "") => operation.parse(200, null, answer(result) + extra);
  same(read(close(), "Successful"), read(close(), "Successful"));
  other(read(close(), "Successful"), read(close(), "Failed"));
  other(read(close(), "Denied"), read(close(), "Failed"));
  other(read(close(), "Successful"), read(close({ incidentNumbers: ["2", "1"] }), "Successful"));
  const ids = Array.from({ length: 300 }, (_, index) => String(index));
  const large = (result, numbers = ids) => read(close({ incidentNumbers: numbers }), result, " ".repeat(9_000));
  same(large("Failed"), large("Failed"));
  other(large("Failed"), large("Denied"));
  other(large("Failed"), large("Failed", [...ids.slice(1), "x"]));
  const sent = await run(new d3.Tenant({ baseUrl: "/soar", username: "a", site: "b" }), close({ incidentNumbers: ids }), { fetch: async () => new Response(answer("Failed") + " ".repeat(9_000)), pacer: new Pacer(0) });
  same(sent, large("Failed"));
  const lost = thrown(() => close().parse(500, null, "")).report;
  same(lost, thrown(() => close().parse(500, null, "x")).report);
  other(lost, read(close(), "Failed"));
  const list = (total) => xpanse.getIncidents().parse(200, null, JSON.stringify({ reply: { total_count: total, incidents: [{ incident_id: "1" }] } }));
  same(list(1), list(1));
  other(list(1), list(2));
});

test("reports compare equal however their bytes arrived", async (context) => {
  const body = answer("Failed") + " ".repeat(9_000);
  const zipped = gzipSync(body);
  const whole = Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n`), Buffer.from(body)]);
  const packed = Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${zipped.length}\r\n\r\n`), zipped]);
  const answers = [[whole], [whole.subarray(0, 900), whole.subarray(900)], [packed]];
  const server = createServer((socket) => {
    socket.on("error", () => undefined).once("data", async () => {
      for (const part of answers.shift()) {
        socket.write(part);
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  context.after(() => server.close());
  const tenant = new d3.Tenant({ baseUrl: `http://127.0.0.1:${server.address().port}`, username: "a", site: "b", auth: { apiKey: "k" } });
  const reports = [];
  while (answers.length > 0) reports.push(await run(tenant, close(), { pacer: new Pacer(0), reuseConnections: false }));
  for (const report of [...reports, close().parse(200, null, Buffer.from(body))]) same(report, close().parse(200, null, body));
});

test("a report prints its counts, not its body", () => {
  const report = close().parse(200, null, answer("vendor-words"));
  const shown = inspect(report);
  assert.match(shown, /^Report \{/);
  assert.match(shown, /2 asked, 1 succeeded, 1 failed, 0 unreported, 0 unknown/);
  assert.ok(shown.includes("d3.close_incidents") && !shown.includes("vendor-words"), shown);
  assert.match(inspect({ report: [report] }, { depth: 9 }), /1 failed/);
  const page = xpanse.getIncidents().parse(200, null, JSON.stringify({ reply: { incidents: [{ incident_id: "1", name: "vendor-words" }] } }));
  assert.match(inspect(page), /^Page \{[^]*1 items/);
  assert.ok(!inspect(page).includes("vendor-words"));
  assert.match(inspect(close()), /Operation[^]*d3\.close_incidents[^]*incident_numbers/);
});

test("a list is built once", () => {
  const ids = Array.from({ length: 10_000 }, (_, index) => `20261103-${index}`);
  const items = ids.map((id) => ({ "Incident Number": id, Result: "Successful" }));
  const took = () => {
    const report = close({ incidentNumbers: ids }).parse(200, null, JSON.stringify({ error: "", contextData: items }));
    const began = performance.now();
    for (let index = 0; index < 1_000; index++) assert.equal(report.succeeded[index], ids[index]);
    for (const id of ids.toReversed()) assert.equal(report.outcome(id).status, "succeeded");
    for (const id of ids.toReversed()) assert.equal(report.item(id)["Incident Number"], id);
    return performance.now() - began;
  };
  const best = Math.min(took(), took(), took());
  assert.ok(best < 600, `${best} ms`);
});

test("a report names each incident once, whatever becomes of the list that was given", () => {
  const body = answer("Successful");
  const asked = (operation) => operation.parse(200, null, body).asked;
  const given = ["1", "2", "3"];
  const operation = d3.closeIncidents({ incidentNumbers: given, bypassRequiredTasks: true });
  given[0] = "9";
  assert.throws(() => (operation.params.incident_numbers[0] = "9"), TypeError);
  operation.params.incident_numbers = ["7", "8", "9"];
  assert.deepEqual([asked(operation), Object.isFrozen(asked(operation))], [["1", "2", "3"], true]);
  for (const twice of [["1", "1"], ["1", "2", "1"], ["2", "1", "1", "2", "3"]]) {
    assert.deepEqual(asked(close({ incidentNumbers: twice })), [...new Set(twice)], twice.join());
  }
  const many = Array.from({ length: 50 }, (_, index) => `${index}`);
  assert.deepEqual(asked(close({ incidentNumbers: many })), many);
  assert.deepEqual(asked(d3.removeLinks({ sourceIncidentNumber: "7", linkedIncidentNumbers: ["1", "2"] })), ["1", "2"]);
  const changes = ["1", "2"].map((incidentNumber) => ({ incidentNumber, fields: { Severity: "High" } }));
  assert.deepEqual(asked(d3.setFields({ changes })), ["1", "2"]);
  assert.deepEqual(asked(d3.command({ name: "CloseIncidentInBulk", effect: "idempotent", params: {}, incidentNumbers: ["1", "2"] })), ["1", "2"]);
  assert.deepEqual(asked(close().only(["2"])), ["2"]);
  assert.deepEqual(asked(close().chunks(1)[0]), ["1"]);
});

test("half of a surrogate pair is refused wherever it stands, and nothing that only looks like one", () => {
  const half = "a\ud800";
  const field = (work) => thrown(work).field;
  assert.equal(field(() => close({ conclusion: half })), "conclusion");
  assert.equal(field(() => close({ incidentNumbers: ["1", "\udc00"] })), "incidentNumbers[1]");
  assert.equal(field(() => d3.setFields({ changes: [{ incidentNumber: "1", fields: { Note: ["x", { deep: half }] } }] })), "changes[0]");
  assert.equal(field(() => xpanse.updateIncident({ incidentId: "1", assignee: { mail: half } })), "assignee");
  for (const whole of ["\\ud800", "\ud83d\ude00", "\\ud83d\\ude00"]) {
    assert.equal(close({ conclusion: whole }).toJSON().params.conclusion, whole);
    const cleared = xpanse.updateIncident({ incidentId: "1", severity: clear, comment: whole, status: undefined });
    assert.deepEqual(cleared.toJSON().params, { incident_id: "1", severity: null, comment: whole });
  }
});
