// A reload in the middle of a run: nothing is sent again, and what was in flight shows as unknown.
import assert from "node:assert/strict";
import { act, add, fault, over, preview, send, tally, until } from "./lib/steps.mjs";
import { onGateway, onSandbox, suite } from "./lib/suite.mjs";

suite({ d3: { generate: 250 } });

onGateway("D3 in bulk: settled, in flight and not sent are told apart", async (page, { sandbox }) => {
  // Long enough that the second answer is still awaited when the page goes, on a slow machine too.
  sandbox.script({ kind: "delay", ms: 4000, times: null });
  const numbers = sandbox.incidents().d3.map(({ number }) => number);
  await add(page, numbers.join("\n"));
  await page.getByRole("checkbox", { name: /^Select all/ }).check();
  await act(page, "Close");
  await page.getByRole("checkbox", { name: /^Required tasks/ }).check();
  await page.getByRole("checkbox", { name: /^Required fields/ }).check();
  await page.getByLabel("Conclusion").fill("Contained.");
  await preview(page);
  await send(page);
  await page.locator(".settled", { hasText: "100 of" }).waitFor();
  // The second request is on its way, and the third is not.
  await until(() => sandbox.effects().operations.CloseIncidentInBulk.received === 2);
  await page.reload();
  await page.getByText("Cut short: the page was left").waitFor();
  assert.deepEqual(await tally(page), { succeeded: 100, unknown: 100, unsent: numbers.length - 200 });
  await page.locator(".outcomes", { hasText: "the page was left while the answer was awaited" }).count();
  await page.waitForTimeout(1500);
  const { operations, duplicates } = sandbox.effects();
  assert.equal(operations.CloseIncidentInBulk.received, 2);
  assert.deepEqual(duplicates, []);

  // What was not sent may be sent, and is sent once.
  await page.getByRole("button", { name: /^Send the \d+ not sent…/ }).click();
  sandbox.clearFaults();
  await page.getByRole("list", { name: "Requests" }).waitFor();
  await send(page);
  await over(page);
  assert.deepEqual(await tally(page), { succeeded: numbers.length - 200 });
  assert.equal(sandbox.effects().totals.conclusions, numbers.length);
  assert.deepEqual(sandbox.effects().duplicates, []);
});

onSandbox("in the page's own sandbox it is the same, and a dismissed run is gone for good", async (page) => {
  await fault(page, "Slow answers");
  await page.getByRole("checkbox", { name: /^Select all/ }).check();
  await act(page, "Update");
  await page.getByLabel("Comment", { exact: true }).fill("Looked at it.");
  await preview(page);
  await send(page);
  // As soon as a request is on its way, before any answer.
  await until(() => page.evaluate(() => Object.entries(localStorage).some(([key, mark]) => key.startsWith("soarwire.run.") && mark === '"sent"')));
  await page.reload();
  await page.getByText("Cut short: the page was left").waitFor();
  const { unknown, unsent } = await tally(page);
  assert.ok(unknown >= 1 && unknown <= 4, `${unknown} were in flight`);
  assert.equal(unknown + unsent, 43);
  await page.getByRole("button", { name: "Dismiss" }).click();
  await page.getByText("Progress, outcomes and reasons").waitFor();
  await page.reload();
  await page.locator(".top").waitFor();
  assert.equal(await page.locator(".run").count(), 0);
});

onGateway("a run of the sandbox does not turn up at a gateway, where it could be sent in earnest", async (page, { origin }) => {
  await page.goto(`${origin}/`);
  await fault(page, "Left out");
  await page.getByRole("checkbox", { name: /^Select all/ }).check();
  await act(page, "Close");
  await preview(page);
  await send(page);
  await over(page);
  await page.goto(`${origin}/?gateway=/`);
  await page.getByText("No incidents yet.").waitFor();
  await page.waitForTimeout(500);
  assert.equal(await page.locator(".run").count(), 0);
  await page.goto(`${origin}/`);
  await page.locator(".run.over").waitFor();
});

