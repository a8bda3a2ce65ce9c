import { useAppState } from "../state/appState.ts";
import { RunView } from "./RunView.tsx";
import { focusRuns } from "./focus.ts";
import { started } from "./started.ts";

/** The runs of this page: the latest open, the others a click away. */
export function RunPanel() {
  const { runs } = useAppState();
  const shown = runs.shown.value;
  const others = runs.list.value.filter((run) => run !== shown);
  return (
    <section class="runs" id="runs" tabIndex={-1} aria-label="Runs">
      {shown ? (
        <RunView key={shown.id} run={shown} />
      ) : (
        <p class="hint no-run">Progress, outcomes and reasons of your runs appear here.</p>
      )}
      {others.length > 0 && (
        <nav class="other-runs" aria-label="Other runs">
          <h3>Other runs</h3>
          {others.map((run) => (
            <button
              key={run.id}
              type="button"
              class="link"
              onClick={() => {
                runs.shown.value = run;
                focusRuns();
              }}
            >
              {run.title} · {started(run)}
            </button>
          ))}
        </nav>
      )}
    </section>
  );
}
