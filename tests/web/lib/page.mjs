// A folder as a page in the browser, under a policy as strict as the documentation says it may be.
import assert from "node:assert/strict";
import { page, serve } from "./project.mjs";

// Nothing inline, no eval but the compiling of WebAssembly.
const policy = { "content-security-policy": "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src data:; connect-src 'self'" };

export const html = (script) => `<!doctype html><meta charset=utf-8><link rel=icon href="data:,"><title>soarwire</title><script type=module src="${script}"></script>`;

/** What the page of a folder leaves in `globalThis.said`. */
export async function said(opened, folder, path = "/") {
  const server = await serve(folder, policy);
  try {
    return await saidAt(opened, `${server.origin}${path}`);
  } finally {
    server.close();
  }
}

/** What the page of an address leaves in `globalThis.said`; fails when anything goes wrong on it. */
export async function saidAt(opened, url) {
  const { page: at, trouble } = await page(opened, url);
  try {
    const done = () => globalThis.said !== undefined;
    await at.waitForFunction(done, undefined, { timeout: 15_000 }).catch(() => undefined);
    assert.deepEqual(trouble, []);
    return await at.evaluate(() => globalThis.said);
  } finally {
    await at.close();
  }
}
