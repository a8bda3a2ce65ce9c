// What is in effect after a call whose outcome is unknown.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { SoarwireError, d3, isKind, run, xpanse } from "soarwire";
import { Sandbox } from "soarwire/sandbox";
import { Settlement, settle } from "soarwire/settle";

const soc = new d3.Tenant({ baseUrl: "/soar", username: "Admin", site: "Security Operations" });
const there = new xpanse.Tenant({ baseUrl: "/xpanse" });
const failure = (promise) => promise.then(() => assert.fail("it should have failed"), (error) => error);
const world = () => {
  const sandbox = new Sandbox();
  return { sandbox, options: { fetch: sandbox.gateway(), requestsPerSecond: 0, maxAttempts: 1 } };
};
const numbers = new Sandbox().incidents().d3.filter((incident) => !incident.required_tasks_pending && !incident.required_fields_missing && incident.status === "Open").slice(0, 3).map(({ number }) => number);

test("a lost answer is settled by reading: nothing is sent again before", async () => {
  for (const [fault, expected] of [["cut_after", "in_effect"], ["cut_before", "not_in_effect"]]) {
    const { sandbox, options } = world();
    const close = d3.closeIncidents({ incidentNumbers: numbers, bypassRequiredTasks: true, conclusion: "Contained <b>for good</b>." });
    sandbox.script({ kind: fault });
    const error = await failure(run(soc, close, options));
    assert.deepEqual(error.report.unknown, numbers);
    const settlement = await settle(soc, close, error, options);
    assert.ok(settlement instanceof Settlement);
    assert.deepEqual(settlement.rows, numbers.map((id) => ({ id, settled: { status: expected } })));
    assert.equal(sandbox.effects().totals.conclusions, fault === "cut_after" ? 3 : 0);
    if (expected === "in_effect") assert.equal(settlement.operation, null);
    else assert.deepEqual(settlement.operation, close);
  }
});

test("only what is open in a report is settled", async () => {
  const { sandbox, options } = world();
  sandbox.script({ kind: "left_out", count: 1 });
  const assign = d3.updateOwner({ incidentNumbers: numbers, owner: "Li Wen" });
  const report = await run(soc, assign, options);
  const [open] = report.unreported;
  assert.equal(report.unreported.length, 1);
  const settlement = await settle(soc, assign, report, options);
  assert.deepEqual([settlement.inEffect, settlement.notInEffect, settlement.cannotTell], [[open], [], []]);
  assert.deepEqual(settlement.counts, { settled: 1, inEffect: 1, notInEffect: 0, cannotTell: 0 });
  assert.deepEqual([settlement.get(open), settlement.get("none")], [{ status: "in_effect" }, undefined]);
  assert.deepEqual(settlement.toJSON(), { in_effect: [open], not_in_effect: [], cannot_tell: [], ...assign.toJSON(), asked: [open] });
  assert.deepEqual(JSON.parse(settlement.toJSONText()), settlement.toJSON());
  assert.equal(inspect(settlement, { breakLength: 200 }), "Settlement { operation: 'd3.update_owner', summary: '1 in effect, 0 not in effect, 0 cannot be determined' }");
  assert.deepStrictEqual(settlement, await settle(soc, assign, report, options));
  for (const json of [settlement.toJSONText(), settlement.toJSON(), settlement]) assert.deepStrictEqual(Settlement.fromJson(json), settlement);
  assert.throws(() => settlement.inEffect.push("x"), TypeError);
  // The error that says that not all succeeded has the report.
  try {
    report.requireAll();
  } catch (incomplete) {
    assert.deepEqual((await settle(soc, assign, incomplete, options)).inEffect, [open]);
  }
  const done = await run(soc, assign, options);
  const reads = sandbox.requests().length;
  assert.deepEqual((await settle(soc, assign, done, options)).rows, []);
  assert.equal(sandbox.requests().length, reads, "nothing is read where nothing is open");
});

test("what cannot be read is not claimed", async () => {
  const { sandbox, options } = world();
  const [{ incident_id: incidentId }] = sandbox.incidents().xpanse;
  const update = xpanse.updateIncident({ incidentId, status: "resolved", comment: "Patched." });
  sandbox.script({ kind: "cut_after" });
  const settlement = await settle(there, update, await failure(run(there, update, options)), options);
  assert.deepEqual(settlement.cannotTell, [{ id: incidentId, why: "comments cannot be read" }]);
  assert.deepEqual([settlement.operation, settlement.summary], [null, "0 in effect, 0 not in effect, 1 cannot be determined"]);
  const odd = d3.updateOwner({ incidentNumbers: ['no "such"\nincident'], owner: "Li Wen" });
  const lost = await settle(soc, odd, odd.lost("timeout"), options);
  assert.deepEqual(lost.cannotTell, [{ id: 'no "such"\nincident', why: "the incident was missing from what was read back" }]);
});

test("many incidents are read in parts", async () => {
  const sandbox = new Sandbox({ d3: { generate: 250 } });
  const options = { fetch: sandbox.gateway(), requestsPerSecond: 0 };
  const all = sandbox.incidents().d3.map(({ number }) => number);
  const move = d3.updateOwner({ incidentNumbers: all, owner: "Li Wen" });
  sandbox.script({ kind: "cut_after", on: "d3.update_owner" });
  const error = await failure(run(soc, move, { ...options, maxAttempts: 1 }));
  const before = sandbox.requests().length;
  assert.deepEqual((await settle(soc, move, error, options)).inEffect, all);
  assert.equal(sandbox.requests().length - before, Math.ceil(all.length / 100));
});

test("wrong arguments and readings that fail", async () => {
  const { sandbox, options } = world();
  const assign = d3.updateOwner({ incidentNumbers: numbers, owner: "Li Wen" });
  const lost = assign.lost("timeout");
  assert.ok(lost instanceof SoarwireError);
  const refused = async (promise) => {
    const error = await failure(promise);
    assert.ok(isKind(error, "invalid_request"), String(error));
    return error.field;
  };
  for (const outcome of [undefined, {}, new Error("x")]) assert.equal(await refused(settle(soc, assign, outcome, options)), "outcome");
  assert.equal(await refused(settle(soc, d3.closeIncidents({ incidentNumbers: numbers, bypassRequiredTasks: true }), lost, options)), "outcome");
  assert.equal(await refused(settle(soc, assign, lost, { ...options, timeout: 5 })), "timeout");
  assert.equal(await refused(settle(there, assign, lost, options)), "operation");
  // An error before anything was sent leaves nothing to settle.
  assert.deepEqual((await settle(soc, assign, assign.lost("dns"), options)).rows, []);
  sandbox.script({ kind: "status", status: 403 });
  await assert.rejects(settle(soc, assign, lost, options), { kind: "forbidden" });
  const controller = new AbortController();
  controller.abort();
  await assert.rejects(settle(soc, assign, lost, { ...options, signal: controller.signal }), { kind: "interrupted" });
});
