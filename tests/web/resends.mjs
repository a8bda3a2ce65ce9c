#!/usr/bin/env node
// resends.mjs [--in chromium|firefox|webkit]: a browser with the gateway, over HTTP/1.1 and HTTP/2. Browsers resend a POST on their own. With the gateway's
// guards removed it is carried out twice, so this test can fail; with them only once, and the page reports the true outcome.
import assert from "node:assert/strict";
import { parseArgs } from "node:util";
import { launch } from "./lib/browsers/index.mjs";
import { balancer, certificate, wire } from "./lib/fronts.mjs";
import { gateway, rendered } from "./lib/nginx.mjs";
import { html } from "./lib/page.mjs";
import { project } from "./lib/project.mjs";
import { tenants } from "./lib/tenants.mjs";

const { in: name } = parseArgs({ options: { in: { type: "string", default: "chromium" } } }).values;

const without = (...lines) => (settings) =>
  lines.reduce((text, line) => {
    assert.match(text, line);
    return text.replace(line, "");
  }, rendered(settings));
const [kept, misdirected, once] = [/^ *keepalive_timeout 0;$/m, /^ *error_page 421 .*$/m, /^ *limit_req zone=.*$/m];

/** The gateway unchanged, with duplicate detection only, and without any guard. */
const GATEWAYS = {
  shipped: rendered,
  "names alone": without(kept, misdirected),
  unguarded: without(kept, misdirected, once),
};

/** Faults after a request was carried out, by the proxy in front; `again`: when, or how, each browser resends it. */
const lost = (reset) => ({
  again: { chromium: true, firefox: "HTTP/1.1" },
  before: ({ front }) => front.hold(),
  async during({ front, executed }) {
    await executed();
    front.cut(reset);
  },
});
const answered = (fault, again) => ({ again, before: ({ upstream }) => upstream.script(fault) });
const ended = (how, again) => ({ again, before: ({ front }) => front.end(how) });
/** The request was not carried out, so the resent one is the first to arrive. */
const early = (how) => ({ done: true, before: ({ front }) => front.end(how, true) });

const AT_THE_WIRE = {
  "the connection is closed": lost(false),
  "the connection is reset": lost(true),
  "421 from upstream": answered({ kind: "status", status: 421, after_effect: true }, { chromium: true, firefox: true, webkit: true }),
  "408 from upstream": answered({ kind: "status", status: 408, after_effect: true }, { chromium: "HTTP/1.1", firefox: "HTTP/2" }),
  "upstream is cut": answered({ kind: "cut_after" }, {}),
  "upstream is cut in its answer": answered({ kind: "cut_mid_body" }, {}),
};
const AT_THE_BALANCER = {
  "REFUSED_STREAM": ended("refused", { chromium: true, firefox: true }),
  "CANCEL": ended("cancelled", {}),
  "GOAWAY": ended("goaway", { chromium: true, firefox: true }),
  "the session is destroyed": ended("destroyed", { chromium: true }),
  "REFUSED_STREAM before it was passed on": early("refused"),
  "GOAWAY before it was passed on": early("goaway"),
  // From here on browsers use HTTP/1.1 for this server.
  "HTTP_1_1_REQUIRED": ended("downgraded", { chromium: true, firefox: true }),
};

const files = certificate();
const secure = `ssl_certificate ${files.cert}; ssl_certificate_key ${files.key};`;
/** The proxy in front, how nginx listens behind it, and the faults it injects. */
const WAYS = {
  "HTTP/1.1": { scheme: "http", front: wire, ends: AT_THE_WIRE },
  "HTTP/2": { scheme: "https", words: " ssl http2", http: secure, front: wire, ends: AT_THE_WIRE },
  "HTTP/2 before a balancer": { scheme: "https", front: (towards) => balancer(files, towards), ends: AT_THE_BALANCER },
};

const home = project("resends", {
  files: {
    "index.html": html("page.js"),
    "page.js": 'import * as soarwire from "/node_modules/soarwire/dist/browser.js"; await soarwire.init(); globalThis.soarwire = soarwire;',
  },
});

/** In the page: adds one comment, and returns the outcome that the page sees. */
async function comment([incidentId, text]) {
  const { run, xpanse } = globalThis.soarwire;
  const tenant = new xpanse.Tenant({ baseUrl: "/xpanse" });
  try {
    const report = await run(tenant, xpanse.updateIncident({ incidentId, comment: text }), { timeoutMs: 10_000 });
    return { said: "done", done: report.succeeded.length };
  } catch ({ kind, status, attempts, maybeExecuted, report }) {
    return { said: kind, status, attempts, maybeExecuted, unknown: report?.unknown };
  }
}

const upstream = await tenants();
const { incident_id: incident } = (await upstream.incidents()).xpanse[0];
/** How often a comment was added. */
const times = async (text) => ((await upstream.effects()).xpanse[incident]?.comments ?? []).filter((one) => one === text).length;
async function until(holds) {
  for (let tries = 0; !(await holds()); tries++) {
    assert.ok(tries < 500, "it never came");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function scenario(page, context, { again, done, before, during }, text) {
  const { way, guards } = context;
  // Most are resent only if they were sent on a reused connection.
  await page.evaluate(async () => (await fetch("/index.html", { cache: "no-store" })).text());
  await before(context);
  const said = page.evaluate(comment, [incident, text]);
  const [what] = await Promise.all([said, during?.({ ...context, executed: () => until(() => times(text)) })]);
  const count = await times(text);
  const told = `${JSON.stringify(what)}, carried out ${count} times`;
  if (process.env.VERBOSE) console.log(`  ${text}: ${told}`);
  if (done) return assert.deepEqual([what.said, count], ["done", 1], told);
  if (guards === "unguarded") return assert.equal(count, [true, way].includes(again[name]) ? 2 : 1, `without guards: ${told}`);
  assert.equal(count, 1, told);
  // Without kept-alive connections there is no duplicate to refuse.
  if (guards === "shipped" && way === "HTTP/1.1") assert.notEqual(what.status, 409, told);
  if (what.said === "done") return assert.equal(what.done, 1, told);
  assert.deepEqual([what.attempts, what.maybeExecuted, what.unknown], [1, true, [incident]], told);
}

let [passed, failed] = [0, 0];
// libsoup, by which WebKitGTK loads, takes the end of an HTTP/2 connection after an answer for an error: the gateway's page does not open.
const ways = Object.entries(WAYS).filter(([way]) => name !== "webkit" || way === "HTTP/1.1");
const opened = await launch(name);
try {
  for (const [way, { scheme, words, http, front: between, ends }] of ways) {
    for (const [guards, fill] of Object.entries(GATEWAYS)) {
      let port;
      const front = await between(() => port);
      const origin = `${scheme}://127.0.0.1:${front.port}`;
      const nginx = await gateway({ ...upstream.settings, GATEWAY_ROOT: home }, { fill, http, words, at: origin });
      port = nginx.port;
      const session = await opened.newContext({ ignoreHTTPSErrors: true });
      try {
        const page = await session.newPage();
        await page.goto(origin);
        await page.waitForFunction(() => globalThis.soarwire !== undefined);
        for (const [fault, end] of Object.entries(ends)) {
          const text = `${way}, ${guards}: ${fault}`;
          try {
            await scenario(page, { way, guards, front, upstream }, end, text);
            passed++;
          } catch (error) {
            failed++;
            console.log(`${text}: ${error.message}`);
          }
        }
      } finally {
        await session.close();
        nginx.stop();
        front.close();
      }
    }
  }
} finally {
  await opened.close();
  upstream.stop();
}
console.log(`resends: ${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
