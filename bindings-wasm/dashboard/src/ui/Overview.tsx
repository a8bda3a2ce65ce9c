import { useSignal } from "@preact/signals";
import { store, stored } from "../state/storage.ts";
import { OutcomeChart } from "./OutcomeChart.tsx";
import { SeverityChart } from "./SeverityChart.tsx";

const KEY = "soarwire.overview";

/** Two pictures, for those who would rather look than read. */
export function Overview() {
  const open = useSignal(stored<boolean>("localStorage", KEY) ?? matchMedia("(min-width: 1100px)").matches);
  return (
    <details
      class="overview"
      open={open.value}
      onToggle={(event) => store("localStorage", KEY, (open.value = event.currentTarget.open))}
    >
      <summary>Overview</summary>
      {open.value && (
        <div class="charts">
          <SeverityChart />
          <OutcomeChart />
        </div>
      )}
    </details>
  );
}
