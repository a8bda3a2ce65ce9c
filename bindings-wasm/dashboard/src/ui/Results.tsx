import { useSignal } from "@preact/signals";
import { save } from "../export/save.ts";
import { resultsCsv, resultsJson } from "../export/results.ts";
import { VENDOR_NAMES } from "../model/incident.ts";
import { vendorOf } from "../model/order.ts";
import { OUTCOMES, OUTCOME_NAMES, type OutcomeWord, explain } from "../model/outcome.ts";
import { again } from "../run/again.ts";
import type { Run } from "../run/run.ts";
import { useAppState } from "../state/appState.ts";
import { focusRuns } from "./focus.ts";
import { OutcomeMark } from "./marks.tsx";

const PAGE = 100;

/** What became of each incident, and what can be done about it. */
export function Results({ run }: { run: Run }) {
  const { runs } = useAppState();
  const tally = run.tally.value;
  const only = useSignal<OutcomeWord | undefined>(undefined);
  const shown = useSignal(PAGE);
  const entries = only.value ? run.having(only.value) : run.entries;
  const name = `soarwire-run-${new Date(run.startedAt).toISOString().slice(0, 19).replaceAll(":", "")}`;
  return (
    <section class="results" aria-label="Outcomes">
      <AgainButtons run={run} />
      <div class="tabs" role="group" aria-label="Which outcomes are listed">
        <Tab label="All" number={run.entries.length} pressed={!only.value} onClick={() => (only.value = undefined)} />
        {OUTCOMES.filter((word) => tally[word] > 0).map((word) => (
          <Tab key={word} label={OUTCOME_NAMES[word]} number={tally[word]} pressed={only.value === word} onClick={() => (only.value = word)} />
        ))}
      </div>
      <ul class="outcomes" tabIndex={0} aria-label="Incidents of the run">
        {entries.slice(0, shown.value).map(({ key, id, call, outcome, again }) => (
          <li key={`${call} ${key}`}>
            <span class="id">
              {VENDOR_NAMES[vendorOf(run.calls[call]!.order)]} {id}
            </span>
            {outcome && <OutcomeMark word={outcome.is} />}
            {outcome && explain(outcome) !== "" && <span class="reason">{explain(outcome)}</span>}
            {again && <span class="reason">Sent again since, in a later run.</span>}
          </li>
        ))}
      </ul>
      {entries.length > shown.value && (
        <button type="button" onClick={() => (shown.value += 500)}>
          Show more ({(entries.length - shown.value).toLocaleString("en")} left)
        </button>
      )}
      {run.warnings.length > 0 && (
        <details>
          <summary>Warnings of the server ({run.warnings.length})</summary>
          <ul>
            {run.warnings.slice(0, PAGE).map((warning, at) => (
              <li key={at}>{warning}</li>
            ))}
          </ul>
        </details>
      )}
      <p class="exports">
        <button type="button" onClick={() => save(`${name}.csv`, "text/csv", resultsCsv(run))}>
          Export CSV
        </button>
        <button type="button" onClick={() => save(`${name}.json`, "application/json", resultsJson(run))}>
          Export JSON
        </button>
        <button
          type="button"
          onClick={() => {
            runs.dismiss(run);
            focusRuns();
          }}
        >
          Dismiss
        </button>
      </p>
    </section>
  );
}

interface TabProps {
  readonly label: string;
  readonly number: number;
  readonly pressed: boolean;
  readonly onClick: () => void;
}

function Tab({ label, number, pressed, onClick }: TabProps) {
  return (
    <button type="button" aria-pressed={pressed} onClick={onClick}>
      {label} {number.toLocaleString("en")}
    </button>
  );
}

function AgainButtons({ run }: { run: Run }) {
  const state = useAppState();
  const { dialog, runs } = state;
  const failed = run.left("failed");
  const unsent = run.left("unsent");
  const unsettled = run.left("unknown", "unreported");
  // After a crash a gateway's table may be empty.
  const keys = new Set(state.table.rows.value.map(({ key }) => key));
  const there = [...failed, ...unsent, ...unsettled].filter(({ key }) => keys.has(key));
  const busy = runs.active.value !== undefined;
  if (failed.length + unsent.length + unsettled.length === 0) return null;
  return (
    <p class="again">
      {failed.length > 0 && (
        <button type="button" class="primary" disabled={busy} onClick={() => (dialog.value = { kind: "again", ...again(run, failed, "Retry") })}>
          Retry the {failed.length.toLocaleString("en")} failed…
        </button>
      )}
      {unsent.length > 0 && (
        <button type="button" disabled={busy} onClick={() => (dialog.value = { kind: "again", ...again(run, unsent, "Send") })}>
          Send the {unsent.length.toLocaleString("en")} not sent…
        </button>
      )}
      {unsettled.length > 0 && (
        <button type="button" disabled={busy} onClick={() => (dialog.value = { kind: "unsettled", run })}>
          Send again {unsettled.length.toLocaleString("en")} in doubt…
        </button>
      )}
      {there.length > 0 && (
        <button type="button" onClick={() => state.choose(there.map(({ key }) => key))}>
          Select these in the table
        </button>
      )}
    </p>
  );
}
