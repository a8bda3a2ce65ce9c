import { useSignal } from "@preact/signals";
import { incidents } from "../model/incident.ts";
import { appendedText } from "../model/order.ts";
import { OUTCOME_MEANINGS } from "../model/outcome.ts";
import { again } from "../run/again.ts";
import type { Run } from "../run/run.ts";
import { useAppState } from "../state/appState.ts";
import { Dialog } from "./Dialog.tsx";

/** What may have been done is not sent again without a person who has looked. */
export function UnsettledDialog({ run, onClose }: { run: Run; onClose: () => void }) {
  const { dialog } = useAppState();
  const looked = useSignal(false);
  const entries = run.left("unknown", "unreported");
  const unknown = run.left("unknown").length;
  const unreported = entries.length - unknown;
  const twice = entries.map(({ call }) => appendedText(run.calls[call]!.order)).find((text) => text !== undefined);
  return (
    <Dialog title="Send again what may have been done?" onClose={onClose}>
      <div class="dialog-body">
        {unknown > 0 && (
          <p>
            <strong>{incidents(unknown)} unknown.</strong> {OUTCOME_MEANINGS.unknown}
          </p>
        )}
        {unreported > 0 && (
          <p>
            <strong>{incidents(unreported)} unreported.</strong> {OUTCOME_MEANINGS.unreported}
          </p>
        )}
        <p>
          {twice
            ? `If it was done, sending it again adds ${twice} a second time, which cannot be undone.`
            : "If it was done, sending it again does the same once more and overwrites what somebody changed since."}
        </p>
        <label class="confirm">
          <input type="checkbox" checked={looked.value} onChange={() => (looked.value = !looked.value)} />
          <span>I checked these incidents in their tenant: it was not done.</span>
        </label>
      </div>
      <footer>
        <button type="button" onClick={onClose}>
          Leave them
        </button>
        <button
          type="button"
          class="danger"
          disabled={!looked.value}
          onClick={() => (dialog.value = { kind: "again", ...again(run, entries, "Send again") })}
        >
          Preview {incidents(entries.length)}
        </button>
      </footer>
    </Dialog>
  );
}
