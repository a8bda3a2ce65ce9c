import { VENDOR_NAMES } from "../model/incident.ts";
import { vendorOf } from "../model/order.ts";
import { explain } from "../model/outcome.ts";
import type { Run } from "../run/run.ts";
import { csv } from "./csv.ts";

export function resultsCsv(run: Run): string {
  const rows = run.entries.map(({ id, call, outcome }) => {
    const order = run.calls[call]!.order;
    return [VENDOR_NAMES[vendorOf(order)], id, order.op, outcome?.is ?? "", outcome ? explain(outcome) : ""];
  });
  return csv(["vendor", "incident", "operation", "outcome", "reason"], rows);
}

/** With soarwire's canonical reports, the vendors' own items included. */
export function resultsJson(run: Run): string {
  const outcomes = run.entries.map(({ id, call, outcome }) => ({
    vendor: vendorOf(run.calls[call]!.order),
    id,
    operation: run.calls[call]!.order.op,
    ...outcome,
  }));
  const started = new Date(run.startedAt).toISOString();
  return JSON.stringify({ title: run.title, started, phase: run.phase.peek(), outcomes, answers: [...run.answers.values()] }, null, 2);
}
