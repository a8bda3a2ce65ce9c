#!/usr/bin/env node
// gateway.mjs: the distribution's nginx with the package's gateway: it forwards unsigned requests with the keys added, each
// attempt once, and nothing else; and invalid values in the configuration are detected.
import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ask, named } from "./lib/ask.mjs";
import { OPERATIONS } from "./lib/operations.mjs";
import { complaint, d3Keys, gateway, rendered, substituted } from "./lib/nginx.mjs";
import { project } from "./lib/project.mjs";
import { tenants } from "./lib/tenants.mjs";
import { upstreamServer } from "./lib/upstream.mjs";

const soarwire = await import(pathToFileURL(join(project("gateway"), "node_modules/soarwire/dist/node.js")).href);
const { d3, xpanse, run } = soarwire;
const upstream = await tenants();
const nginx = await gateway({ ...upstream.settings, ...d3Keys, D3_KEY_CLOSE_INCIDENT: "" });
const { origin } = nginx;
const CLOSE = "/soar/api/Command/CloseIncidentInBulk";
const UPDATE = "/xpanse/public_api/v1/incidents/update_incident/";
const LIST = "/xpanse/public_api/v1/incidents/get_incidents/";
const incidents = await upstream.incidents();
const site = (at) => new d3.Tenant({ baseUrl: `${at}/soar`, username: "Admin", site: "Security Operations" });

/** A value of each type of parameter. */
const VALUES = {
  Ids: ["1"], Texts: ["a"], IdList: ["1"], Id: "1", Text: "a", Integer: undefined, Flag: true, Time: "2026-11-01 00:00:00",
  Changes: [{ incidentNumber: "1", fields: { Severity: "Low" } }],
};
/** What some operations need besides, or do not take together. */
const MORE = {
  "d3.remove_tags": { allTags: undefined }, "d3.set_field": { value: "a" }, "d3.command": { effect: "reads" },
  "d3.get_incidents": { endTime: "2026-11-02 00:00:00" }, "d3.search_incidents": { endTime: "2026-11-02 00:00:00" },
};

/** Runs `work` with a gateway in front of a test upstream server. */
async function before(settings, work, options) {
  const server = await upstreamServer();
  const own = await gateway({ D3_BASE_URL: server.url, XPANSE_BASE_URL: server.url, ...settings }, options);
  try {
    await work({ ...own, ...server });
    return own.logs();
  } finally {
    own.stop();
    server.close();
  }
}

const KEYS = { ...d3Keys, XPANSE_KEY: "sandbox-xpanse-key", XPANSE_KEY_ID: "1" };

async function requestsComeThrough() {
  assert.equal(site(origin).request(d3.closeIncident()).signed, false);
  const open = incidents.d3.find((incident) => !incident.required_tasks_pending && !incident.required_fields_missing).number;
  const closed = await run(site(origin), d3.closeIncidents({ incidentNumbers: [open], bypassRequiredTasks: true, conclusion: "Contained." }));
  assert.ok(closed.allSucceeded, closed.toJSONText());
  assert.equal((await run(site(origin), d3.updateOwner({ incidentNumbers: [open], owner: "Maria Keller" }))).counts.asked, 1);
  const there = new xpanse.Tenant({ baseUrl: `${origin}/xpanse` });
  const [{ incident_id: incidentId }] = incidents.xpanse;
  assert.ok((await run(there, xpanse.updateIncident({ incidentId, status: "resolved", comment: "Patched." }))).allSucceeded);
  assert.ok((await run(there, xpanse.getIncidents({}))).itemCount > 0);
  const { totals, duplicates } = await upstream.effects();
  assert.deepEqual([totals.conclusions, totals.comments, duplicates], [1, 1, []]);
}

