import type { Incident } from "../model/incident.ts";
import type { Order } from "../model/order.ts";

/** What a row looks like after an order of which the server said that it succeeded. What the order does not set stays. */
export function applyOrder(row: Incident, order: Order): Incident {
  switch (order.op) {
    case "d3.updateOwner":
      return { ...row, owner: order.owner };
    case "d3.closeIncidents":
      return { ...row, status: "Closed" };
    case "d3.linkToCases":
      return { ...row, marks: [...new Set([...row.marks, ...order.caseNumbers.map((number) => `case ${number}`)])] };
    case "xpanse.updateIncident": {
      const { status = row.status, severity, assignee } = order;
      return {
        ...row,
        status,
        // What Xpanse found by itself, which shows again after a clear, is not known here.
        severity: severity === "clear" ? "" : (severity?.set ?? row.severity),
        owner: assignee === "clear" ? "" : (assignee?.set.prettyName ?? assignee?.set.mail ?? row.owner),
      };
    }
  }
}
