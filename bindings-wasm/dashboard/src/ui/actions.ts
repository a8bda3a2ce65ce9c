import { VENDOR_NAMES, type Vendor } from "../model/incident.ts";

export const ACTIONS = ["assign", "close", "link", "update"] as const;
export type Action = (typeof ACTIONS)[number];

/** The verb of the button, and whose incidents it is for. */
export const ACTION_PARTS: Record<Action, { readonly verb: string; readonly vendors: readonly Vendor[] }> = {
  assign: { verb: "Assign", vendors: ["d3", "xpanse"] },
  close: { verb: "Close", vendors: ["d3"] },
  link: { verb: "Link", vendors: ["d3"] },
  update: { verb: "Update", vendors: ["xpanse"] },
};

/** "D3 incidents". */
export function noun(action: Action, number: number): string {
  const { vendors } = ACTION_PARTS[action];
  const vendor = vendors.length === 1 ? `${VENDOR_NAMES[vendors[0]!]} ` : "";
  return `${vendor}incident${number === 1 ? "" : "s"}`;
}

/** "Close 42 D3 incidents": what a button promises. */
export function promise(action: Action, number: number): string {
  return `${ACTION_PARTS[action].verb} ${number.toLocaleString("en")} ${noun(action, number)}`;
}