/** The page's cookies, credentials and attempt id are not forwarded. */
async function nothingElseGoesOn() {
  await before(KEYS, async ({ origin, came }) => {
    const session = { cookie: "session=1", authorization: "Bearer page" };
    await ask(origin, { path: CLOSE, headers: { ...named(), ...session } });
    await ask(origin, { path: UPDATE, headers: { ...named(), ...session } });
    const [atD3, atXpanse] = came;
    assert.deepEqual([atD3.url, atD3.d3key, atD3.authorization], ["/api/Command/CloseIncidentInBulk", "sandbox-d3-key", undefined]);
    assert.deepEqual([atXpanse.url, atXpanse.authorization, atXpanse["x-xdr-auth-id"]], ["/public_api/v1/incidents/update_incident/", "sandbox-xpanse-key", "1"]);
    for (const { version, cookie, "x-soarwire-attempt": name } of came) assert.deepEqual([version, cookie, name], ["1.1", undefined, undefined]);
    const sized = async (length) => (await ask(origin, { path: UPDATE, headers: named(), body: " ".repeat(length) })).status;
    assert.deepEqual([await sized(7 << 20), await sized(9 << 20)], [200, 413]);
  });
}

async function everyAttemptOnce() {
  const log = await before(KEYS, async ({ origin, came }) => {
    const statuses = async (...asked) => {
      const all = [];
      for (const [path, headers] of asked) all.push((await ask(origin, { path, headers })).status);
      return all;
    };
    const [one, other] = [named(), named()];
    // Only the id counts: a duplicate on another path is still a duplicate.
    assert.deepEqual(await statuses([UPDATE, one], [UPDATE, one], [CLOSE, one], [UPDATE, other], [UPDATE, other]), [200, 409, 409, 200, 409]);
    assert.equal(came.length, 2);
    assert.deepEqual(await statuses([LIST, one], [LIST, one], [LIST, {}]), [200, 200, 200], "what only reads needs no name");

    const names = ["", "1", "g".repeat(32), `${one["x-soarwire-attempt"]}0`, one["x-soarwire-attempt"].toUpperCase().replace(/^./, "A")];
    came.length = 0;
    for (const name of names) {
      const { status, text } = await ask(origin, { path: UPDATE, headers: { "x-soarwire-attempt": name } });
      assert.deepEqual([status, /must carry x-soarwire-attempt/.test(text)], [400, true], name);
    }
    assert.deepEqual(await statuses([UPDATE, {}]), [400]);
    const at = named();
    const copies = await Promise.all(Array.from({ length: 20 }, () => ask(origin, { path: UPDATE, headers: at })));
    assert.deepEqual(copies.map(({ status }) => status).sort(), [200, ...Array(19).fill(409)]);
    assert.equal(came.length, 1);
  });
  assert.match(log, /409/);
}

async function onlyWhatIsListed() {
  const asked = (path, more = {}) => ask(origin, { path, ...more, headers: { ...named(), ...more.headers } });
  const count = (await upstream.requests()).length;
  const others = [
    "/soar/api/Command/DeleteIncident", "/xpanse/public_api/v1/api_keys/", "/soar/api/Command/", "/soar/", "/xpanse/",
    // Rejected, however nginx would normalize them.
    `${CLOSE}/`, `/${CLOSE}`, CLOSE.replace("/api", "//api"), CLOSE.replace("/api", "/./api"), CLOSE.replace("/api", "/x/../api"), CLOSE.replace("api", "%61pi"),
    CLOSE.replace("/Close", "%2fClose"), `${CLOSE}%00`, `${CLOSE}?x`, `${CLOSE}?`, `${CLOSE};x=1`, `${CLOSE}%3Fx`, CLOSE.replace("Close", "close"), CLOSE.toLowerCase(),
    UPDATE.slice(0, -1), `${UPDATE}.`, `${UPDATE}?x=1`, UPDATE.toUpperCase(), "/soar/../soar/api/Command/closeIncidentInBulk",
  ];
  for (const path of others) assert.match(String((await asked(path)).status), /^40[045]$/, path);
  const types = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonx", "text/plain; application/json"];
  for (const type of types) assert.equal((await asked(CLOSE, { headers: { "content-type": type } })).status, 415, type);
  for (const method of ["GET", "PUT", "DELETE", "OPTIONS"]) assert.equal((await asked(CLOSE, { method, body: "" })).status, 405, method);
  assert.equal((await upstream.requests()).length, count, "upstream got something");
  assert.notEqual((await asked(CLOSE, { headers: { "content-type": "application/json; charset=utf-8" } })).status, 415);
}

