// Runs the sandbox's server in its own process, as the upstream of a gateway.
import { execFileSync, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root, target } from "./project.mjs";

export async function tenants() {
  const cargo = ["build", "--quiet", "--locked", "-p", "soarwire-tests", "--features", "sockets", "--bin", "sandbox_server"];
  execFileSync("cargo", cargo, { cwd: root, stdio: "inherit" });
  const server = spawn(join(target, "debug/sandbox_server"), { stdio: ["pipe", "pipe", "inherit"] });
  const line = await new Promise((resolve, reject) => {
    createInterface(server.stdout).once("line", resolve);
    server.once("exit", () => reject(new Error("the sandbox did not start")));
  });
  const { url, key_id: keyId, key } = JSON.parse(line);
  const asked = async (path, init) => {
    const answer = await fetch(`${url}/_sandbox/${path}`, init);
    if (!answer.ok) throw new Error(await answer.text());
    return answer.json();
  };
  return {
    url,
    /** The gateway's settings for these tenants. */
    settings: { D3_BASE_URL: `${url}/MainApp/VSOC`, XPANSE_BASE_URL: url, XPANSE_KEY_ID: keyId, XPANSE_KEY: key },
    effects: () => asked("effects"),
    incidents: () => asked("incidents"),
    requests: () => asked("requests"),
    script: (...faults) => asked("faults", { method: "POST", body: JSON.stringify(faults) }),
    stop: () => server.stdin.end(),
  };
}
