#!/usr/bin/env node
// behaviours.mjs [--only node|chromium] [--with COMMAND] [ROW…]: runs the rows of tests/behaviours/table.json through the packed
// package, in Node (or another runtime: `--with "deno run -A"`) and in headless Chromium. Prints the differences from the table,
// and `node: N passed, N failed` and the same for chromium.
import { isDeepStrictEqual, parseArgs } from "node:util";
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { launch } from "./lib/browsers/index.mjs";
import { copy, here, page, project, serve } from "./lib/project.mjs";
import { rawServer, table } from "./lib/raw-server.mjs";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { only: { type: "string" }, with: { type: "string", default: process.execPath } } });
const home = project("behaviours", { files: { "index.html": "<!doctype html><meta charset=utf-8><link rel=icon href=data:,><title>behaviours</title>" } });
for (const file of ["behaviours.mjs", "run-behaviours.mjs"]) copy(join(here, "lib", file), join(home, file));

const runtimes = {
  async node(rows, { ca, urls }) {
    // Adds a trusted authority; its certificates are verified like any other.
    const NODE_EXTRA_CA_CERTS = join(home, "ca.pem");
    writeFileSync(NODE_EXTRA_CA_CERTS, ca);
    const [command, ...args] = values.with.split(" ");
    const child = spawn(command, [...args, "run-behaviours.mjs"], { cwd: home, env: { ...process.env, NODE_EXTRA_CA_CERTS }, stdio: ["pipe", "pipe", "inherit"] });
    child.stdin.end(JSON.stringify({ rows, urls }));
    return JSON.parse(await buffer(child.stdout));
  },

  async chromium(rows, { urls }) {
    const server = await serve(home);
    // Every row has its own origin, and the server does not implement CORS.
    const opened = await launch("chromium", "--disable-web-security", "--ignore-certificate-errors");
    try {
      const { page: at } = await page(opened, `${server.origin}/`);
      return await at.evaluate(async ([rows, urls]) => {
        const soarwire = await import("/node_modules/soarwire/dist/browser.js");
        const { all } = await import("/behaviours.mjs");
        await soarwire.init();
        return all(soarwire, rows, urls);
      }, [rows, urls]);
    } finally {
      await opened.close();
      server.close();
    }
  },
};

/** An outcome, without the reason unless the table gives one; a page never has one. */
const asked = (told, wanted, runtime) => {
  if (typeof told !== "object" || (runtime === "node" && wanted?.reason !== undefined)) return told;
  const { reason, ...rest } = told;
  return rest;
};

/** The expected result of a row in this runtime. */
const expected = (row, runtime) => ({ outcomes: row.outcomes, requests: row.requests, ...(runtime === "node" && { made: row.made }), ...row.but?.[runtime] });

let good = table.length > 0;
for (const [runtime, run] of Object.entries(runtimes)) {
  if (values.only !== undefined && values.only !== runtime) continue;
  const rows = table.filter((row) => row.but?.[runtime]?.not === undefined && (positionals.length === 0 || positionals.includes(row.name)));
  const server = await rawServer();
  try {
    const outcomes = await run(rows, server);
    let failed = 0;
    for (const [index, row] of rows.entries()) {
      const { requests, connections } = await server.seen(row.name);
      const { made = connections, ...wanted } = expected(row, runtime);
      const told = outcomes[index].map((told, nth) => asked(told, wanted.outcomes[nth], runtime));
      if (isDeepStrictEqual(told, wanted.outcomes.map((outcome) => asked(outcome, outcome, runtime))) && requests === wanted.requests && connections === made) continue;
      failed++;
      console.log(`${runtime}: ${row.name}: ${JSON.stringify(outcomes[index])}, ${requests} requests on ${connections} connections`);
    }
    console.log(`${runtime}: ${rows.length - failed} passed, ${failed} failed`);
    good &&= failed === 0 && rows.length > 0;
  } finally {
    server.close();
  }
}
process.exitCode = good ? 0 : 1;
