import type { Change } from "../../model/order.ts";
import { Field } from "./Field.tsx";
import { ThreeState } from "./ThreeState.tsx";
import { type Form, required, text } from "./form.ts";

const STATUSES = ["new", "under_investigation", "resolved"];
const SEVERITIES = ["low", "medium", "high", "critical"];

/** Every field of an Xpanse incident that can be changed. */
export const update: Form = {
  Fields: ({ suggestions, problem }) => (
    <>
      <ThreeState legend="Status" name="status-state" autofocus>
        <Field label="New status" name="status" problem={problem} suggestions={STATUSES} hint={`${STATUSES.join(", ")}, or another word that the tenant knows.`} />
      </ThreeState>
      <ThreeState legend="Severity" name="severity-state" clearing="Shows the severity that Xpanse computed again.">
        <Field label="New severity" name="severity" problem={problem} suggestions={SEVERITIES} hint={`${SEVERITIES.join(", ")}, or another word that the tenant knows.`} />
      </ThreeState>
      <ThreeState legend="Assignee" name="assignee-state" clearing="Nobody will be assigned.">
        <Field label="Mail" name="mail" field="assignee" problem={problem} suggestions={suggestions.mails} />
        <Field label="Name" name="prettyName" problem={problem} hint="Optional." />
      </ThreeState>
      <Field label="Resolve comment" name="resolveComment" problem={problem} lines={2} hint="Replaces the existing one. Optional." />
      <Field
        label="Comment"
        name="comment"
        problem={problem}
        lines={2}
        hint="Added to the comments. It accumulates, so the request is never repeated automatically. Optional."
      />
    </>
  ),
  orders: (data) => [
    {
      op: "xpanse.updateIncident",
      status: data.get("status-state") === "set" ? required(data, "status") : undefined,
      severity: change(data, "severity", () => required(data, "severity")),
      assignee: change(data, "assignee", () => ({ mail: required(data, "mail"), prettyName: text(data, "prettyName") })),
      resolveComment: text(data, "resolveComment"),
      comment: text(data, "comment"),
    },
  ],
};

function change<T>(data: FormData, name: string, value: () => T): Change<T> | undefined {
  const state = data.get(`${name}-state`);
  if (state === "clear") return "clear";
  return state === "set" ? { set: value() } : undefined;
}
