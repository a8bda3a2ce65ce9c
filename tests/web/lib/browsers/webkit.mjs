// The distribution's WebKitGTK in its MiniBrowser, on a display that nobody sees, behind its own WebDriver.
import { existsSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "../project.mjs";
import { request, session } from "./over-http.mjs";
import { programs } from "./programs.mjs";
import { WebDriver } from "./webdriver.mjs";

const [DRIVER, DISPLAY] = ["/usr/bin/WebKitWebDriver", "/usr/bin/Xvfb"];

/** The newest of those that are installed, in the folder of the machine's kind. */
function miniBrowser() {
  const places = readdirSync("/usr/lib").flatMap((machine) => ["4.1", "4.0"].map((version) => `/usr/lib/${machine}/webkit2gtk-${version}/MiniBrowser`));
  return places.find(existsSync);
}

/** The packages of Debian that are missing. */
export const missing = () => [...(existsSync(DRIVER) && miniBrowser() !== undefined ? [] : ["webkit2gtk-driver"]), ...(existsSync(DISPLAY) ? [] : ["xvfb"])];

/** Waits until the driver answers. */
async function ready(origin) {
  for (let times = 0; ; times++) {
    const { ready } = await request("GET", `${origin}/status`).catch(() => ({}));
    if (ready) return;
    if (times > 100) throw new Error("the WebDriver does not answer");
    await pause(100);
  }
}

export async function launch() {
  const home = mkdtempSync(join(tmpdir(), "soarwire-webkit-"));
  const { start, end } = programs(home);
  const display = start(DISPLAY, ["-displayfd", "3", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"], { PATH: process.env.PATH });
  const number = await new Promise((resolve, reject) => {
    createInterface(display.stdio[3]).once("line", resolve);
    display.once("exit", () => reject(new Error("Xvfb ended")));
  });
  // No bus, no devices, no settings of a user.
  const port = await freePort();
  start(DRIVER, [`--port=${port}`, "--host=127.0.0.1"], {
    PATH: process.env.PATH, HOME: home, XDG_RUNTIME_DIR: home, LANG: "C.UTF-8", DISPLAY: `:${number}`, GDK_BACKEND: "x11", GSETTINGS_BACKEND: "memory",
    NO_AT_BRIDGE: "1", DBUS_SESSION_BUS_ADDRESS: "disabled:", LIBGL_ALWAYS_SOFTWARE: "1", WEBKIT_DISABLE_DMABUF_RENDERER: "1",
  });
  const origin = `http://127.0.0.1:${port}`;
  const program = { "webkitgtk:browserOptions": { binary: miniBrowser(), args: ["--automation"] } };
  await ready(origin).catch((error) => (end(), Promise.reject(error)));
  // One at a time: the driver has no more. A session keeps nothing.
  const begin = async (capabilities) => {
    const { send } = await session(origin, { ...program, ...capabilities });
    return { send, end: () => send("DeleteSession") };
  };
  return new WebDriver(begin, end);
}
