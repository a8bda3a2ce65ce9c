// From a small phone to a wide screen, in light and dark: nothing is cut off, and pictures to look at in target/dashboard.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { act, choose, fault, over, preview, send } from "./lib/desk.mjs";
import { onSandbox, suite } from "./lib/suite.mjs";

const pictures = fileURLToPath(new URL("../../../target/dashboard", import.meta.url));
mkdirSync(pictures, { recursive: true });

suite();

/** Nothing is wider than the window, and no control is outside of it or has its text cut. */
async function fits(page, state) {
  const told = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width) return [`the page is ${document.documentElement.scrollWidth} wide`];
    const controls = [...document.querySelectorAll("button, input, select, textarea, h1, h2, dd")].filter((element) => element.checkVisibility());
    return controls.filter((element) => {
      if (element.closest(".facets, .sr-only, .scroll") || element.type === "file") return false;
      const { left, right } = element.getBoundingClientRect();
      return left < -1 || right > width + 1 || (element.tagName === "BUTTON" && element.scrollWidth > element.clientWidth + 1);
    }).map((element) => element.outerHTML.slice(0, 120));
  });
  assert.deepEqual(told, [], state);
}

for (const [width, height] of [[360, 740], [768, 1024], [1024, 768], [1440, 900], [2560, 1440]]) {
  for (const colorScheme of ["light", "dark"]) {
    onSandbox(`${width} px, ${colorScheme}`, async (page) => {
      const picture = async (name) => {
        await fits(page, name);
        await page.screenshot({ path: join(pictures, `${width}-${colorScheme}-${name}.png`) });
      };
      await picture("1-first");
      await fault(page, "Partial failure");
      await choose(page, "20261103-104", "20261103-105", "20261103-106", "5471", "602");
      await picture("2-chosen");
      await act(page, "Update");
      await picture("3-form");
      await page.keyboard.press("Escape");
      await act(page, "Close");
      await page.getByLabel("Conclusion").fill("Contained; see the case.");
      await preview(page);
      await picture("4-preview");
      await send(page);
      await over(page);
      await picture("5-results");
    }, { colorScheme, viewport: { width, height } });
  }
}
