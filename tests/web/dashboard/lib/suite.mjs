// One server and one browser for a file of tests; a fresh page for each test, on which nothing may have gone wrong.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./browser.mjs";
import { serve } from "./server.mjs";

let server;
let browser;

/** @param config Of the sandbox behind the gateway. */
export function suite(config) {
  before(async () => {
    server = await serve(config);
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    server?.close();
  });
}

/** A test on the page with the sandbox inside. */
export function onSandbox(name, body, { query = "", ...options } = {}) {
  onPage(name, body, `/${query}`, options);
}

/** A test on the page at the gateway, whose sandbox begins afresh. */
export function onGateway(name, body, options) {
  onPage(name, body, "/?gateway=/", options);
}

function onPage(name, body, path, options) {
  test(name, async () => {
    server.sandbox.reset();
    const { context, page, trouble } = await open(browser, server.origin + path, options);
    // Long enough for a machine that builds something else meanwhile.
    page.setDefaultTimeout(20_000);
    try {
      await body(page, { sandbox: server.sandbox, origin: server.origin, trouble });
      assert.deepEqual(trouble, [], "what the page reported");
    } finally {
      await context.close();
    }
  });
}
