// The nginx of the distribution with the package's gateway.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, root } from "./project.mjs";

const folder = join(root, "bindings-wasm/gateway");
const program = ["/usr/sbin/nginx", "/usr/bin/nginx"].find(existsSync);

/** The D3 keys of all commands. */
const names = readFileSync(join(folder, "nginx.conf.template"), "utf8").match(/\bD3_KEY_\w+/g);
export const d3Keys = Object.fromEntries(names.map((name) => [name, "sandbox-d3-key"]));

/** The output of `render` for an environment; throws its error message. */
export function rendered(env) {
  return execFileSync(join(folder, "render"), { env: { PATH: process.env.PATH, ...env }, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** The output of envsubst, as in the official image: replaces only the variables that are set. */
export function substituted(env) {
  return readFileSync(join(folder, "nginx.conf.template"), "utf8").replace(/\$\{(\w+)\}/g, (whole, name) => env[name] ?? whole);
}

/** Sets up a folder with everything that nginx needs. */
function home(configuration, http) {
  if (program === undefined) throw new Error("nginx is missing; install the distribution's package nginx-light");
  const place = mkdtempSync(join(tmpdir(), "soarwire-nginx-"));
  const temp = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${place}/${name};`).join("\n");
  writeFileSync(join(place, "gateway.conf"), configuration);
  writeFileSync(join(place, "nginx.conf"), `daemon off; master_process off; pid ${place}/pid; error_log ${place}/error.log;
events {}
http { include /etc/nginx/mime.types; access_log ${place}/access.log; ${temp}
${http}
include ${place}/gateway.conf; }`);
  return { place, flags: ["-p", place, "-c", join(place, "nginx.conf"), "-e", join(place, "error.log")] };
}

/** The errors of `nginx -t` for a configuration; empty if it is valid. */
export function complaint(configuration) {
  const { place, flags } = home(configuration, "");
  try {
    execFileSync(program, ["-q", "-t", ...flags], { stdio: ["ignore", "pipe", "pipe"], encoding: "utf8" });
    return "";
  } catch ({ stderr }) {
    return stderr;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/**
 * The gateway on a free port. `fill` makes the configuration from the settings; `http` goes into the enclosing block; `words`
 * follow the port, and `at` is the origin that pages see if there is a proxy in front.
 */
export async function gateway(settings, { fill = rendered, http = "", words = "", at } = {}) {
  const port = await freePort();
  const origin = at ?? `http://127.0.0.1:${port}`;
  const own = { GATEWAY_LISTEN: `127.0.0.1:${port}${words}`, GATEWAY_NAME: "127.0.0.1", GATEWAY_ORIGIN: origin, GATEWAY_ROOT: "/usr/share/nginx/html" };
  const { place, flags } = home(fill({ ...own, ...settings }), http);
  const nginx = spawn(program, flags, { stdio: ["ignore", "inherit", "inherit"] });
  const logs = () => ["access.log", "error.log"].map((name) => readFileSync(join(place, name), "utf8")).join("");
  const stop = () => {
    nginx.kill();
    rmSync(place, { recursive: true, force: true });
  };
  for (let tries = 0; !(await open(port)); tries++) {
    if (tries === 100 || nginx.exitCode !== null) {
      const why = logs();
      stop();
      throw new Error(`nginx did not start\n${why}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { port, origin, logs, stop };
}

function open(port) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => (socket.destroy(), resolve(true)));
    socket.once("error", () => resolve(false));
  });
}
