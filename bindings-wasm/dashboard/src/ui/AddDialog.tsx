import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type Vendor, VENDOR_NAMES, count, incidents } from "../model/incident.ts";
import { GatewaySource } from "../source/gateway.ts";
import { parse } from "../source/parse.ts";
import { useAppState } from "../state/appState.ts";
import { Dialog } from "./Dialog.tsx";

/** Incidents by number, pasted or from a file, and the account that acts in D3. */
export function AddDialog({ text, onClose }: { text: string; onClose: () => void }) {
  const state = useAppState();
  const { source } = state;
  const given = useSignal(text);
  // A file that is dropped while the dialog is open comes in from outside.
  useEffect(() => {
    if (text !== "") given.value = text;
  }, [text]);
  const vendor = useSignal<Vendor>("d3");
  if (!(source instanceof GatewaySource)) return null;
  const { rows, problems } = parse(given.value, vendor.value);

  const submitted = (event: SubmitEvent) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    source.sign({ username: String(data.get("username")), site: String(data.get("site")) });
    const added = source.add(rows);
    state.say(`${incidents(added)} added`);
    onClose();
  };
  const picked = async (file: File | undefined) => {
    if (file) given.value = await file.text();
  };

  return (
    <Dialog title="Add incidents" onClose={onClose}>
      <form onSubmit={submitted}>
        <div class="dialog-body">
          <div class="field">
            <label for="add-text">Incident numbers</label>
            <textarea
              id="add-text"
              rows={7}
              autoFocus
              spellcheck={false}
              value={given.value}
              onInput={(event) => (given.value = event.currentTarget.value)}
              aria-describedby="add-hint"
            />
            <p class="hint" id="add-hint">
              Paste them, or drop a file: bare numbers, a CSV with a header line (number, vendor, title, severity, status,
              owner), or JSON.
            </p>
          </div>
          <label class="file">
            Or choose a file
            <input type="file" accept=".csv,.json,.txt,text/csv,application/json" onChange={(event) => picked(event.currentTarget.files?.[0])} />
          </label>
          <fieldset class="inline">
            <legend>Vendor of incidents that do not name one</legend>
            {(["d3", "xpanse"] as const).map((name) => (
              <label key={name}>
                <input type="radio" name="vendor" checked={vendor.value === name} onChange={() => (vendor.value = name)} />
                {VENDOR_NAMES[name]}
              </label>
            ))}
          </fieldset>
          <div class="pair">
            <label class="field">
              D3 user name
              <input name="username" defaultValue={source.account.value.username} autocomplete="off" />
            </label>
            <label class="field">
              D3 site
              <input name="site" defaultValue={source.account.value.site} autocomplete="off" />
            </label>
          </div>
          {given.value !== "" && (
            <p role="status">
              {incidents(rows.length)} found{problems.length > 0 && `, ${count(problems.length, "problem")}: ${problems.slice(0, 3).join(" ")}`}
            </p>
          )}
        </div>
        <footer>
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="primary">
            {rows.length === 0 ? "Save" : `Add ${incidents(rows.length)}`}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
