// The programs that belong to a browser, and the folder in which it keeps what it keeps.
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";

const SIGNALS = ["SIGHUP", "SIGINT", "SIGTERM"];

/** Starts programs, and ends them with all that they started, at the latest with this process; `home` is gone with them. */
export function programs(home) {
  const started = [];
  const leave = () => process.exit(1);
  const end = () => {
    process.off("exit", end);
    for (const signal of SIGNALS) process.off(signal, leave);
    for (const child of started) {
      try {
        process.kill(-child.pid, "SIGKILL");
      } catch {
        // All of them are gone already.
      }
    }
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
  process.on("exit", end);
  for (const signal of SIGNALS) process.on(signal, leave);
  const start = (program, args, env) => {
    // A group of its own; the fourth channel is for what a program has to tell.
    const child = spawn(program, args, { env, detached: true, stdio: ["ignore", "ignore", "ignore", "pipe"] });
    started.push(child);
    return child;
  };
  return { start, end };
}
