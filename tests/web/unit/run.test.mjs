import assert from "node:assert/strict";
import { test } from "node:test";
import { Pacer, d3, isKind, run, xpanse } from "soarwire";

const tenant = () => new d3.Tenant({ baseUrl: "/soar", username: "Admin", site: "Security Operations" });
const close = (more = {}) => d3.closeIncidents({ incidentNumbers: ["1", "2"], bypassRequiredTasks: true, ...more });
const done = () => Response.json({ error: "", contextData: ["1", "2"].map((number) => ({ "Incident Number": number, Result: "Successful" })) });

/** A fetch that gives these answers in turn and keeps what was asked. */
function answering(...answers) {
  const sent = [];
  const fetch = async (url, init) => {
    sent.push({ url, ...init });
    const answer = answers[sent.length - 1];
    if (answer === undefined) throw new Error("asked too often");
    return typeof answer === "function" ? answer(init) : answer;
  };
  return { fetch, sent };
}

async function failure(promise) {
  return promise.then(() => assert.fail("it should have failed"), (error) => error);
}

const never = (init) => new Promise((_, reject) => init.signal.addEventListener("abort", () => reject(init.signal.reason)));
const offline = () => Promise.reject(new TypeError("fetch failed"));

test("sends what the core builds and reads what comes", async () => {
  const { fetch, sent } = answering(done());
  const report = await run(tenant(), close(), { fetch });
  assert.deepEqual(report.counts, { asked: 2, succeeded: 2, failed: 0, unreported: 0, unknown: 0 });
  assert.ok(report.allSucceeded);
  const [{ url, method, headers, body, redirect, cache, credentials }] = sent;
  assert.deepEqual([url, method, redirect, cache, credentials], ["/soar/api/Command/CloseIncidentInBulk", "POST", "manual", "no-store", "same-origin"]);
  const { "x-soarwire-attempt": name, ...rest } = headers;
  assert.match(name, /^[0-9a-f]{32}$/);
  assert.deepEqual(rest, { "content-type": "application/json", accept: "application/json" });
  assert.deepEqual(JSON.parse(body).CommandParams["Incident Numbers"], ["1", "2"]);
});

test("every unsigned attempt has a unique id for the gateway; a signed request has none", async () => {
  const again = () => new Response("", { status: 429, headers: { "retry-after": "0" } });
  const named = answering(again(), again(), done());
  assert.ok((await run(tenant(), close(), { fetch: named.fetch })).allSucceeded);
  assert.equal(new Set(named.sent.map(({ headers }) => headers["x-soarwire-attempt"])).size, 3);

  const vendor = "https://soc.example.com/MainApp/VSOC";
  const signed = new d3.Tenant({ baseUrl: vendor, username: "Admin", site: "Security Operations", auth: { apiKey: "k" } });
  const { fetch, sent } = answering(done());
  await run(signed, close(), { fetch });
  assert.deepEqual(Object.keys(sent[0].headers).sort(), ["accept", "content-type", "d3key"]);
});

test("waits as long as the server asks, and says so", async () => {
  const { fetch, sent } = answering(new Response("", { status: 429, headers: { "retry-after": "0.05" } }), done());
  const [waits, attempts] = [[], []];
  const began = Date.now();
  const report = await run(tenant(), close(), { fetch, seed: 1, onWait: (wait) => waits.push(wait), onAttempt: ({ attempt }) => attempts.push(attempt) });
  assert.ok(report.allSucceeded);
  assert.ok(Date.now() - began >= 49);
  assert.deepEqual(attempts, [1, 2]);
  assert.equal(sent.length, 2);
  assert.ok(waits.some(({ why, waitMs }) => why === "retry_after" && waitMs > 0), JSON.stringify(waits));
});

test("the calls of a tenant share one cooldown", async () => {
  const shared = tenant();
  const first = answering(new Response("", { status: 429, headers: { "retry-after": "1" } }), done());
  const waits = [];
  let second;
  // It begins while the first waits.
  const onWait = () => (second ??= run(shared, close(), { fetch: answering(done()).fetch, onWait: (wait) => waits.push(wait.why) }));
  await run(shared, close(), { fetch: first.fetch, onWait });
  await second;
  assert.equal(waits[0], "retry_after");
  const alone = [];
  await run(shared, close(), { fetch: answering(done()).fetch, pacer: new Pacer(0), onWait: (wait) => alone.push(wait) });
  assert.deepEqual(alone, []);
});