/** One line separates reading from acting; everything else stays as it is. */
async function readOnly() {
  const page = { d3: new d3.Tenant({ baseUrl: "/soar", username: "a", site: "b" }), xpanse: new xpanse.Tenant({ baseUrl: "/xpanse" }) };
  const operations = Object.entries(OPERATIONS).map(([id, { vendor, function: name, params }]) => {
    const values = Object.fromEntries(Object.values(params).map(({ name, type }) => [name, VALUES[type]]));
    return soarwire[vendor][name]({ ...values, ...MORE[id] });
  });
  const requests = operations.map((operation) => [page[operation.vendor].unsigned(operation).url, operation.effect === "reads", operation.id]);
  // Any command goes on if its own line is added.
  const unknown = requests.find(([, , id]) => id === "d3.command");
  const known = requests.filter((request) => request !== unknown);
  assert.deepEqual([known.filter(([, reads]) => reads).length, known.length], [8, 24]);
  // A word that nobody knows keeps what changes something from going on.
  for (const [value, fill] of [["yes", rendered], ["yes", substituted], ["true", substituted]]) {
    await before({ ...KEYS, GATEWAY_READ_ONLY: value }, async ({ origin, came }) => {
      for (const [path, reads] of known) {
        const { status, text } = await ask(origin, { path, headers: named() });
        assert.deepEqual([status, text], reads ? [200, '{"reply": true}'] : [403, "soarwire gateway: this gateway is read-only (GATEWAY_READ_ONLY)\n"], path);
      }
      assert.equal((await ask(origin, { path: unknown[0], headers: named() })).status, 404);
      assert.equal(came.length, 8);
      // Nothing was done, and the page is told so.
      const refused = run(new xpanse.Tenant({ baseUrl: `${origin}/xpanse` }), xpanse.updateIncident({ incidentId: "1", status: "new", comment: "x" }));
      await assert.rejects(refused, { kind: "forbidden", status: 403, maybeExecuted: false });
    }, { fill });
  }
  for (const more of [{}, { GATEWAY_READ_ONLY: "no" }, { GATEWAY_READ_ONLY: "" }]) {
    for (const fill of [rendered, substituted]) {
      await before({ ...KEYS, ...more }, async ({ origin }) => assert.equal((await ask(origin, { path: UPDATE, headers: named() })).status, 200), { fill });
    }
  }
}

async function onlyThePage() {
  const asked = (headers, path = LIST) => ask(origin, { path, headers });
  const { port } = new URL(origin);
  for (const other of ["https://evil.example.com", "null", origin.replace("http:", "https:"), `http://127.0.0.1:${Number(port) + 1}`, `${origin}.example.com`]) {
    assert.deepEqual([(await asked({ origin: other })).status, (await asked({ ...named(), origin: other }, UPDATE)).status], [403, 403], other);
  }
  assert.notEqual((await asked({ origin })).status, 403);
  // A foreign name that resolves to this machine (DNS rebinding).
  for (const host of ["evil.example.com", `evil.example.com:${port}`, "localhost", "127.0.0.1.example.com"]) {
    assert.equal((await asked({ host, origin: `http://${host}` })).status, 403, host);
    assert.equal((await ask(origin, { path: "/", method: "GET", headers: { host } })).status, 403, host);
  }
}

