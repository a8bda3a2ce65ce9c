// What a person does on the page, in steps that read like sentences.

/** Opens an action on what is chosen. */
export async function act(page, verb) {
  await page.locator(".actions").getByRole("button", { name: new RegExp(`^${verb} \\d`) }).click();
}

/** From the form to the preview. */
export async function preview(page) {
  await page.getByRole("dialog").getByRole("button", { name: "Preview" }).click();
  await page.getByRole("list", { name: "Requests" }).waitFor();
}

/** Confirms the preview. */
export async function send(page) {
  await page.getByRole("dialog").locator("footer .primary:visible").click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

/** Waits for the end of the run that is shown. */
export async function over(page) {
  await page.locator(".run.over").waitFor({ timeout: 60_000 });
  // The table follows within 250 ms by the page's own clock, which may stall with the page: its timers keep their order.
  await page.evaluate(() => new Promise((resolve) => setTimeout(() => setTimeout(resolve, 50), 300)));
}

/** Waits until something is so; what is asserted next tells if it never was. */
export async function until(condition) {
  const end = Date.now() + 20_000;
  while (!(await condition()) && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Writes down from now on what the page says it waits for; gives a function that returns it, each text once, in order. */
export async function waits(page) {
  await page.evaluate(() => {
    const said = (globalThis.said = new Set());
    const look = () => document.querySelectorAll(".waits li").forEach((line) => said.add(line.textContent));
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  return () => page.evaluate(() => [...globalThis.said]);
}

/** Chooses incidents by id, filtering for each. */
export async function choose(page, ...ids) {
  for (const id of ids) {
    await page.locator("#filter-text").fill(id);
    await page.locator(".incidents tbody").getByRole("checkbox", { name: new RegExp(` ${id},`) }).check();
  }
  await page.locator("#filter-text").fill("");
}

/** The numbers of the run that is shown, by outcome. */
export async function tally(page) {
  const cells = await page.locator(".tally dd").evaluateAll((all) => all.map((cell) => [cell.dataset.outcome, Number(cell.textContent.replaceAll(",", ""))]));
  return Object.fromEntries(cells.filter(([, number]) => number > 0));
}

/** What the table says of an incident. */
export async function row(page, id) {
  await page.locator("#filter-text").fill(id);
  const found = page.locator(".incidents tbody tr", { has: page.locator(".id", { hasText: new RegExp(`^${id}$`) }) });
  const cell = async (name) => (await found.locator(`.c-${name}`).innerText()).trim();
  const cells = { severity: await cell("severity"), title: await cell("title"), status: await cell("status"), owner: await cell("owner"), outcome: await cell("outcome") };
  await page.locator("#filter-text").fill("");
  return cells;
}

/** Switches faults of the in-page sandbox on. */
export async function fault(page, ...labels) {
  await page.getByRole("button", { name: /^Faults/ }).click();
  for (const label of labels) await page.getByRole("checkbox", { name: new RegExp(`^${label}`) }).check();
  await page.keyboard.press("Escape");
}

/** At a gateway: adds incidents from a text, as pasted. */
export async function add(page, text, { xpanse = false } = {}) {
  await page.getByRole("banner").getByRole("button", { name: "Add incidents…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Incident numbers").fill(typeof text === "string" ? text : JSON.stringify(text));
  if (xpanse) await dialog.getByLabel("Xpanse").check();
  await dialog.getByLabel("D3 user name").fill("Admin");
  await dialog.getByLabel("D3 site").fill("Security Operations");
  await dialog.locator("footer .primary:visible").click();
  await dialog.waitFor({ state: "detached" });
}

/** What a download holds. */
export async function download(page, button) {
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: button }).click()]);
  const chunks = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk);
  return { name: file.suggestedFilename(), text: Buffer.concat(chunks).toString("utf8") };
}
