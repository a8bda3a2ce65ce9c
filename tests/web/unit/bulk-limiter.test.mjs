// The limiter that the attempts of bulk runs wait for.
import assert from "node:assert/strict";
import { test } from "node:test";
import { SoarwireError, d3 } from "soarwire";
import * as bulk from "soarwire/bulk";
import { Sandbox } from "soarwire/sandbox";

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const why = new Error("the limiter is gone");
const refuse = () => {
  throw why;
};

/** So many incidents, one a request. */
const many = (count) => {
  const incidents = Array.from({ length: count }, (_, at) => ({ number: `n-${at}` }));
  const sandbox = new Sandbox({ d3: { generate: 0, rate_limit: null, incidents } });
  const plan = bulk.plan(d3.closeIncidents({ incidentNumbers: incidents.map(({ number }) => number), bypassRequiredTasks: true, conclusion: "Contained." }), { chunk: 1 });
  const settings = { fetch: sandbox.fetch, requestsPerSecond: 0, concurrency: 2 };
  return { sandbox, plan, settings, tenant: new d3.Tenant(sandbox.tenants.d3) };
};

test("each attempt waits for the limiter", async () => {
  const { sandbox, plan, settings, tenant } = many(6);
  sandbox.script({ kind: "rate_limited", retry_after: 0 });
  let [tokens, asked] = [0, 0];
  const acquire = async () => {
    asked++;
    await pause(10);
    tokens++;
  };
  const fetch = (url, init) => {
    assert.ok(tokens-- > 0, "it was sent without a token");
    return settings.fetch(url, init);
  };
  const report = await bulk.runBulk(tenant, plan, { ...settings, fetch, acquire });
  assert.ok(report.allSucceeded, String(report));
  assert.deepEqual([asked, tokens], [7, 0]);
});

test("a limiter that fails stops the run, and what was asked for is not sent", async () => {
  for (const fails of [refuse, () => Promise.reject(why)]) {
    const { sandbox, plan, settings, tenant } = many(8);
    const journal = new bulk.MemoryJournal();
    let asked = 0;
    const acquire = () => (++asked > 3 ? fails() : undefined);
    const report = await bulk.runBulk(tenant, plan, { ...settings, journal, acquire });
    assert.deepEqual([report.stopped, report.error.field, report.error.cause, report.stoppedReason], ["invalid_request", "acquire", why, report.error.message]);
    assert.ok(report.error instanceof SoarwireError && report.error.reason === "let no request go");
    assert.deepEqual([report.counts.succeeded, report.counts.notAttempted], [3, 5], String(report));
    assert.equal(sandbox.requests().length, 3);
    assert.ok((await bulk.resume(tenant, journal, { ...settings, acquire: () => undefined })).allSucceeded);
    assert.deepEqual([sandbox.effects().duplicates, sandbox.effects().totals.conclusions], [[], 8]);
  }
});

test("an attempt that the limiter holds back is not under way, and a run that is over waits for no limiter", async () => {
  // Longer than an attempt may take: that begins when it may go.
  const { sandbox, plan, settings, tenant } = many(1);
  const slow = async () => pause(300);
  const late = await bulk.runBulk(tenant, plan, { ...settings, acquire: slow, timeoutMs: 100 });
  assert.deepEqual([late.counts.notAttempted, sandbox.requests().length], [1, 0], String(late));
  assert.ok((await bulk.runBulk(tenant, plan, { ...settings, acquire: slow, attemptTimeoutMs: 200, maxAttempts: 1 })).allSucceeded);
  assert.equal(sandbox.requests().length, 1);
  const never = () => new Promise(() => undefined);
  for (const [more, stopped] of [
    [() => ({ deadlineMs: 80 }), "deadline"],
    [() => ({ signal: AbortSignal.timeout(80) }), "cancelled"],
    [() => ({ abandon: AbortSignal.timeout(80) }), "cancelled"],
  ]) {
    const world = many(4);
    const begun = performance.now();
    const report = await bulk.runBulk(world.tenant, world.plan, { ...world.settings, ...more(), acquire: never });
    assert.deepEqual([report.stopped, report.counts.notAttempted, world.sandbox.requests().length], [stopped, 4, 0]);
    const took = performance.now() - begun;
    assert.ok(took > 50 && took < 10_000, `${stopped}: ${took}`);
  }
  // One that the same signal ends is not why the run stopped.
  const world = many(4);
  const controller = new AbortController();
  const aborted = () =>
    new Promise((_, reject) => {
      controller.signal.addEventListener("abort", () => reject(controller.signal.reason));
      setTimeout(() => controller.abort(), 20);
    });
  const report = await bulk.runBulk(world.tenant, world.plan, { ...world.settings, signal: controller.signal, acquire: aborted });
  assert.deepEqual([report.stopped, report.error, report.counts.notAttempted], ["cancelled", null, 4]);
});

test("what stopped the run is the cause, whatever fails behind it", async () => {
  const { sandbox, plan, settings, tenant } = many(6);
  sandbox.script({ kind: "delay", ms: 60, times: 1 });
  let asked = 0;
  const acquire = () => (++asked === 2 ? Promise.reject(why) : undefined);
  const fetch = async (url, init) => {
    await pause(60);
    throw new TypeError("Failed to fetch");
  };
  const report = await bulk.runBulk(tenant, plan, { ...settings, fetch, acquire, maxAttempts: 1 });
  assert.deepEqual([report.stopped, report.error.cause, report.counts.unknown, report.counts.notAttempted], ["invalid_request", why, 1, 5]);
});
