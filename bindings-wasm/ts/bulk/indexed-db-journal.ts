import { IN_USE, type Journal, refusedJournal } from "./journal.js";

const STORE = "journals";

/** Each append is a record, by the name of the journal and a number. */
type Key = readonly [name: string, number: number];

/** How many records are read at once. */
const AT_ONCE = 256;

/**
 * A journal in IndexedDB, which all tabs of an origin share. A write counts once its transaction is complete, with strict durability. One
 * run writes at a time: it has a Web Lock, which the browser frees when its tab is closed or crashes.
 *
 * The browser may delete what it keeps for an origin when the disk is full, unless `navigator.storage.persist()` was granted.
 */
export class IndexedDbJournal implements Journal {
  readonly name: string;
  readonly #database: string;
  #opened: IDBDatabase | undefined;
  #release: (() => void) | undefined;
  #next = 0;

  /**
   * @param name - What it is called: any text.
   * @param database - The database that it is kept in.
   */
  constructor(name: string, database = "soarwire") {
    this.name = name;
    this.#database = database;
  }

  /** The names of all journals that are there. */
  static async names(database = "soarwire"): Promise<string[]> {
    const opened = await connected(database);
    try {
      const names: string[] = [];
      await within(opened, "readonly", (store) => {
        const request = store.openKeyCursor();
        request.onsuccess = () => {
          const cursor = request.result;
          if (cursor === null) return;
          const [name] = cursor.key as unknown as Key;
          names.push(name);
          // A list is greater than any number.
          cursor.continue([name, []]);
        };
      });
      return names;
    } finally {
      opened.close();
    }
  }

  async open(how: "new" | "existing"): Promise<void> {
    const release = await locked(this.name, `soarwire:${this.#database}:${this.name}`);
    try {
      const opened = await connected(this.#database);
      let last: Key | undefined;
      await within(opened, "readonly", (store) => {
        const request = store.openKeyCursor(this.#range(), "prev");
        request.onsuccess = () => (last = request.result?.key as unknown as Key | undefined);
      });
      if (how === "existing" && last === undefined) {
        opened.close();
        throw refusedJournal(this.name, "is not there");
      }
      this.#next = last === undefined ? 0 : last[1] + 1;
      [this.#opened, this.#release] = [opened, release];
    } catch (thrown) {
      release();
      throw thrown;
    }
  }

  async *read(): AsyncGenerator<Uint8Array, undefined> {
    const opened = this.#opened ?? (await connected(this.#database));
    try {
      for (let from = 0; ; ) {
        let pieces: Uint8Array[] = [];
        let keys: Key[] = [];
        const range = this.#range(from);
        await within(opened, "readonly", (store) => {
          const [values, names] = [store.getAll(range, AT_ONCE), store.getAllKeys(range, AT_ONCE)];
          values.onsuccess = () => (pieces = values.result as Uint8Array[]);
          names.onsuccess = () => (keys = names.result as unknown as Key[]);
        });
        yield* pieces;
        const last = keys.at(-1);
        if (last === undefined) return;
        from = last[1] + 1;
      }
    } finally {
      if (opened !== this.#opened) opened.close();
    }
  }

  async truncate(length: number): Promise<void> {
    let left = length;
    await within(this.#held(), "readwrite", (store) => {
      const request = store.openCursor(this.#range());
      request.onsuccess = () => {
        const cursor = request.result;
        if (cursor === null) return;
        const piece = cursor.value as Uint8Array;
        if (left === 0) cursor.delete();
        else if (piece.length > left) cursor.update(piece.slice(0, left));
        left = Math.max(left - piece.length, 0);
        cursor.continue();
      };
    });
  }

  async append(lines: string): Promise<void> {
    const piece = new TextEncoder().encode(lines);
    await within(this.#held(), "readwrite", (store) => void store.add(piece, [this.name, this.#next]));
    this.#next++;
  }

  async close(): Promise<void> {
    this.#opened?.close();
    this.#release?.();
    this.#opened = this.#release = undefined;
  }

  /** Deletes it. It rejects if a run has it. */
  async remove(): Promise<void> {
    await this.open("new");
    try {
      await within(this.#held(), "readwrite", (store) => void store.delete(this.#range()));
    } finally {
      await this.close();
    }
  }

  #held(): IDBDatabase {
    if (this.#opened === undefined) throw refusedJournal(this.name, "is not open");
    return this.#opened;
  }

  #range(from = 0): IDBKeyRange {
    return IDBKeyRange.bound([this.name, from], [this.name, Infinity]);
  }
}

/** A connection to the database, which is made where there is none. */
function connected(database: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(database, 1);
    request.onupgradeneeded = () => void request.result.createObjectStore(STORE);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const opened = request.result;
      // Another page may delete the database; a write fails then.
      opened.onversionchange = () => opened.close();
      resolve(opened);
    };
  });
}

/** One transaction, to its end. */
function within(opened: IDBDatabase, mode: "readonly" | "readwrite", work: (store: IDBObjectStore) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = opened.transaction(STORE, mode, { durability: "strict" });
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new DOMException("the transaction was aborted", "AbortError"));
    work(transaction.objectStore(STORE));
  });
}

/** Takes a Web Lock; gives what frees it. */
function locked(journal: string, name: string): Promise<() => void> {
  const { locks } = (globalThis.navigator ?? {}) as { readonly locks?: LockManager };
  if (locks === undefined) throw refusedJournal(journal, "needs Web Locks, which exist only over HTTPS or on localhost");
  return new Promise((resolve, reject) => {
    const requested = locks.request(name, { ifAvailable: true }, (lock) => {
      if (lock === null) return reject(refusedJournal(journal, IN_USE));
      return new Promise<void>((release) => resolve(release));
    });
    requested.catch(reject);
  });
}
