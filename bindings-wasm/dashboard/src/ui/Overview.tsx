import { useSignal } from "@preact/signals";
import { keep, kept } from "../state/keep.ts";
import { OutcomeChart } from "./OutcomeChart.tsx";
import { SeverityChart } from "./SeverityChart.tsx";

const KEY = "soarwire.overview";

/** Two pictures, for those who would rather look than read. */
export function Overview() {
  const open = useSignal(kept<boolean>("localStorage", KEY) ?? matchMedia("(min-width: 1100px)").matches);
  return (
    <details
      class="overview"
      open={open.value}
      onToggle={(event) => keep("localStorage", KEY, (open.value = event.currentTarget.open))}
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
