import { useEffect } from "preact/hooks";
import type { AppState } from "../state/appState.ts";

/** At a gateway, a file that is dropped anywhere is a list of incidents, and so is a text that is pasted outside of a field. */
export function useHandIn({ source, dialog }: AppState): void {
  useEffect(() => {
    if (source.kind !== "gateway") return undefined;
    // Another dialog holds what somebody has typed.
    const offer = (text: string) => {
      if (text !== "" && (dialog.value?.kind ?? "add") === "add") dialog.value = { kind: "add", text };
    };
    const over = (event: DragEvent) => event.preventDefault();
    const dropped = async (event: DragEvent) => {
      const file = event.dataTransfer?.files[0];
      if (!file) return;
      event.preventDefault();
      offer(await file.text());
    };
    const pasted = (event: ClipboardEvent) => {
      if (event.target instanceof Element && event.target.matches("input:not([type=checkbox], [type=radio]), textarea")) return;
      offer(event.clipboardData?.getData("text") ?? "");
    };
    document.addEventListener("dragover", over);
    document.addEventListener("drop", dropped);
    document.addEventListener("paste", pasted);
    return () => {
      document.removeEventListener("dragover", over);
      document.removeEventListener("drop", dropped);
      document.removeEventListener("paste", pasted);
    };
  }, []);
}
