import { type AppState, AppStateProvider } from "../state/appState.ts";
import { ActionBar } from "./ActionBar.tsx";
import { Announcer } from "./Announcer.tsx";
import { Dialogs } from "./Dialogs.tsx";
import { Filters } from "./Filters.tsx";
import { Header } from "./Header.tsx";
import { IncidentTable } from "./IncidentTable.tsx";
import { Live } from "./Live.tsx";
import { Overview } from "./Overview.tsx";
import { RunPanel } from "./RunPanel.tsx";
import { useHandIn } from "./useHandIn.ts";
import { useSlash } from "./useSlash.ts";
import { useStay } from "./useStay.ts";

export function App({ state }: { state: AppState }) {
  useSlash();
  useHandIn(state);
  useStay(state);
  // The one that is under way, if any, whichever is looked at.
  const latest = state.runs.list.value[0];
  return (
    <AppStateProvider value={state}>
      <a class="skip" href="#incidents">
        Skip to the incidents
      </a>
      <Header />
      <div class="body">
        <main class="work">
          <Filters />
          <IncidentTable />
          <ActionBar />
        </main>
        <aside class="side" aria-label="Overview and runs">
          {state.runs.shown.value ? [<RunPanel key="runs" />, <Overview key="overview" />] : [<Overview key="overview" />, <RunPanel key="runs" />]}
        </aside>
      </div>
      <Dialogs />
      {latest && <Announcer key={latest.id} run={latest} />}
      <Live />
    </AppStateProvider>
  );
}
