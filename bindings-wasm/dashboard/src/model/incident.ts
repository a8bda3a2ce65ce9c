export type Vendor = "d3" | "xpanse";

/** A row of the table. All of it came from a server or a file: text to be shown, never markup. */
export interface Incident {
  /** Unique over both tenants. */
  readonly key: string;
  readonly vendor: Vendor;
  readonly id: string;
  readonly title: string;
  /** The vendor's word; empty when it is not known. */
  readonly severity: string;
  readonly status: string;
  readonly owner: string;
  /** Short remarks that decide what an action can do, such as "tasks pending". */
  readonly marks: readonly string[];
}

export const VENDOR_NAMES: Record<Vendor, string> = { d3: "D3", xpanse: "Xpanse" };

/** Ids of the two vendors can be equal. */
export function keyOf(vendor: Vendor, id: string): string {
  return `${vendor}:${id}`;
}

export function count(number: number, noun: string): string {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}

export function incidents(number: number): string {
  return count(number, "incident");
}
