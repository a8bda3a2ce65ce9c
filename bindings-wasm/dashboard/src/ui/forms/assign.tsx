import type { Order } from "../../model/order.ts";
import { Field } from "./Field.tsx";
import { type Form, type FormProps, required, text } from "./form.ts";

/** A new owner in D3, a new assignee in Xpanse: one form for a mixed choice. */
export const assign: Form = {
  Fields: ({ chosen, suggestions, problem }: FormProps) => (
    <>
      {chosen.d3 > 0 && (
        <>
          <Field label={`Owner of the ${chosen.d3} in D3`} name="owner" problem={problem} suggestions={suggestions.owners} autofocus />
          <Field label="Acting user" name="actingUsername" problem={problem} hint="The user for whom a playbook acts. Optional." />
        </>
      )}
      {chosen.xpanse > 0 && (
        <>
          <Field
            label={`Mail of the assignee of the ${chosen.xpanse} in Xpanse`}
            name="mail"
            field="assignee"
            problem={problem}
            suggestions={suggestions.mails}
            autofocus={chosen.d3 === 0}
          />
          <Field label="Name of the assignee" name="prettyName" problem={problem} hint="Optional." />
        </>
      )}
    </>
  ),
  orders: (data, chosen) => {
    const orders: Order[] = [];
    if (chosen.d3 > 0) {
      orders.push({ op: "d3.updateOwner", owner: required(data, "owner"), actingUsername: text(data, "actingUsername") });
    }
    if (chosen.xpanse > 0) {
      const set = { mail: required(data, "mail"), prettyName: text(data, "prettyName") };
      orders.push({ op: "xpanse.updateIncident", assignee: { set } });
    }
    return orders;
  },
};
