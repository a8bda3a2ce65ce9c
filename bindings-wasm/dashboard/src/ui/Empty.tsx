import { useAppState } from "../state/appState.ts";
import { focusFilter } from "./focus.ts";

/** In the place of a table without rows. */
export function Empty() {
  const state = useAppState();
  const { table, source } = state;
  if (table.rows.value.length > 0) {
    return (
      <div class="empty" id="incidents" tabIndex={-1}>
        <p>No incidents match the filters.</p>
        <button
          type="button"
          onClick={() => {
            table.showAll();
            focusFilter();
          }}
        >
          Show all {table.rows.value.length.toLocaleString("en")}
        </button>
      </div>
    );
  }
  return (
    <div class="empty" id="incidents" tabIndex={-1}>
      <p>No incidents yet.</p>
      {source.kind === "gateway" && (
        <>
          <p>Paste incident numbers here, or drop a CSV or JSON file. The page reads nothing from the server.</p>
          <button type="button" class="primary" onClick={() => (state.dialog.value = { kind: "add" })}>
            Add incidents…
          </button>
        </>
      )}
    </div>
  );
}
