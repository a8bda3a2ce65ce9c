import { type Stats, constants } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { type FileLock, lockFile } from "./file-lock.js";
import { type Journal, refusedJournal } from "./journal.js";

/** How much is read at once. */
const PIECE = 256 << 10;

/**
 * A journal in a file. A write counts once it is on disk (fdatasync). One process writes at a time, under a lock that ends with the process
 * however that ends; the clients in Rust and Python respect it, and it respects theirs. On network file systems it is only as good as
 * the locks there.
 */
export class FileJournal implements Journal {
  readonly name: string;
  #file: FileHandle | undefined;
  #lock: FileLock | undefined;

  /** @param path - Where the file is; its folder must be there. */
  constructor(path: string | URL) {
    this.name = path instanceof URL ? fileURLToPath(path) : path;
  }

  async open(how: "new" | "existing"): Promise<void> {
    const { O_RDWR, O_APPEND, O_CREAT } = constants;
    await checkKind(this.name);
    const lock = await lockFile(this.name, O_RDWR | O_APPEND | (how === "new" ? O_CREAT : 0));
    try {
      if (how === "new") await syncFolder(dirname(this.name));
    } catch (thrown) {
      await lock.free();
      throw thrown;
    }
    [this.#file, this.#lock] = [lock.file, lock];
  }

  async *read(): AsyncGenerator<Uint8Array, undefined> {
    if (this.#file === undefined) await checkKind(this.name);
    const file = this.#file ?? (await open(this.name, "r"));
    try {
      const piece = new Uint8Array(PIECE);
      for (let at = 0; ; ) {
        const { bytesRead } = await file.read(piece, 0, PIECE, at);
        if (bytesRead === 0) return;
        at += bytesRead;
        yield piece.slice(0, bytesRead);
      }
    } finally {
      if (file !== this.#file) await file.close();
    }
  }

  async truncate(length: number): Promise<void> {
    const file = this.#held();
    await file.truncate(length);
    await file.sync();
  }

  async append(lines: string): Promise<void> {
    const file = this.#held();
    await file.appendFile(lines);
    await file.datasync();
    // Some file systems never count links.
    if ((await file.stat()).nlink === 0 && (await found(this.name)) === undefined) {
      throw refusedJournal(this.name, "was deleted during the run: nothing more is sent, because the run could not be resumed");
    }
  }

  async close(): Promise<void> {
    const lock = this.#lock;
    this.#file = this.#lock = undefined;
    await lock?.free();
  }

  #held(): FileHandle {
    if (this.#file === undefined) throw refusedJournal(this.name, "is not open");
    return this.#file;
  }
}

/** What is there; `undefined` for nothing. */
function found(path: string): Promise<Stats | undefined> {
  return stat(path).catch(() => undefined);
}

/** Refuses what cannot hold a journal: opening a pipe waits until somebody writes to it, and a device may have no end. */
async function checkKind(path: string): Promise<void> {
  const there = await found(path);
  if (there?.isFile() === false) throw refusedJournal(path, there.isDirectory() ? "is a folder: name a file in it" : "is not a regular file: name one on a disk");
}

/** A new file is on disk once its folder is. Windows has no such thing. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
