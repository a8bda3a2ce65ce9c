// Plans, runs and journals, over the simulated tenants.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { Pacer, SoarwireError, d3, isKind, xpanse } from "soarwire";
import * as bulk from "soarwire/bulk";
import { Sandbox } from "soarwire/sandbox";

const soc = new d3.Tenant({ baseUrl: "/soar", username: "Admin", site: "Security Operations" });
const there = new xpanse.Tenant({ baseUrl: "/xpanse" });
const failure = (promise) => promise.then(() => assert.fail("it should have failed"), (error) => error);
const refusal = async (promise) => {
  const error = await failure(promise);
  assert.ok(isKind(error, "invalid_request"), String(error));
  return error;
};
const thrown = (work) => {
  try {
    work();
  } catch (error) {
    return error;
  }
  return assert.fail("it should have thrown");
};
/** So many D3 incidents that can be closed, and as many of Xpanse. */
const world = (count, more = {}) => {
  const incidents = Array.from({ length: count }, (_, at) => ({ number: `20261103-${at}`, owner: "a" }));
  const sandbox = new Sandbox({ d3: { generate: 0, rate_limit: null, incidents }, xpanse: { generate: count, rate_limit: null }, ...more });
  const options = { fetch: sandbox.gateway(), requestsPerSecond: 0, maxAttempts: 2 };
  return { sandbox, options, numbers: incidents.map(({ number }) => number) };
};
const closing = (numbers, options = { chunk: 10 }) => bulk.plan(d3.closeIncidents({ incidentNumbers: numbers, bypassRequiredTasks: true, conclusion: "Contained." }), options);
/** No text is there twice, and so many conclusions are there. */
const check = (sandbox, conclusions) => assert.deepEqual([sandbox.effects().duplicates, sandbox.effects().totals.conclusions], [[], conclusions]);
const lines = (journal) => new TextDecoder().decode(journal.bytes).trimEnd().split("\n").map((line) => JSON.parse(line.slice(9)));

test("a plan is plain data", () => {
  const plan = closing(["1", "2", "2", "3"], { chunk: 2, tenant: "/soar", guard: [{ field: "status", operator: "not_in", value: ["Closed", null] }] });
  assert.deepEqual([plan.operation, plan.vendor, plan.count, plan.requestCount, plan.chunk, plan.tenant, plan.effect], ["d3.close_incidents", "d3", 3, 2, 2, "/soar", "appends"]);
  assert.deepEqual(plan.ids, ["1", "2", "3"]);
  assert.deepEqual(plan.params, { bypass_required_tasks: true, conclusion: "Contained." });
  assert.deepEqual(plan.guard, [{ field: "status", operator: "not_in", value: ["Closed", null] }]);
  assert.deepEqual([...plan.requests()].map(({ asked }) => asked), [["1", "2"], ["3"]]);
  assert.equal(plan.request(2), undefined);
  assert.deepEqual(plan.request(0), d3.closeIncidents({ incidentNumbers: ["1", "2"], bypassRequiredTasks: true, conclusion: "Contained." }));
  assert.deepStrictEqual(bulk.Plan.fromJson(plan.toJSONText()), plan);
  assert.deepStrictEqual(bulk.Plan.fromJson(plan.toJSON()), plan);
  assert.notDeepStrictEqual(closing(["1"]), closing(["2"]));
  assert.deepEqual([0, 1].flatMap((index) => plan.shard(index, 2).ids), ["1", "2", "3"]);
  assert.match(String(plan), /^d3\.close_incidents: 3 incidents in 2 requests of at most 2\n.*tenant: \/soar\n/);
  assert.equal(inspect(plan), `Plan ${plan}`);
  assert.throws(() => plan.ids.push("x"), TypeError);
  const update = bulk.plan(xpanse.updateIncident({ incidentId: 1, status: "resolved" }), { ids: [7, "8"] });
  assert.deepEqual([update.ids, update.chunk], [["7", "8"], 1]);
});

