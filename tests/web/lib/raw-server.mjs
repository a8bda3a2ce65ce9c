// Runs the raw server (tests/src/raw_server) in its own process.
import { execFileSync, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { read, root, target } from "./project.mjs";

/** The rows that it serves. */
export const table = JSON.parse(read(join(root, "tests/behaviours/table.json")));

/** `ca` is the authority to trust, `urls` has each row's URL; `seen(name)` returns what has arrived there. */
export async function rawServer() {
  const cargo = ["build", "--quiet", "--locked", "-p", "soarwire-tests", "--features", "sockets", "--bin", "raw_server"];
  execFileSync("cargo", cargo, { cwd: root, stdio: "inherit" });
  const server = spawn(join(target, "debug/raw_server"), { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface(server.stdout)[Symbol.asyncIterator]();
  const said = async () => JSON.parse((await lines.next()).value);
  const { ca, urls } = await said();
  const seen = (name) => (server.stdin.write(`${name}\n`), said());
  return { ca, urls, seen, close: () => server.stdin.end() };
}
