// The same build at a gateway: what goes over the wire is counted by the tenants themselves.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "./lib/browser.mjs";
import { act, add, choose, download, over, preview, row, send, tally } from "./lib/steps.mjs";
import { serve } from "./lib/server.mjs";
import { onGateway, suite } from "./lib/suite.mjs";

suite();

onGateway("bare numbers are pasted, closed over the gateway, and the table follows", async (page, { sandbox }) => {
  await page.getByText("No incidents yet.").waitFor();
  await add(page, "20261103-104, 20261103-105\n20261103-106");
  await add(page, "5471 5472", { xpanse: true });
  assert.match(await page.locator(".shown").innerText(), /^5 incidents/);
  await choose(page, "20261103-104", "20261103-106");
  await act(page, "Close");
  await preview(page);
  assert.equal(await page.locator(".request-line code").innerText(), "/soar/api/Command/CloseIncidentInBulk");
  await send(page);
  await over(page);
  assert.deepEqual(await tally(page), { succeeded: 1, failed: 1 });
  assert.equal((await row(page, "20261103-104")).status, "Closed");
  assert.equal((await row(page, "20261103-106")).status, "not known", "nothing is claimed of what failed");
  assert.equal(sandbox.effects().totals.closes, 1);
  assert.deepEqual(sandbox.requests().map(({ path }) => path), ["/MainApp/VSOC/api/Command/CloseIncidentInBulk"]);
});

onGateway("CSV with a header line, quotes and semicolons; JSON; a file that is chosen and one that is dropped", async (page) => {
  await add(page, 'Incident Number;Product;Title;Severity;Status;Owner\n20261103-104;D3;"A; quoted ""title""";High;Open;System\n5471;Cortex Xpanse;RDP;critical;new;');
  const first = await row(page, "20261103-104");
  assert.deepEqual([first.title, first.severity, first.status, first.owner], ['A; quoted "title"', "High", "Open", "System"]);
  assert.equal((await row(page, "5471")).severity, "Critical");
  await add(page, { d3: [{ number: "A-1", title: "From JSON" }], xpanse: [602] });
  assert.equal((await row(page, "A-1")).title, "From JSON");

  await page.getByRole("button", { name: "Add incidents…" }).click();
  await page.getByLabel("Or choose a file").setInputFiles({ name: "numbers.csv", mimeType: "text/csv", buffer: Buffer.from("B-1\nB-2\n") });
  await page.getByRole("button", { name: "Add 2 incidents" }).waitFor();
  await page.keyboard.press("Escape");
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.items.add(new File(['["C-1","C-2","C-3"]'], "numbers.json", { type: "application/json" }));
    for (const type of ["dragover", "drop"]) document.body.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  await page.getByRole("button", { name: "Add 3 incidents" }).click();
  assert.match(await page.locator(".shown").innerText(), /^7 incidents/);
});

onGateway("what cannot be used is told: numbers that lose digits, entries without a number, broken JSON", async (page) => {
  await page.getByRole("banner").getByRole("button", { name: "Add incidents…" }).click();
  const says = async (text, expected) => {
    await page.getByLabel("Incident numbers").fill(text);
    await page.getByRole("dialog").getByRole("status").filter({ hasText: expected }).waitFor();
  };
  await says("[12345678901234567890]", /0 incidents found, 1 problem: Entry 1 has a number too long for JSON/);
  await says('[{"title":"x"},{"number":"A-1"}]', /1 incident found, 1 problem: Entry 1 has no incident number/);
  await says("[1, 2", /0 incidents found, 1 problem: This looks like JSON but cannot be parsed/);
});

onGateway("1,025 closes go out in chunks of 100, and each incident has one outcome", async (page, { sandbox }) => {
  await add(page, Array.from({ length: 1025 }, (_, at) => `N-${at}`).join("\n"));
  await page.getByRole("checkbox", { name: /^Select all/ }).check();
  await act(page, "Close");
  await preview(page);
  await page.getByText("11 requests will go out.").waitFor();
  await send(page);
  await over(page);
  assert.deepEqual(await tally(page), { failed: 1025 });
  assert.equal(sandbox.effects().operations.CloseIncidentInBulk.received, 11);
});

onGateway("an answer that is lost after a conclusion was left is never sent again", async (page, { sandbox, trouble }) => {
  sandbox.script({ kind: "cut_after" });
  await add(page, "20261103-104 20261103-105");
  await page.getByRole("checkbox", { name: /^Select all/ }).check();
  await act(page, "Close");
  await page.getByLabel("Conclusion").fill("Contained.");
  await preview(page);
  await send(page);
  await over(page);
  assert.deepEqual(await tally(page), { unknown: 2 });
  await page.reload();
  await page.getByRole("button", { name: "Send again 2 in doubt…" }).waitFor();
  assert.equal(sandbox.effects().operations.CloseIncidentInBulk.received, 1);
  assert.deepEqual(sandbox.effects().duplicates, []);
  assert.match(trouble.splice(0).join(), /^console: Failed to load resource: net::ERR_EMPTY_RESPONSE$/);
});

