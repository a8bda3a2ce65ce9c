// The core with little memory: whatever does not fit raises the documented error, and everything else continues to work.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

const PAGES = 512;

/** The .wasm file with a memory limit. */
function limited(file) {
  const number = (at) => {
    let [value, shift] = [0, 0];
    for (; file[at] > 127; at++, shift += 7) value += (file[at] & 127) * 2 ** shift;
    return [value + file[at] * 2 ** shift, at + 1];
  };
  for (let at = 8; at < file.length; ) {
    const [length, start] = number(at + 1);
    if (file[at] === 5) {
      assert.deepEqual([...file.subarray(start, start + 2)], [1, 0], "one memory without a limit");
      const least = file.subarray(start + 2, start + length);
      const section = [1, 1, ...least, (PAGES & 127) | 128, PAGES >> 7];
      return Buffer.concat([file.subarray(0, at), Buffer.from([5, section.length, ...section]), file.subarray(start + length)]);
    }
    at = start + length;
  }
  return assert.fail("the file has no memory");
}

const { d3, init, isKind, run, Pacer, isSoarwireError } = await import(pathToFileURL("node_modules/soarwire/dist/browser.js").href);
await init(limited(readFileSync("node_modules/soarwire/dist/soarwire_bg.wasm")));

const tenant = new d3.Tenant({ baseUrl: "/soar", username: "a", site: "b" });
const close = (numbers = ["1"]) => d3.closeIncidents({ incidentNumbers: numbers, bypassRequiredTasks: true });
const body = (items, filler = "") => `{"error": "", "contextData": [{"Incident Number": "1", "Result": "Successful"}${items}]${filler}}`;
const good = () => body("");
const thrown = (work) => {
  try {
    work();
  } catch (error) {
    return error;
  }
  return assert.fail("nothing was thrown");
};
// One body does not fit at all; the other fits, but its result does not.
const tooLarge = [body("", " ".repeat(PAGES * 65_536)), body(',{"a":"\\n"}'.repeat(2_000_000))];

test("an answer that does not fit into memory is body_too_large and may have been carried out", () => {
  const operation = close();
  for (const large of tooLarge) {
    const error = thrown(() => operation.parse(200, null, large));
    assert.ok(isKind(error, "body_too_large"), String(error));
    assert.deepEqual([error.maybeExecuted, error.retryable, error.report.unknown], [true, false, ["1"]]);
    assert.match(error.message, /does not fit into memory/);
    // Earlier values still work.
    assert.deepEqual(operation.parse(200, null, good()).succeeded, ["1"]);
    assert.equal(tenant.request(operation).method, "POST");
  }
});

test("a body of that length fits if little is in it", () => {
  const fits = body("", " ".repeat(tooLarge[1].length));
  assert.deepEqual(close().parse(200, null, fits).succeeded, ["1"]);
});

test("parameters that do not fit into memory are refused", () => {
  const error = thrown(() => close(Array.from({ length: 600_000 }, (_, index) => `${"x".repeat(40)}${index}`)));
  assert.ok(isSoarwireError(error) && error.family === "build", String(error));
  assert.deepEqual(close().parse(200, null, good()).succeeded, ["1"]);
});

test("run: an answer that does not fit is body_too_large, concurrent calls are interrupted", async () => {
  const pacer = new Pacer(0);
  let release;
  const slow = run(tenant, close(), { pacer, fetch: () => new Promise((resolve) => (release = () => resolve(new Response(good())))) });
  await new Promise((resolve) => setTimeout(resolve, 10));
  const error = await run(tenant, close(), { pacer, fetch: async () => new Response(tooLarge[1]) }).catch((error) => error);
  assert.ok(isKind(error, "body_too_large"), String(error));
  assert.deepEqual([error.maybeExecuted, error.attempts], [true, 1]);
  release();
  const beside = await slow.catch((error) => error);
  assert.ok(isKind(beside, "interrupted"), String(beside));
  assert.deepEqual([beside.maybeExecuted, beside.attempts, beside.report.unknown], [true, 1, ["1"]]);
  assert.ok((await run(tenant, close(), { pacer, fetch: async () => new Response(good()) })).allSucceeded);
});
