import { because } from "../errors.js";
import { invalid } from "../refusals.js";
import { SoarwireError } from "../soarwire-error.js";

/**
 * Where the log of a run is kept. The records are made and read by soarwire; a journal only keeps bytes. {@link IndexedDbJournal} and, in
 * Node, `FileJournal` are two; another store works if it keeps what is said here.
 */
export interface Journal {
  /** What it is called in errors. */
  readonly name: string;
  /**
   * Takes it for this run alone, until it is closed or the program ends, even if it is killed. It rejects if another run has it, or, for
   * an existing one, if it is not there.
   */
  open(how: "new" | "existing"): Promise<void>;
  /** What was written, in order, in pieces of any size. It may be asked for while the journal is not open. */
  read(): AsyncIterable<Uint8Array>;
  /** Cuts off what is behind so many bytes, durably. */
  truncate(length: number): Promise<void>;
  /** Appends whole lines. They survive a crash of the program and of the machine once the promise is fulfilled. */
  append(lines: string): Promise<void>;
  /** Gives it back. */
  close(): Promise<void>;
}

let make: (name: string) => Journal = (name) => {
  throw invalid("journal", `${name} is a name, which needs a store: pass a journal`);
};

/** @internal Sets what a name stands for on this platform. */
export function useJournals(making: (name: string) => Journal): void {
  make = making;
}

/** @internal The journal, which a name stands for. */
export function journalOf(journal: Journal | string): Journal {
  if (typeof journal === "string") return make(journal);
  if (typeof journal !== "object" || journal === null || typeof journal.append !== "function") {
    throw invalid("journal", "must be a journal, or the name of one");
  }
  return journal;
}

/** @internal A journal that cannot be used, and why. */
export function refusedJournal(name: string, reason: string): SoarwireError {
  return invalid("journal", `${name} ${reason}`);
}

/** @internal Why another run cannot have it. */
export const IN_USE = "is being written by another run: wait until that is over";

/** The names and codes of errors of stores that are full. */
const FULL = ["QuotaExceededError", "ENOSPC", "EDQUOT", "EFBIG"];

/** @internal What a journal does; what goes wrong is an error that names it. */
export async function journaled<T>({ name }: Journal, what: string, work: () => PromiseLike<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof SoarwireError) throw thrown;
    const { code, name: kind, message } = (typeof thrown === "object" && thrown !== null ? thrown : {}) as { code?: unknown; name?: unknown; message?: unknown };
    const hint = FULL.includes(String(code)) || FULL.includes(String(kind)) ? ". Make room, then resume the run" : "";
    const words = [message, code, kind].find((words) => typeof words === "string" && words !== "") ?? thrown;
    throw because(refusedJournal(name, `${what}: ${String(words)}${hint}`), () => thrown);
  }
}