async function answersAreTheVendors() {
  await before(KEYS, async ({ origin, answers }) => {
    const asked = () => ask(origin, { path: UPDATE, headers: named() });
    const orders = {
      "set-cookie": "a=b", "www-authenticate": "Basic", "alt-svc": 'h3="evil.example.com:443"', "clear-site-data": '"*"', "access-control-allow-origin": "*",
      "access-control-allow-credentials": "true", "strict-transport-security": "max-age=1",
      "x-accel-redirect": "/index.html", "x-accel-limit-rate": "1", "x-accel-buffering": "no", "x-accel-expires": "60", "x-accel-charset": "utf-7",
    };
    answers(200, { ...orders, "retry-after": "7" });
    const { status, headers, text } = await asked();
    assert.deepEqual([status, text, headers["retry-after"]], [200, '{"reply": true}', "7"]);
    for (const name of Object.keys(orders)) assert.equal(headers[name], undefined, name);
    for (const same of [401, 409, 422, 429, 500, 503]) {
      answers(same, orders);
      const told = await asked();
      assert.deepEqual([told.status, told.text, told.headers["www-authenticate"]], [same, '{"reply": true}', undefined]);
    }
    answers(421);
    assert.equal((await asked()).status, 502, "after a 421 a browser sends the request again");
  });
}

async function keysOfAnyKind() {
  const odd = 'a$b"c\\d${HOME}$1 {;}#\'%e`f';
  await before({ ...KEYS, XPANSE_KEY: odd, D3_KEY_CLOSE_INCIDENTS: "$request_uri" }, async ({ origin, came }) => {
    for (const path of [UPDATE, CLOSE]) await ask(origin, { path, headers: named() });
    assert.deepEqual([came[0].authorization, came[1].d3key], [odd, "$request_uri"]);
  });
  const simple = { ...KEYS, XPANSE_KEY: "a$b${HOME}", D3_KEY_CLOSE_INCIDENTS: "one\nx-injected: 1" };
  delete simple.D3_KEY_CLOSE_INCIDENT;
  await before(simple, async ({ origin, came }) => {
    const texts = [];
    for (const path of [UPDATE, CLOSE, "/soar/api/Command/CloseIncident"]) texts.push((await ask(origin, { path, headers: named() })).text);
    assert.equal(came.length, 1);
    assert.equal(came[0].authorization, "a$b${HOME}");
    assert.match(texts[1], /D3_KEY_CLOSE_INCIDENTS is not set/);
    assert.match(texts[2], /D3_KEY_CLOSE_INCIDENT is not set/);
  }, { fill: substituted });
  const { XPANSE_KEY_ID, ...rest } = KEYS;
  for (const half of [rest, { ...rest, XPANSE_KEY_ID: "" }]) {
    await before(half, async ({ origin }) => {
      assert.match((await ask(origin, { path: LIST })).text, /XPANSE_KEY or XPANSE_KEY_ID is not set/);
    }, { fill: substituted });
  }
}

async function whatHasNoKey() {
  const path = "/soar/api/Command/CloseIncident";
  const { status, text } = await ask(origin, { path, headers: named() });
  assert.deepEqual([status, text], [503, "soarwire gateway: D3_KEY_CLOSE_INCIDENT is not set\n"]);
  await assert.rejects(run(site(origin), d3.closeIncident({ note: "Seen." })), { kind: "server_error", status: 503 });
  // With one vendor only, the other's address is not needed.
  const own = await gateway({ ...d3Keys, D3_BASE_URL: upstream.settings.D3_BASE_URL });
  try {
    assert.equal((await ask(own.origin, { path: LIST })).text, "soarwire gateway: XPANSE_KEY or XPANSE_KEY_ID is not set\n");
    assert.equal((await run(site(own.origin), d3.updateOwner({ incidentNumbers: ["20261103-104"], owner: "Li Wen" }))).counts.asked, 1);
  } finally {
    own.stop();
  }
}

