import type { Outcome } from "../model/outcome.ts";
import type { Call } from "../model/order.ts";
import type { Ending, Run } from "./run.ts";

/** What survives a reload: the plan, for each call whether it was sent and what came back, and what came after. */
export interface Kept {
  readonly id: string;
  /** The source that it was sent to: a run of the sandbox must never be sent on at a gateway. */
  readonly where: string;
  readonly title: string;
  readonly startedAt: number;
  readonly calls: readonly Call[];
  /** By call: `"sent"` while nobody knows, its outcomes (in the order of its ids) once they are known. */
  readonly marks: ReadonlyMap<number, Mark>;
  /** How it ended; absent when it did not. */
  readonly end: (Ending & { readonly halted: readonly string[] }) | undefined;
  /** The entries that later runs have taken over, by their place in the run. */
  readonly again: readonly number[];
}

export type Mark = "sent" | readonly Outcome[];

const PREFIX = "soarwire.run.";

/**
 * The journal of one run in `localStorage`. The plan is written once and each call has a key of its own, so that a mark
 * costs the same in a run of ten and of ten thousand. A Web Lock tells a run of another, living tab from one that a
 * reload or a crash cut short.
 */
export class Journal {
  readonly #id: string;
  #release: () => void = () => {};

  private constructor(id: string) {
    this.#id = id;
  }

  /** Throws if the browser keeps nothing: then nothing may be sent either. */
  static begin({ id, where, title, startedAt, calls }: Pick<Kept, "id" | "where" | "title" | "startedAt" | "calls">): Journal {
    const journal = new Journal(id);
    localStorage.setItem(PREFIX + id, JSON.stringify({ id, where, title, startedAt, calls }));
    const held = new Promise<void>((resolve) => (journal.#release = resolve));
    void navigator.locks?.request(PREFIX + id, () => held);
    return journal;
  }

  /** Throws if there is no room. */
  mark(call: number, mark: Mark): void {
    localStorage.setItem(`${PREFIX}${this.#id}.${call}`, JSON.stringify(mark));
  }

  /** The run is over. What did not simply succeed is kept until a person has dismissed it. */
  end({ tally, entries, ending, halted }: Run): void {
    if (tally.peek().succeeded === entries.length) forget(this.#id);
    else note(`${this.#id}.end`, { ...ending, halted });
    this.#release();
  }
}

/** Runs of this source that did not simply succeed, of this tab or of one that is gone. They stay until they are forgotten. */
export async function left(where: string): Promise<Kept[]> {
  const ids = Object.keys(localStorage)
    .filter((key) => key.startsWith(PREFIX) && !key.slice(PREFIX.length).includes("."))
    .map((key) => key.slice(PREFIX.length));
  const runs = ids.map(read).filter((run) => run?.where === where) as Kept[];
  const alive = await Promise.all(runs.map(({ id }) => isAlive(id)));
  // Read anew: the page that was just left may have written while it let go.
  return runs.flatMap(({ id }, at) => (alive[at] ? [] : (read(id) ?? []))).sort((one, other) => one.startedAt - other.startedAt);
}

/** Entries of a run that a later one takes over, so that a reload does not offer them once more. */
export function handedOver(id: string, entries: readonly number[]): void {
  if (entries.length > 0) note(`${id}.again`, [...(kept<number[]>(`${id}.again`) ?? []), ...entries]);
}

/** Without room a run reads as cut short, or offers again what was sent again: less than is known, behind the same preview. */
function note(name: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Full.
  }
}

export function forget(id: string): void {
  for (const key of Object.keys(localStorage)) {
    if (key === PREFIX + id || key.startsWith(`${PREFIX}${id}.`)) localStorage.removeItem(key);
  }
}

/** Whether another tab holds the run. The page that was just left may let go of it a moment late. */
async function isAlive(id: string): Promise<boolean> {
  if (!navigator.locks) return false;
  try {
    await navigator.locks.request(PREFIX + id, { signal: AbortSignal.timeout(1500) }, () => undefined);
    return false;
  } catch {
    return true;
  }
}

function read(id: string): Kept | undefined {
  try {
    const run = kept<Omit<Kept, "marks" | "end" | "again">>(id);
    if (!run) return undefined;
    const marks = new Map<number, Mark>();
    for (const at of run.calls.keys()) {
      const mark = kept<Mark>(`${id}.${at}`);
      if (mark !== undefined) marks.set(at, mark);
    }
    return { ...run, marks, end: kept(`${id}.end`), again: kept(`${id}.again`) ?? [] };
  } catch {
    // Not ours, or of another version: nothing can be said about it.
    return undefined;
  }
}

function kept<T>(name: string): T | undefined {
  return (JSON.parse(localStorage.getItem(PREFIX + name) ?? "null") as T | null) ?? undefined;
}
