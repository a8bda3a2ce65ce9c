import { useEffect } from "preact/hooks";
import { focusFilter } from "./focus.ts";

/** "/" goes to the filter, unless somebody is typing or a dialog is open. */
export function useSlash(): void {
  useEffect(() => {
    const heard = (event: KeyboardEvent) => {
      const typing = event.target instanceof Element && event.target.matches("input:not([type=checkbox]), textarea, select");
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      focusFilter();
    };
    document.addEventListener("keydown", heard);
    return () => document.removeEventListener("keydown", heard);
  }, []);
}
