import { type Incident, VENDOR_NAMES } from "../model/incident.ts";
import { type Outcome, explain } from "../model/outcome.ts";
import { spoken } from "../model/severity.ts";
import { useAppState } from "../state/appState.ts";
import { OutcomeMark, SeverityMark } from "./marks.tsx";

interface Props {
  readonly row: Incident;
  readonly index: number;
  readonly chosen: boolean;
  readonly tabbable: boolean;
  readonly outcome: Outcome | undefined;
  readonly onFocus: () => void;
}

export function Row({ row, index, chosen, tabbable, outcome, onFocus }: Props) {
  const { selection } = useAppState();
  const { key, vendor, id, title, status, owner, marks } = row;
  const reason = outcome ? explain(outcome) : "";
  return (
    <tr aria-rowindex={index + 2} data-index={index} data-key={key} class={chosen ? "chosen" : ""}>
      <td class="c-choice">
        <label class="choose">
          <input
            type="checkbox"
            checked={chosen}
            tabIndex={tabbable ? 0 : -1}
            onFocus={onFocus}
            onClick={(event) => (event.shiftKey ? selection.extendTo(key) : selection.toggle(key))}
          />
          <span class="sr-only">
            Select {VENDOR_NAMES[vendor]} {id}, {title}
          </span>
        </label>
      </td>
      <td class="c-severity" title={row.severity}>
        <SeverityMark word={row.severity} />
      </td>
      <td class="c-id" title={id}>
        <span class={`vendor ${vendor}`}>{VENDOR_NAMES[vendor]}</span> <span class="id">{id}</span>
      </td>
      <td class="c-title" title={title}>
        <div>
          <span class="title">{title}</span>
          {marks.map((mark) => (
            <span key={mark} class="mark">
              {mark}
            </span>
          ))}
        </div>
      </td>
      <td class="c-status">
        <span class="status">{status === "" ? "not known" : spoken(status)}</span>
      </td>
      <td class="c-owner" title={owner}>
        {owner === "" ? <span class="nobody">nobody</span> : owner}
      </td>
      <td class="c-outcome" title={reason}>
        {outcome && <OutcomeMark word={outcome.is} />}
        {reason !== "" && <span class="reason">{reason}</span>}
      </td>
    </tr>
  );
}
