// Text from a server is never markup, and the security policy holds.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { act, add, over, preview, send, tally, until } from "./lib/steps.mjs";
import { dist } from "./lib/server.mjs";
import { onGateway, onSandbox, suite } from "./lib/suite.mjs";

const HTML = `<img src=x onerror="window.__ran=1"><script>window.__ran=1</script><b>bold</b>`;
/** Also as an id: those are opaque text. */
const NUMBER = `<svg onload=window.__ran=1>`;

suite({
  d3: { generate: 0, incidents: [{ number: NUMBER, title: HTML, owner: HTML, status: HTML, severity: HTML }, { number: "A-1" }] },
  xpanse: { generate: 0, incidents: [{ incident_id: "1" }] },
});

async function unharmed(page) {
  assert.equal(await page.evaluate(() => window.__ran), undefined);
  assert.equal(await page.locator("#app :is(img, script, b:not(.legend b), svg[onload])").count(), 0);
}

onGateway("HTML in every field of an incident and of an answer stays text", async (page, { sandbox, trouble }) => {
  sandbox.script(
    { kind: "partial_failure", incidents: ["A-1"], reason: HTML },
    { kind: "status", on: "xpanse", status: 200, body: { reply: false, warnings: [HTML] } },
    { kind: "status", on: "xpanse", status: 400, body: { reply: { err_code: HTML, err_msg: HTML, err_extra: HTML } } },
  );
  await add(page, { d3: [{ number: NUMBER, title: HTML, owner: HTML, status: HTML, severity: HTML }, { number: "A-1" }], xpanse: ["1"] });
  await unharmed(page);
  assert.equal(await page.locator(".title", { hasText: HTML }).count(), 1);
  for (const facet of ["Severity", "Status", "Owner"]) {
    await page.locator(".facets").getByRole("button", { name: facet }).click();
    await page.keyboard.press("Escape");
  }
  await page.getByRole("checkbox", { name: /^Select all/ }).check();
  await act(page, "Close");
  await page.getByLabel("Conclusion").fill(HTML);
  await preview(page);
  await unharmed(page);
  await send(page);
  await over(page);
  assert.deepEqual(await tally(page), { succeeded: 1, failed: 1 });
  assert.equal(await page.locator(".outcomes .reason", { hasText: HTML }).count(), 1);
  await unharmed(page);

  for (const expected of [/window\.__ran/, /bad_request.*window\.__ran/]) {
    await act(page, "Update");
    await page.getByLabel("Comment", { exact: true }).fill(HTML);
    await preview(page);
    await send(page);
    await over(page);
    assert.match(await page.locator(".outcomes .reason").innerText(), expected);
    await unharmed(page);
  }
  assert.match(trouble.splice(0).join(), /^console: Failed to load resource: the server responded with a status of 400/);
});

onSandbox("the policy allows no inline script, no eval, no foreign host and no text as markup", async (page, { trouble }) => {
  const refused = await page.evaluate(async () => {
    // The debugger may evaluate what the page may not; a later task is the page's own.
    await new Promise((resolve) => setTimeout(resolve));
    const tries = {
      eval: () => eval("1"),
      function: () => new Function("return 1")(),
      markup: () => (document.createElement("p").innerHTML = "<b>x</b>"),
      inline: () => {
        const script = document.createElement("script");
        script.append("window.__ran = 1");
        document.head.append(script);
        if (window.__ran === undefined) throw new Error("did not run");
      },
      style: () => {
        const style = document.createElement("style");
        style.append("body { color: red }");
        document.head.append(style);
        if (style.sheet === null || style.sheet.cssRules.length === 0) throw new Error("did not apply");
      },
      foreign: () => fetch("https://foreign.example.com/"),
    };
    const out = {};
    for (const [name, attempt] of Object.entries(tries)) {
      try {
        await attempt();
        out[name] = false;
      } catch {
        out[name] = true;
      }
    }
    return out;
  });
  assert.deepEqual(refused, { eval: true, function: true, markup: true, inline: true, style: true, foreign: true });
  // Each was blocked by the policy and by nothing else; the reports come after.
  const directives = () => new Set(trouble.flatMap((text) => /^policy: ([\w-]+)/.exec(text)?.[1] ?? []));
  await until(() => directives().size >= 3);
  // By the page's own clock: what it has told by then has arrived when this returns.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
  const told = directives();
  trouble.length = 0;
  assert.deepEqual([...told].toSorted(), ["connect-src", "require-trusted-types-for", "style-src-elem"]);
});

test("the preview server sends the policy as a header too", async () => {
  const folder = join(dist, "..");
  const server = spawn(process.execPath, [join(folder, "node_modules/vite/bin/vite.js"), "preview", "--host", "127.0.0.1", "--port", "0"], { cwd: folder });
  try {
    const url = await new Promise((resolve) => {
      let said = "";
      server.stdout.on("data", (chunk) => {
        said += chunk.toString().replaceAll(/\u001b\[\d+m/g, "");
        const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
        if (found) resolve(found[0]);
      });
    });
    const { headers } = await fetch(`${url}/`);
    assert.match(headers.get("content-security-policy"), /script-src 'self' 'wasm-unsafe-eval';.*frame-ancestors 'none'$/);
    assert.equal(headers.get("x-content-type-options"), "nosniff");
  } finally {
    server.kill();
  }
});

test("no file of the build has an inline script, a style attribute, or a foreign address", () => {
  const html = readFileSync(join(dist, "index.html"), "utf8");
  assert.doesNotMatch(html, /<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son\w+=/);
  for (const name of readdirSync(join(dist, "assets")).filter((file) => file.endsWith(".js"))) {
    const hosts = readFileSync(join(dist, "assets", name), "utf8").match(/https?:\/\/[\w.-]+/g) ?? [];
    assert.deepEqual([...new Set(hosts)].filter((host) => !/\/\/(www\.w3\.org|localhost|sandbox\.example\.com)/.test(host)), []);
  }
});
