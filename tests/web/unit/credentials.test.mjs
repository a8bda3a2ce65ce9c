// Credentials that functions give, asked for at every attempt.
import assert from "node:assert/strict";
import { test } from "node:test";
import { d3, isKind, run, xpanse } from "soarwire";

const SITE = { baseUrl: "https://soc.example.com/VSOC", username: "Admin", site: "Security Operations" };
const assign = d3.updateOwner({ incidentNumbers: ["7"], owner: "m" });
const update = xpanse.updateIncident({ incidentId: "7", status: "new" });
const DONE = '{"contextData": [{"Incident Number": "7", "Result": "Successful"}], "reply": true}';

const site = (auth) => new d3.Tenant({ ...SITE, auth });
const answer = (status, body = DONE) => ({ status, headers: new Headers({ "retry-after": "0" }), arrayBuffer: () => new TextEncoder().encode(body).buffer });

/** A `fetch` that gives these statuses, and what it was sent. */
function server(...statuses) {
  const sent = [];
  return { sent, fetch: async (_, { headers }) => (sent.push(headers), answer(statuses[sent.length - 1] ?? 200)) };
}

const counting = (last = 0) => () => `key-${++last}`;

function thrown(work) {
  try {
    work();
  } catch (error) {
    return error;
  }
  return assert.fail("nothing was thrown");
}

for (const [how, wrap] of [["at once", (give) => give], ["later", (give) => async () => give()]]) {
  test(`credentials are asked for at every attempt, and given ${how}`, async () => {
    for (const [auth, header] of [
      [(give) => ({ apiKey: give }), "d3key"],
      [(give) => ({ jwt: give }), "d3jwt"],
      [(give) => ({ apiKeys: { "*": give, CloseIncident: "other" } }), "d3key"],
    ]) {
      const { sent, fetch } = server(503, 429);
      const report = await run(site(auth(wrap(counting()))), assign, { fetch, requestsPerSecond: 0 });
      assert.ok(report.allSucceeded);
      assert.deepEqual(sent.map((headers) => headers[header]), ["key-1", "key-2", "key-3"]);
    }
  });

  test(`keys of Xpanse, given ${how}`, async () => {
    for (const type of ["standard", "advanced"]) {
      let asked = 0;
      const { sent, fetch } = server(503);
      const tenant = new xpanse.Tenant({ fqdn: "acme.example.com", auth: { keyId: 7, type, key: wrap(() => `key-${++asked}`) } });
      assert.equal(asked, 0);
      await run(tenant, update, { fetch, requestsPerSecond: 0 });
      assert.equal(asked, 2);
      assert.deepEqual(sent.map((headers) => headers["x-xdr-auth-id"]), ["7", "7"]);
      assert.deepEqual(sent.map(({ authorization }) => authorization.startsWith("key-")), Array(2).fill(type === "standard"));
      assert.equal(new Set(sent.map(({ authorization }) => authorization)).size, 2);
    }
  });
}

test("a 401 of an advanced key is signed afresh once", async () => {
  const { sent, fetch } = server(401, 401, 401);
  const tenant = new xpanse.Tenant({ fqdn: "acme.example.com", auth: { keyId: 7, type: "advanced", key: async () => "k" } });
  const error = await run(tenant, update, { fetch, requestsPerSecond: 0 }).catch((error) => error);
  assert.ok(isKind(error, "unauthenticated"));
  assert.equal(sent.length, 2);
});

test("only the key of the command is asked for", () => {
  const tenant = site({ apiKeys: { UpdateIncidentOwnerInBulk: () => "mine", CloseIncident: () => assert.fail("asked"), AddIncidentTags: "text" } });
  assert.equal(tenant.request(assign).headers.d3key, "mine");
  assert.equal(tenant.request(d3.addTags({ incidentNumber: "1", tags: ["t"] })).headers.d3key, "text");
  assert.equal(thrown(() => tenant.request(d3.linkToCases({ incidentNumbers: ["1"], caseNumbers: ["2"] }))).kind, "missing_credential");
});

test("a request is signed at once or not at all", async () => {
  assert.equal(site({ apiKey: counting() }).request(assign).headers.d3key, "key-1");
  assert.equal(site({ apiKey: counting() }).request(assign).signed, true);
  assert.equal(site({ apiKey: () => assert.fail("asked") }).unsigned(assign).signed, false);
  const error = thrown(() => site({ apiKey: async () => Promise.reject(new Error("canary")) }).request(assign));
  assert.ok(isKind(error, "invalid_request") && error.field === "apiKey" && error.message.includes("`run`") === true, String(error));
  // The promise was looked at: nothing is reported as unhandled.
  await new Promise((resolve) => setTimeout(resolve, 5));
});

