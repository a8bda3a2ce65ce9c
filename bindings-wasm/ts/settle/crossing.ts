import { SoarwireError } from "../errors.js";
import type { Page } from "../page.js";

/** @internal The body of a page, as this entry's part of the core takes it. */
export function bytesOf({ source }: Page): Uint8Array {
  return typeof source === "string" ? new TextEncoder().encode(source) : source;
}

/** @internal Does `work`; what the core refuses comes as the JSON text of an error. */
export function told<T>(work: () => T): T {
  try {
    return work();
  } catch (refused) {
    throw typeof refused === "string" ? SoarwireError.fromJson(refused) : refused;
  }
}
