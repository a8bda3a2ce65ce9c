import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { computed, signal } from "@preact/signals";
import { incidents } from "../model/incident.ts";
import type { Call } from "../model/order.ts";
import type { Run } from "../run/run.ts";
import type { Source } from "../source/source.ts";
import type { Action } from "../ui/actions.ts";
import { Runs } from "./runs.ts";
import { Selection } from "./selection.ts";
import { TableState } from "./table.ts";

/** What is asked before anything is sent. */
export type DialogState =
  | { readonly kind: "action"; readonly action: Action }
  /** Calls of an earlier run again, with its title. */
  | { readonly kind: "again"; readonly title: string; readonly calls: readonly Call[] }
  /** What may have been done already needs a reason to be sent again. */
  | { readonly kind: "unsettled"; readonly run: Run }
  | { readonly kind: "add"; readonly text?: string };

/** All that the page knows. */
export class AppState {
  readonly table: TableState;
  readonly selection: Selection;
  readonly runs: Runs;
  /** What screen readers are told next. */
  readonly spoken = signal("");
  readonly dialog = signal<DialogState | undefined>(undefined);
  /** How many of the chosen each vendor has. */
  readonly chosen = computed(() => {
    const d3 = this.selection.chosen.value.filter(({ vendor }) => vendor === "d3").length;
    return { d3, xpanse: this.selection.chosen.value.length - d3 };
  });

  constructor(readonly source: Source) {
    this.table = new TableState(source.rows);
    this.selection = new Selection(this.table);
    this.runs = new Runs(source);
  }

  say(text: string): void {
    this.spoken.value = text;
  }

  /** Says how many are chosen now, for those who do not see it. */
  sayChosen(): void {
    this.say(`${incidents(this.selection.chosen.value.length)} selected`);
  }

  /** Chooses these and no others, and shows them: what the filters hide would be acted on unseen. */
  choose(keys: readonly string[]): void {
    this.selection.choose(keys);
    if (this.selection.hidden.value > 0) this.table.showAll();
    this.sayChosen();
  }
}

const AppStateContext = createContext<AppState | undefined>(undefined);

export const AppStateProvider = AppStateContext.Provider;

export function useAppState(): AppState {
  const state = useContext(AppStateContext);
  if (!state) throw new Error("outside of the page");
  return state;
}
