import { useMemo, useRef } from "preact/hooks";
import uPlot from "uplot";
import type { Incident } from "../model/incident.ts";
import { severityRank, spoken } from "../model/severity.ts";
import { useAppState } from "../state/appState.ts";
import { axes, useChart } from "./useChart.ts";

/** Each known word has a colour of its own, whatever the numbers are; the vendors' other words share the last. */
const STATUSES = ["open", "new", "in progress", "under_investigation", "on hold", "resolved", "closed"];
const OTHER = STATUSES.length;

/** How many incidents of each severity, split by status. */
export function SeverityChart() {
  const { table } = useAppState();
  const place = useRef<HTMLDivElement>(null);
  const rows = table.rows.value;
  const { severities, statuses } = useMemo(() => matrix(rows), [rows]);
  const data = useMemo((): uPlot.AlignedData => {
    // Bars are drawn over each other, the tallest first, so each holds the sum of those after it.
    const stacked = statuses.map((_, from) => severities.map((__, at) => statuses.slice(from).reduce((sum, { counts }) => sum + counts[at]!, 0)));
    return [severities.map((_, at) => at), ...stacked];
  }, [statuses]);

  useChart(
    place,
    `${severities.join()}|${statuses.map(({ colour }) => colour).join()}`,
    (ink) => ({
      height: 140,
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: false, range: () => [-0.6, Math.max(severities.length, 1) - 0.4] }, y: { range: (_, __, max) => [0, Math.max(4, max * 1.05)] } },
      axes: axes(ink, { splits: () => severities.map((_, at) => at), values: () => severities.map(shortName) }),
      series: [
        {},
        ...statuses.map(({ name, colour }) => ({
          label: name,
          fill: ink(`chart-${colour}`),
          stroke: ink("panel"),
          width: 1,
          points: { show: false },
          paths: uPlot.paths.bars!({ size: [0.62, 56] }),
        })),
      ],
    }),
    data,
  );
  return (
    <figure>
      <figcaption>Incidents by severity and status</figcaption>
      <div ref={place} class="chart" aria-hidden="true" />
      <ul class="legend" aria-hidden="true">
        {statuses.map(({ name, colour }) => (
          <li key={name}>
            <i class={`swatch chart-${colour}`} />
            {name}
          </li>
        ))}
      </ul>
      <MatrixTable severities={severities} statuses={statuses} />
    </figure>
  );
}

interface Matrix {
  readonly severities: readonly string[];
  /** A row for each status that occurs. */
  readonly statuses: readonly { readonly name: string; readonly colour: number; readonly counts: readonly number[] }[];
}

function matrix(rows: readonly Incident[]): Matrix {
  const cells = new Map<number, Map<string, number>>();
  const found = new Set<string>();
  for (const row of rows) {
    // The two vendors write the same words in different case.
    const severity = row.severity.toLowerCase();
    found.add(severity);
    const known = STATUSES.indexOf(row.status.toLowerCase());
    const colour = known < 0 ? OTHER : known;
    const counts = cells.get(colour) ?? new Map<string, number>();
    counts.set(severity, (counts.get(severity) ?? 0) + 1);
    cells.set(colour, counts);
  }
  const severities = [...found].sort((one, other) => severityRank(one) - severityRank(other)).slice(0, 8);
  const statuses = [...cells]
    .sort(([one], [other]) => one - other)
    .map(([colour, counts]) => ({
      name: spoken(STATUSES[colour] ?? "other or not known"),
      colour,
      counts: severities.map((severity) => counts.get(severity) ?? 0),
    }));
  return { severities, statuses };
}

function severityName(word: string): string {
  return word === "" ? "Not known" : spoken(word);
}

function shortName(word: string): string {
  if (word === "informational") return "Info";
  const name = severityName(word);
  // A vendor's own word may be long, and the next bar is near.
  return name.length > 10 ? `${name.slice(0, 9)}…` : name;
}

/** The same for those who do not see the picture. */
function MatrixTable({ severities, statuses }: Matrix) {
  return (
    <table class="sr-only">
      <caption>Incidents by severity and status</caption>
      <thead>
        <tr>
          <th scope="col">Status</th>
          {severities.map((severity) => (
            <th key={severity} scope="col">
              {severityName(severity)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {statuses.map(({ name, counts }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {counts.map((number, column) => (
              <td key={severities[column]}>{number}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
