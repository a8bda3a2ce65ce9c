// Which options `run` refuses, what it cleans up, and what its errors reveal when printed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { d3, isKind, run } from "soarwire";

const KEY = 'CANARY0key"1that 2nobody3may4print';
const tenant = () => new d3.Tenant({ baseUrl: "https://soc.example.com", username: "Admin", site: "S", auth: { apiKey: KEY } });
const close = d3.closeIncidents({ incidentNumbers: ["1"], bypassRequiredTasks: true, conclusion: "Contained." });
const done = () => Response.json({ contextData: [{ "Incident Number": "1", Result: "Successful" }] });

async function failure(promise) {
  return promise.then(() => assert.fail("it should have failed"), (error) => error);
}

/** Everything that can be printed of an error. */
const printed = (error) => [inspect(error, { depth: Infinity, showHidden: true, getters: true }), JSON.stringify(error), String(error), error.stack, String(error.cause), error.cause?.stack].join("\n");

test("the cause keeps only the name, code and message of an error from fetch", async () => {
  const raw = Object.assign(new Error("Response does not match the HTTP/1.1 protocol"), { name: "HTTPParserError", code: "HPE_INVALID_CONSTANT", data: "ANSWER of a patient" });
  const axios = (config) => Object.assign(new Error("timeout of 5 ms exceeded"), { name: "AxiosError", code: "ECONNABORTED", config, request: { config }, response: { data: "ANSWER", config } });
  const refused = (address) => Object.assign(new Error(`connect ECONNREFUSED ${address}`), { code: "ECONNREFUSED", address, secret: "ANSWER" });
  const proxied = new Proxy(new Error("boxed"), { get: (of, name) => (name === "code" ? assert.fail("ANSWER") : Reflect.get(of, name)) });
  for (const [throwing, name, code] of [
    [() => new TypeError("fetch failed", { cause: raw }), "TypeError", "HPE_INVALID_CONSTANT"],
    [(init) => axios({ headers: init.headers, data: init.body }), "AxiosError", "ECONNABORTED"],
    [() => new AggregateError([refused("10.0.0.1"), refused("10.0.0.2")], "all failed"), "AggregateError", undefined],
    [(init) => new Error("nested", { cause: new Error("deeper", { cause: axios(init) }) }), "Error", undefined],
    [(init) => ({ message: "no error at all", headers: init.headers, body: "ANSWER" }), "Error", undefined],
    [(init) => new Error(`refused: ${JSON.stringify(init.headers)} ${init.headers.d3key} ${encodeURIComponent(init.headers.d3key)}`), "Error", undefined],
    [(init) => `a text with ${init.headers.d3key}`, "Error", undefined],
    [() => proxied, "Error", undefined],
    [() => new Proxy({}, { get: () => assert.fail("ANSWER"), getPrototypeOf: () => assert.fail("ANSWER") }), "Error", undefined],
    [() => Object.assign(() => 0, { toString: () => assert.fail("ANSWER") }), "Error", undefined],
    [(init) => Object.assign(new Error("odd"), { name: init.headers.d3key, code: init.headers.d3key }), "***", "***"],
  ]) {
    const error = await failure(run(tenant(), close, { fetch: (_, init) => Promise.reject(throwing(init)) }));
    assert.ok(isKind(error, "interrupted"), String(error));
    assert.doesNotMatch(printed(error), /CANARY|ANSWER|Contained/);
    assert.deepEqual([error.cause.name, error.cause.code], [name, code]);
    assert.ok(error.cause instanceof Error && error.cause.cause === undefined && error.cause.errors === undefined);
    assert.deepEqual(Reflect.ownKeys(error.cause).sort(), [...(code === undefined ? [] : ["code"]), "message", "name", "stack"]);
  }
  const said = await failure(run(tenant(), close, { fetch: () => Promise.reject(new TypeError("fetch failed", { cause: refused("10.0.0.1") })) }));
  assert.deepEqual([said.cause.message, said.cause.code], ["fetch failed", "ECONNREFUSED"]);
  assert.equal((await failure(run(tenant(), close, { fetch: () => Promise.reject() }))).cause, undefined);
});

