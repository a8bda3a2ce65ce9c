import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import type { FieldProblem } from "../../wire.ts";

interface Props {
  readonly label: string;
  readonly name: string;
  /** The core's name of it, when it is another. */
  readonly field?: string;
  readonly hint?: ComponentChildren;
  readonly problem: FieldProblem | undefined;
  readonly suggestions?: readonly string[];
  readonly lines?: number;
  readonly autofocus?: boolean;
  readonly placeholder?: string;
}

/** A labelled input with what the core says about it beside it. */
export function Field({ label, name, field = name, hint, problem, suggestions, lines, autofocus = false, placeholder }: Props) {
  const id = useId();
  const wrong = isAbout(problem, field);
  const shared = {
    id,
    name,
    autoFocus: autofocus,
    placeholder,
    "aria-invalid": wrong || undefined,
    "aria-describedby": `${id}-hint ${id}-problem`,
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {lines ? <textarea {...shared} rows={lines} /> : <input {...shared} list={suggestions?.length ? `${id}-list` : undefined} autocomplete="off" />}
      {suggestions && suggestions.length > 0 && (
        <datalist id={`${id}-list`}>
          {suggestions.map((word) => (
            <option key={word} value={word} />
          ))}
        </datalist>
      )}
      <p class="hint" id={`${id}-hint`}>
        {hint}
      </p>
      <p class="problem" id={`${id}-problem`} role="alert">
        {wrong && problem ? complaint(problem) : ""}
      </p>
    </div>
  );
}

/** `caseNumbers[1]` is about `caseNumbers`. */
export function isAbout(problem: FieldProblem | undefined, field: string): boolean {
  return problem !== undefined && problem.field.replace(/[[.].*$/u, "") === field;
}

/** The core's sentence, with the field as people say it: `caseNumbers[1]` is the second of the case numbers. */
export function complaint({ field, reason }: FieldProblem): string {
  const [, name = "", at] = /^(\w*)(?:\[(\d+)\])?/u.exec(field)!;
  const words = name.replaceAll(/[A-Z]/gu, (letter) => ` ${letter.toLowerCase()}`);
  const which = at === undefined ? "" : `, entry ${Number(at) + 1},`;
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${which} ${reason}`;
}