test("without a credential nothing is sent", async () => {
  const shut = new Error("the vault with canary is shut");
  for (const give of [() => { throw shut; }, async () => Promise.reject(shut), () => ({ then: (_, no) => no(shut) })]) {
    const { sent, fetch } = server();
    const error = await run(site({ apiKey: give }), assign, { fetch }).catch((error) => error);
    assert.ok(isKind(error, "missing_credential"), String(error));
    assert.deepEqual([error.field, error.attempts, error.maybeExecuted, error.operation, error.asked], ["apiKey", 0, false, "d3.update_owner", ["7"]]);
    assert.equal(error.cause, shut);
    assert.ok(!error.message.includes("canary"));
    assert.equal(sent.length, 0);
  }
  const error = thrown(() => site({ apiKey: () => { throw shut; } }).request(assign));
  assert.deepEqual([error.kind, error.field, error.operation, error.asked, error.cause], ["missing_credential", "apiKey", "d3.update_owner", ["7"], shut]);
  assert.equal(error.reason, "the function that provides `apiKey` failed");
});

test("what a function must give", async () => {
  for (const wrong of [undefined, null, 7, ["canary"]]) {
    const error = thrown(() => site({ apiKey: () => wrong }).request(assign));
    assert.ok(error.kind === "missing_credential" && error.cause instanceof TypeError && !error.cause.message.includes("canary"));
    const later = await run(site({ apiKey: async () => wrong }), assign, { fetch: server().fetch }).catch((error) => error);
    assert.ok(later.kind === "missing_credential" && later.cause instanceof TypeError);
  }
  const { sent, fetch } = server();
  const error = await run(site({ jwt: () => "two\nlines canary" }), assign, { fetch }).catch((error) => error);
  assert.deepEqual([error.kind, error.field, error.operation, sent.length], ["invalid_request", "jwt", "d3.update_owner", 0]);
  assert.ok(!error.message.includes("canary"));
});

test("after an attempt the call ends as that one did", async () => {
  let asked = 0;
  const { sent, fetch } = server(503);
  const give = async () => (++asked === 1 ? "k" : Promise.reject(new Error("shut")));
  const error = await run(site({ apiKey: give }), assign, { fetch, requestsPerSecond: 0 }).catch((error) => error);
  assert.deepEqual([error.kind, error.attempts, error.maybeExecuted, sent.length, error.cause], ["server_error", 1, true, 1, undefined]);
  assert.match(error.reason, /there were no credentials for another attempt/);
});

test("a call does not outwait its credential", async () => {
  const never = () => new Promise(() => undefined);
  const late = await run(site({ apiKey: never }), assign, { fetch: server().fetch, timeoutMs: 20 }).catch((error) => error);
  assert.deepEqual([late.kind, late.attempts], ["not_sent", 0]);
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 20);
  const { sent, fetch } = server();
  const error = await run(site({ apiKey: never }), assign, { fetch, signal: controller.signal }).catch((error) => error);
  assert.deepEqual([error.kind, error.maybeExecuted, sent.length], ["interrupted", false, 0]);
});

test("settings are checked when the tenant is made", () => {
  const give = () => assert.fail("asked");
  for (const [make, field] of [
    [() => site({ apiKey: give, jwt: give }), "auth"],
    [() => site({ apiKey: give, jwt: "token" }), "auth"],
    [() => site({ apiKeys: { "*": give }, apiKey: "k" }), "auth"],
    [() => site({ apiKeys: { CloseIncidents: give } }), "apiKeys"],
    [() => site({ jwtSecret: give, jwtPayload: {} }), "jwtSecret"],
    [() => new d3.Tenant({ ...SITE, baseUrl: "http://soc.example.com", auth: { apiKey: give } }), "baseUrl"],
    [() => new xpanse.Tenant({ fqdn: "acme.example.com", auth: { key: give, type: "advanced" } }), "keyId"],
    [() => new xpanse.Tenant({ fqdn: "acme.example.com", auth: { keyId: give, key: give, type: "advanced" } }), "keyId"],
  ]) {
    assert.equal(thrown(make).field, field, String(make));
  }
  // What is changed afterwards changes nothing.
  const auth = { apiKeys: { "*": () => "k" } };
  const tenant = site(auth);
  delete auth.apiKeys["*"];
  assert.equal(tenant.request(assign).headers.d3key, "k");
});
