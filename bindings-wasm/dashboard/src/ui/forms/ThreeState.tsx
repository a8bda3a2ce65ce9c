import type { ComponentChildren } from "preact";

interface Props {
  readonly legend: string;
  readonly name: string;
  /** What happens when it is cleared; a field without it cannot be. */
  readonly clearing?: string;
  readonly autofocus?: boolean;
  /** The inputs that say what to set. */
  readonly children: ComponentChildren;
}

/** Absent, set and clear are three different things, so they are three different choices. */
export function ThreeState({ legend, name, clearing, autofocus = false, children }: Props) {
  return (
    <fieldset class="three">
      <legend>{legend}</legend>
      <div class="choices">
        <label>
          <input type="radio" name={name} value="keep" defaultChecked autoFocus={autofocus} /> Leave as it is
        </label>
        <label>
          <input type="radio" name={name} value="set" /> Set
        </label>
        {clearing && (
          <label>
            <input type="radio" name={name} value="clear" /> Clear
          </label>
        )}
      </div>
      <div class="when-set">{children}</div>
      {clearing && <p class="when-clear hint">{clearing}</p>}
    </fieldset>
  );
}
