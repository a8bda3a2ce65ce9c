// The distribution's Chromium, headless.
import { existsSync } from "node:fs";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** The packages of Debian that are missing. */
export const missing = () => (PLACES.some(existsSync) ? [] : ["chromium"]);

/** With optional additional arguments. */
export async function launch(...more) {
  const { chromium } = await import("playwright-core");
  return chromium.launch({ executablePath: PLACES.find(existsSync), args: [...FLAGS, ...more] });
}
