// From a small phone to a wide screen, in light and dark: nothing is cut off, and pictures to look at in target/dashboard.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { act, add, choose, fault, over, preview, send } from "./lib/steps.mjs";
import { onGateway, onSandbox, suite } from "./lib/suite.mjs";

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

for (const width of [360, 1280]) {
  onSandbox(`${width} px: a menu opens under its button at once, and its text is not cut`, async (page) => {
    const button = page.getByRole("button", { name: /^Faults/ });
    const { y, height } = await button.boundingBox();
    const [top, ...widths] = await button.evaluate((element) => {
      element.click();
      // What the first frame shows.
      return new Promise((resolve) => requestAnimationFrame(() => {
        const sheet = document.querySelector(".sheet:popover-open");
        resolve([sheet.getBoundingClientRect().top, sheet.scrollWidth, sheet.clientWidth]);
      }));
    });
    assert.ok(top >= y + height, `${top}`);
    assert.equal(...widths);
  }, { viewport: { width, height: 740 } });

  onGateway(`${width} px: long words of a server break or end in dots, and push nothing out`, async (page, { sandbox }) => {
    const long = "Ein_sehr_langes_Wort_ohne_Zwischenraum_".repeat(6);
    sandbox.script({ kind: "partial_failure", count: 1, reason: long });
    await add(page, [{ number: long, title: long, severity: long, status: long, owner: long }]);
    await page.getByRole("checkbox", { name: /^Select all/ }).check();
    await act(page, "Close");
    await preview(page);
    await send(page);
    await over(page);
    await fits(page, "results");
    for (const place of [".outcomes", ".scroll"]) {
      const [needed, there] = await page.locator(place).evaluate((element) => [element.scrollWidth, element.clientWidth]);
      assert.equal(needed, there, place);
    }
  }, { viewport: { width, height: 740 } });
}