test("what is wrong with a plan is named", () => {
  const field = (work) => {
    const error = thrown(work);
    assert.ok(isKind(error, "invalid_request"), String(error));
    return error.field;
  };
  const assign = d3.updateOwner({ incidentNumbers: ["1"], owner: "Li Wen" });
  for (const [options, name] of [
    [{ chunk: 0 }, "chunk"], [{ chunk: 1.5 }, "chunk"], [{ chunks: 5 }, "chunks"], [{ ids: ["1", " "] }, "incidentNumbers[1]"], [{ ids: [{}] }, "ids[0]"],
    [{ ids: "123" }, "ids"], [{ ids: ["\u{1f600}", "\ud83d"] }, "ids[1]"],
    [{ guard: [{ field: "id", operator: "in", value: "1" }] }, "guard[0].field"], [{ tenant: 7 }, "tenant"],
  ]) assert.equal(field(() => bulk.plan(assign, options)), name);
  assert.equal(field(() => bulk.plan(d3.closeIncident())), "operation");
  assert.equal(field(() => bulk.plan({})), "operation");
  assert.equal(field(() => bulk.Plan.fromJson("[]")), "plan");
  assert.equal(field(() => bulk.plan(assign).shard(1, 1)), "index");
  assert.equal(field(() => bulk.plan(assign).shard(0.5, 1)), "index");
});

test("every incident has an outcome, and the streams tell each once", async () => {
  const { sandbox, options, numbers } = world(205);
  const journal = new bulk.MemoryJournal();
  const [rows, ticks] = [[], []];
  sandbox.script({ kind: "rate_limited", times: 1, retry_after: 0 });
  const report = await bulk.runBulk(soc, closing(numbers), { ...options, journal, onOutcome: (row) => rows.push(row), onProgress: (progress) => ticks.push(progress) });
  assert.ok(report.allSucceeded, String(report));
  check(sandbox, 205);
  assert.deepEqual(rows.map(({ id }) => id).sort(), [...numbers].sort());
  assert.deepEqual(report.rows.map(({ id }) => id), numbers);
  assert.deepEqual(report.rows[0], { id: numbers[0], outcome: "succeeded", reason: null, request: 0, settled: null });
  assert.deepEqual(report.counts, { planned: 205, succeeded: 205, failed: 0, unreported: 0, unknown: 0, notAttempted: 0, skipped: 0 });
  assert.deepEqual([report.operation, report.stopped, report.error, report.summary], ["d3.close_incidents", null, null, "205 of 205 succeeded"]);
  assert.equal(inspect(report), "BulkReport d3.close_incidents: 205 of 205 succeeded");
  assert.deepStrictEqual(bulk.BulkReport.fromJson(report.plan, report.toJSONText()), report);
  assert.deepStrictEqual(bulk.BulkReport.fromJson(report.plan, report.toJSON()), report);
  assert.equal(thrown(() => bulk.BulkReport.fromJson(closing(["1"]), report.toJSON())).field, "outcomes[0]");
  assert.deepEqual([report.succeeded, report.failed, report.unreported, report.unknown, report.notAttempted, report.skipped, report.row("none")], [numbers, [], [], [], [], [], undefined]);
  assert.deepEqual(report.toJSON().counts, { planned: 205, succeeded: 205, failed: 0, unreported: 0, unknown: 0, not_attempted: 0, skipped: 0 });
  const last = ticks.at(-1);
  assert.deepEqual([last.settled, last.sent, last.inFlight, last.leftMs, last.waiting, last.counts], [205, 22, 0, 0, null, report.counts]);
  const content = await bulk.readJournal(journal);
  assert.deepEqual([content.end, content.baseUrl, content.user, content.runId, content.intents], ["done", "/soar", "Admin", report.runId, 22]);
  assert.deepStrictEqual(content.report, report);
  assert.deepStrictEqual(content.plan, report.plan);
  // A run that is done sends nothing.
  const sent = sandbox.requests().length;
  assert.deepStrictEqual(await bulk.resume(soc, journal, options), report);
  assert.equal(sandbox.requests().length, sent);
  const again = await refusal(bulk.runBulk(soc, closing(numbers), { ...options, journal }));
  assert.deepEqual([again.field, /resume it/.test(again.reason)], ["journal", true]);
});

