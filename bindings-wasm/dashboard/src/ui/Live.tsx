import { useAppState } from "../state/appState.ts";

/** What screen readers hear, one sentence at a time. */
export function Live() {
  return (
    <div class="sr-only" role="status" aria-live="polite">
      {useAppState().spoken.value}
    </div>
  );
}
