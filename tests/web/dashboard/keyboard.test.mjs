// Everything by keyboard alone.
import assert from "node:assert/strict";
import { act, fault, preview, send, until } from "./lib/steps.mjs";
import { onSandbox, suite } from "./lib/suite.mjs";

suite();

/** Presses Tab until something with this accessible name has the focus. */
async function tabTo(page, name) {
  for (let turn = 0; turn < 60; turn += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      const { activeElement: element } = document;
      const labels = [...(element?.labels ?? [])].map((label) => label.textContent);
      return element?.getAttribute("aria-label") ?? (labels.join(" ") || element?.textContent || "");
    });
    if (name.test(focused.trim())) return;
  }
  assert.fail(`nothing named ${name} can be reached with Tab`);
}

onSandbox("from the filter to the results without a mouse", async (page) => {
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "filter-text");
  await page.keyboard.type("D3");
  await tabTo(page, /^Select D3/);
  await page.keyboard.press("Space");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Shift+Space");
  assert.match(await page.locator(".chosen-count").innerText(), /^5 selected/);
  await page.keyboard.press("Space");
  assert.match(await page.locator(".chosen-count").innerText(), /^4 selected/);

  await tabTo(page, /^Close 4 D3 incidents…/);
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Close 4 D3 incidents" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.match(await page.evaluate(() => document.activeElement.textContent), /^Close 4/, "the focus comes back");

  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.name), "bypassRequiredTasks");
  await page.keyboard.press("Space");
  await tabTo(page, /^Conclusion/);
  await page.keyboard.type("Contained.");
  await tabTo(page, /^Preview$/);
  await page.keyboard.press("Enter");
  await page.getByRole("list", { name: "Requests" }).waitFor();
  assert.match(await page.evaluate(() => document.activeElement.textContent), /^Close 4 D3 incidents$/);
  await page.keyboard.press("Enter");
  await page.locator(".run.over").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Close 4 D3 incidents", "the focus goes to the run");
  await tabTo(page, /^Export CSV$/);
});

onSandbox("rows: arrows, page, home, end and all", async (page) => {
  const index = () => page.evaluate(() => Number(document.activeElement.closest("tr")?.dataset.index));
  await tabTo(page, /^Select (D3|Xpanse)/);
  assert.equal(await index(), 0);
  await page.keyboard.press("End");
  assert.equal(await index(), 85);
  assert.ok(await page.locator('[data-index="85"]').isVisible());
  await page.keyboard.press("ArrowUp");
  assert.equal(await index(), 84);
  await page.keyboard.press("PageUp");
  const paged = await index();
  assert.ok(paged < 84 && paged > 30, `${paged}`);
  await page.keyboard.press("Home");
  assert.equal(await index(), 0);
  await page.keyboard.press("Control+a");
  assert.match(await page.locator(".chosen-count").innerText(), /^86 selected/);
  await page.keyboard.press("Tab");
  assert.ok(!(await page.evaluate(() => document.activeElement.closest("tbody"))), "one stop for all rows");
});

onSandbox("menus open, close with Escape and give the focus back", async (page) => {
  await tabTo(page, /^Faults/);
  await page.keyboard.press("Enter");
  await tabTo(page, /^Rate limit/);
  await page.keyboard.press("Space");
  await page.keyboard.press("Escape");
  assert.match(await page.evaluate(() => document.activeElement.textContent), /^Faults: 1 on/);
});

onSandbox("a focus ring is seen wherever the focus is", async (page) => {
  for (let turn = 0; turn < 25; turn += 1) {
    await page.keyboard.press("Tab");
    const { ring, name } = await page.evaluate(() => {
      const { activeElement: element } = document;
      // Past the last stop the focus leaves the page.
      if (element === document.body) return { ring: true };
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return { ring: outlineStyle !== "none" && outlineWidth !== "0px", name: element.outerHTML.slice(0, 80) };
    });
    assert.ok(ring, name);
  }
});

onSandbox("the focus is never lost with the button that was pressed", async (page) => {
  const focused = () => document.activeElement.id || document.activeElement.className || document.activeElement.tagName;
  const leads = async (name, to) => {
    await page.getByRole("button", { name }).first().focus();
    await page.keyboard.press("Enter");
    await until(async () => (await page.evaluate(focused)) === to);
    // And it stays there.
    await page.waitForTimeout(150);
    assert.equal(await page.evaluate(focused), to);
  };
  await leads("Select all 86 shown", "chosen-count");
  await leads("Select none", "chosen-count");
  await page.locator("#filter-text").fill("phishing");
  await leads(/^Show all$/, "filter-text");
  await page.locator("#filter-text").fill("there is no such thing");
  await leads("Show all 86", "filter-text");
  await page.locator("#filter-text").fill("5471");
  await page.getByRole("checkbox", { name: /Xpanse 5471,/ }).check();
  await fault(page, "Slow answers");
  await act(page, "Update");
  assert.equal(await page.evaluate(() => document.activeElement.name), "status-state", "the first field, not the button that closes");
  await page.getByLabel("Resolve comment").fill("Done.");
  await preview(page);
  await send(page);
  await page.getByRole("button", { name: "Cancel the run" }).focus();
  await page.locator(".run.over").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "H2");
  await leads("Dismiss", "runs");
});
