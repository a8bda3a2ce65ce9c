// A browser, and pages on which nothing may go wrong unseen.
import { launch as launchIn } from "../../lib/browsers/index.mjs";

/** The browser that the tests are for. */
export const launch = () => launchIn(process.env["DASHBOARD_BROWSER"] ?? "chromium");

/** A page that records what goes wrong: thrown errors, console errors, violations of the security policy. */
export async function open(browser, url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  const trouble = [];
  page.on("pageerror", (error) => trouble.push(`thrown: ${error.message}`));
  page.on("console", (message) => message.type() === "error" && trouble.push(`console: ${message.text()}`));
  await page.exposeFunction("__violated", (text) => trouble.push(`policy: ${text}`));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => window.__violated(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
  });
  await page.goto(url);
  await page.locator(".top").waitFor({ timeout: 20_000 }).catch(async () => { throw new Error(`the page did not open: ${trouble.join("; ")} ${await page.locator("body").innerText()}`); });
  return { context, page, trouble };
}
