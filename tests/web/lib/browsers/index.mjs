// The browsers that the tests run in. Each is launched into the interface of Playwright, or the part of it that the tests use.
import * as chromium from "./chromium.mjs";
import * as firefox from "./firefox.mjs";
import * as webkit from "./webkit.mjs";

export const BROWSERS = { chromium, firefox, webkit };

/** A browser, with optional additional arguments for Chromium. */
export async function launch(name, ...more) {
  const missing = BROWSERS[name].missing();
  if (missing.length > 0) throw new Error(`${name} cannot be driven: install ${missing.join(" and ")} from the distribution's packages`);
  return BROWSERS[name].launch(...more);
}
