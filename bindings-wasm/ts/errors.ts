import type { Kind } from "./kinds.js";
import { Members } from "./rebuilt/canonical.js";
import { rebuiltError } from "./rebuilt/error.js";
import { errorFor, errorOf, taken } from "./refusals.js";
import { reportOf } from "./report.js";
import { type AnySoarwireError, type ReportOf, SoarwireError as Told } from "./soarwire-error.js";

const reportIn: ReportOf = (json) => reportOf(new Members(json));

/** @internal Returns the result of `work`; turns a core error into an `Error`. */
export function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    throw errorFor(thrown, reportIn);
  }
}

/** @internal An error that a core tells, in its lines. */
export function errorTold(told: string): Told {
  return taken(told, reportIn);
}

/** @internal Adds the transport's cause to a transport error; returns anything else unchanged. */
export function because(thrown: unknown, causeOf: (kind: Kind) => unknown): unknown {
  if (!(thrown instanceof Told)) return thrown;
  const value = causeOf(thrown.kind);
  if (value !== undefined) Object.defineProperty(thrown, "cause", { value, configurable: true, writable: true });
  return thrown;
}

/** The static part of the class: `fromJson` needs reports, and reports need the class. */
const fromJson: Pick<typeof Told, "fromJson"> = {
  fromJson(json) {
    const { text, sentence } = rebuiltError(Members.of(json, "error"));
    return errorOf(text, sentence, reportIn) as AnySoarwireError;
  },
};

/**
 * Why a call failed, and whether it may have been carried out all the same.
 *
 * `message` is a sentence of ours with the status, the kind and the vendor's code. The vendor's own text is
 * {@link SoarwireError.vendorMessage}; neither it nor any body is ever printed.
 *
 * Tell errors apart with {@link isSoarwireError} and {@link isKind}, which work across realms and copies of the
 * package; `switch (error.kind)` then narrows to the fields that a kind has.
 */
export const SoarwireError: typeof Told = Object.assign(Told, fromJson);
export type SoarwireError = Told;
