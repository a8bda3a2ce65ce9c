import { computed, signal } from "@preact/signals";
import { type Incident, keyOf } from "../model/incident.ts";
import { type Call, vendorOf } from "../model/order.ts";
import type { Outcome } from "../model/outcome.ts";
import { store, stored } from "../state/storage.ts";
import { connect } from "../wire.ts";
import { applyOrder } from "./applyOrder.ts";
import type { Source } from "./source.ts";

export interface Account {
  readonly username: string;
  readonly site: string;
}

/**
 * Incidents that the analyst names, sent to a gateway on the page's own origin: `<path>/soar` is the D3
 * site, `<path>/xpanse` the Xpanse tenant. Nothing is read from there; rows change when an answer says that they did.
 */
export class GatewaySource implements Source {
  readonly kind = "gateway";
  readonly rows = signal<readonly Incident[]>([]);
  readonly account = signal<Account>({ username: "", site: "" });
  readonly suggestions = { owners: [], cases: [], mails: [] };
  readonly connection = computed(() => {
    const { username, site } = this.account.value;
    // The page's own fetch, called as the page's own.
    return connect(this.where === "/" ? "" : this.where, username, site, (url, init) => fetch(url, init));
  });

  // Each gateway has tenants of its own: neither its incidents nor its account are shown at another.
  readonly #rowsKey: string;
  readonly #accountKey: string;

  constructor(readonly where: string) {
    this.#rowsKey = `soarwire.rows ${where}`;
    this.#accountKey = `soarwire.account ${where}`;
    this.rows.value = stored("sessionStorage", this.#rowsKey) ?? [];
    this.account.value = stored("localStorage", this.#accountKey) ?? this.account.value;
  }

  begin(): void {}

  /** Adds rows; of one that is there already, what is said anew wins, and what is not said stays. Says how many were new. */
  add(rows: readonly Incident[]): number {
    const all = new Map(this.rows.value.map((row) => [row.key, row]));
    const before = all.size;
    for (const row of rows) all.set(row.key, merged(all.get(row.key), row));
    this.#show([...all.values()]);
    return all.size - before;
  }

  remove(keys: ReadonlySet<string>): void {
    this.#show(this.rows.value.filter(({ key }) => !keys.has(key)));
  }

  sign(account: Account): void {
    this.account.value = account;
    store("localStorage", this.#accountKey, account);
  }

  settled({ order, ids }: Call, outcomes: readonly Outcome[]): void {
    const vendor = vendorOf(order);
    const done = new Set(ids.filter((_, at) => outcomes[at]?.is === "succeeded").map((id) => keyOf(vendor, id)));
    if (done.size > 0) this.#show(this.rows.value.map((row) => (done.has(row.key) ? applyOrder(row, order) : row)));
  }

  #show(rows: readonly Incident[]): void {
    this.rows.value = rows;
    store("sessionStorage", this.#rowsKey, rows);
  }
}

/** A bare number says nothing of a title. */
function merged(before: Incident | undefined, row: Incident): Incident {
  const said = Object.entries(row).filter(([, value]) => value.length > 0);
  return { ...row, ...before, ...Object.fromEntries(said) };
}
