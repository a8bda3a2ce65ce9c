// The distribution's Firefox, headless, by the protocol that it has for its drivers: it needs no driver beside it, and no build of its own.
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { marionette } from "./marionette.mjs";
import { programs } from "./programs.mjs";
import { WebDriver } from "./webdriver.mjs";

const PLACES = ["/usr/bin/firefox-esr", "/usr/bin/firefox"];

/** Nothing of what Firefox fetches and reports by itself, from its first start on. */
const QUIET = {
  "app.normandy.api_url": "",
  "app.normandy.enabled": false,
  "app.update.auto": false,
  "app.update.background.enabled": false,
  "app.update.disabledForTesting": true,
  "browser.aboutHomeSnippets.updateUrl": "",
  "browser.discovery.enabled": false,
  "browser.newtabpage.activity-stream.discoverystream.enabled": false,
  "browser.newtabpage.activity-stream.feeds.asrouterfeed": false,
  "browser.newtabpage.activity-stream.feeds.section.topstories": false,
  "browser.newtabpage.activity-stream.feeds.system.topstories": false,
  "browser.newtabpage.activity-stream.feeds.telemetry": false,
  "browser.newtabpage.activity-stream.showSponsoredTopSites": false,
  "browser.newtabpage.activity-stream.telemetry": false,
  "browser.newtabpage.enabled": false,
  "browser.ping-centre.telemetry": false,
  "browser.region.network.url": "",
  "browser.region.update.enabled": false,
  "browser.safebrowsing.blockedURIs.enabled": false,
  "browser.safebrowsing.downloads.enabled": false,
  "browser.safebrowsing.downloads.remote.enabled": false,
  "browser.safebrowsing.malware.enabled": false,
  "browser.safebrowsing.phishing.enabled": false,
  "browser.safebrowsing.provider.google4.gethashURL": "",
  "browser.safebrowsing.provider.google4.updateURL": "",
  "browser.safebrowsing.provider.mozilla.gethashURL": "",
  "browser.safebrowsing.provider.mozilla.updateURL": "",
  "browser.search.update": false,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.homepage": "about:blank",
  "browser.startup.homepage_override.mstone": "ignore",
  "browser.startup.page": 0,
  "captivedetect.canonicalURL": "",
  "datareporting.healthreport.uploadEnabled": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "datareporting.usage.uploadEnabled": false,
  "dom.push.connection.enabled": false,
  "dom.push.enabled": false,
  "extensions.blocklist.enabled": false,
  "extensions.getAddons.cache.enabled": false,
  "extensions.installDistroAddons": false,
  "extensions.systemAddon.update.enabled": false,
  "extensions.update.enabled": false,
  "geo.enabled": false,
  "media.gmp-manager.updateEnabled": false,
  "media.gmp-manager.url": "",
  "media.gmp-provider.enabled": false,
  "messaging-system.rsexperimentloader.enabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "network.dns.disablePrefetch": true,
  "network.http.speculative-parallel-limit": 0,
  "network.prefetch-next": false,
  "network.trr.mode": 5,
  "nimbus.rollouts.enabled": false,
  "security.OCSP.enabled": 0,
  "security.remote_settings.crlite_filters.enabled": false,
  "security.remote_settings.intermediates.enabled": false,
  // As in Firefox's own tests.
  "services.settings.server": "data:,#remote-settings-dummy/v1",
  "startup.homepage_welcome_url": "about:blank",
  "toolkit.telemetry.archive.enabled": false,
  "toolkit.telemetry.enabled": false,
  "toolkit.telemetry.server": "",
  "toolkit.telemetry.unified": false,
  // Whatever is left leads nowhere, names included; what is on this machine is asked directly.
  "network.proxy.type": 1,
  "network.proxy.http": "127.0.0.1",
  "network.proxy.http_port": 9,
  "network.proxy.ssl": "127.0.0.1",
  "network.proxy.ssl_port": 9,
  "network.proxy.failover_direct": false,
  // Any free port; Firefox writes down which.
  "marionette.port": 0,
};

/** The packages of Debian that are missing. */
export const missing = () => (PLACES.some(existsSync) ? [] : ["firefox-esr"]);

/** The port that a Firefox writes into its profile. */
async function portOf(profile, running) {
  const file = join(profile, "MarionetteActivePort");
  for (let times = 0; ; times++) {
    const text = existsSync(file) ? readFileSync(file, "utf8") : "";
    if (text !== "") return Number(text);
    if (running.exitCode !== null) throw new Error(`Firefox ended with ${running.exitCode} as it was started`);
    if (times > 600) throw new Error("Firefox does not open its port");
    await pause(100);
  }
}

async function begin(capabilities) {
  const profile = mkdtempSync(join(tmpdir(), "soarwire-firefox-"));
  writeFileSync(join(profile, "user.js"), Object.entries(QUIET).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`).join(""));
  const { start, end } = programs(profile);
  // A release heeds the server of its settings only with this.
  const settings = { MOZ_REMOTE_SETTINGS_DEVTOOLS: "1" };
  const env = { PATH: process.env.PATH, HOME: profile, LANG: "C.UTF-8", MOZ_CRASHREPORTER_DISABLE: "1", ...settings };
  const running = start(PLACES.find(existsSync), ["--marionette", "--headless", "--no-remote", "--profile", profile], env);
  try {
    const { send, close } = await marionette(await portOf(profile, running));
    await send("NewSession", capabilities);
    return { send, end: () => (close(), end()) };
  } catch (error) {
    end();
    throw error;
  }
}

export const launch = async () => new WebDriver(begin);
