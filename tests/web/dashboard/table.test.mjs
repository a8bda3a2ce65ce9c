// The table: sort, filter, choice.
import assert from "node:assert/strict";
import { act, choose, over, preview, send } from "./lib/steps.mjs";
import { onSandbox, suite } from "./lib/suite.mjs";

suite();

const column = (page, name) => page.locator(`.incidents tbody td.c-${name}`).allInnerTexts();
const chosen = (page) => page.locator(".chosen-count").innerText();
const facet = async (page, name, ...words) => {
  await page.locator(".facets").getByRole("button", { name: new RegExp(`^${name}`) }).click();
  for (const word of words) await page.getByRole("checkbox", { name: new RegExp(`^${word} [0-9]+$`) }).check();
  await page.keyboard.press("Escape");
};

onSandbox("both tenants are there, the worst first", async (page) => {
  const ids = await column(page, "id");
  assert.ok(ids.some((id) => id.startsWith("D3")) && ids.some((id) => id.startsWith("Xpanse")));
  assert.equal((await column(page, "severity"))[0], "Critical");
});

onSandbox("sorts by every column, both ways, and says which", async (page) => {
  for (const [name, key] of [["Incident", "id"], ["Title", "title"], ["Status", "status"], ["Owner", "owner"], ["Severity", "severity"]]) {
    const head = page.locator(".incidents").getByRole("columnheader", { name });
    await head.getByRole("button").click();
    assert.equal(await head.getAttribute("aria-sort"), "ascending");
    const up = (await column(page, key))[0];
    await head.getByRole("button").click();
    assert.equal(await head.getAttribute("aria-sort"), "descending");
    assert.notEqual((await column(page, key))[0], up, name);
  }
});

onSandbox("filters by text, tenant, severity, status and owner", async (page) => {
  await page.locator("#filter-text").fill("phishing dana");
  for (const title of await column(page, "title")) assert.match(title, /^Phishing mail reported by Dana Fox/);
  await page.getByRole("button", { name: "Show all" }).click();
  await facet(page, "Tenant", "D3");
  await facet(page, "Severity", "Critical", "High");
  await facet(page, "Status", "Open");
  await facet(page, "Owner", "System");
  const rows = await page.locator(".incidents tbody tr[data-key]").count();
  assert.ok(rows > 0);
  for (const id of await column(page, "id")) assert.match(id, /^D3/);
  for (const severity of await column(page, "severity")) assert.match(severity, /Critical|High/);
  for (const status of await column(page, "status")) assert.equal(status, "Open");
  for (const owner of await column(page, "owner")) assert.equal(owner, "System");
  assert.match(await page.locator(".shown").innerText(), new RegExp(`^${rows} of 86 shown`));
  await page.locator("#filter-text").fill("there is no such thing");
  await page.getByText("No incidents match the filters.").waitFor();
});

onSandbox("select-all takes what is shown, no more, and says how many", async (page) => {
  await facet(page, "Tenant", "Xpanse");
  await page.getByRole("checkbox", { name: "Select all 43 shown" }).check();
  assert.match(await chosen(page), /^43 selected/);
  assert.equal(await page.getByRole("status").filter({ hasText: "43 incidents selected" }).count(), 1);
  await page.getByRole("button", { name: "Update 43 Xpanse incidents…" }).waitFor();
  assert.ok(await page.locator(".actions").getByRole("button", { name: "Close…" }).isDisabled());
  await page.getByRole("button", { name: "Show all" }).click();
  const all = page.getByRole("checkbox", { name: "Select all 86 shown" });
  assert.ok(await all.evaluate((box) => box.indeterminate));
  await all.click();
  assert.match(await chosen(page), /^86 selected/);
  await all.click();
  assert.match(await chosen(page), /^Select incidents/);
});

onSandbox("the choice survives sorting and filtering, and what is hidden is told", async (page) => {
  await choose(page, "20261103-104", "5471");
  await page.locator(".incidents").getByRole("columnheader", { name: "Title" }).getByRole("button").click();
  assert.match(await chosen(page), /^2 selected/);
  await page.locator("#filter-text").fill("5471");
  assert.match(await chosen(page), /^2 selected 1 of them hidden by filters/);
  await page.getByRole("button", { name: "Keep only those shown" }).click();
  assert.match(await chosen(page), /^1 selected/);
  assert.ok(await page.getByRole("checkbox", { name: /Xpanse 5471,/ }).isChecked());
});

onSandbox("shift and a click choose a range", async (page) => {
  const box = (at) => page.locator(`.incidents tbody tr[data-index="${at}"] input`);
  await box(2).click();
  await box(7).click({ modifiers: ["Shift"] });
  assert.match(await chosen(page), /^6 selected/);
  await box(4).click();
  assert.match(await chosen(page), /^5 selected/);
});

onSandbox("only what is near the window is in the page, however many there are", async (page) => {
  await page.locator("#incidents").evaluate((element) => (element.scrollTop = 150_000));
  await page.locator('[data-index="4300"]').waitFor();
  const rows = await page.locator(".incidents tbody tr[data-key]").count();
  assert.ok(rows < 80, `${rows} rows`);
  assert.equal(await page.getByRole("table", { name: "Incidents", exact: true }).getAttribute("aria-rowcount"), "10001");
}, { query: "?incidents=10000" });

onSandbox("a word that is picked can be let go of when no row has it any more", async (page) => {
  await facet(page, "Status", "On hold");
  await page.getByRole("checkbox", { name: /^Select all/ }).check();
  await act(page, "Close");
  await page.getByRole("checkbox", { name: /^Required tasks/ }).check();
  await page.getByRole("checkbox", { name: /^Required fields/ }).check();
  await preview(page);
  await send(page);
  await over(page);
  await page.getByText("No incidents match the filters.").waitFor();
  await page.locator(".facets").getByRole("button", { name: "Status: 1" }).click();
  await page.getByRole("checkbox", { name: /^On hold 0$/ }).uncheck();
  assert.match(await page.locator(".shown").innerText(), /^86 incidents/);
});
