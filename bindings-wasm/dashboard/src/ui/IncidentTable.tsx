import { useSignal } from "@preact/signals";
import { Fragment } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useAppState } from "../state/appState.ts";
import { COLUMNS } from "../state/table.ts";
import { Empty } from "./Empty.tsx";
import { Row } from "./Row.tsx";
import { COLUMN_NAMES } from "./columns.ts";
import { useVirtualRows } from "./useVirtualRows.ts";
import { useWidth } from "./useWidth.ts";

const HEAD_HEIGHT = 36;
/** Both are also in table.css. */
const ROW_HEIGHT = 35;
const CARD_HEIGHT = 68;
/** Narrower, and columns would show nothing any more. */
const CARDS_BELOW = 820;

export function IncidentTable() {
  const { table, selection, runs } = useAppState();
  const rows = table.shown.value;
  const scroll = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  /** The row whose checkbox the Tab key reaches. */
  const active = useSignal(0);
  const tabbable = Math.min(active.value, Math.max(rows.length - 1, 0));
  const focusing = useRef(false);
  const cards = useWidth(scroll) < CARDS_BELOW;
  const rowHeight = cards ? CARD_HEIGHT : ROW_HEIGHT;
  const { items, total, scrollTo } = useVirtualRows({
    scroll,
    count: rows.length,
    rowHeight,
    headHeight: HEAD_HEIGHT,
    kept: tabbable,
  });

  useLayoutEffect(() => {
    if (!focusing.current) return;
    focusing.current = false;
    body.current?.querySelector<HTMLElement>(`[data-index="${tabbable}"] input`)?.focus({ preventScroll: true });
    scrollTo(tabbable);
  });

  const moveTo = (index: number, extend: boolean) => {
    const to = Math.max(0, Math.min(rows.length - 1, index));
    if (extend) {
      const from = rows[tabbable]!;
      if (!selection.keys.value.has(from.key)) selection.toggle(from.key);
      selection.extendTo(rows[to]!.key);
    }
    focusing.current = true;
    active.value = to;
  };

  const keyed = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? 0) / rowHeight) - 2);
    const steps: Record<string, number> = {
      ArrowDown: tabbable + 1,
      ArrowUp: tabbable - 1,
      PageDown: tabbable + page,
      PageUp: tabbable - page,
      Home: 0,
      End: rows.length - 1,
    };
    const to = steps[event.key];
    if (to !== undefined) moveTo(to, event.shiftKey);
    else if (event.key === "a" && (event.ctrlKey || event.metaKey)) selection.chooseShown();
    else if (event.key === " " && event.shiftKey) selection.extendTo(rows[tabbable]!.key);
    else return;
    event.preventDefault();
  };

  if (rows.length === 0) return <Empty />;
  let end = HEAD_HEIGHT;
  return (
    // Focusable, since what scrolls must scroll by keyboard too.
    <div class="scroll" ref={scroll} tabIndex={-1} id="incidents">
      <table class={cards ? "incidents cards" : "incidents"} aria-rowcount={rows.length + 1} aria-label="Incidents">
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col" class="c-choice">
              <ChooseShown />
            </th>
            {COLUMNS.map((column) => (
              <Head key={column} column={column} />
            ))}
            <th scope="col" class="c-outcome">
              Last outcome
            </th>
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={keyed}>
          {items.map(({ index, start, end: itemEnd }) => {
            const row = rows[index];
            if (!row) return null;
            const gap = start - end;
            end = itemEnd;
            return (
              <Fragment key={row.key}>
                {gap > 0 && <Gap height={gap} />}
                <Row
                  row={row}
                  index={index}
                  chosen={selection.keys.value.has(row.key)}
                  tabbable={index === tabbable}
                  outcome={runs.latest.value.get(row.key)}
                  onFocus={() => (active.value = index)}
                />
              </Fragment>
            );
          })}
          {total + HEAD_HEIGHT - end > 0 && <Gap height={total + HEAD_HEIGHT - end} />}
        </tbody>
      </table>
    </div>
  );
}

/** In the place of rows that are far away. */
function Gap({ height }: { height: number }) {
  return (
    <tr class="gap" aria-hidden="true">
      <td style={{ height: `${height}px` }} />
    </tr>
  );
}

function Head({ column }: { column: (typeof COLUMNS)[number] }) {
  const { table } = useAppState();
  const { column: sorted, descending } = table.sort.value;
  const direction = sorted !== column ? undefined : descending ? "descending" : "ascending";
  return (
    <th scope="col" class={`c-${column}`} aria-sort={direction}>
      <button type="button" onClick={() => table.sortBy(column)}>
        {COLUMN_NAMES[column]}
        <span class="arrow" aria-hidden="true">
          {direction === undefined ? "" : descending ? "▼" : "▲"}
        </span>
      </button>
    </th>
  );
}

/** Takes what is shown, no more, and says how many that are. */
function ChooseShown() {
  const app = useAppState();
  const { selection, table } = app;
  const shown = table.shown.value.length;
  const state = selection.all.value;
  const box = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (box.current) box.current.indeterminate = state === "some";
  }, [state]);
  const label = `Select all ${shown.toLocaleString("en")} shown`;
  return (
    <label class="choose" title={label}>
      <input
        ref={box}
        type="checkbox"
        checked={state === "all"}
        onChange={() => {
          selection.toggleShown();
          app.sayChosen();
        }}
      />
      <span class="choose-label">{label}</span>
    </label>
  );
}
