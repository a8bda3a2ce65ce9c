import { useRef } from "preact/hooks";
import { GatewaySource } from "../source/gateway.ts";
import { useAppState } from "../state/appState.ts";
import { ACTIONS, ACTION_PARTS, type Action, noun } from "./actions.ts";

/** What can be done with the chosen; always in reach. */
export function ActionBar() {
  const state = useAppState();
  const { selection, source, table } = state;
  const told = useRef<HTMLParagraphElement>(null);
  // The button that is pressed goes with what it did; the focus and the new number stay.
  const change = (what: () => void) => () => {
    what();
    state.sayChosen();
    told.current?.focus();
  };
  // Let go of too: an incident that is added anew must not come chosen.
  const takeOff = (list: GatewaySource) => {
    list.remove(selection.keys.value);
    selection.clear();
  };
  const number = selection.chosen.value.length;
  const hidden = selection.hidden.value;
  return (
    <section class="actions" aria-label="Actions on the selected incidents">
      <p class="chosen-count" ref={told} tabIndex={-1}>
        {number === 0 ? (
          <span class="hint">
            Select incidents to act on them<span class="wide">: Space takes one, Shift+↓ a range</span>.{" "}
            {table.shown.value.length > 0 && (
              <button type="button" class="link" onClick={change(() => selection.chooseShown())}>
                Select all {table.shown.value.length.toLocaleString("en")} shown
              </button>
            )}
          </span>
        ) : (
          <>
            <strong>{number.toLocaleString("en")} selected</strong>
            {hidden > 0 && (
              <>
                {" "}
                <span class="warn">{hidden.toLocaleString("en")} of them hidden by filters</span>{" "}
                <button type="button" class="link" onClick={change(() => selection.keepShown())}>
                  Keep only those shown
                </button>
              </>
            )}{" "}
            <button type="button" class="link" onClick={change(() => selection.clear())}>
              Select none
            </button>
            {source instanceof GatewaySource && (
              <>
                {" "}
                <button type="button" class="link" onClick={change(() => takeOff(source))}>
                  Remove from the list
                </button>
              </>
            )}
          </>
        )}
      </p>
      <div class="buttons">
        {ACTIONS.map((action) => (
          <ActionButton key={action} action={action} />
        ))}
      </div>
    </section>
  );
}

function ActionButton({ action }: { action: Action }) {
  const { chosen, dialog, runs } = useAppState();
  const number = ACTION_PARTS[action].vendors.reduce((sum, vendor) => sum + chosen.value[vendor], 0);
  const running = runs.active.value !== undefined;
  return (
    <button
      type="button"
      class={action === "close" ? "primary" : ""}
      disabled={number === 0 || running}
      title={running ? "A run is under way: wait for it, or cancel it" : ""}
      onClick={() => (dialog.value = { kind: "action", action })}
    >
      {number === 0 ? (
        ACTION_PARTS[action].verb
      ) : (
        <>
          {ACTION_PARTS[action].verb} {number.toLocaleString("en")}
          <span class="wide"> {noun(action, number)}</span>
        </>
      )}
      …
    </button>
  );
}
