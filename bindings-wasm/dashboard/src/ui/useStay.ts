import { useEffect } from "preact/hooks";
import type { AppState } from "../state/appState.ts";

/** While a run is under way the browser asks before it leaves the page: what is in flight would become unknown. */
export function useStay({ runs }: AppState): void {
  const running = runs.active.value !== undefined;
  useEffect(() => {
    if (!running) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [running]);
}
