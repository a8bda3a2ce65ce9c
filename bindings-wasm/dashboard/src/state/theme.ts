import { effect, signal } from "@preact/signals";
import { store, stored } from "./storage.ts";

export type Theme = "auto" | "light" | "dark";

const KEY = "soarwire.theme";
const NEXT: Record<Theme, Theme> = { auto: "light", light: "dark", dark: "auto" };

/** What the analyst chose; `auto` follows the system. */
export const theme = signal<Theme>(known(stored("localStorage", KEY)) ?? "auto");

effect(() => {
  document.documentElement.dataset["theme"] = theme.value;
  store("localStorage", KEY, theme.value);
});

export function nextTheme(): void {
  theme.value = NEXT[theme.value];
}

function known(word: unknown): Theme | undefined {
  return word === "auto" || word === "light" || word === "dark" ? word : undefined;
}
