import type { Incident } from "../model/incident.ts";
import { type Call, type Order, vendorOf } from "../model/order.ts";

/**
 * How many incidents one D3 request names. The vendor documents no limit. A hundred keeps requests few, and what is in
 * doubt when one answer is lost small enough to be looked up by a person.
 */
export const D3_CHUNK = 100;

/** The requests that carry out the orders: D3 in bulk, Xpanse one incident each. */
export function plan(orders: readonly Order[], chosen: readonly Pick<Incident, "vendor" | "id">[]): Call[] {
  return orders.flatMap((order) => {
    const vendor = vendorOf(order);
    const ids = chosen.filter((incident) => incident.vendor === vendor).map((incident) => incident.id);
    return chunks(ids, vendor === "d3" ? D3_CHUNK : 1).map((part) => ({ order, ids: part }));
  });
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, (at + 1) * size));
}
