import { VENDOR_NAMES, type Vendor } from "../model/incident.ts";
import { spoken } from "../model/severity.ts";
import { useAppState } from "../state/appState.ts";
import { COLUMNS, type Column, FACETS, type Facet } from "../state/table.ts";
import { Menu } from "./Menu.tsx";
import { COLUMN_NAMES } from "./columns.ts";
import { focusFilter } from "./focus.ts";

const FACET_NAMES: Record<Facet, string> = { vendor: "Tenant", severity: "Severity", status: "Status", owner: "Owner" };

export function Filters() {
  const { table } = useAppState();
  return (
    <search class="filters">
      <label class="search">
        <span class="sr-only">Filter by text</span>
        <input
          id="filter-text"
          type="search"
          placeholder="Filter…"
          aria-keyshortcuts="/"
          value={table.text.value}
          onInput={(event) => (table.text.value = event.currentTarget.value)}
        />
        <kbd aria-hidden="true">/</kbd>
      </label>
      <div class="facets">
        {FACETS.map((facet) => (
          <FacetMenu key={facet} facet={facet} />
        ))}
      </div>
      <SortPick />
      <ShownCount />
    </search>
  );
}

function FacetMenu({ facet }: { facet: Facet }) {
  const { table } = useAppState();
  const picked = table.picks.value[facet];
  const name = FACET_NAMES[facet];
  return (
    <Menu label={picked.size === 0 ? name : `${name}: ${picked.size}`} active={picked.size > 0}>
      <fieldset class="facet">
        <legend>{name}</legend>
        {table.words(facet).map(([word, number]) => (
          <label key={word}>
            <input type="checkbox" checked={picked.has(word)} onChange={() => table.pick(facet, word)} />
            <span class="word">{wordOf(facet, word)}</span>
            <span class="number">{number.toLocaleString("en")}</span>
          </label>
        ))}
      </fieldset>
    </Menu>
  );
}

function wordOf(facet: Facet, word: string): string {
  if (word === "") return facet === "owner" ? "nobody" : "not known";
  if (facet === "vendor") return VENDOR_NAMES[word as Vendor];
  return facet === "owner" ? word : spoken(word);
}

/** For narrow screens, where the table has no head to click on. */
function SortPick() {
  const { table } = useAppState();
  const { column, descending } = table.sort.value;
  return (
    <label class="sort-pick">
      <span class="sr-only">Sort by</span>
      <select
        value={`${column}${descending ? "-" : ""}`}
        onChange={({ currentTarget: { value } }) =>
          (table.sort.value = { column: value.replace("-", "") as Column, descending: value.endsWith("-") })
        }
      >
        {COLUMNS.flatMap((name) => [
          <option key={name} value={name}>{`${COLUMN_NAMES[name]} ↑`}</option>,
          <option key={`${name}-`} value={`${name}-`}>{`${COLUMN_NAMES[name]} ↓`}</option>,
        ])}
      </select>
    </label>
  );
}

function ShownCount() {
  const { table } = useAppState();
  const shown = table.shown.value.length.toLocaleString("en");
  const all = table.rows.value.length.toLocaleString("en");
  return (
    <p class="shown">
      <span role="status">{table.filtered.value ? `${shown} of ${all} shown` : `${all} incidents`}</span>
      {table.filtered.value && (
        <>
          {" "}
          <button
            type="button"
            class="link"
            onClick={() => {
              table.showAll();
              focusFilter();
            }}
          >
            Show all
          </button>
        </>
      )}
    </p>
  );
}
