import { useMemo } from "preact/hooks";
import type { Call } from "../model/order.ts";
import { useAppState } from "../state/appState.ts";
import { fieldProblem, preview } from "../wire.ts";
import { elsewhere } from "./ActionDialog.tsx";
import { Dialog } from "./Dialog.tsx";
import { Preview } from "./Preview.tsx";

interface Props {
  readonly title: string;
  readonly calls: readonly Call[];
  readonly onClose: () => void;
}

/** Part of an earlier run, to be looked at once more before it is sent. */
export function AgainDialog({ title, calls, onClose }: Props) {
  const { source } = useAppState();
  const built = useMemo(() => {
    try {
      return calls.map((call) => preview(source.connection.value, call));
    } catch (error) {
      // At a gateway the account may have been emptied since.
      return fieldProblem(error) ?? { field: "", reason: String(error) };
    }
  }, [calls]);
  return (
    <Dialog title={title} wide onClose={onClose}>
      {"reason" in built ? (
        <p class="dialog-body problem" role="alert">
          {elsewhere(built)}
        </p>
      ) : (
        <Preview title={title} calls={calls} requests={built} onSent={onClose} />
      )}
    </Dialog>
  );
}
