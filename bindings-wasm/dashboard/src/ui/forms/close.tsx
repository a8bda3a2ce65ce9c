import { Field } from "./Field.tsx";
import { type Form, text } from "./form.ts";

export const close: Form = {
  Fields: ({ problem }) => (
    <>
      <fieldset class="options">
        <legend>What must not hold a close back</legend>
        <label>
          <input type="checkbox" name="bypassRequiredTasks" autoFocus />
          <span>
            Required tasks that are pending <small>Without it such incidents fail.</small>
          </span>
        </label>
        <label>
          <input type="checkbox" name="bypassRequiredFields" />
          <span>
            Required fields that are empty <small>Without it such incidents fail.</small>
          </span>
        </label>
      </fieldset>
      <Field
        label="Conclusion"
        name="conclusion"
        problem={problem}
        lines={3}
        hint="Appended to each incident. It accumulates, so the request is never repeated automatically. Optional."
      />
      <Field label="Acting user" name="actingUsername" problem={problem} hint="The user for whom a playbook acts. Optional." />
    </>
  ),
  orders: (data) => [
    {
      op: "d3.closeIncidents",
      bypassRequiredTasks: data.has("bypassRequiredTasks"),
      bypassRequiredFields: data.has("bypassRequiredFields") || undefined,
      conclusion: text(data, "conclusion"),
      actingUsername: text(data, "actingUsername"),
    },
  ],
};