test("what is about to be sent is in the journal before", async () => {
  const { sandbox, options, numbers } = world(30);
  const journal = new bulk.MemoryJournal();
  const append = journal.append.bind(journal);
  let isLate = false;
  journal.append = async (text) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    await append(text);
  };
  const fetch = (url, init) => {
    const [first] = /20261103-\d+/.exec(init.body);
    isLate ||= !lines(journal).some((record) => record.intent !== undefined && record.ids.includes(first));
    assert.equal(typeof init.headers["x-soarwire-attempt"], "string");
    return options.fetch(url, init);
  };
  assert.ok((await bulk.runBulk(soc, closing(numbers), { ...options, fetch, journal })).allSucceeded);
  assert.equal(isLate, false);
  check(sandbox, 30);
});

test("a lost answer is unknown, and settled by reading", async () => {
  const { sandbox, options, numbers } = world(40);
  const journal = new bulk.MemoryJournal();
  sandbox.script({ kind: "cut_after" });
  const report = await bulk.runBulk(soc, closing(numbers), { ...options, journal });
  assert.deepEqual([report.counts.succeeded, report.counts.unknown, report.unknown.length], [30, 10, 10]);
  assert.deepEqual([report.retry().count, report.retry({ unknown: true }).count], [0, 10]);
  const other = new bulk.MemoryJournal();
  await bulk.runBulk(soc, closing(["none"]), { ...options, journal: other });
  assert.equal((await refusal(report.settle(soc, { ...options, journal: other }))).field, "journal");
  const settled = await report.settle(soc, { ...options, journal });
  assert.ok(settled.allSucceeded, String(settled));
  assert.equal(report.counts.unknown, 10);
  assert.equal(settled.rows.filter((row) => row.settled === "in_effect").length, 10);
  assert.deepStrictEqual((await bulk.readJournal(journal)).report, settled);
  assert.equal(await settled.settle(soc, options), settled);
  check(sandbox, 40);
});

test("a report that must not pass for success", async () => {
  const { sandbox, options, numbers } = world(3);
  const plan = closing(numbers, { chunk: 1 });
  const stopped = await bulk.runBulk(soc, plan, { ...options, signal: AbortSignal.abort() });
  const error = thrown(() => stopped.requireAll());
  assert.ok(error instanceof bulk.Incomplete && error instanceof Error && !(error instanceof SoarwireError));
  assert.deepEqual([error.name, error.report, error.message], ["Incomplete", stopped, "d3.close_incidents: 0 of 3 succeeded, 3 not attempted; stopped: cancelled"]);
  sandbox.script({ kind: "cut_after" });
  const open = await bulk.runBulk(soc, plan, { ...options, concurrency: 1 });
  assert.match(thrown(() => open.requireAll()).message, /2 of 3 succeeded, 1 unknown\. What is unreported or unknown may have been done: read it back before you send it again$/);
  const settled = await open.settle(soc, options);
  assert.equal(settled.requireAll(), settled);
});

test("a refused key stops the run, and the rest is sent later", async () => {
  const { sandbox, options, numbers } = world(60);
  const journal = new bulk.MemoryJournal();
  sandbox.script({ kind: "status", status: 401 });
  const report = await bulk.runBulk(soc, closing(numbers), { ...options, journal, concurrency: 1 });
  assert.deepEqual([report.stopped, report.error.kind, report.counts.failed, report.counts.notAttempted], ["unauthenticated", "unauthenticated", 10, 50]);
  assert.match(report.stoppedReason, /unauthenticated/);
  const { report: read } = await bulk.readJournal(journal);
  assert.deepEqual([read.stoppedReason, report.toJSON().stopped_reason], [null, report.stoppedReason]);
  assert.deepStrictEqual(read, report, "its words do not count");
  assert.equal(report.retry().count, 60);
  const resumed = await bulk.resume(soc, journal, options);
  assert.deepEqual([resumed.counts.succeeded, resumed.counts.failed], [50, 10]);
  assert.ok((await bulk.runBulk(soc, resumed.retry(), options)).allSucceeded);
  check(sandbox, 60);
});

test("what failed before is not the cause of what stops a run", async () => {
  const { sandbox, options, numbers } = world(30);
  sandbox.script({ kind: "cut_before" }, { kind: "status", status: 403 });
  const report = await bulk.runBulk(soc, closing(numbers), { ...options, concurrency: 1 });
  assert.deepEqual([report.stopped, report.counts.unknown, report.counts.failed], ["forbidden", 10, 10]);
  assert.deepEqual([report.error.kind, report.error.cause], ["forbidden", undefined]);
});

