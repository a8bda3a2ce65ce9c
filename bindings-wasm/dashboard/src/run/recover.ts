import type { Kept } from "./journal.ts";
import { Run } from "./run.ts";

/** A run that a reload cut short, as far as the journal knows it. Nothing of it is sent again. */
export function recover(kept: Kept): Run {
  const run = new Run(kept.id, kept.title, kept.startedAt, kept.calls);
  for (const [call, mark] of kept.marks) {
    const why = "the page was left while the answer was awaited";
    run.settle(call, mark === "sent" ? run.entriesOf(call).map(() => ({ is: "unknown", why })) : mark);
  }
  run.finish("cut short", "the page was left before it was sent");
  return run;
}
