#!/usr/bin/env node
// bulk.mjs [--in chromium|firefox|webkit] [PART…]: bulk runs whose process or tab is killed at several moments, and that go on from their
// journals, in Node and in a browser. The simulated tenants outlive them, and count what was really done. A PART chooses steps, such as "chromium: a tab".
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { launch } from "./lib/browsers/index.mjs";
import { html } from "./lib/page.mjs";
import { project } from "./lib/project.mjs";
import { tenantServer } from "./lib/tenant-server.mjs";

const COUNT = 100;
const CHUNK = 5;

const program = (soarwire, bulk) => `
import { init, d3 } from "${soarwire}";
import * as bulk from "${bulk}";
export const ready = Promise.all([init(), bulk.init()]);
export { bulk };
export const tenant = (settings) => new d3.Tenant({ username: "Admin", site: "Security Operations", ...settings });
export const plan = (numbers) => bulk.plan(d3.closeIncidents({ incidentNumbers: numbers, bypassRequiredTasks: true, conclusion: "Contained." }), { chunk: ${CHUNK} });
export const options = { requestsPerSecond: 0, concurrency: 3, maxAttempts: 1 };
`;
const dist = "/node_modules/soarwire/dist";
const home = project("bulk", {
  files: {
    "program.js": program("soarwire", "soarwire/bulk"),
    "node.js": `
import { bulk, options, plan, ready, tenant } from "./program.js";
await ready;
const [, , baseUrl, journal, numbers] = process.argv;
const soc = tenant({ baseUrl, auth: { apiKey: process.env.D3_KEY } });
const run = numbers === undefined ? bulk.resume(soc, journal, options) : bulk.runBulk(soc, plan(JSON.parse(numbers)), { ...options, journal });
console.log(await run.then((report) => report.toJSONText(), (error) => JSON.stringify({ refused: error.reason })));
`,
    "page.js": program(`${dist}/browser.js`, `${dist}/bulk/browser.js`),
    "main.js": `
import { bulk, options, plan, ready, tenant } from "./page.js";
await ready;
const soc = tenant({ baseUrl: "/soar" });
const said = (promise) => promise.then((report) => report.toJSON(), (error) => ({ refused: error.reason }));
globalThis.bulk = bulk;
globalThis.start = (journal, numbers) => said(bulk.runBulk(soc, plan(numbers), { ...options, journal }));
globalThis.resume = (journal) => said(bulk.resume(soc, journal, options));
globalThis.begin = (what, args) => {
  globalThis.ended = undefined;
  void globalThis[what](...args).then((said) => (globalThis.ended = said));
};
globalThis.said = true;
`,
    "index.html": html("/main.js"),
  },
});
const at = (name) => pathToFileURL(join(home, "node_modules/soarwire/dist", name)).href;
const { Sandbox } = await import(at("sandbox/node.js"));
const { runBulk } = await import(at("bulk/node.js"));
const { d3 } = await import(at("node.js"));

/** Tenants with incidents to close; `strike` is called at the n-th moment of a kind that is set in `at`. */
async function world() {
  const incidents = Array.from({ length: COUNT }, (_, at) => ({ number: `20261103-${at}` }));
  const sandbox = new Sandbox({ d3: { generate: 0, rate_limit: null, incidents } });
  const trap = { at: undefined, left: 0, strike: undefined };
  const seen = { came: 0 };
  let struck;
  const server = await tenantServer(sandbox, home, async (moment) => {
    if (moment === "came") seen.came++;
    // Nothing goes on while something is being ended.
    await struck;
    if (trap.at !== moment || --trap.left !== 0) return;
    trap.at = undefined;
    await (struck = trap.strike());
  });
  const key = Object.values(sandbox.tenants.d3.auth.apiKeys)[0];
  const baseUrl = server.origin + new URL(sandbox.tenants.d3.baseUrl).pathname;
  const numbers = incidents.map(({ number }) => number);
  return { sandbox, server, trap, seen, numbers, key, baseUrl };
}

/** What a run may not have told for sure is read back by then; what is not in effect is done now. Nothing is there twice, or missing. */
async function checked({ sandbox, key, baseUrl, numbers }, outcomes) {
  const open = outcomes.filter(({ outcome }) => outcome !== "succeeded");
  for (const row of open) assert.deepEqual([row.outcome, row.settled], ["unknown", "not_in_effect"], JSON.stringify(row));
  const closed = new Set(sandbox.incidents().d3.filter(({ status }) => status === "Closed").map(({ number }) => number));
  for (const { id, outcome } of outcomes) assert.equal(closed.has(id), outcome === "succeeded", id);
  if (open.length > 0) {
    const tenant = new d3.Tenant({ baseUrl, username: "Admin", site: "Security Operations", auth: { apiKey: key } });
    const { plan } = await import(pathToFileURL(join(home, "program.js")).href);
    assert.ok((await runBulk(tenant, plan(open.map(({ id }) => id)), { requestsPerSecond: 0 })).allSucceeded);
  }
  assert.deepEqual(outcomes.map(({ id }) => id), numbers);
  assert.deepEqual([sandbox.effects().duplicates, sandbox.effects().totals.conclusions], [[], COUNT]);
}

