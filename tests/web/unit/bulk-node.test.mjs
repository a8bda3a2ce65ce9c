// Journals in files.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { d3, isKind } from "soarwire";
import { FileJournal, IndexedDbJournal, plan, readJournal, resume, runBulk } from "soarwire/bulk";
import { Sandbox } from "soarwire/sandbox";

const soc = new d3.Tenant({ baseUrl: "/soar", username: "Admin", site: "Security Operations" });
const folder = mkdtempSync(join(tmpdir(), "soarwire-journal-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const refused = (promise, reason) => assert.rejects(promise, (error) => isKind(error, "invalid_request") && error.field === "journal" && reason.test(error.reason));
const sandbox = new Sandbox();
const options = { fetch: sandbox.gateway(), requestsPerSecond: 0 };
const assign = plan(d3.updateOwner({ incidentNumbers: sandbox.incidents().d3.slice(0, 5).map(({ number }) => number), owner: sandbox.access.owners[0] }), { chunk: 1 });

test("a run keeps its journal in a file, which outlives it", async () => {
  const path = join(folder, "one.journal");
  const report = await runBulk(soc, assign, { ...options, journal: path });
  const lines = readFileSync(path, "utf8").trimEnd().split("\n");
  assert.match(lines[0], /^[0-9a-f]{8} \{"journal":1,/);
  assert.match(lines.at(-1), /"end":"done"/);
  assert.deepStrictEqual((await readJournal(new FileJournal(pathToFileURL(path)))).report, report);
  assert.deepStrictEqual(await resume(soc, path, options), report);
  await refused(runBulk(soc, assign, { ...options, journal: path }), /already exists: resume it/);
});

test("a torn tail is cut off before the run goes on", async () => {
  const path = join(folder, "torn.journal");
  const stopped = await runBulk(soc, assign, { ...options, journal: path, signal: AbortSignal.abort() });
  assert.equal(stopped.stopped, "cancelled");
  const sound = readFileSync(path).length;
  for (const tail of ['5f3a9c10 {"intent":0,"att', Buffer.alloc(512), "\u0000\u0000\n"]) {
    appendFileSync(path, tail);
    assert.equal((await readJournal(path)).report.counts.notAttempted, 5);
  }
  writeFileSync(path, Buffer.concat([readFileSync(path).subarray(0, sound), Buffer.from('5f3a9c10 {"intent":0,"att')]));
  assert.ok((await resume(soc, path, options)).allSucceeded);
  assert.ok(!readFileSync(path, "utf8").includes("5f3a9c10"));
  assert.ok((await readJournal(path)).report.allSucceeded);
});

test("what cannot be had says why, and nothing is sent", async () => {
  const sent = sandbox.requests().length;
  await refused(resume(soc, join(folder, "none.journal"), options), /none\.journal cannot be opened: ENOENT/);
  await refused(readJournal(join(folder, "none.journal")), /cannot be read: ENOENT/);
  await refused(runBulk(soc, assign, { ...options, journal: join(folder, "no", "one.journal") }), /cannot be opened: ENOENT/);
  writeFileSync(join(folder, "other.txt"), "something else\nand more\n");
  await refused(resume(soc, join(folder, "other.txt"), options), /damaged|not a journal/);
  assert.equal(readFileSync(join(folder, "other.txt"), "utf8"), "something else\nand more\n");
  await refused(new FileJournal(join(folder, "x")).append("x\n"), /is not open/);
  await assert.rejects(new IndexedDbJournal("x").open("new"), /Web Locks/);
  for (const [path, wrong] of [[folder, /is a folder/], ["/dev/zero", /not a regular file/]]) {
    await refused(resume(soc, path, options), wrong);
    await refused(readJournal(path), wrong);
    await refused(runBulk(soc, assign, { ...options, journal: path }), wrong);
  }
  assert.equal(sandbox.requests().length, sent);
});

test("a run whose journal is deleted stops", { skip: process.platform === "win32" }, async () => {
  const path = join(folder, "gone.journal");
  const report = await runBulk(soc, assign, { ...options, concurrency: 1, journal: path, onOutcome: () => rmSync(path, { force: true }) });
  assert.equal(report.stopped, "journal");
  assert.match(report.error.reason, /gone\.journal was deleted/);
  assert.ok(report.counts.notAttempted > 0);
});

test("one has it at a time, in this process and in others", async () => {
  const path = join(folder, "locked.journal");
  const [one, other] = [new FileJournal(path), new FileJournal(path)];
  await one.open("new");
  await refused(other.open("existing"), /is being written by another run/);
  // As the clients in other languages lock it.
  const flock = () => spawnSync("flock", ["-n", path, "true"]);
  if (flock().error === undefined) assert.equal(flock().status, 1);
  await one.close();
  await other.open("existing");
  await other.close();
});

test("it works without the program that locks files", async (context) => {
  const { PATH } = process.env;
  context.after(() => (process.env.PATH = PATH));
  process.env.PATH = folder;
  const path = join(folder, "alone.journal");
  const [one, other] = [new FileJournal(path), new FileJournal(path)];
  await one.open("new");
  await refused(other.open("existing"), /is being written by another run/);
  await one.close();
});
