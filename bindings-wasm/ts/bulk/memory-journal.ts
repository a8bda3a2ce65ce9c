import { IN_USE, type Journal, refusedJournal } from "./journal.js";

/** A journal in memory, for tests: it survives nothing but the end of a run. */
export class MemoryJournal implements Journal {
  readonly name = "the journal in memory";
  /** What was written; a test may change it while no run has it. */
  bytes: Uint8Array = new Uint8Array();
  #isOpen = false;

  async open(): Promise<void> {
    if (this.#isOpen) throw refusedJournal(this.name, IN_USE);
    this.#isOpen = true;
  }

  async *read(): AsyncGenerator<Uint8Array, undefined> {
    yield this.bytes;
  }

  async truncate(length: number): Promise<void> {
    this.bytes = this.bytes.slice(0, length);
  }

  async append(lines: string): Promise<void> {
    const more = new TextEncoder().encode(lines);
    const all = new Uint8Array(this.bytes.length + more.length);
    all.set(this.bytes);
    all.set(more, this.bytes.length);
    this.bytes = all;
  }

  async close(): Promise<void> {
    this.#isOpen = false;
  }
}
