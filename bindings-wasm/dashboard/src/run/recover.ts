import type { Kept } from "./journal.ts";
import { Run } from "./run.ts";

/** A run of before a reload, as far as the journal knows it: over, or cut short by it. Nothing of it is sent again. */
export function recover(kept: Kept): Run {
  const run = new Run(kept.id, kept.title, kept.startedAt, kept.calls);
  for (const [call, mark] of kept.marks) {
    const why = "the page was left while the answer was awaited";
    run.settle(call, mark === "sent" ? run.entriesOf(call).map(() => ({ is: "unknown", why })) : mark);
  }
  for (const at of kept.again) run.entries[at]!.again = true;
  run.halted.push(...(kept.end?.halted ?? []));
  run.finish(kept.end ?? { phase: "cut short", unsent: "the page was left before it was sent" });
  return run;
}