test("a failure of fetch is interrupted, and an idempotent request is repeated", async () => {
  const { fetch, sent } = answering(offline, done());
  assert.ok((await run(tenant(), close(), { fetch })).allSucceeded);
  assert.equal(sent.length, 2);
});

test("what appends is not sent again once it may have been carried out", async () => {
  const { fetch, sent } = answering(offline, done());
  const error = await failure(run(tenant(), close({ conclusion: "Contained." }), { fetch }));
  assert.ok(isKind(error, "interrupted"));
  assert.equal(sent.length, 1);
  assert.deepEqual([error.maybeExecuted, error.retryable, error.attempts, error.status], [true, false, 1, null]);
  assert.deepEqual(error.report.unknown, ["1", "2"]);
  assert.deepEqual(error.report.outcome("1"), { status: "unknown", why: "interrupted" });
  assert.ok(error.cause instanceof TypeError);
});

test("an opaque redirect is unexpected_status with status 0", async () => {
  const opaque = { status: 0, type: "opaqueredirect", headers: new Headers(), body: null, arrayBuffer: async () => new ArrayBuffer(0) };
  const error = await failure(run(tenant(), close(), { fetch: answering(opaque).fetch }));
  assert.ok(isKind(error, "unexpected_status"));
  assert.deepEqual([error.status, error.maybeExecuted, error.report.counts.unknown], [0, true, 2]);
});

test("an attempt that takes too long is a timeout, also when fetch does not listen", async () => {
  for (const deaf of [never, () => new Promise(() => undefined)]) {
    let aborted = false;
    const fetch = (_, init) => (init.signal.addEventListener("abort", () => (aborted = true)), deaf(init));
    const error = await failure(run(tenant(), close({ conclusion: "x" }), { fetch, attemptTimeoutMs: 30 }));
    assert.ok(isKind(error, "timeout"), error.kind);
    assert.ok(aborted && error.maybeExecuted);
  }
  const { fetch, sent } = answering(never, done());
  assert.ok((await run(tenant(), close(), { fetch, attemptTimeoutMs: 30 })).allSucceeded);
  assert.equal(sent.length, 2);
});

test("the deadline holds for waits too", async () => {
  const busy = () => new Response("", { status: 429, headers: { "retry-after": "60" } });
  const error = await failure(run(tenant(), close(), { fetch: answering(busy).fetch, timeoutMs: 200 }));
  assert.ok(isKind(error, "rate_limited"));
  assert.deepEqual([error.retryAfterMs, error.maybeExecuted, error.report], [60_000, false, null]);
  assert.equal(error.reason, "not repeated because the wait would end after the deadline");
  assert.ok(error.message.endsWith(error.reason), error.message);
});

test("a call without time for an attempt was never sent", async () => {
  const pacer = new Pacer(0.1);
  await run(tenant(), close(), { fetch: async () => done(), pacer });
  const { fetch, sent } = answering();
  const error = await failure(run(tenant(), close(), { fetch, pacer, timeoutMs: 200 }));
  assert.ok(isKind(error, "not_sent"), error.kind);
  assert.deepEqual([error.attempts, error.maybeExecuted, error.retryable, error.report, sent.length], [0, false, true, null, 0]);
  assert.equal(error.reason, "the request rate allows no attempt before the deadline");
});

test("an abort gives its place in the pace back", async () => {
  const pacer = new Pacer(1);
  await run(tenant(), close(), { fetch: async () => done(), pacer });
  const controller = new AbortController();
  const queued = Array.from({ length: 9 }, () => failure(run(tenant(), close(), { fetch: async () => done(), pacer, signal: controller.signal })));
  controller.abort();
  for (const error of await Promise.all(queued)) assert.equal(error.kind, "interrupted");
  const waits = [];
  await run(tenant(), close(), { fetch: async () => done(), pacer, onWait: ({ waitMs }) => waits.push(waitMs) });
  assert.ok(waits.every((ms) => ms <= 1_000), String(waits));
});

