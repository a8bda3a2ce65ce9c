// A round of triage from the first look to the report, with the sandbox inside and at a gateway: what each browser is driven through
// (tests/web/browsers), so it uses only what every driver can do.
import assert from "node:assert/strict";
import { act, add, choose, fault, over, preview, row, send, tally } from "./lib/steps.mjs";
import { onGateway, onSandbox, suite } from "./lib/suite.mjs";

suite();

const ids = (page) => page.locator(".incidents tbody td.c-id").allInnerTexts();

onSandbox("triage: look, assign, close, retry what failed, and the report after a reload", async (page) => {
  assert.match((await page.locator(".incidents tbody td.c-severity").first().innerText()).trim(), /^Critical/);
  await page.locator("#filter-text").fill("phishing dana");
  assert.ok((await ids(page)).length > 0);
  for (const title of await page.locator(".incidents tbody td.c-title").allInnerTexts()) assert.match(title, /^Phishing mail reported by Dana Fox/);

  await choose(page, "20261103-104", "20261103-105", "5471");
  await act(page, "Assign");
  await page.getByLabel(/^Owner of the 2/).fill("Maria Keller");
  await page.getByLabel(/^Mail of the assignee/).fill("li.wen@example.com");
  await preview(page);
  assert.equal(await page.locator(".requests article").count(), 2);
  await send(page);
  await over(page);
  assert.deepEqual(await tally(page), { succeeded: 3 });
  assert.equal((await row(page, "20261103-104")).owner, "Maria Keller");
  assert.equal((await row(page, "5471")).owner, "Li Wen");
  await page.getByRole("button", { name: "Select none" }).click();

  await fault(page, "Partial failure");
  await choose(page, "20261103-104", "20261103-105", "20261031-12");
  await act(page, "Close");
  await page.getByRole("checkbox", { name: /^Required tasks/ }).check();
  await page.getByLabel("Conclusion").fill("Contained.");
  await preview(page);
  await send(page);
  await over(page);
  assert.deepEqual(await tally(page), { succeeded: 2, failed: 1 });
  await page.locator(".outcomes").getByText("The incident is locked by another user.").waitFor();
  await page.getByRole("button", { name: "Failed 1" }).click();
  const id = (await page.locator(".outcomes .id").innerText()).replace("D3 ", "");
  assert.match((await row(page, id)).outcome, /^Failed\s*The incident is locked/);

  // What did not simply succeed is told again.
  await page.reload();
  await page.locator(".run.over").waitFor();
  assert.deepEqual(await tally(page), { succeeded: 2, failed: 1 });
});

onGateway("at a gateway: a comment is added once, and an answer that was lost leaves it unknown", async (page, { sandbox, trouble }) => {
  await add(page, "5471 5472", { xpanse: true });
  await choose(page, "5471", "5472");
  sandbox.script({ kind: "cut_after" });
  await act(page, "Update");
  await page.getByLabel("Comment", { exact: true }).fill("Looked at it.");
  await preview(page);
  await send(page);
  await over(page);
  assert.deepEqual(await tally(page), { succeeded: 1, unknown: 1 });
  const { duplicates, totals } = sandbox.effects();
  assert.deepEqual([duplicates, totals.comments], [[], 2]);
  // Chromium says so, the others do not.
  for (const text of trouble.splice(0)) assert.match(text, /^console: Failed to load resource/);
});
