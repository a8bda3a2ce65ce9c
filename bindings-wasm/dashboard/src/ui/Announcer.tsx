import { useEffect, useRef } from "preact/hooks";
import { OUTCOMES, OUTCOME_NAMES } from "../model/outcome.ts";
import type { Run } from "../run/run.ts";
import { useAppState } from "../state/appState.ts";
import { asked } from "./Waits.tsx";

/** Screen readers get a sentence now and then, not one for every incident. */
const EVERY_MS = 3000;

export function Announcer({ run }: { run: Run }) {
  const state = useAppState();
  const last = useRef(0);
  const running = run.phase.value === "running";
  const wasRunning = useRef(running);
  const wait = [...run.waits.value.values()].find(({ why }) => why === "retry_after");
  const tally = run.tally.value;
  const counts = OUTCOMES.filter((word) => tally[word] > 0).map((word) => `${tally[word]} ${OUTCOME_NAMES[word].toLowerCase()}`);
  const text = counts.join(", ");

  useEffect(() => {
    if (running && Date.now() - last.current < EVERY_MS) return;
    if (!running && !wasRunning.current) return;
    wasRunning.current = running;
    last.current = Date.now();
    if (!running) state.say(`${run.title}: over. ${text}.`);
    else if (text !== "") state.say(`${run.title}: ${text}, of ${run.entries.length}.`);
  }, [text, running]);

  useEffect(() => {
    if (wait) state.say(`The server asked for ${asked(wait.ms)}.`);
  }, [wait?.until]);

  return null;
}