test("what the guard does not hold for is skipped", async () => {
  const { sandbox, options } = world(40);
  const ids = sandbox.incidents().xpanse.filter(({ status }) => status === "new").map((incident) => incident.incident_id);
  const resolve = xpanse.updateIncident({ incidentId: ids[0], status: "resolved" });
  assert.ok((await bulk.runBulk(there, bulk.plan(resolve, { ids: ids.slice(0, 3) }), options)).allSucceeded);
  const guard = [{ field: "status", operator: "in", value: "new" }];
  const report = await bulk.runBulk(there, bulk.plan(resolve, { ids: [...ids, "99999999"], guard }), options);
  assert.deepEqual([report.counts.skipped, report.counts.succeeded], [4, ids.length - 3]);
  assert.deepEqual(report.skipped, [...ids.slice(0, 3), "99999999"]);
  assert.match(report.row(ids[0]).reason, /^status is `resolved/);
});

test("a culprit is found by halving", async () => {
  const { sandbox, options, numbers } = world(32);
  const fetch = (url, init) => {
    if (init.body.includes('"20261103-13"')) return Promise.resolve(new Response("{}", { status: 400 }));
    return options.fetch(url, init);
  };
  const report = await bulk.runBulk(soc, closing(numbers, { chunk: 32 }), { ...options, fetch });
  assert.deepEqual(report.failed, [{ id: "20261103-13", reason: "bad_request" }]);
  check(sandbox, 31);
});

test("a run that is aborted lets what is in flight finish, and one that is abandoned does not", async () => {
  for (const [name, finished, unknown] of [["signal", 40, 0], ["abandon", 0, 40]]) {
    const { sandbox, options, numbers } = world(100);
    const controller = new AbortController();
    sandbox.script({ kind: "delay", ms: 150, times: 100 });
    let sent = 0;
    let release;
    const held = new Promise((resolve) => (release = resolve));
    // No answer is read before the fourth request is on its way.
    const fetch = async (url, init) => {
      const answer = options.fetch(url, init);
      if (++sent === 4) release(controller.abort());
      await held;
      return answer;
    };
    const report = await bulk.runBulk(soc, closing(numbers), { ...options, fetch, [name]: controller.signal });
    assert.deepEqual([report.stopped, report.counts.succeeded, report.counts.unknown, report.counts.notAttempted], ["cancelled", finished, unknown, 60], name);
    check(sandbox, 40);
    const before = await bulk.runBulk(soc, closing(numbers), { ...options, [name]: AbortSignal.abort() });
    assert.deepEqual([before.stopped, before.counts.notAttempted], ["cancelled", 100], name);
  }
});

test("a deadline, and failures in a row", async () => {
  const { sandbox, options, numbers } = world(200);
  sandbox.script({ kind: "delay", ms: 60, times: 100 });
  const late = await bulk.runBulk(soc, closing(numbers), { ...options, deadlineMs: 100, concurrency: 2 });
  assert.deepEqual([late.stopped, late.counts.unknown], ["deadline", 0]);
  assert.ok(late.counts.succeeded >= 20 && late.counts.notAttempted > 0, String(late));
  sandbox.reset();
  sandbox.script({ kind: "cut_before", times: null });
  const broken = await bulk.runBulk(soc, closing(numbers), { ...options, breaker: 3, concurrency: 1 });
  assert.deepEqual([broken.stopped, broken.counts.unknown, broken.counts.notAttempted], ["interrupted", 30, 170]);
  assert.equal(broken.error.kind, "interrupted");
  assert.equal(broken.error.cause?.message, "Failed to fetch");
});

test("an attempt that takes too long is given up by its transport", async () => {
  const { sandbox, options, numbers } = world(10);
  sandbox.script({ kind: "never_answer" });
  const report = await bulk.runBulk(soc, closing(numbers), { ...options, attemptTimeoutMs: 50, maxAttempts: 1 });
  assert.deepEqual(report.unknown.map((id) => report.row(id).reason), Array(10).fill("timeout"));
});

test("a write that fails stops the run, however much of it arrived, and nothing is lost or sent twice", async () => {
  for (let failing = 1; failing <= 8; failing++) {
    for (const share of [0, 0.6, 1]) {
      const { sandbox, options, numbers } = world(60);
      const journal = new bulk.MemoryJournal();
      const append = journal.append.bind(journal);
      let writes = 0;
      journal.append = async (text) => {
        if (++writes !== failing) return append(text);
        await append(text.slice(0, text.length * share));
        throw Object.assign(new Error("no space"), { code: "ENOSPC" });
      };
      const report = await bulk.runBulk(soc, closing(numbers), { ...options, journal });
      if (writes < failing) continue;
      const where = `write ${failing}, ${share} of it`;
      if (failing === 2) assert.ok(report.counts.notAttempted > 0, where);
      assert.deepEqual([report.stopped, report.error.kind, report.error.field, report.error.cause.code], ["journal", "invalid_request", "journal", "ENOSPC"], where);
      assert.equal(report.error.reason, "the journal in memory cannot be written: no space. Make room, then resume the run");
      journal.append = append;
      // Nothing was sent before the plan was there.
      if (failing === 1 && share < 1) {
        assert.match((await refusal(bulk.resume(soc, journal, options))).reason, /nothing was sent/);
        check(sandbox, 0);
        // A journal of which only the beginning is there gives way to a new run.
        assert.ok((await bulk.runBulk(soc, closing(numbers), { ...options, journal })).allSucceeded, where);
        assert.equal((await bulk.readJournal(journal)).end, "done");
        check(sandbox, 60);
        continue;
      }
      let last = await bulk.resume(soc, journal, options);
      if (!last.allSucceeded) last = await bulk.runBulk(soc, last.retry(), options);
      assert.ok(last.allSucceeded, `${where}: ${last}`);
      check(sandbox, 60);
      assert.ok(sandbox.incidents().d3.every(({ status }) => status === "Closed"), where);
    }
  }
});

test("a journal that is damaged in the middle sends nothing, and is given back", async () => {
  const { sandbox, options, numbers } = world(12);
  const journal = new bulk.MemoryJournal();
  await bulk.runBulk(soc, closing(numbers), { ...options, journal });
  const sent = sandbox.requests().length;
  const sound = journal.bytes.slice();
  journal.bytes[journal.bytes.length >> 1] ^= 1;
  const damaged = await refusal(bulk.resume(soc, journal, options));
  assert.deepEqual([damaged.field, /is damaged, and nothing was sent/.test(damaged.reason)], ["journal", true]);
  assert.equal((await refusal(bulk.readJournal(journal))).field, "journal");
  journal.bytes = sound;
  assert.ok((await bulk.resume(soc, journal, options)).allSucceeded);
  assert.equal(sandbox.requests().length, sent);
});

test("a journal has one run at a time, of its own tenant", async () => {
  const { sandbox, options, numbers } = world(20);
  const journal = new bulk.MemoryJournal();
  sandbox.script({ kind: "delay", ms: 80, times: 2 });
  const first = bulk.runBulk(soc, closing(numbers), { ...options, journal });
  await new Promise((resolve) => setTimeout(resolve, 20));
  for (const second of [bulk.resume(soc, journal, options), bulk.runBulk(soc, closing(numbers), { ...options, journal })]) {
    assert.match((await refusal(second)).reason, /is being written by another run/);
  }
  assert.ok((await first).allSucceeded);
  const other = new d3.Tenant({ baseUrl: "/other", username: "Admin", site: "Security Operations" });
  assert.equal((await refusal(bulk.resume(other, journal, options))).field, "tenant");
  assert.equal((await refusal(bulk.runBulk(other, closing(numbers, { tenant: "/soar" }), options))).field, "tenant");
  check(sandbox, 20);
});

test("credentials from functions are asked for at each attempt", async () => {
  const sandbox = new Sandbox();
  const { auth, ...where } = sandbox.tenants.xpanse;
  const ids = sandbox.incidents().xpanse.slice(0, 6).map((incident) => incident.incident_id);
  let asked = 0;
  const key = async () => (asked++, auth.key);
  const tenant = new xpanse.Tenant({ ...where, auth: { ...auth, key } });
  const options = { fetch: sandbox.fetch, requestsPerSecond: 0 };
  const plan = bulk.plan(xpanse.updateIncident({ incidentId: "1", status: "under_investigation" }), { ids });
  const report = await bulk.runBulk(tenant, plan, options);
  assert.ok(report.allSucceeded, String(report));
  assert.equal(asked, 6);
  const why = new Error("the vault is sealed");
  const sealed = new xpanse.Tenant({ ...where, auth: { ...auth, key: () => Promise.reject(why) } });
  const sent = sandbox.requests().length;
  const stopped = await bulk.runBulk(sealed, plan, options);
  assert.deepEqual([stopped.stopped, stopped.counts.notAttempted, stopped.error.cause], ["missing_credential", 6, why]);
  assert.equal(sandbox.requests().length, sent);
  // The key for reading is another.
  const { auth: keys, ...home } = sandbox.tenants.d3;
  const commands = [];
  const give = (command) => () => (commands.push(command), Object.values(keys.apiKeys)[0]);
  const asking = new d3.Tenant({ ...home, auth: { apiKeys: { GetIncidents: give("GetIncidents"), UpdateIncidentOwnerInBulk: give("UpdateIncidentOwnerInBulk"), "*": give("*") } } });
  const numbers = sandbox.incidents().d3.slice(0, 2).map(({ number }) => number);
  const guarded = bulk.plan(d3.updateOwner({ incidentNumbers: numbers, owner: sandbox.access.owners[0] }), { guard: [{ field: "status", operator: "not_in", value: ["x"] }] });
  await bulk.runBulk(asking, guarded, options);
  assert.equal(commands[0], "GetIncidents");
  assert.ok(commands.length >= 2 && commands[1] !== "GetIncidents", commands.join());
});

test("runs with one pacer share its pace", async () => {
  const { options, numbers } = world(40);
  const { requestsPerSecond, ...rest } = options;
  const pacer = new Pacer(100);
  const begun = performance.now();
  const some = [numbers.slice(0, 20), numbers.slice(20)];
  const reports = await Promise.all(some.map((part) => bulk.runBulk(soc, closing(part, { chunk: 1 }), { ...rest, pacer })));
  assert.ok(reports.every((report) => report.allSucceeded));
  assert.ok(performance.now() - begun > 350, "forty requests at a hundred a second");
});

test("listeners that fail change nothing, and wrong arguments are named", async (context) => {
  const { options, numbers } = world(10);
  const printed = context.mock.method(console, "error", () => undefined);
  const oops = () => assert.fail("oops");
  assert.ok((await bulk.runBulk(soc, closing(numbers), { ...options, onOutcome: oops, onProgress: async () => oops() })).allSucceeded);
  assert.ok(printed.mock.callCount() >= 11);
  const plan = closing(numbers);
  for (const [work, field] of [
    [() => bulk.runBulk(soc, {}, options), "plan"],
    [() => bulk.runBulk({}, plan, options), "tenant"],
    [() => bulk.runBulk(there, plan, options), "operation"],
    [() => bulk.runBulk(soc, plan, { ...options, concurency: 4 }), "concurency"],
    [() => bulk.runBulk(soc, plan, { ...options, concurrency: 0 }), "concurrency"],
    [() => bulk.runBulk(soc, plan, { ...options, breaker: -1 }), "breaker"],
    [() => bulk.runBulk(soc, plan, { ...options, deadlineMs: 0 }), "deadlineMs"],
    [() => bulk.runBulk(soc, plan, { ...options, onProgress: 7 }), "onProgress"],
    [() => bulk.runBulk(soc, plan, { ...options, onEvent: "print" }), "onEvent"],
    [() => bulk.resume(soc, new bulk.MemoryJournal(), { ...options, acquire: 7 }), "acquire"],
    [() => bulk.runBulk(soc, plan, { ...options, abandon: 7 }), "abandon"],
    [() => bulk.runBulk(soc, plan, { ...options, journal: 7 }), "journal"],
    [() => bulk.runBulk(soc, plan, { ...options, pacer: new Pacer(1) }), "requestsPerSecond"],
    [() => bulk.resume(soc, new bulk.MemoryJournal(), { ...options, journal: "x" }), "journal"],
  ]) {
    const error = await refusal(work());
    assert.equal(error.field, field);
    assert.ok(error instanceof SoarwireError);
  }
  assert.match((await refusal(bulk.runBulk(soc, plan, { ...options, concurency: 4 }))).reason, /runBulk: did you mean concurrency\?/);
});
