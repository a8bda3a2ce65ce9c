/** What is known of one incident in a run. The first four are soarwire's; `unsent` says that the run ended before it was its turn. */
export type Outcome =
  | { readonly is: "succeeded" }
  | { readonly is: "failed"; readonly reason: string }
  | { readonly is: "unreported" }
  | { readonly is: "unknown"; readonly why: string }
  | { readonly is: "unsent"; readonly why: string };

export type OutcomeWord = Outcome["is"];

export const OUTCOMES: readonly OutcomeWord[] = ["succeeded", "failed", "unreported", "unknown", "unsent"];

export const OUTCOME_NAMES: Record<OutcomeWord, string> = {
  succeeded: "Succeeded",
  failed: "Failed",
  unreported: "Unreported",
  unknown: "Unknown",
  unsent: "Not sent",
};

export const OUTCOME_MEANINGS: Record<OutcomeWord, string> = {
  succeeded: "The server said so, for this incident.",
  failed: "The server refused, or the request was never carried out.",
  unreported: "The answer does not mention the incident. It may or may not have been done.",
  unknown: "It may have been carried out: check before you send it again.",
  unsent: "Nothing was done: no request left for it, or the server refused it and the run was cancelled.",
};

export type Tally = Record<OutcomeWord, number>;

export function emptyTally(): Tally {
  return { succeeded: 0, failed: 0, unreported: 0, unknown: 0, unsent: 0 };
}

/** The words beside an outcome: the vendor's reason, or why nobody knows. */
export function explain(outcome: Outcome): string {
  switch (outcome.is) {
    case "failed":
      return outcome.reason;
    case "unknown":
    case "unsent":
      return outcome.why;
    default:
      return "";
  }
}
