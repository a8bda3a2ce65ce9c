import { type Call, vendorOf } from "../model/order.ts";
import type { Outcome } from "../model/outcome.ts";
import type { Vendor } from "../model/incident.ts";
import { VENDOR_NAMES } from "../model/incident.ts";
import { type Answered, type Connection, send } from "../wire.ts";
import type { Journal } from "./journal.ts";
import type { Run } from "./run.ts";

/**
 * Calls under way at once. D3 gets one: a bulk call names many incidents, and one doubtful answer at a time is enough.
 * Xpanse takes one incident a call, so a few may overlap; the pace that the vendor documents is kept by soarwire.
 */
const LANES: Record<Vendor, number> = { d3: 1, xpanse: 4 };

export interface Settled {
  (call: number, outcomes: readonly Outcome[]): void;
}

/** Sends what the run holds, until all is settled, a refusal makes the rest pointless, or `signal` says stop. */
export async function execute(
  run: Run,
  connection: Connection,
  journal: Journal,
  signal: AbortSignal,
  settled: Settled,
): Promise<void> {
  const broken = new AbortController();
  const stop = AbortSignal.any([signal, broken.signal]);

  /** Before the first byte leaves: a call that is not in the journal must not be sent. */
  const noted = (call: number) => {
    try {
      journal.mark(call, "sent");
    } catch (error) {
      run.halted.push("The browser has no more room for the journal, without which nothing is sent.");
      broken.abort();
      throw error;
    }
  };

  /** A fault of the page, not of a server: nobody knows what became of the call, and no other is begun. */
  const failed = (call: Call, error: unknown): Answered => {
    run.halted.push(`The page itself failed: ${error instanceof Error ? error.message : String(error)}`);
    broken.abort();
    const outcomes = call.ids.map(() => ({ is: "unknown", why: "the page itself failed" }) as const);
    return { outcomes, warnings: [], json: null, refusedAll: undefined };
  };

  const vendor = async (name: Vendor) => {
    const calls = [...run.calls.keys()].filter((at) => vendorOf(run.calls[at]!.order) === name).values();
    let refused = false;
    const lane = async () => {
      for (const at of calls) {
        if (stop.aborted || refused) return;
        const call = run.calls[at]!;
        const answer = await send(connection, call, {
          signal: stop,
          onSend: () => {
            run.wait(at, undefined);
            noted(at);
          },
          onWait: (wait) => run.wait(at, wait),
        }).catch((error: unknown) => failed(call, error));
        run.wait(at, undefined);
        run.settle(at, answer.outcomes);
        run.answers.set(at, answer.json);
        run.warnings.push(...answer.warnings);
        // A mark that finds no room leaves "sent" behind, which is read as unknown: less than is known, never more.
        try {
          journal.mark(at, answer.outcomes);
        } catch {
          broken.abort();
        }
        settled(at, answer.outcomes);
        if (answer.refusedAll && !refused) {
          refused = true;
          run.halted.push(`${VENDOR_NAMES[name]}: ${answer.refusedAll}`);
        }
      }
    };
    await Promise.all(Array.from({ length: LANES[name] }, lane));
  };

  await Promise.all([vendor("d3"), vendor("xpanse")]);
  if (signal.aborted) run.finish({ phase: "cancelled", unsent: "cancelled before it was sent" });
  else if (run.halted.length > 0) run.finish({ phase: "halted", unsent: `not sent: ${run.halted.join(" ")}` });
  else run.finish({ phase: "done", unsent: "" });
}
