// The distribution's Chromium, and pages on which nothing may go wrong unseen.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export async function launch() {
  const executablePath = PLACES.find(existsSync);
  if (executablePath === undefined) throw new Error("there is no Chromium: install the package chromium of the distribution");
  return chromium.launch({ executablePath, args: FLAGS });
}

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
  await page.locator(".top").waitFor({ timeout: 5000 }).catch(async () => { throw new Error(`the page did not open: ${trouble.join("; ")} ${await page.locator("body").innerText()}`); });
  return { context, page, trouble };
}
