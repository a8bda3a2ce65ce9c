// Lists that are read to their end.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Page, Pages, d3, isKind, pages, xpanse } from "soarwire";
import { Sandbox } from "soarwire/sandbox";

const there = new xpanse.Tenant({ baseUrl: "/xpanse" });
const page = (ids, more = {}) => ({ reply: { total_count: 5, incidents: ids.map((id) => ({ incident_id: id, status: "new" })), ...more } });

/** A `fetch` that answers with one body after the other, and keeps the requests. */
function answering(...bodies) {
  const asked = [];
  const fetch = async (url, { body }) => {
    asked.push(JSON.parse(body));
    const next = bodies.shift();
    if (next instanceof Response) return next;
    return new Response(typeof next === "string" ? next : JSON.stringify(next));
  };
  return { asked, options: { fetch, requestsPerSecond: 0, maxAttempts: 1 } };
}

async function all(list) {
  const ids = [];
  for await (const page of list) ids.push(...page.ids);
  return ids;
}

test("a world is read to its end, each incident once", async () => {
  const sandbox = new Sandbox({ xpanse: { generate: 333 }, d3: { generate: 250 } });
  const options = { fetch: sandbox.gateway(), requestsPerSecond: 0 };
  const world = sandbox.incidents();
  const list = pages(there, xpanse.getIncidents({ searchTo: 50 }), options);
  assert.ok(list instanceof Pages);
  assert.deepEqual([list.end, list.count, list.operation.params], [null, 0, { search_to: 50 }]);
  assert.deepEqual((await all(list)).sort(), world.xpanse.map((incident) => incident.incident_id).sort());
  assert.deepEqual([list.end, list.count, list.operation], ["complete", Math.ceil(world.xpanse.length / 50), null]);
  assert.deepEqual(await list.next(), { done: true, value: undefined });

  const soc = new d3.Tenant({ baseUrl: "/soar", username: "Admin", site: "Security Operations" });
  const numbered = pages(soc, d3.getIncidents({ startTime: "2000-01-01 00:00:00", endTime: "2999-01-01 00:00:00", pageSize: 60 }), options);
  assert.deepEqual((await all(numbered)).sort(), world.d3.map(({ number }) => number).sort());
  assert.equal(numbered.end, "complete");

  const byTokens = pages(there, xpanse.getAlerts({ usePageToken: true, searchTo: 10 }), options);
  const alerts = await all(byTokens);
  assert.ok(alerts.length > 20 && new Set(alerts).size === alerts.length, String(alerts.length));
  assert.deepEqual([byTokens.end, byTokens.count], ["complete", Math.ceil(alerts.length / 10)]);
});

test("what came before is left out, and the end says that the list moved", async () => {
  const { asked, options } = answering(page(["1", "2"]), page(["2", "é"], { total_count: 6 }), page(["4"], { total_count: 6 }));
  const list = pages(there, xpanse.getIncidents({ searchTo: 2, sort: { field: "creation_time", keyword: "desc" } }), options);
  const found = [];
  for await (const page of list) found.push(page);
  assert.deepEqual(found.map(({ ids }) => ids), [["1", "2"], ["é"], ["4"]]);
  assert.deepEqual([list.end, asked.map(({ request_data: { search_from } }) => search_from)], ["moved", [undefined, 2, 4]]);
  const [, part] = found;
  assert.ok(part instanceof Page);
  assert.deepEqual([part.rows().map(({ id, status }) => [id, status]), part.items(), part.itemCount, part.total, part.attempts], [[["é", "new"]], [{ incident_id: "é", status: "new" }], 1, 6, 1]);
  assert.deepEqual([part.toJSON().ids, part.toJSON().items, typeof part.toJSON().elapsed_ms], [["é"], [{ incident_id: "é", status: "new" }], "number"]);
  assert.deepEqual(JSON.parse(part.toJSONText()), part.toJSON());
  assert.deepEqual(Page.fromJson(part.toJSONText()).toJSON(), part.toJSON());
});

test("a long page of which a part came before", async () => {
  const ids = (from) => Array.from({ length: 100 }, (_, index) => `${"x".repeat(80)}${from + index}`);
  const { options } = answering(page(ids(0), { total_count: 150 }), page(ids(50), { total_count: 150 }));
  const list = pages(there, xpanse.getIncidents(), options);
  assert.deepEqual(await all(list), [...ids(0), ...ids(100).slice(0, 50)]);
  assert.equal(list.end, "moved");
});