test("a body that stops in the middle is interrupted", async () => {
  const stream = new ReadableStream({
    pull: (controller) => (controller.enqueue(new TextEncoder().encode('{"error":')), controller.error(new TypeError("terminated"))),
  });
  const error = await failure(run(tenant(), close(), { fetch: answering(new Response(stream)).fetch, maxAttempts: 1 }));
  assert.ok(isKind(error, "interrupted"));
});

test("a body over the limit is left unread", async () => {
  let [chunks, cancelled] = [0, false];
  const stream = new ReadableStream({ pull: (controller) => (chunks++, controller.enqueue(new Uint8Array(1000))), cancel: () => (cancelled = true) });
  const error = await failure(run(tenant(), close(), { fetch: answering(new Response(stream)).fetch, bodyLimit: 5000 }));
  assert.ok(isKind(error, "body_too_large"));
  assert.ok(cancelled && chunks < 10 && error.maybeExecuted);
});

test("an abort before the start sends nothing", async () => {
  const { fetch, sent } = answering(done());
  const error = await failure(run(tenant(), close(), { fetch, signal: AbortSignal.abort("enough") }));
  assert.ok(isKind(error, "interrupted"));
  assert.deepEqual([sent.length, error.maybeExecuted, error.report, error.cause], [0, false, null, "enough"]);
});

test("an abort in flight leaves all unknown", async () => {
  const controller = new AbortController();
  const running = failure(run(tenant(), close(), { fetch: answering(never).fetch, signal: controller.signal }));
  setTimeout(() => controller.abort(), 20);
  const error = await running;
  assert.deepEqual([error.kind, error.maybeExecuted, error.report.unknown], ["interrupted", true, ["1", "2"]]);
});

test("an abort during a wait that nothing preceded is known to have done nothing", async () => {
  const controller = new AbortController();
  const fetch = answering(new Response("", { status: 429, headers: { "retry-after": "30" } })).fetch;
  const error = await failure(run(tenant(), close(), { fetch, signal: controller.signal, onWait: ({ why }) => why === "retry_after" && controller.abort() }));
  assert.deepEqual([error.kind, error.maybeExecuted, error.attempts], ["interrupted", false, 1]);
});

test("a listener that throws ends the call", async () => {
  const { fetch, sent } = answering(done());
  const error = await failure(run(tenant(), close(), { fetch, onAttempt: () => { throw new RangeError("mine"); } }));
  assert.ok(error.cause instanceof RangeError);
  assert.deepEqual([error.kind, error.maybeExecuted, error.attempts], ["interrupted", false, 0]);
  assert.equal(sent.length, 0);
});

test("advanced keys sign afresh, and a 401 is tried once more", async () => {
  const signed = new xpanse.Tenant({ fqdn: "acme.crtx.us.example.com", auth: { keyId: 7, key: "canary-key", type: "advanced" } });
  const { fetch, sent } = answering(new Response("", { status: 401 }), Response.json({ reply: true }));
  const report = await run(signed, xpanse.updateIncident({ incidentId: "5471", status: "resolved" }), { fetch });
  assert.ok(report.allSucceeded);
  const [first, second] = sent.map(({ headers }) => headers);
  assert.match(first["x-xdr-nonce"], /^[0-9a-z]{64}$/);
  assert.notEqual(first["x-xdr-nonce"], second["x-xdr-nonce"]);
  assert.notEqual(first.authorization, second.authorization);
  assert.equal(first["x-xdr-auth-id"], "7");
  assert.ok(!JSON.stringify(sent).includes("canary-key"));
});

test("options that do not do are refused by name", async () => {
  for (const [name, value] of [["timeoutMs", 0], ["timeoutMs", NaN], ["attemptTimeoutMs", "5"], ["maxAttempts", -1], ["maxAttempts", 0.5], ["bodyLimit", 0], ["seed", NaN], ["fetch", 5]]) {
    const error = await failure(run(tenant(), close(), { fetch: offline, [name]: value }));
    assert.deepEqual([error.kind, error.field], ["invalid_request", name]);
  }
  for (const rate of [-1, NaN, Infinity, "5"]) assert.throws(() => new Pacer(rate), { field: "requestsPerSecond" });
  const error = await failure(run(tenant(), close()));
  assert.deepEqual([error.kind, error.field], ["invalid_request", "baseUrl"]);
});

