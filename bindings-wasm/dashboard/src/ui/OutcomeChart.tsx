import { useMemo, useRef } from "preact/hooks";
import uPlot from "uplot";
import { OUTCOME_NAMES, type OutcomeWord } from "../model/outcome.ts";
import { useAppState } from "../state/appState.ts";
import { CHARTED } from "../state/history.ts";
import { axes, useChart } from "./useChart.ts";
import { useNow } from "./useNow.ts";

/** Lines differ in their dashes too. */
const DASHES: Record<(typeof CHARTED)[number], number[]> = { succeeded: [], failed: [7, 3], unreported: [2, 3], unknown: [10, 3, 2, 3] };

/** Seconds between two marks of the time axis. */
const STEPS = [10, 20, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400];

/** The outcomes since the page opened, summed up. */
export function OutcomeChart() {
  const { points } = useAppState().runs.history;
  const place = useRef<HTMLDivElement>(null);
  const list = points.value;
  const last = list.at(-1)!;
  const now = Math.max(useNow(5), last.at);
  const data = useMemo((): uPlot.AlignedData => {
    const start = list[0]!.at;
    const times = [...list.map(({ at }) => at - start), now - start];
    return [times, ...CHARTED.map((word) => [...list.map(({ sums }) => sums[word]), last.sums[word]])];
  }, [list, now]);

  useChart(
    place,
    "outcomes",
    (ink) => ({
      height: 140,
      legend: { show: false },
      cursor: { show: false },
      scales: {
        // At least a minute: the very first outcome would otherwise fill the picture.
        x: { time: false, range: ({ data: [times] }) => [0, Math.max(times.at(-1)!, 60)] },
        y: { range: (_, __, max) => [0, Math.max(4, Math.ceil(max * 1.1))] },
      },
      axes: axes(ink, { space: 50, incrs: STEPS, values: (_, seconds) => seconds.map(span) }),
      series: [
        {},
        ...CHARTED.map((word) => ({
          label: OUTCOME_NAMES[word],
          stroke: ink(word),
          width: 2,
          dash: DASHES[word],
          paths: uPlot.paths.stepped!({ align: 1 }),
          points: { show: false },
        })),
      ],
    }),
    data,
  );
  return (
    <figure>
      <figcaption>Outcomes since the page opened</figcaption>
      <div ref={place} class="chart" aria-hidden="true" />
      <Legend numbers={CHARTED.map((word) => [word, last.sums[word]])} />
    </figure>
  );
}

function span(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

function Legend({ numbers }: { numbers: readonly (readonly [OutcomeWord, number])[] }) {
  return (
    <ul class="legend">
      {numbers.map(([word, number]) => (
        <li key={word}>
          <i class={`swatch line ${word}`} />
          {OUTCOME_NAMES[word]} <b>{number.toLocaleString("en")}</b>
        </li>
      ))}
    </ul>
  );
}
