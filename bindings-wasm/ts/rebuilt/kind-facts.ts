import type { Family } from "../kinds.js";
import { guardedAsk } from "../refusals.js";

/** What the catalogue says of a kind. */
export interface KindFacts {
  readonly family: Family;
  /** The HTTP status that stands for it; 0 for none. */
  readonly status: string;
  readonly maybeExecuted: boolean;
  /** Whether it is always safe to repeat. */
  readonly retryable: boolean;
  /** Its meaning, without the full stop. */
  readonly meaning: string;
}

/** @internal What the catalogue says of a kind; `undefined` for a name that is none. */
export function kindFacts(name: string): KindFacts | undefined {
  const [family, status = "", maybeExecuted, retryable, meaning = ""] = guardedAsk((core, length) => core.kind(length), name).split("\n");
  if (meaning === "") return undefined;
  return { family: family as Family, status, maybeExecuted: maybeExecuted !== "", retryable: retryable !== "", meaning };
}

/** @internal Whether this is the name of a kind. */
export function isKnownKind(name: string): boolean {
  return kindFacts(name) !== undefined;
}
