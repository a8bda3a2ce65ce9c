import type { Kind } from "./kinds.js";
import { Members } from "./rebuilt/canonical.js";
import { rebuiltError } from "./rebuilt/error.js";
import { errorOf, refused, taken } from "./refusals.js";
import { reportOf } from "./report.js";
import { type AnySoarwireError, type ReportOf, SoarwireError as Told } from "./soarwire-error.js";

const reportIn: ReportOf = (json) => reportOf(new Members(json));

/** @internal Returns the result of `work`; turns a core error into an `Error`. */
export function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    throw refused(thrown, reportIn);
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

/** What the class has besides: what `fromJson` reads may hold a report, and is refused with errors of the class. */
interface Rebuilding {
  /**
   * An error that says the same from the canonical JSON of any language: the text of {@link SoarwireError.toJSONText}, or the object of
   * {@link SoarwireError.toJSON}. What caused it is not in there. A member that is left out has the value that the catalogue gives it,
   * so `{ kind: "timeout" }` may have been executed and is not retryable.
   *
   * @throws {@link SoarwireError} `invalid_request` for anything else, naming the member.
   */
  fromJson(json: string | object): AnySoarwireError;
}

const rebuilding: Rebuilding = {
  fromJson(json) {
    const { text, sentence } = rebuiltError(Members.of(json, "error"));
    return errorOf(text, sentence, reportIn) as AnySoarwireError;
  },
};

/** The class of all errors: why a call failed, and whether it may have been carried out all the same. */
export const SoarwireError: typeof Told & Rebuilding = Object.assign(Told, rebuilding);
export type SoarwireError = Told;
