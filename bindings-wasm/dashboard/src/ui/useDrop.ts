import { useEffect } from "preact/hooks";
import type { Desk } from "../state/desk.ts";

/** At a gateway, a file that is dropped anywhere is a list of incidents. */
export function useDrop({ source, dialog }: Desk): void {
  useEffect(() => {
    if (source.kind !== "gateway") return undefined;
    const over = (event: DragEvent) => event.preventDefault();
    const dropped = async (event: DragEvent) => {
      const file = event.dataTransfer?.files[0];
      if (!file) return;
      event.preventDefault();
      const text = await file.text();
      dialog.value = { kind: "add", text };
    };
    document.addEventListener("dragover", over);
    document.addEventListener("drop", dropped);
    return () => {
      document.removeEventListener("dragover", over);
      document.removeEventListener("drop", dropped);
    };
  }, []);
}
