import { FAULTS, faults, toggleFault } from "../source/faults.ts";
import { Menu } from "./Menu.tsx";

/** What the sandbox can do wrong. */
export function Faults() {
  const on = faults.value.size;
  return (
    <Menu label={on === 0 ? "Faults" : `Faults: ${on} on`} active={on > 0}>
      <fieldset class="faults">
        <legend>Faults in all runs from now on</legend>
        {FAULTS.map(({ name, label, effect }) => (
          <label key={name}>
            <input type="checkbox" checked={faults.value.has(name)} onChange={() => toggleFault(name)} />
            <span>
              <strong>{label}</strong>
              <small>{effect}</small>
            </span>
          </label>
        ))}
      </fieldset>
    </Menu>
  );
}