onGateway("without an account the core says so, and nothing is sent", async (page, { sandbox }) => {
  await page.getByRole("banner").getByRole("button", { name: "Add incidents…" }).click();
  await page.getByLabel("Incident numbers").fill("A-1");
  await page.getByRole("button", { name: "Add 1 incident" }).click();
  await page.getByRole("checkbox", { name: /^Select all/ }).check();
  await act(page, "Close");
  await page.getByRole("button", { name: "Preview" }).click();
  await page.locator("dialog .problem", { hasText: /user name is missing/ }).waitFor();
  assert.deepEqual(sandbox.requests(), []);
});

onGateway("a run of another tab that is still going is left alone", async (page, { origin }) => {
  // On its way until the other tab has been looked at.
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route("**/soar/**", async (route) => {
    await held;
    await route.continue();
  });
  await add(page, "20261103-104");
  await page.getByRole("checkbox", { name: /^Select all/ }).check();
  await act(page, "Close");
  await preview(page);
  await send(page);
  const other = await page.context().newPage();
  await other.goto(`${origin}/?gateway=/`);
  await other.waitForTimeout(2000);
  assert.equal(await other.locator(".run").count(), 0);
  assert.equal(await page.locator(".run.over").count(), 0);
  release();
  await over(page);
  assert.deepEqual(await tally(page), { succeeded: 1 });
});

for (const [when, after] of [["from the start", 0], ["in the middle", 3]]) {
  onSandbox(`a browser that keeps no journal ${when}: nothing is sent that would be forgotten`, async (page) => {
    await page.evaluate((left) => {
      const { setItem } = Storage.prototype;
      Storage.prototype.setItem = function (key, value) {
        if (key.startsWith("soarwire.run.") && left-- <= 0) throw new DOMException("full", "QuotaExceededError");
        setItem.call(this, key, value);
      };
    }, after);
    await page.locator(".facets").getByRole("button", { name: "Tenant" }).click();
    await page.getByRole("checkbox", { name: /^Xpanse/ }).check();
    await page.keyboard.press("Escape");
    await page.getByRole("checkbox", { name: /^Select all/ }).check();
    await act(page, "Update");
    await page.getByLabel("Resolve comment").fill("Done.");
    await preview(page);
    if (after === 0) {
      await page.getByRole("dialog").locator("footer .primary:visible").click();
      await page.getByText(/Nothing was sent\./).waitFor();
      assert.equal(await page.locator(".run").count(), 0);
      return;
    }
    await send(page);
    await over(page);
    await page.locator(".halt", { hasText: "no more room for the journal" }).first().waitFor();
    const { succeeded = 0, unknown = 0, unsent } = await tally(page);
    assert.ok(succeeded + unknown <= 3 && unsent >= 40, JSON.stringify({ succeeded, unknown, unsent }));
  });
}

onSandbox("a run that was over before the reload is told as it was", async (page) => {
  await fault(page, "Wrong key");
  await page.getByRole("checkbox", { name: /^Select all/ }).check();
  await act(page, "Update");
  await page.getByLabel("Resolve comment").fill("Done.");
  await preview(page);
  await send(page);
  await over(page);
  const told = () => Promise.all([page.locator(".phase").innerText(), page.locator(".run .halt").allInnerTexts(), tally(page)]);
  const before = await told();
  assert.match(before[0], /^Stopped early/);
  await page.reload();
  await page.locator(".run.over").waitFor();
  assert.deepEqual(await told(), before);
});

onSandbox("while a run is under way the browser asks before it leaves the page", async (page) => {
  const asked = [];
  page.on("dialog", (dialog) => (asked.push(dialog.type()), dialog.accept()));
  await page.reload();
  await fault(page, "Slow answers");
  await page.getByRole("checkbox", { name: /^Select all/ }).check();
  // One request for each, a few at a time: it lasts longer than a single slow answer.
  await act(page, "Update");
  await page.getByLabel("Comment", { exact: true }).fill("Looked at it.");
  await preview(page);
  await send(page);
  assert.deepEqual(asked, []);
  await page.reload();
  assert.deepEqual(asked, ["beforeunload"]);
});
