// axe-core finds nothing serious or critical, in light and dark, wide and narrow, in every state of the page.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { act, add, choose, fault, over, preview, send } from "./lib/steps.mjs";
import { onGateway, onSandbox, suite } from "./lib/suite.mjs";

const AXE = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

suite();

async function passes(page, state) {
  // Evaluated by the debugger, which the page's policy does not bind.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  const bad = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  const told = bad.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.slice(0, 3).map(({ html, any }) => `${html} ${any[0]?.message ?? ""}`).join("\n  ")}`);
  assert.deepEqual(told, [], state);
}

async function everyState(page) {
  await passes(page, "at first");
  await page.getByRole("button", { name: /^Faults/ }).click();
  await passes(page, "faults open");
  await page.keyboard.press("Escape");
  await page.locator(".facets").getByRole("button", { name: "Severity" }).click();
  await passes(page, "filter open");
  await page.keyboard.press("Escape");
  await fault(page, "Partial failure", "Left out");
  await choose(page, "20261103-104", "20261103-105", "20261103-106", "5471");
  for (const verb of ["Assign", "Close", "Link", "Update"]) {
    await act(page, verb);
    await passes(page, verb);
    await page.keyboard.press("Escape");
  }
  await act(page, "Link");
  await page.getByRole("button", { name: "Preview" }).click();
  await page.locator("dialog [aria-invalid]").waitFor();
  await passes(page, "a field error");
  await page.keyboard.press("Escape");
  await act(page, "Close");
  await preview(page);
  await passes(page, "preview");
  await send(page);
  await over(page);
  await passes(page, "results");
  await fault(page, "Dropped answer", "Slow answers");
  await act(page, "Close");
  await page.getByLabel("Conclusion").fill("Contained.");
  await preview(page);
  await send(page);
  await passes(page, "running");
  await over(page);
  await page.getByRole("button", { name: /in doubt…/ }).click();
  await passes(page, "confirmation");
}

for (const colorScheme of ["light", "dark"]) {
  onSandbox(`every state, ${colorScheme}`, everyState, { colorScheme });
  onSandbox(`every state on a narrow screen, ${colorScheme}`, everyState, { colorScheme, viewport: { width: 360, height: 740 } });
  onGateway(`adding incidents, ${colorScheme}`, async (page) => {
    await passes(page, "empty");
    await page.getByRole("banner").getByRole("button", { name: "Add incidents…" }).click();
    await page.getByLabel("Incident numbers").fill("A-1");
    await passes(page, "dialog");
    await page.keyboard.press("Escape");
    await add(page, "A-1");
    await passes(page, "one row");
  }, { colorScheme });
}

onSandbox("the theme can be chosen over the system's, and is kept", async (page) => {
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await ground();
  const button = page.getByRole("button", { name: /^Theme/ });
  await button.click();
  await button.click();
  assert.equal(await button.getAttribute("aria-label"), "Theme: dark");
  assert.notEqual(await ground(), light);
  await page.reload();
  assert.equal(await button.getAttribute("aria-label"), "Theme: dark");
}, { colorScheme: "light" });

onSandbox("screen readers hear the choice, the progress, the waits and the end", async (page) => {
  await page.evaluate(() => {
    window.heard = [];
    const region = document.querySelector("#app > .sr-only[role=status]");
    new MutationObserver(() => window.heard.push(region.textContent)).observe(region, { childList: true, characterData: true, subtree: true });
  });
  await page.getByRole("checkbox", { name: /^Select all/ }).check();
  await fault(page, "Rate limit");
  await act(page, "Update");
  await page.getByLabel("Resolve comment").fill("Done.");
  await preview(page);
  await send(page);
  await over(page);
  const heard = (await page.evaluate(() => window.heard)).join("\n");
  assert.match(heard, /86 incidents selected/);
  assert.match(heard, /The server asked for 7 s\./);
  assert.match(heard, /Update 43 Xpanse incidents: \d+ succeeded, of 43\./);
  assert.match(heard, /Update 43 Xpanse incidents: over\. 43 succeeded\./);
});

onSandbox("the end of a run is heard while another is looked at", async (page) => {
  await fault(page, "Left out");
  await choose(page, "20261103-104", "20261103-105");
  await act(page, "Close");
  await preview(page);
  await send(page);
  await over(page);
  await fault(page, "Slow answers");
  await act(page, "Assign");
  await page.getByLabel(/^Owner of/).fill("Maria Keller");
  await preview(page);
  await send(page);
  await page.locator(".other-runs").getByRole("button", { name: /^Close 2/ }).click();
  await page.getByRole("status").filter({ hasText: /^Assign 2 incidents: over\./ }).waitFor();
});

onSandbox("the page opens in a browser whose language is none, as that of WebKitGTK in the locale C", async (page) => {
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, "language", { get: () => "C" }));
  await page.reload();
  await page.locator(".top").waitFor();
});
