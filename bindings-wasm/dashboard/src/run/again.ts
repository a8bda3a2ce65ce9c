import { incidents } from "../model/incident.ts";
import type { Call } from "../model/order.ts";
import { vendorOf } from "../model/order.ts";
import { plan } from "./plan.ts";
import type { Entry, Run } from "./run.ts";

/** What an earlier run asked for, for some of its incidents only. */
export function again(run: Run, entries: readonly Entry[], verb: string): { title: string; calls: Call[] } {
  const orders = [...new Set(entries.map(({ call }) => run.calls[call]!.order))];
  const calls = orders.flatMap((order) => {
    const vendor = vendorOf(order);
    const chosen = entries.filter(({ call }) => run.calls[call]!.order === order).map(({ id }) => ({ vendor, id }));
    return plan([order], chosen);
  });
  return { title: `${verb} ${incidents(entries.length)}`, calls };
}
