import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Call } from "../model/order.ts";
import { plan } from "../run/plan.ts";
import { useAppState } from "../state/appState.ts";
import { type FieldProblem, type RequestPreview, fieldProblem, preview } from "../wire.ts";
import { Dialog } from "./Dialog.tsx";
import { Preview } from "./Preview.tsx";
import { type Action, ACTION_PARTS, promise } from "./actions.ts";
import { complaint, isAbout } from "./forms/Field.tsx";
import { assign } from "./forms/assign.tsx";
import { close } from "./forms/close.tsx";
import type { Form } from "./forms/form.ts";
import { link } from "./forms/link.tsx";
import { update } from "./forms/update.tsx";

const FORMS: Record<Action, Form> = { assign, close, link, update };

interface Planned {
  readonly calls: readonly Call[];
  readonly requests: readonly RequestPreview[];
}

/** The form of an action, and after it the requests that would go out. */
export function ActionDialog({ action, onClose }: { action: Action; onClose: () => void }) {
  const { chosen, selection, source } = useAppState();
  const { Fields, orders } = FORMS[action];
  const form = useRef<HTMLFormElement>(null);
  const problem = useSignal<FieldProblem | undefined>(undefined);
  const planned = useSignal<Planned | undefined>(undefined);
  const { vendors } = ACTION_PARTS[action];
  const number = vendors.reduce((sum, vendor) => sum + chosen.value[vendor], 0);
  const title = promise(action, number);

  // The core names the field; the focus goes there.
  useLayoutEffect(() => {
    if (problem.value) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [problem.value]);

  const submitted = (event: SubmitEvent) => {
    event.preventDefault();
    try {
      const calls = plan(orders(new FormData(form.current!), chosen.value), selection.chosen.value);
      planned.value = { calls, requests: calls.map((call) => preview(source.connection.value, call)) };
      problem.value = undefined;
    } catch (error) {
      problem.value = fieldProblem(error);
      if (!problem.value) throw error;
    }
  };

  const beside = problem.value && FIELDS.some((field) => isAbout(problem.value, field));
  return (
    <Dialog title={title} wide={planned.value !== undefined} onClose={onClose}>
      <form ref={form} onSubmit={submitted} hidden={planned.value !== undefined} noValidate>
        <div class="dialog-body">
          <Fields chosen={chosen.value} suggestions={source.suggestions} problem={problem.value} />
          <p class="problem" role="alert">
            {problem.value && !beside ? elsewhere(problem.value) : ""}
          </p>
        </div>
        <footer>
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="primary">
            Preview
          </button>
        </footer>
      </form>
      {planned.value && (
        <Preview {...planned.value} title={title} onBack={() => (planned.value = undefined)} onSent={onClose} />
      )}
    </Dialog>
  );
}

/** The core's names of what the forms ask for. */
const FIELDS = ["owner", "actingUsername", "assignee", "caseNumbers", "conclusion", "status", "severity", "resolveComment", "comment"];

/** What no form has a field for: the account, or the order as a whole. */
export function elsewhere(problem: FieldProblem): string {
  const account = { username: "user name", site: "site" }[problem.field];
  return account ? `The D3 ${account} is missing: it is asked for under “Add incidents…”.` : complaint(problem);
}
