import { useAppState } from "../state/appState.ts";
import { ActionDialog } from "./ActionDialog.tsx";
import { AddDialog } from "./AddDialog.tsx";
import { AgainDialog } from "./AgainDialog.tsx";
import { UnsettledDialog } from "./UnsettledDialog.tsx";

/** The one dialog that is open, if any. */
export function Dialogs() {
  const { dialog } = useAppState();
  const state = dialog.value;
  const close = () => (dialog.value = undefined);
  switch (state?.kind) {
    case "action":
      return <ActionDialog key={state.action} action={state.action} onClose={close} />;
    case "again":
      return <AgainDialog {...state} onClose={close} />;
    case "unsettled":
      return <UnsettledDialog run={state.run} onClose={close} />;
    case "add":
      return <AddDialog text={state.text ?? ""} onClose={close} />;
    default:
      return null;
  }
}
