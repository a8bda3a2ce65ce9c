import { spawn } from "node:child_process";
import { type FileHandle, open } from "node:fs/promises";
import { type Server, createServer } from "node:net";
import { IN_USE, refusedJournal } from "./journal.js";

/** A file that this process has alone. */
export interface FileLock {
  readonly file: FileHandle;
  /** Closes the file, and frees it. */
  free(): Promise<void>;
}

/** Flags of the system by which a file is locked as it is opened: `O_EXLOCK | O_NONBLOCK`, and libuv's for no sharing. */
const LOCKING: { readonly [platform: string]: number } = { darwin: 0x20 | 0x4, freebsd: 0x20 | 0x4, win32: 0x1000_0000 };

/**
 * Opens a file for this process alone, until it is closed or the process ends, however that ends. Node itself locks no files. Where
 * opening cannot lock, a name that the system frees with the process says who has the file, and `flock`, if it is installed, locks the
 * open file for soarwire in other languages and other containers, too.
 */
export async function lockFile(path: string, flags: number): Promise<FileLock> {
  const locking = LOCKING[process.platform];
  const file = await open(path, flags | (locking ?? 0)).catch((thrown: NodeJS.ErrnoException) => {
    const isTaken = locking !== undefined && ["EAGAIN", "EBUSY", "EWOULDBLOCK"].includes(thrown.code ?? "");
    throw isTaken ? refusedJournal(path, IN_USE) : thrown;
  });
  let named: Server | undefined;
  const free = async (): Promise<void> => {
    named?.close();
    await file.close();
  };
  try {
    if (locking !== undefined) return { file, free };
    const { dev, ino } = await file.stat({ bigint: true });
    named = await listening(`\0soarwire-journal-${dev}-${ino}`);
    if (named === undefined || !(await flocked(file))) throw refusedJournal(path, IN_USE);
    return { file, free };
  } catch (thrown) {
    await free();
    throw thrown;
  }
}

/** Takes a name in the abstract namespace; `undefined` if another process has it. */
function listening(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.on("error", (error: NodeJS.ErrnoException) => (error.code === "EADDRINUSE" ? resolve(undefined) : reject(error)));
    server.listen({ path }, () => resolve(server.unref()));
  });
}

/** Locks the open file through a child that inherits it: the lock belongs to the file, not to the child. False if another has it. */
function flocked({ fd }: FileHandle): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn("flock", ["-n", "3"], { stdio: ["ignore", "ignore", "ignore", fd] });
    child.on("error", (error: NodeJS.ErrnoException) => (error.code === "ENOENT" ? resolve(true) : reject(error)));
    child.on("exit", (code) => (code === 0 || code === 1 ? resolve(code === 0) : reject(new Error(`flock ended with ${code}`))));
  });
}