test("a page that cannot be read keeps what was read, and the list goes on from there", async () => {
  const bodies = [page(["1", "2"]), new Response("", { status: 500 }), "{", page(["2", "3"]), page(["5"])];
  const { asked, options } = answering(...bodies);
  const list = pages(there, xpanse.getIncidents({ searchTo: 2 }), options);
  const found = [];
  const kinds = [];
  for (let round = 0; round < 3; round++) {
    try {
      for await (const page of list) found.push(...page.ids);
    } catch (error) {
      kinds.push(error.kind);
      assert.deepEqual([list.end, list.count, list.operation.toJSON().params], [null, 1, { search_to: 4, search_from: 2 }]);
      assert.equal(error.report, null, "reading leaves nothing unknown");
    }
  }
  assert.deepEqual([kinds, found, list.end], [["server_error", "undecodable"], ["1", "2", "3", "5"], "moved"]);
  assert.deepEqual(asked.map(({ request_data: { search_from } }) => search_from), [undefined, 2, 2, 2, 4]);
});

test("it ends, whatever comes", async () => {
  const again = answering(page(["1", "2"]), page(["1", "2"]));
  const list = pages(there, xpanse.getIncidents({ searchTo: 2 }), again.options);
  assert.deepEqual([await all(list), list.end, list.count], [["1", "2"], "moved", 2]);
  const alerts = (id) => ({ reply: { total_count: 99, alerts: [{ alert_id: id }], next_page_token: "same" } });
  const tokens = pages(there, xpanse.getAlerts({ usePageToken: true, searchTo: 1 }), answering(alerts(1), alerts(2), alerts(3)).options);
  assert.deepEqual([await all(tokens), tokens.end], [["1", "2"], "moved"]);
  const many = answering(page(["1"], { total_count: 9_999 }), page([], { total_count: 9_999 }));
  const capped = pages(there, xpanse.getIncidents({ searchTo: 1 }), many.options);
  assert.deepEqual([await all(capped), capped.end], [["1"], "capped"]);
});

test("a limit of pages stops it, and it can be left and taken up", async () => {
  const three = answering(page(["1"]), page(["2"]), page(["3"]));
  const list = pages(there, xpanse.getIncidents({ searchTo: 1 }), { ...three.options, limit: 3 });
  for await (const { ids } of list) {
    assert.deepEqual(ids, ["1"]);
    break;
  }
  assert.equal(three.asked.length, 1, "nothing is read ahead");
  assert.deepEqual([await all(list), list.end, list.count], [["2", "3"], "stopped", 3]);
  // Two that are asked for at once come one after the other.
  const both = answering(page(["1"]), page(["2"]));
  const pair = pages(there, xpanse.getIncidents({ searchTo: 1 }), both.options);
  const got = await Promise.all([pair.next(), pair.next()]);
  assert.deepEqual(got.map(({ value }) => value.ids), [["1"], ["2"]]);
});

test("an aborted list says where it was", async () => {
  const controller = new AbortController();
  const { options } = answering(page(["1"]), page(["2"]));
  const list = pages(there, xpanse.getIncidents({ searchTo: 1 }), { ...options, signal: controller.signal });
  const reason = new Error("enough");
  await assert.rejects(async () => {
    for await (const page of list) controller.abort(reason, page);
  }, (error) => isKind(error, "interrupted") && error.cause === reason && !error.maybeExecuted);
  assert.deepEqual([list.end, list.operation.params.search_from], [null, 1]);
});

test("what does not list is refused before anything is sent", () => {
  const { asked, options } = answering();
  const field = (work) => {
    try {
      work();
    } catch (error) {
      assert.ok(isKind(error, "invalid_request"), String(error));
      return error.field;
    }
    return assert.fail("nothing was thrown");
  };
  const list = xpanse.getIncidents();
  assert.equal(field(() => pages(there, xpanse.updateIncident({ incidentId: "1", status: "new" }), options)), "operation");
  assert.equal(field(() => pages(there, {}, options)), "operation");
  assert.equal(field(() => pages({}, list, options)), "tenant");
  for (const limit of [0, 1.5, "2", -1, Infinity]) assert.equal(field(() => pages(there, list, { ...options, limit })), "limit");
  assert.equal(field(() => pages(there, list, { ...options, timeout: 5 })), "timeout");
  assert.equal(asked.length, 0);
});

test("an operation that answers with no page is refused", async () => {
  const list = pages(there, xpanse.validateKey(), answering("true").options);
  await assert.rejects(list.next(), { kind: "invalid_request", field: "operation" });
});