test("an unknown option is refused by name", async () => {
  for (const [name, meant] of [["timeout", "timeoutMs"], ["timeoutMS", "timeoutMs"], ["max_attempts", "maxAttempts"], ["retries", undefined], ["onattempt", "onAttempt"], ["reuseConnection", "reuseConnections"], ["__proto__", undefined], ["x".repeat(1e6), undefined]]) {
    const error = await failure(run(tenant(), close, JSON.parse(`{${JSON.stringify(name)}: 1}`)));
    assert.deepEqual([error.kind, error.field], ["invalid_request", name]);
    if (meant !== undefined) assert.ok(error.reason.endsWith(`did you mean ${meant}?`), error.reason);
    else assert.ok(!error.reason.includes("did you mean"), error.reason);
  }
  for (const options of [null, 5, "timeoutMs"]) assert.equal((await failure(run(tenant(), close, options))).field, "options");
  for (const [name, value] of [["connectTimeoutMs", 0], ["reuseConnections", 1], ["signal", new AbortController()], ["signal", 5], ["onWait", "x"], ["onAttempt", {}], ["maxAttempts", Symbol()], ["fetch", null]]) {
    assert.equal((await failure(run(tenant(), close, { [name]: value }))).field, name);
  }
  // These options concern connections, which a `fetch` makes on its own.
  for (const [name, value] of [["connectTimeoutMs", 5], ["reuseConnections", false]]) {
    assert.equal((await failure(run(tenant(), close, { [name]: value, fetch: async () => done() }))).field, name);
  }
});

test("a rejected promise from a listener ends the call", async (context) => {
  const unhandled = [];
  const note = (reason) => unhandled.push(reason);
  process.on("unhandledRejection", note);
  context.after(() => process.off("unhandledRejection", note));
  const never = (_, init) => new Promise((_, reject) => init.signal.addEventListener("abort", () => reject(init.signal.reason)));
  const mine = new RangeError("mine");
  const error = await failure(run(tenant(), close, { fetch: never, onAttempt: async () => { throw mine; } }));
  assert.deepEqual([error.kind, error.maybeExecuted, error.cause], ["interrupted", true, mine]);
  const busy = async () => new Response("", { status: 429, headers: { "retry-after": "30" } });
  const waiting = await failure(run(tenant(), close, { fetch: busy, onWait: async () => { throw mine; } }));
  assert.deepEqual([waiting.kind, waiting.maybeExecuted, waiting.cause], ["interrupted", false, mine]);
  // The first event that ended the call is the cause.
  const controller = new AbortController();
  const onWait = async () => {
    controller.abort("first");
    throw mine;
  };
  assert.equal((await failure(run(tenant(), close, { fetch: busy, onWait, signal: controller.signal }))).cause, "first");
  // A rejection after the end of the call has no effect; neither does a promise that never settles.
  const late = () => new Promise((_, reject) => setTimeout(reject, 20, mine));
  assert.ok((await run(tenant(), close, { fetch: async () => done(), onAttempt: late })).allSucceeded);
  assert.ok((await run(tenant(), close, { fetch: async () => done(), onAttempt: () => new Promise(() => undefined) })).allSucceeded);
  await new Promise((resolve) => setTimeout(resolve, 60));
  assert.deepEqual(unhandled, []);
});

test("many calls share a signal without a warning and remove their listeners", async (context) => {
  const warnings = [];
  const note = (warning) => warnings.push(warning.name);
  process.on("warning", note);
  context.after(() => process.off("warning", note));
  const controller = new AbortController();
  const { signal } = controller;
  let listeners = 0;
  for (const [name, by] of [["addEventListener", 1], ["removeEventListener", -1]]) {
    const own = signal[name].bind(signal);
    signal[name] = (...args) => ((listeners += by), own(...args));
  }
  const never = (_, init) => new Promise((_, reject) => init.signal.addEventListener("abort", () => reject(init.signal.reason)));
  const calls = Array.from({ length: 50 }, () => failure(run(tenant(), close, { fetch: never, signal, requestsPerSecond: 0 })));
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(listeners, 1);
  controller.abort("enough");
  for (const error of await Promise.all(calls)) assert.deepEqual([error.kind, error.maybeExecuted, error.cause], ["interrupted", true, "enough"]);
  assert.equal(listeners, 0);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual(warnings, []);
});
