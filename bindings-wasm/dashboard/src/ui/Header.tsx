import { useAppState } from "../state/appState.ts";
import { nextTheme, theme } from "../state/theme.ts";
import { Faults } from "./Faults.tsx";

const THEMES = { auto: "system", light: "light", dark: "dark" };

export function Header() {
  const state = useAppState();
  const { kind, where } = state.source;
  return (
    <header class="top">
      <h1>
        Triage <span class="brand wide">soarwire</span>
      </h1>
      <p class="where">
        {kind === "sandbox" ? (
          <>
            <strong>Sandbox</strong> <span class="wide">simulated tenants inside this page; nothing leaves it</span>
          </>
        ) : (
          <>
            <strong>Gateway</strong> <code>{where}</code>
          </>
        )}
      </p>
      <div class="tools">
        {kind === "sandbox" ? (
          <Faults />
        ) : (
          <button type="button" aria-label="Add incidents…" onClick={() => (state.dialog.value = { kind: "add" })}>
            Add<span class="wide"> incidents</span>…
          </button>
        )}
        <button type="button" onClick={nextTheme} aria-label={`Theme: ${THEMES[theme.value]}`}>
          Theme<span class="wide">: {THEMES[theme.value]}</span>
        </button>
      </div>
    </header>
  );
}