onGateway("exports: CSV that no spreadsheet runs, and JSON with the reports", async (page) => {
  await add(page, JSON.stringify([{ number: "=1+1", title: "t" }, "@SUM(1)", "20261103-104", 'say "hi", he said']));
  await page.getByRole("checkbox", { name: /^Select all/ }).check();
  await act(page, "Close");
  await preview(page);
  await send(page);
  await over(page);
  const csv = await download(page, "Export CSV");
  assert.match(csv.name, /^soarwire-run-.*\.csv$/);
  const lines = csv.text.replace("\uFEFF", "").trim().split("\r\n");
  assert.equal(lines[0], "vendor,incident,operation,outcome,reason");
  assert.ok(lines.includes("D3,\"'=1+1\",d3.closeIncidents,failed,Incident '=1+1' was not found."), csv.text);
  assert.ok(lines.some((line) => line.startsWith("D3,\"'@SUM(1)\",")));
  assert.ok(lines.some((line) => line.startsWith('D3,"say ""hi"", he said",')));
  assert.ok(lines.includes("D3,20261103-104,d3.closeIncidents,succeeded,"));
  const json = JSON.parse((await download(page, "Export JSON")).text);
  assert.equal(json.outcomes.length, 4);
  assert.deepEqual(json.answers[0].succeeded, ["20261103-104"]);
  assert.equal(json.answers[0].items.length, 4);
});

test("?gateway= is a path of this origin and nothing else", async () => {
  const server = await serve();
  const browser = await launch();
  try {
    const page = await browser.newPage();
    for (const gateway of ["https://evil.example.com/soar", "//evil.example.com/soar", "/\\evil.example.com", "soar"]) {
      await page.goto(`${server.origin}/?gateway=${encodeURIComponent(gateway)}`);
      await page.getByText("must be a path on this origin").waitFor();
    }
  } finally {
    await browser.close();
    server.close();
  }
});

onGateway("who has Xpanse alone is not asked for a D3 account; who needs one is told where", async (page) => {
  await page.getByRole("banner").getByRole("button", { name: "Add incidents…" }).click();
  await page.getByLabel("Incident numbers").fill('[{"id":"5471","vendor":"Xpanse"},{"id":"20261103-104","vendor":"D3"}]');
  await page.getByRole("button", { name: "Add 2 incidents" }).click();
  await page.getByRole("checkbox", { name: /^Select all/ }).check();
  await act(page, "Close");
  await page.getByRole("button", { name: "Preview" }).click();
  await page.getByText("The D3 user name is missing: it is asked for under “Add incidents…”.").waitFor();
  await page.keyboard.press("Escape");
  await act(page, "Update");
  await page.getByLabel("Resolve comment").fill("Done.");
  await preview(page);
  await send(page);
  await over(page);
  assert.deepEqual(await tally(page), { succeeded: 1 });
});

onGateway("a bare number leaves what is known of its incident; rows can be taken off, and stay at their gateway", async (page, { origin }) => {
  await add(page, "number,title,severity\nA-1,Phishing,High\nA-2,Malware,Low");
  await add(page, "A-1 A-3");
  const { title, severity } = await row(page, "A-1");
  assert.deepEqual([title, severity], ["Phishing", "High"]);
  await choose(page, "A-2", "A-3");
  await page.getByRole("button", { name: "Remove from the list" }).click();
  assert.match(await page.locator(".shown").innerText(), /^1 incident/);
  await add(page, "A-2");
  assert.match(await page.locator(".chosen-count").innerText(), /^Select incidents/);
  await page.goto(`${origin}/?gateway=/other`);
  await page.getByText("No incidents yet.").waitFor();
  await page.goto(`${origin}/?gateway=/`);
  assert.match(await page.locator(".shown").innerText(), /^2 incidents/);
});

onGateway("exports as they come: byte order mark, sep=, other names, wrapped lists; and no words for numbers", async (page) => {
  await page.getByRole("banner").getByRole("button", { name: "Add incidents…" }).click();
  const says = async (text, expected) => {
    await page.getByLabel("Incident numbers").fill(text);
    await page.getByRole("dialog").getByRole("status").filter({ hasText: expected }).waitFor();
  };
  await says('\uFEFFsep=;\r\nIncident No.;Title\r\nA-1;"two\r\nlines; one"\r\nA-1;the same\r\nA-2;\r\n', /^2 incidents found$/);
  await says("Incident #\tIncident Title\nA-1\tPhishing 2", /^1 incident found$/);
  await says('{"reply":{"incidents":[{"incident_id":"1","hosts":["a","b"]}]}}', /^1 incident found$/);
  await says("A-1,High,Phishing 2\nA-2,Low,Malware", /^0 incidents found, 1 problem: “High” is not an incident number/);
});

onGateway("what is pasted outside of a field is offered as incidents, and takes no form away", async (page) => {
  await page.evaluate(() => navigator.clipboard.writeText("A-1\nA-2"));
  await page.keyboard.press("Control+v");
  await page.getByRole("button", { name: "Add 2 incidents" }).click();
  await page.getByRole("checkbox", { name: /^Select all/ }).check();
  await act(page, "Close");
  await page.keyboard.press("Control+v");
  await page.getByRole("dialog", { name: "Close 2 D3 incidents" }).waitFor();
}, { permissions: ["clipboard-read", "clipboard-write"] });
