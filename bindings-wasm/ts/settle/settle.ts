import type { Answer } from "../answer.js";
import { invalid } from "../refusals.js";
import { SoarwireError } from "../soarwire-error.js";
import { Incomplete } from "../incomplete.js";
import { type Operation, heldBy } from "../operation.js";
import { Report } from "../report.js";
import { type RunOptions, checkOptions } from "../run-options.js";
import { type Tenant, tenantHeldBy } from "../tenant.js";
import { readBack } from "./back.js";
import { loader } from "./core.js";
import { Settlement } from "./settlement.js";

/**
 * Finds out, by reading, what is in effect of an operation whose outcome is unknown or was not reported, before anybody sends it
 * again. It changes nothing, and never says that this call did it: only what is in effect now.
 *
 * @param tenant - The tenant of the call. It needs a key for what reads: `GetIncidents` for D3.
 * @param operation - The operation that was run.
 * @param outcome - Its report, of which the unknown and unreported incidents are settled, or what `run` or `requireAll` threw: there is
 * nothing to settle where nothing was carried out.
 * @param options - As for `run`, for what reads.
 * @throws {@link SoarwireError} as `run`, if it cannot be read, and `invalid_request` for an outcome of another operation.
 */
export async function settle<T extends Tenant, A extends Answer>(
  tenant: T,
  operation: Operation<T["vendor"], A>,
  outcome: Report | SoarwireError | Incomplete,
  options: RunOptions = {},
): Promise<Settlement<T["vendor"], A>> {
  tenantHeldBy(tenant);
  heldBy(operation);
  checkOptions(options);
  const ids = openIn(outcome, operation);
  const { Settle } = loader.use();
  const machine = new Settle(JSON.stringify(operation), JSON.stringify(ids));
  try {
    await readBack(tenant, machine, options);
    return new Settlement(operation, machine.finish());
  } finally {
    machine.free();
  }
}

/** The incidents that are unknown or were not reported. */
function openIn(outcome: unknown, operation: Operation): readonly string[] {
  if (!(outcome instanceof Report || outcome instanceof SoarwireError || outcome instanceof Incomplete)) {
    throw invalid("outcome", "must be a report, or an error that `run` or `requireAll` threw");
  }
  if (outcome instanceof SoarwireError && outcome.report === null) return [];
  const report = outcome instanceof Report ? outcome : (outcome.report as Report);
  if (report.operation !== operation.id) throw invalid("outcome", `is of another operation, ${report.operation}`);
  const open = report.outcomes().filter(({ outcome: { status } }) => status === "unknown" || status === "unreported");
  return open.map(({ id }) => id);
}