/** The moments at which something is killed: when the n-th request came, or was carried out and its answer is still to be sent. */
const MOMENTS = [["came", 1], ["done", 2], ["came", 4], ["done", 2]];
let runs = 0;

function start({ baseUrl, key }, journal, numbers) {
  const args = ["node.js", baseUrl, journal, ...(numbers === undefined ? [] : [JSON.stringify(numbers)])];
  const child = spawn(process.execPath, args, { cwd: home, env: { ...process.env, D3_KEY: key }, stdio: ["ignore", "pipe", "inherit"] });
  const said = buffer(child.stdout).then((text) => (text.length === 0 ? undefined : JSON.parse(text)));
  return { child, said };
}

/** A run whose process is killed at each of the moments, one after the other, and that goes on until it is done. */
async function killed(moments, between = () => undefined) {
  const place = await world();
  const journal = join(home, `${++runs}.journal`);
  try {
    let numbers = place.numbers;
    for (const [moment, left] of moments) {
      const { child, said } = start(place, journal, numbers);
      const gone = once(child, "exit");
      Object.assign(place.trap, { at: moment, left, strike: async () => (child.kill("SIGKILL"), await gone) });
      assert.equal(await said, undefined, "it was to be killed before its end");
      await gone;
      numbers = undefined;
      await between(place, journal);
    }
    const { outcomes, stopped } = await start(place, journal).said;
    assert.equal(stopped, null);
    await checked(place, outcomes);
  } finally {
    place.server.close();
  }
}

const inNode = {
  "a process that is killed again and again": () => killed(MOMENTS),

  "a torn tail": () => killed([["done", 4]], (_, journal) => appendFileSync(journal, '0badc0de {"outcome":3,"rows":[{"id":"2026')),

  async "damage in the middle sends nothing"() {
    await killed([["done", 6]], async (place, journal) => {
      const sound = readFileSync(journal);
      const damaged = Buffer.from(sound);
      damaged[sound.length >> 1] ^= 1;
      writeFileSync(journal, damaged);
      const { came } = place.seen;
      assert.match((await start(place, journal).said).refused, /is damaged, and nothing was sent/);
      assert.deepEqual(readFileSync(journal), damaged);
      assert.equal(place.seen.came, came);
      writeFileSync(journal, sound);
    });
  },

  async "a second process is refused"() {
    const place = await world();
    const journal = join(home, `${++runs}.journal`);
    try {
      let second;
      Object.assign(place.trap, { at: "came", left: 2, strike: async () => (second = await start(place, journal).said) });
      const { outcomes } = await start(place, journal, place.numbers).said;
      assert.match(second.refused, /is being written by another run/);
      await checked(place, outcomes);
    } finally {
      place.server.close();
    }
  },
};

/** A tab on the page of the program. */
async function tab(context, { server }) {
  const page = await context.newPage();
  await page.goto(server.origin);
  await page.waitForFunction(() => globalThis.said === true);
  return page;
}

/** What a run on a page says. No script of the test waits for its end: with a WebDriver nothing else could be done meanwhile. */
async function ran(page, what, ...args) {
  await page.evaluate(([what, args]) => globalThis.begin(what, args), [what, args]);
  await page.waitForFunction(() => globalThis.ended !== undefined);
  return page.evaluate(() => globalThis.ended);
}

