// Each action on the page with the sandbox inside: form, preview, run, and a table that follows.
import assert from "node:assert/strict";
import { act, choose, over, preview, row, send, tally } from "./lib/steps.mjs";
import { onSandbox, suite } from "./lib/suite.mjs";

suite();

const body = async (page, at = 0) => JSON.parse(await page.getByLabel("Body", { exact: true }).nth(at).innerText());

onSandbox("assign: one form for both tenants, in bulk for D3 and one by one for Xpanse", async (page) => {
  await choose(page, "20261103-104", "20261103-105", "5471", "5472");
  await act(page, "Assign");
  await page.getByLabel(/^Owner of the 2/).fill("Maria Keller");
  await page.getByLabel(/^Mail of the assignee of the 2/).fill("li.wen@example.com");
  await preview(page);
  assert.equal(await page.locator(".requests article").count(), 3);
  assert.equal(await page.locator(".request-line").first().innerText(), "POST /sandbox/soar/api/Command/UpdateIncidentOwnerInBulk");
  const { CommandParams } = await body(page);
  assert.deepEqual(CommandParams["Incident Numbers"].toSorted(), ["20261103-104", "20261103-105"]);
  assert.equal(CommandParams.Owner, "Maria Keller");
  assert.equal((await body(page, 1)).request_data.update_data.assigned_user_mail, "li.wen@example.com");
  await send(page);
  await over(page);
  assert.deepEqual(await tally(page), { succeeded: 4 });
  assert.equal((await row(page, "20261103-104")).owner, "Maria Keller");
  assert.equal((await row(page, "5471")).owner, "Li Wen");
});

onSandbox("close: the bypass options decide, and the conclusion goes along", async (page) => {
  await choose(page, "20261103-104", "20261103-106", "20261103-107");
  await act(page, "Close");
  await page.getByRole("checkbox", { name: /^Required tasks/ }).check();
  await page.getByLabel("Conclusion").fill("Contained.");
  await preview(page);
  const { CommandParams } = await body(page);
  assert.equal(CommandParams["Bypass Required Pending Tasks"], "Yes");
  assert.equal(CommandParams.Conclusion, "Contained.");
  assert.ok(!("Bypass All Required Fields" in CommandParams));
  await send(page);
  await over(page);
  assert.deepEqual(await tally(page), { succeeded: 2, failed: 1 });
  assert.equal((await row(page, "20261103-106")).status, "Closed");
  assert.match((await row(page, "20261103-107")).outcome, /^Failed\s*Fields that a close requires/);

  await page.getByRole("button", { name: "Select these in the table" }).click();
  await act(page, "Close");
  await page.getByRole("checkbox", { name: /^Required fields/ }).check();
  await preview(page);
  assert.equal((await body(page)).CommandParams["Bypass All Required Fields"], "Yes");
  await send(page);
  await over(page);
  assert.equal((await row(page, "20261103-107")).status, "Closed");
});

onSandbox("link: several cases at once", async (page) => {
  await choose(page, "20261103-104", "20261031-12");
  await act(page, "Link");
  await page.getByLabel("Case numbers").fill("20261102-7, 20261030-12");
  await preview(page);
  assert.deepEqual((await body(page)).CommandParams["Case Numbers"], ["20261102-7", "20261030-12"]);
  await send(page);
  await over(page);
  assert.deepEqual(await tally(page), { succeeded: 2 });
  assert.match((await row(page, "20261103-104")).title, /case 20261102-7/);
});

onSandbox("update: absent, set and clear stay three things", async (page) => {
  await choose(page, "602");
  await act(page, "Update");
  const group = (name) => page.locator("fieldset", { has: page.locator("legend", { hasText: name }) });
  await group("Status").getByLabel("Set").check();
  await page.getByLabel("New status").fill("under_investigation");
  await group("Severity").getByLabel("Set").check();
  await page.getByLabel("New severity").fill("low");
  await group("Assignee").getByLabel("Set").check();
  await page.getByLabel("Mail", { exact: true }).fill("tom.okafor@example.com");
  await page.getByLabel("Resolve comment").fill("False positive.");
  await page.getByLabel("Comment", { exact: true }).fill("Looked at it.");
  await preview(page);
  assert.deepEqual((await body(page)).request_data.update_data, {
    assigned_user_mail: "tom.okafor@example.com",
    manual_severity: "low",
    status: "under_investigation",
    resolve_comment: "False positive.",
    comment: { comment_action: "add", value: "Looked at it." },
  });
  await send(page);
  await over(page);
  const set = await row(page, "602");
  assert.deepEqual([set.severity, set.status, set.owner], ["Low", "Under investigation", "Tom Okafor"]);
  assert.match(set.title, /1 comment/);

  await act(page, "Update");
  await group("Severity").getByLabel("Clear").check();
  await group("Assignee").getByLabel("Clear").check();
  await preview(page);
  assert.deepEqual((await body(page)).request_data.update_data, { assigned_user_mail: "", manual_severity: "" });
  await send(page);
  await over(page);
  const cleared = await row(page, "602");
  assert.deepEqual([cleared.severity, cleared.status, cleared.owner], ["Critical", "Under investigation", "nobody"]);
});

