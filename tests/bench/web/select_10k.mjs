// dashboard.select_10k: with 10,000 incidents, from the click on select-all to the next painted frame. Prints one line of JSON.
import { launch, open } from "../../web/dashboard/lib/browser.mjs";
import { serve } from "../../web/dashboard/lib/server.mjs";

const ROUNDS = 21;

const server = await serve();
const browser = await launch();
try {
  const { page } = await open(browser, `${server.origin}/?incidents=10000`);
  await page.getByRole("checkbox", { name: "Select all 10,000 shown" }).waitFor();
  const times = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    times.push(await page.evaluate(selectAll));
    await page.getByRole("button", { name: "Select none" }).click();
    await page.waitForTimeout(50);
  }
  times.sort((one, other) => one - other);
  const at = (part) => Math.round(times[Math.floor(part * (times.length - 1))] * 10) / 10;
  console.log(JSON.stringify({ name: "dashboard.select_10k", unit: "ms", median: at(0.5), p90: at(0.9), worst: at(1), rounds: ROUNDS }));
} finally {
  await browser.close();
  server.close();
}

/** A frame is painted when the task that follows its animation callbacks begins. */
function selectAll() {
  return new Promise((resolve, reject) => {
    const box = document.querySelector("thead input");
    const painted = new MessageChannel();
    requestAnimationFrame(() => {
      const start = performance.now();
      painted.port1.onmessage = () => {
        const chosen = document.querySelector(".chosen-count").textContent;
        if (chosen.startsWith("10,000 selected")) resolve(performance.now() - start);
        else reject(new Error(`the page says: ${chosen}`));
      };
      box.click();
      requestAnimationFrame(() => painted.port2.postMessage(null));
    });
  });
}