/** The browser frees the lock of a tab that is gone a little later. */
async function resumed(page, journal) {
  for (let times = 0; ; times++) {
    const said = await ran(page, "resume", journal);
    if (said.refused === undefined || !said.refused.includes("another run") || times > 50) return said;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const ENDS = {
  async closed(page) {
    await page.close();
  },
  async crashed(page) {
    const session = await page.context().newCDPSession(page);
    const crashed = new Promise((resolve) => page.once("crash", resolve));
    session.send("Page.crash").catch(() => undefined);
    await crashed;
  },
};

async function inTabs(context, end) {
  const place = await world();
  const journal = `run ${++runs}`;
  try {
    for (const [index, [moment, left]] of MOMENTS.entries()) {
      const page = await tab(context, place);
      const gone = new Promise((resolve) => {
        Object.assign(place.trap, { at: moment, left, strike: async () => resolve(await ENDS[end](page)) });
      });
      const said = index === 0 ? ran(page, "start", journal, place.numbers) : resumed(page, journal);
      const ended = await Promise.race([gone, said.catch(() => gone)]);
      assert.equal(ended, undefined, "it was to end before its run");
      await gone;
      await page.close();
    }
    const { outcomes, stopped } = await resumed(await tab(context, place), journal);
    assert.equal(stopped, null);
    await checked(place, outcomes);
  } finally {
    place.server.close();
  }
}

const inBrowser = {
  "a tab that is closed": (context) => inTabs(context, "closed"),

  async "a second tab is refused, and names and removal"(context) {
    const place = await world();
    try {
      const [one, other] = [await tab(context, place), await tab(context, place)];
      let second;
      Object.assign(place.trap, {
        at: "came",
        left: 2,
        strike: async () => {
          second = await other.evaluate(async () => [
            (await globalThis.resume("shared")).refused,
            await new globalThis.bulk.IndexedDbJournal("shared").remove().catch((error) => error.reason),
            (await globalThis.bulk.readJournal("shared")).report.counts.planned,
          ]);
        },
      });
      const { outcomes } = await ran(one, "start", "shared", place.numbers);
      for (const refused of second.slice(0, 2)) assert.match(refused, /is being written by another run/);
      assert.equal(second[2], COUNT);
      await checked(place, outcomes);
      const left = await other.evaluate(async () => {
        const { IndexedDbJournal, plan, readJournal } = globalThis.bulk;
        const absent = (await globalThis.resume("none")).refused;
        const again = (await globalThis.start("shared", ["1"])).refused;
        const names = await IndexedDbJournal.names();
        await new IndexedDbJournal("shared").remove();
        return [absent, again, names, await IndexedDbJournal.names(), await readJournal("shared").catch((error) => error.reason)];
      });
      assert.match(left[0], /none is not there/);
      assert.match(left[1], /already exists/);
      assert.deepEqual([left[2], left[3]], [["shared"], []]);
      assert.match(left[4], /is not a journal/);
    } finally {
      place.server.close();
    }
  },

  async "a torn and a damaged journal"(context) {
    const place = await world();
    try {
      const page = await tab(context, place);
      const { outcomes } = await page.evaluate((numbers) => globalThis.start("torn", numbers), place.numbers);
      await checked(place, outcomes);
      const { came } = place.seen;
      const said = await page.evaluate(async () => {
        const journal = new globalThis.bulk.IndexedDbJournal("torn");
        const size = async () => {
          let bytes = 0;
          for await (const piece of journal.read()) bytes += piece.length;
          return bytes;
        };
        const sound = await size();
        const appended = async (text) => {
          await journal.open("existing");
          await journal.append(text);
          await journal.close();
        };
        await appended('0badc0de {"outco');
        const torn = await globalThis.resume("torn");
        const cut = (await size()) === sound;
        // A piece is cut where it is too long.
        await journal.open("existing");
        await journal.truncate(sound - 7);
        await journal.close();
        const shorter = (await size()) === sound - 7;
        await appended("0badc0de {}\n0badc0de {}\n");
        return { torn: torn.counts.succeeded, cut, shorter, damaged: (await globalThis.resume("torn")).refused };
      });
      assert.deepEqual([said.torn, said.cut, said.shorter], [COUNT, true, true]);
      assert.match(said.damaged, /is damaged, and nothing was sent/);
      assert.equal(place.seen.came, came);
    } finally {
      place.server.close();
    }
  },
};

/** Only Chromium's own protocol lets a tab crash, and an origin be full. */
const inChromium = {
  "a tab that crashes": (context) => inTabs(context, "crashed"),

  async "an origin without room"(context) {
    const place = await world();
    try {
      const page = await tab(context, place);
      const session = await context.newCDPSession(page);
      const { origin } = new URL(place.server.origin);
      await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1 });
      const full = await page.evaluate((numbers) => globalThis.start("full", numbers), place.numbers);
      assert.deepEqual([full.stopped, full.counts.not_attempted, place.seen.came], ["journal", COUNT, 0]);
      await session.send("Storage.overrideQuotaForOrigin", { origin });
      const { outcomes, stopped } = await page.evaluate((numbers) => globalThis.start("full", numbers), place.numbers);
      assert.equal(stopped, null);
      await checked(place, outcomes);
    } finally {
      place.server.close();
    }
  },
};

let [passed, failed] = [0, 0];
async function step(name, work) {
  try {
    await work();
    passed++;
  } catch (error) {
    failed++;
    console.log(`${name}: ${error.stack}`);
  }
}
const { values: { in: name }, positionals: chosen } = parseArgs({ allowPositionals: true, options: { in: { type: "string", default: "chromium" } } });
const steps = (all, at) => Object.entries(all).filter(([name]) => chosen.length === 0 || chosen.some((part) => `${at}: ${name}`.includes(part)));
for (const [name, work] of steps(inNode, "node")) await step(`node: ${name}`, work);
const inTab = steps(name === "chromium" ? { ...inBrowser, ...inChromium } : inBrowser, name);
if (inTab.length > 0) {
  const opened = await launch(name);
  try {
    for (const [title, work] of inTab) {
      const context = await opened.newContext();
      await step(`${name}: ${title}`, () => work(context));
      await context.close();
    }
  } finally {
    await opened.close();
  }
}
console.log(`bulk: ${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
