import type { Vendor } from "./incident.ts";

/** A field that is left alone is absent; these are the other two states. */
export type Change<T> = { readonly set: T } | "clear";

export interface Assignee {
  readonly mail: string;
  readonly prettyName?: string | undefined;
}

/** What is to be done, without saying to which incidents: plain data, so that it can be kept and sent for fewer. */
export type Order =
  | { readonly op: "d3.updateOwner"; readonly owner: string; readonly actingUsername?: string | undefined }
  | {
      readonly op: "d3.closeIncidents";
      readonly bypassRequiredTasks: boolean;
      readonly bypassRequiredFields?: boolean | undefined;
      readonly conclusion?: string | undefined;
      readonly actingUsername?: string | undefined;
    }
  | { readonly op: "d3.linkToCases"; readonly caseNumbers: readonly string[]; readonly actingUsername?: string | undefined }
  | {
      readonly op: "xpanse.updateIncident";
      readonly status?: string | undefined;
      readonly severity?: Change<string> | undefined;
      readonly assignee?: Change<Assignee> | undefined;
      readonly resolveComment?: string | undefined;
      readonly comment?: string | undefined;
    };

/** One request: an order and the incidents that it names. */
export interface Call {
  readonly order: Order;
  readonly ids: readonly string[];
}

export function vendorOf(order: Order): Vendor {
  return order.op === "xpanse.updateIncident" ? "xpanse" : "d3";
}

/** Whether sending it twice leaves something twice. */
export function appendedText(order: Order): string | undefined {
  if (order.op === "d3.closeIncidents" && order.conclusion !== undefined) return "the conclusion";
  if (order.op === "xpanse.updateIncident" && order.comment !== undefined) return "the comment";
  return undefined;
}