test("a missing or copied tenant or operation is refused by name", async () => {
  const fetch = async () => done();
  for (const wrong of [undefined, null, {}, structuredClone(close()), tenant()]) {
    const error = await failure(run(tenant(), wrong, { fetch }));
    assert.deepEqual([error.kind, error.field], ["invalid_request", "operation"]);
  }
  for (const wrong of [undefined, null, {}, { ...tenant() }, close()]) {
    const error = await failure(run(wrong, close(), { fetch }));
    assert.deepEqual([error.kind, error.field], ["invalid_request", "tenant"]);
  }
  assert.equal((await failure(run(tenant(), close(), { fetch, pacer: {} }))).field, "pacer");
  assert.equal((await failure(run(tenant(), close(), { fetch, pacer: new Pacer(1), requestsPerSecond: 1 }))).field, "requestsPerSecond");
});

test("any seed and any number of attempts will do", async () => {
  const { fetch, sent } = answering(...Array.from({ length: 5 }, () => new Response("", { status: 429, headers: { "retry-after": "0" } })), done());
  assert.ok((await run(tenant(), close(), { fetch, seed: 0, maxAttempts: Infinity })).allSucceeded);
  assert.equal(sent.length, 6);
});

test("a body that nobody waits for any more is dropped, also when fetch does not listen", async () => {
  let dropped = 0;
  const reader = { read: () => new Promise((resolve) => setTimeout(() => resolve({ done: false, value: new Uint8Array(1) }), 5)), cancel: () => dropped++ };
  const endless = { status: 200, headers: new Headers(), body: { getReader: () => reader } };
  const error = await failure(run(tenant(), close(), { fetch: async () => endless, timeoutMs: 40 }));
  assert.deepEqual([error.kind, error.maybeExecuted], ["timeout", true]);
  assert.ok(dropped >= 1);
  const large = await failure(run(tenant(), close(), { fetch: async () => endless, bodyLimit: 2 }));
  assert.equal(large.kind, "body_too_large");
});

test("an answer without a status is refused", async () => {
  for (const status of ["200", 200.5, 70_000, -1, undefined]) {
    const odd = { status, headers: new Headers(), arrayBuffer: async () => new ArrayBuffer(0) };
    const error = await failure(run(tenant(), close(), { fetch: async () => odd, maxAttempts: 1 }));
    assert.deepEqual([error.kind, error.maybeExecuted], ["interrupted", true], String(status));
  }
});

test("a wait is told once", async () => {
  const waits = [];
  const paced = { fetch: async () => done(), pacer: new Pacer(200), onWait: ({ untilMs }) => waits.push(untilMs) };
  for (let count = 0; count < 20; count++) await run(tenant(), close(), paced);
  assert.equal(new Set(waits).size, waits.length);
});

test("a clock that is set neither holds calls up nor releases them", async (context) => {
  const shared = tenant();
  const now = Date.now;
  context.after(() => (Date.now = now));
  const first = answering(new Response("", { status: 429, headers: { "retry-after": "0.2" } }));
  assert.equal((await failure(run(shared, close(), { fetch: first.fetch, maxAttempts: 1 }))).kind, "rate_limited");
  const asked = performance.now();
  for (const hours of [-1, 1]) {
    Date.now = () => now() + hours * 3_600_000;
    const waits = [];
    assert.ok((await run(shared, close(), { fetch: async () => done(), timeoutMs: 2_000, onWait: ({ waitMs }) => waits.push(waitMs) })).allSucceeded);
    assert.ok(waits.every((ms) => ms < 1_000), String(waits));
    assert.ok(performance.now() - asked >= 199, "the cooldown was cut short");
  }
  const midway = answering(() => {
    Date.now = () => now() - 3_600_000;
    return new Response("", { status: 429, headers: { "retry-after": "0.02" } });
  }, done());
  assert.ok((await run(shared, close(), { fetch: midway.fetch, timeoutMs: 2_000 })).allSucceeded);
});

test("no platform has to be there: a response without a stream is read whole", async () => {
  const bytes = new Uint8Array(await done().arrayBuffer());
  const plain = { status: 200, headers: new Map(), arrayBuffer: async () => bytes.buffer };
  assert.ok((await run(tenant(), close(), { fetch: async () => plain })).allSucceeded);
});
