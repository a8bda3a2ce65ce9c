import type { Outcome } from "../model/outcome.ts";
import type { Call } from "../model/order.ts";

/** What survives a reload: the plan, and for each call whether it was sent and what came back. */
export interface Kept {
  readonly id: string;
  /** The source that it was sent to: a run of the sandbox must never be sent on at a gateway. */
  readonly where: string;
  readonly title: string;
  readonly startedAt: number;
  readonly calls: readonly Call[];
  /** By call: `"sent"` while nobody knows, its outcomes (in the order of its ids) once they are known. */
  readonly marks: ReadonlyMap<number, Mark>;
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
  static begin({ id, where, title, startedAt, calls }: Omit<Kept, "marks">): Journal {
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
  end(allSucceeded: boolean): void {
    if (allSucceeded) forget(this.#id);
    this.#release();
  }
}

/** Runs of this source that were cut short, in this tab or in one that is gone. They stay until they are forgotten. */
export async function cutShort(where: string): Promise<Kept[]> {
  const ids = Object.keys(localStorage)
    .filter((key) => key.startsWith(PREFIX) && !key.slice(PREFIX.length).includes("."))
    .map((key) => key.slice(PREFIX.length));
  const kept = ids.map(read).filter((run) => run?.where === where) as Kept[];
  const alive = await Promise.all(kept.map(({ id }) => isAlive(id)));
  // Read anew: the page that was just left may have written while it let go.
  return kept.flatMap(({ id }, at) => (alive[at] ? [] : (read(id) ?? []))).sort((one, other) => one.startedAt - other.startedAt);
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
    const run = JSON.parse(localStorage.getItem(PREFIX + id) ?? "") as Omit<Kept, "marks">;
    const marks = new Map<number, Mark>();
    for (const at of run.calls.keys()) {
      const text = localStorage.getItem(`${PREFIX}${id}.${at}`);
      if (text !== null) marks.set(at, JSON.parse(text) as Mark);
    }
    return { ...run, marks };
  } catch {
    // Not ours, or of another version: nothing can be said about it.
    return undefined;
  }
}
