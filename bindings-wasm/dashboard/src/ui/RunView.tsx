import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Phase, Run } from "../run/run.ts";
import { useAppState } from "../state/appState.ts";
import { Results } from "./Results.tsx";
import { TallyBar } from "./TallyBar.tsx";
import { Waits } from "./Waits.tsx";
import { started } from "./started.ts";

const PHASES: Record<Phase, string> = {
  running: "Running",
  done: "Done",
  cancelled: "Cancelled",
  halted: "Stopped early",
  "cut short": "Cut short: the page was left",
};

/** One run: how far it is, what it waits for, and what became of each incident. */
export function RunView({ run }: { run: Run }) {
  const { runs } = useAppState();
  const phase = run.phase.value;
  const running = phase === "running";
  const heading = useRef<HTMLHeadingElement>(null);
  const cancel = useRef<HTMLButtonElement>(null);
  // Asked before the button goes with the end of the run.
  const held = cancel.current !== null && cancel.current === document.activeElement;
  useLayoutEffect(() => {
    if (!running && held) heading.current?.focus({ preventScroll: true });
  }, [running]);
  // What was pressed is gone or disabled by now; this is what it led to.
  useEffect(() => {
    if (!running) return;
    heading.current?.focus({ preventScroll: true });
    heading.current?.scrollIntoView({ block: "start" });
  }, []);
  return (
    <article class={`run ${running ? "running" : "over"}`} aria-label={run.title}>
      <header>
        <h2 ref={heading} tabIndex={-1}>
          {run.title}
        </h2>
        <p class="phase">
          {PHASES[phase]} · started {started(run)}
        </p>
      </header>
      <TallyBar run={run} />
      {running && <Waits run={run} />}
      {running && (
        <p>
          <button type="button" class="danger" ref={cancel} onClick={() => runs.cancel()}>
            Cancel the run
          </button>
        </p>
      )}
      {run.halted.map((why) => (
        <p key={why} class="halt" role="alert">
          {why}
        </p>
      ))}
      {phase === "cut short" && (
        <p class="halt">Nothing was sent again. The outcome of requests that were in flight is unknown: check their incidents in the tenant.</p>
      )}
      {!running && <Results run={run} />}
    </article>
  );
}
