import type * as glue from "../soarwire_bulk_bg.js";
import { given } from "./core.js";
import { type Journal, journaled, refusedJournal } from "./journal.js";

/** @internal Works with the journal of a new run. One that ends before its plan was complete is written anew: nothing was sent. */
export async function created<T>(journal: Journal, work: () => Promise<T>): Promise<T> {
  return opened(journal, "new", async () => {
    const reader = given((core) => new core.Reader());
    try {
      if ((await fed(journal, reader)) > 0) {
        if (!reader.is_unbegun()) throw refusedJournal(journal.name, "already exists: resume it, or choose another name");
        await journaled(journal, "cannot be written", () => journal.truncate(0));
      }
    } finally {
      reader.free();
    }
    return work();
  });
}

/** Has all of a journal read; gives its length. */
function fed(journal: Journal, reader: glue.Reader): Promise<number> {
  return journaled(journal, "cannot be read", async () => {
    let length = 0;
    for await (const piece of journal.read()) {
      reader.feed(piece);
      length += piece.length;
    }
    return length;
  });
}

/** @internal Works with the journal of an earlier run, cut off where what was being written then begins. */
export async function reopened<T>(journal: Journal, work: (content: glue.Journal) => Promise<T>): Promise<T> {
  return opened(journal, "existing", async () => {
    const content = await contentOf(journal);
    await journaled(journal, "cannot be written", () => journal.truncate(content.sound_bytes()));
    return work(content);
  });
}

/** @internal What a journal says. */
export async function contentOf(journal: Journal): Promise<glue.Journal> {
  const reader = given((core) => new core.Reader());
  try {
    await fed(journal, reader);
    return reader.finish();
  } catch (thrown) {
    // The reason alone: the core does not know what the journal is called.
    throw typeof thrown === "string" ? refusedJournal(journal.name, thrown) : thrown;
  } finally {
    reader.free();
  }
}

/** @internal Appends records. */
export function append(journal: Journal, lines: string): Promise<void> {
  return journaled(journal, "cannot be written", () => journal.append(lines));
}

async function opened<T>(journal: Journal, how: "new" | "existing", work: () => Promise<T>): Promise<T> {
  await journaled(journal, "cannot be opened", () => journal.open(how));
  let done: T;
  try {
    done = await work();
  } catch (thrown) {
    await journal.close().catch(() => undefined);
    throw thrown;
  }
  // What was appended is kept, however closing goes.
  await journal.close().catch((thrown: unknown) => console.error(`soarwire: ${journal.name} could not be closed:`, thrown));
  return done;
}
