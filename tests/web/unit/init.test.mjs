// The page's entry, in Node: nothing here may load Node's own entry, which loads the file by itself.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

const browserEntry = pathToFileURL("node_modules/soarwire/dist/browser.js").href;

test("use before init says what to do, and init may be called as often as one likes", async () => {
  const page = await import(browserEntry);
  const uses = [
    () => new page.d3.Tenant({ baseUrl: "/soar", username: "a", site: "b" }),
    () => page.d3.closeIncident(),
    () => new page.Pacer(1),
  ];
  for (const use of uses) assert.throws(use, { name: "Error", message: /call `await init\(\)` first/ });
  await assert.rejects(page.init(Promise.reject(new Error("no file"))), /no file/);
  await assert.rejects(page.init(new Uint8Array([1, 2])), WebAssembly.CompileError);
  const bytes = readFileSync("node_modules/soarwire/dist/soarwire_bg.wasm");
  await Promise.all([page.init(bytes), page.init(), page.init("nowhere")]);
  await page.init(new WebAssembly.Module(bytes));
  assert.equal(page.d3.closeIncident().id, "d3.close_incident");
});

test("init takes whatever holds the file", async () => {
  const bytes = readFileSync("node_modules/soarwire/dist/soarwire_bg.wasm");
  const inputs = {
    bytes,
    buffer: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
    module: new WebAssembly.Module(bytes),
    response: new Response(bytes, { headers: { "content-type": "application/wasm" } }),
    untyped: Promise.resolve(new Response(bytes)),
    wordy: new Response(bytes, { headers: { "content-type": "application/wasm; charset=utf-8" } }),
    url: new URL(`data:application/wasm;base64,${bytes.toString("base64")}`),
    text: `data:application/wasm;base64,${bytes.toString("base64")}`,
  };
  for (const [name, input] of Object.entries(inputs)) {
    // A fresh instance each: in a worker of its own.
    const code = `const { workerData, parentPort } = require("node:worker_threads");
      const { input, typed } = workerData;
      import(${JSON.stringify(browserEntry)}).then(async (page) => {
        await page.init(typed === undefined ? input : new Response(input, typed));
        parentPort.postMessage(page.d3.closeIncident().wireName);
      });`;
    const response = await input;
    const data = response instanceof Response ? { input: bytes, typed: { headers: Object.fromEntries(response.headers) } } : { input: input instanceof URL ? input.href : input };
    const worker = new Worker(code, { eval: true, workerData: data });
    const [said] = await Promise.race([
      new Promise((resolve) => worker.once("message", (message) => resolve([message]))),
      new Promise((_, reject) => worker.once("error", reject)),
    ]);
    assert.equal(said, "CloseIncident", name);
    await worker.terminate();
  }
});

