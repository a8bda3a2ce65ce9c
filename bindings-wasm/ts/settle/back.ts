import type { Answer } from "../answer.js";
import { invalid } from "../refusals.js";
import { Operation, type OperationJson } from "../operation.js";
import { Page } from "../page.js";
import type { RunOptions } from "../run-options.js";
import { run } from "../run.js";
import type { Tenant } from "../tenant.js";
import { bytesOf } from "./crossing.js";

/** @internal What the core reads back with: it says what to read next, and takes the body of the page that answers it. */
export interface Reading {
  operation(): string;
  take(body: Uint8Array): boolean;
}

/** @internal Reads until the core has all that it needs. */
export async function readBack(tenant: Tenant, reading: Reading, options: RunOptions): Promise<void> {
  for (let json = reading.operation(); json !== ""; json = reading.operation()) {
    const { operation: id, params } = JSON.parse(json) as OperationJson;
    const page = await run(tenant, new Operation<typeof tenant.vendor, Answer>(tenant.vendor, id, undefined, params), options);
    if (!(page instanceof Page) || !reading.take(bytesOf(page))) throw invalid("operation", "cannot be settled: what was read is no page");
  }
}
