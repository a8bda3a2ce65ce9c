import { OUTCOME_NAMES, type OutcomeWord } from "../model/outcome.ts";
import { type Severity, severityOf, spoken } from "../model/severity.ts";

/** A shape for each severity, so that colour is never the only sign. */
const SHAPES: Record<Severity, string> = {
  critical: "M8 .8 15.2 8 8 15.2.8 8Z",
  high: "M8 1.5 15.2 14.2H.8Z",
  medium: "M2 2h12v12H2Z",
  low: "M8 14.5.8 1.8h14.4Z",
  informational: "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Z",
  other: "M2 6.5h12v3H2Z",
};

const SIGNS: Record<OutcomeWord, string> = {
  succeeded: "m2.5 8.5 3.5 3.5 7.5-8",
  failed: "m3.5 3.5 9 9m0-9-9 9",
  unreported: "M3 8h.01M8 8h.01M13 8h.01",
  unknown: "M5.2 5.6a2.8 2.8 0 1 1 3.9 2.6c-.8.4-1.1.9-1.1 1.8M8 13.2h.01",
  unsent: "M3.5 8h9",
};

export function SeverityMark({ word }: { word: string }) {
  const severity = severityOf(word);
  return (
    <span class={`severity ${severity}`}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={SHAPES[severity]} />
      </svg>
      <span class="severity-word">{word === "" ? "not known" : spoken(word)}</span>
    </span>
  );
}

export function OutcomeSign({ word }: { word: OutcomeWord }) {
  return (
    <svg class={`sign ${word}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={SIGNS[word]} />
    </svg>
  );
}

export function OutcomeMark({ word }: { word: OutcomeWord }) {
  return (
    <span class={`outcome ${word}`}>
      <OutcomeSign word={word} />
      {OUTCOME_NAMES[word]}
    </span>
  );
}