onSandbox("what the core says about a field is shown beside it, and nothing is sent", async (page) => {
  await choose(page, "20261103-104", "5471");
  const wrong = async (field) => {
    await page.getByRole("button", { name: "Preview" }).click();
    const input = page.locator(`dialog [name="${field}"]`);
    await page.locator(`dialog [name="${field}"][aria-invalid]`).waitFor();
    assert.ok(await input.evaluate((element) => element === document.activeElement), "the focus goes there");
    const described = await input.getAttribute("aria-describedby");
    return page.locator(`[id="${described.split(" ")[1]}"]`).innerText();
  };
  await act(page, "Assign");
  assert.match(await wrong("owner"), /is blank/);
  await page.locator("dialog [name=owner]").fill("Maria Keller");
  assert.match(await wrong("mail"), /mail/);
  await page.keyboard.press("Escape");

  await act(page, "Close");
  await page.getByLabel("Conclusion").fill("   ");
  assert.match(await wrong("conclusion"), /is blank/);
  await page.keyboard.press("Escape");

  await act(page, "Link");
  assert.match(await wrong("caseNumbers"), /is empty/);
  await page.getByLabel("Case numbers").fill("20261102-7,,");
  assert.match(await wrong("caseNumbers"), /^Case numbers, entry 2, is blank/);
  await page.keyboard.press("Escape");

  await act(page, "Update");
  await page.getByRole("button", { name: "Preview" }).click();
  await page.locator("dialog .problem", { hasText: /change/ }).waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".run").count(), 0);
});

onSandbox("the preview is copied as JSON and as curl, without a key", async (page) => {
  await choose(page, "20261103-104");
  await act(page, "Close");
  await page.getByLabel("Conclusion").fill("It's done.");
  await preview(page);
  await page.getByRole("button", { name: "Copy as JSON" }).click();
  await page.getByText("Copied as JSON.").waitFor();
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  const [request] = JSON.parse(await clipboard());
  assert.equal(request.method, "POST");
  assert.equal(request.body.CommandParams.Conclusion, "It's done.");
  await page.getByRole("button", { name: "Copy as curl" }).click();
  await page.getByText("Copied as curl.").waitFor();
  const text = await clipboard();
  assert.match(text, /^curl \\\n {2}-X POST/);
  assert.match(text, /It'\\''s done\./);
  assert.match(text, /-H 'x-soarwire-attempt: [0-9a-f]{32}' /);
  assert.doesNotMatch(text + JSON.stringify(request), /key/i);
}, { permissions: ["clipboard-read", "clipboard-write"] });

for (const [how, press] of [
  ["a double click", (page, { x, y, width, height }) => page.mouse.dblclick(x + width / 2, y + height / 2)],
  ["a key that is held", async (page) => {
    await page.getByRole("button", { name: "Preview" }).focus();
    await page.keyboard.down("Enter");
    await page.getByRole("list", { name: "Requests" }).waitFor();
    await page.keyboard.down("Enter");
    await page.keyboard.up("Enter");
  }],
]) {
  onSandbox(`${how} on Preview does not send what nobody has read`, async (page) => {
    await choose(page, "20261103-104");
    await act(page, "Close");
    // Both buttons are in the same place on a narrow screen.
    await press(page, await page.getByRole("button", { name: "Preview" }).boundingBox());
    await page.getByRole("list", { name: "Requests" }).waitFor();
    await page.waitForTimeout(200);
    assert.equal(await page.locator(".run").count(), 0);
    await page.keyboard.press("Enter");
    await over(page);
  }, { viewport: { width: 360, height: 740 } });
}