async function wrongSettingsAreFound() {
  const right = {
    GATEWAY_LISTEN: "8080", GATEWAY_NAME: "triage.example.com", GATEWAY_ORIGIN: "https://triage.example.com", GATEWAY_ROOT: "/usr/share/nginx/html",
    D3_BASE_URL: "https://127.0.0.1/MainApp/VSOC", XPANSE_BASE_URL: "https://127.0.0.1", ...KEYS,
  };
  for (const fine of [{}, { GATEWAY_LISTEN: "[::1]:8443 ssl http2" }, { D3_BASE_URL: "http://localhost:3000/a-b/_c.d" }, { XPANSE_BASE_URL: undefined, XPANSE_KEY: "", XPANSE_KEY_ID: "" }]) rendered({ ...right, ...fine });
  assert.equal(complaint(rendered({ ...right, GATEWAY_LISTEN: "127.0.0.1:8080" })), "");

  const wrong = {
    GATEWAY_LISTEN: ["", undefined, "${GATEWAY_LISTEN}", "80; return 200", "80 default_server"],
    GATEWAY_NAME: ["", undefined, "https://triage.example.com", "triage.example.com:8080", "triage.example.com other.example.com", "_"],
    GATEWAY_ORIGIN: ["", undefined, "triage.example.com", "https://triage.example.com/", "https://other.example.com", "https://Triage.example.com", "https://triage.example.com:443"],
    GATEWAY_ROOT: ["", undefined, "html", "/srv/a b", "/srv;"],
    D3_BASE_URL: ["", undefined, "soc.example.com", "http://soc.example.com/MainApp/VSOC", "http://localhost.example.com", "https://soc.example.com/MainApp/VSOC/",
      "https://soc.example.com/MainApp/VSOC/api/Command/CloseIncident", "https://soc.example.com/VSOC?x", "https://soc.example.com/$uri", "https://a@soc.example.com", "https://soc.example.com/a\nb"],
    XPANSE_BASE_URL: ["", undefined, "https://api-acme.crtx.us.example.com/", "https://api-acme.crtx.us.example.com/public_api/v1", "https://"],
    XPANSE_KEY: ["", undefined, "secret\ntwo", "secret\r", " secret", "secret ", "secret ключ", "${XPANSE_KEY}", "secret".repeat(1000)],
    XPANSE_KEY_ID: ["", undefined, "1\n"],
    D3_KEY_CLOSE_INCIDENTS: ["one\nsecret", "\u007fsecret"],
    D3_KEY_CLOSE_INCIDENTZ: ["secret"],
    GATEWAY_READ_ONLY: ["true", "1", "${GATEWAY_READ_ONLY}", "yes\n"],
    GATEWAY_READONLY: ["yes"],
  };
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      const settings = Object.fromEntries(Object.entries({ ...right, [name]: value }).filter(([, set]) => set !== undefined));
      const said = (() => {
        try {
          return rendered(settings);
        } catch ({ stdout, stderr, status }) {
          assert.deepEqual([stdout, status], ["", 1], "it prints no configuration");
          return stderr;
        }
      })();
      assert.match(said, new RegExp(`^render: .*\\b${name}\\b`, "m"), JSON.stringify(value));
assert.doesNotMatch(said, /secret/);
    }
  }
  // An attempt is always over before its id is forgotten.
  const seconds = [...rendered(right).matchAll(/_(?:body|connect|send|read)_timeout (\d+)s;/g)].map(([, count]) => Number(count));
  assert.equal(seconds.length, 4);
  assert.ok(seconds.reduce((sum, count) => sum + count) < 60, String(seconds));
  assert.throws(() => rendered({ ...right, ...Object.fromEntries(Object.keys(KEYS).map((name) => [name, ""])) }), /there is nothing to pass on/);
  // An unfilled template does not start either.
  for (const name of Object.keys(right).filter((name) => !name.includes("_KEY"))) {
    const { [name]: _, ...rest } = right;
    assert.match(complaint(substituted(rest)), new RegExp(name, "i"));
  }
}

let failed = 0;
try {
  for (const check of [requestsComeThrough, nothingElseGoesOn, everyAttemptOnce, onlyWhatIsListed, readOnly, onlyThePage, answersAreTheVendors, keysOfAnyKind, whatHasNoKey, wrongSettingsAreFound]) {
    try {
      await check();
    } catch (error) {
      failed++;
      console.log(`${check.name}: ${error.stack}`);
    }
  }
  // A browser resends a POST on its own when a reused connection closes.
  assert.equal((await fetch(origin)).headers.get("connection"), "close");
  assert.doesNotMatch(nginx.logs(), /sandbox-d3-key|sandbox-xpanse/);
} finally {
  nginx.stop();
  upstream.stop();
}
console.log(failed === 0 ? "gateway: ok" : `gateway: ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
