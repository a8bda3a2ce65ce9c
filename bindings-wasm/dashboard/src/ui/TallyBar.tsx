import { OUTCOMES, OUTCOME_MEANINGS, OUTCOME_NAMES } from "../model/outcome.ts";
import type { Run } from "../run/run.ts";
import { OutcomeSign } from "./marks.tsx";

/** The outcomes so far, as a bar and as numbers. */
export function TallyBar({ run }: { run: Run }) {
  const tally = run.tally.value;
  const all = run.entries.length;
  const settled = OUTCOMES.reduce((sum, word) => sum + tally[word], 0);
  return (
    <div class="tally">
      <div
        class="bar"
        role="progressbar"
        aria-label="Settled incidents"
        aria-valuemin={0}
        aria-valuemax={all}
        aria-valuenow={settled}
        aria-valuetext={`${settled} of ${all} settled`}
      >
        {OUTCOMES.map((word) => (
          <span key={word} class={word} style={{ width: `${(100 * tally[word]) / all}%` }} />
        ))}
      </div>
      <p class="settled">
        {settled.toLocaleString("en")} of {all.toLocaleString("en")} settled
      </p>
      <dl>
        {OUTCOMES.filter((word) => word !== "unsent" || tally.unsent > 0).map((word) => (
          <div key={word} class={tally[word] === 0 ? "none" : ""} title={OUTCOME_MEANINGS[word]}>
            <dt>
              <OutcomeSign word={word} />
              {OUTCOME_NAMES[word]}
            </dt>
            <dd data-outcome={word}>{tally[word].toLocaleString("en")}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
