import { Field } from "./Field.tsx";
import { type Form, required, text } from "./form.ts";

export const link: Form = {
  Fields: ({ suggestions, problem }) => (
    <>
      <Field
        label="Case numbers"
        name="caseNumbers"
        problem={problem}
        suggestions={suggestions.cases}
        autofocus
        hint="Numbers of existing cases, separated by commas."
      />
      <Field label="Acting user" name="actingUsername" problem={problem} hint="The user for whom a playbook acts. Optional." />
    </>
  ),
  orders: (data) => {
    const given = required(data, "caseNumbers");
    const caseNumbers = given === "" ? [] : given.split(",").map((number) => number.trim());
    return [{ op: "d3.linkToCases", caseNumbers, actingUsername: text(data, "actingUsername") }];
  },
};
