import type { Answer } from "../answer.js";
import { invalid } from "../refusals.js";
import { type AnySoarwireError, isSoarwireError } from "../soarwire-error.js";
import type { JsonObject } from "../json.js";
import type { Vendor } from "../kinds.js";
import { Operation, type OperationJson, heldBy } from "../operation.js";
import { Owned } from "../owned.js";
import { Page, type Row } from "../page.js";
import type { PagesEnd } from "../pages.js";
import { type RunOptions, checkOptions } from "../run-options.js";
import { run } from "../run.js";
import { type Tenant, tenantHeldBy } from "../tenant.js";
import { loader } from "./core.js";
import { bytesOf, told } from "./crossing.js";

/** One of the lists of an {@link overview}: a tenant, and what lists. */
export interface OverviewList<V extends Vendor = Vendor> {
  /** The tenant. */
  readonly tenant: Tenant<V>;
  /** What lists its incidents or alerts. */
  readonly operation: Operation<V, Page>;
  /** Options for the pages of this tenant; they go before those of the overview. */
  readonly options?: RunOptions | undefined;
}

/** The lists of an {@link overview}, by names of your choice. */
export type OverviewLists = Readonly<Record<string, OverviewList<"d3"> | OverviewList<"xpanse">>>;

type Machine = InstanceType<ReturnType<typeof loader.use>["Overview"]>;

/** An incident or alert, and the tenant that has it. */
export interface OverviewRow {
  /** The name of the tenant. */
  readonly tenant: string;
  /** The common view. */
  readonly row: Row;
  /** The vendor's own item, unknown fields included. */
  readonly item: JsonObject;
  /** The id of the operation that read it. */
  readonly operation: string;
  /** When it was created, in milliseconds since 1970; `null` if the vendor's time is ambiguous. */
  readonly createdMs: number | null;
}

/**
 * One list over several tenants of both vendors, the newest first where the vendors give a time:
 * `for await (const { tenant, row } of overview({ soc, berlin }))`. Each tenant is paced on its own. One whose list cannot be read on
 * is in {@link Overview.failures} and ends; the others continue. At most one page of each is held, and nothing is read ahead.
 *
 * Lists are merged, not sorted: each should come newest first, as `xpanse.getIncidents` gives it when it is sorted by `creation_time` in
 * descending order.
 *
 * @param lists - The tenants by name, each with what lists.
 * @param options - As for `run`, for each page. When `signal` aborts, the loop throws, and can be iterated again.
 * @throws {@link SoarwireError} `invalid_request` for an operation that does not list or is for the other vendor, and for wrong options.
 */
export function overview(lists: OverviewLists, options: RunOptions = {}): Overview {
  return new Overview(lists, options);
}

/** The rows of several tenants: what {@link overview} gives. After a loop that was left, it resumes where it was: iterate it again. */
export class Overview extends Owned implements AsyncIterableIterator<OverviewRow> {
  readonly #lists: readonly (readonly [name: string, list: OverviewList])[];
  readonly #options: RunOptions;
  readonly #ends = new Map<string, PagesEnd>();
  readonly #failures = new Map<string, AnySoarwireError>();
  /** The core's part; freed once all lists have ended. */
  #machine: Machine | undefined;
  /** The row that is being read: two are never read at once. */
  #reading: Promise<unknown> = Promise.resolve();

  /** @internal */
  constructor(lists: OverviewLists, options: RunOptions) {
    super();
    if (typeof lists !== "object" || lists === null) throw invalid("lists", "must be an object of names, each with a `tenant` and an `operation`");
    checkOptions(options);
    this.#options = options;
    this.#lists = Object.entries<OverviewList>(lists);
    const machine = new (loader.use().Overview)();
    for (const [name, { tenant, operation, options: own = {} }] of this.#lists) {
      tenantHeldBy(tenant);
      heldBy(operation);
      checkOptions(own);
      if (operation.vendor !== tenant.vendor) throw invalid("operation", `is for the other vendor: \`${name}\` is a tenant of ${tenant.vendor}`);
      told(() => machine.push(name, JSON.stringify(operation)));
    }
    this.#machine = machine;
  }

  /** Why the lists of tenants ended, by the name of the tenant: of those that did. */
  get ends(): ReadonlyMap<string, PagesEnd> {
    return new Map(this.#ends);
  }

  /** The errors of tenants whose lists could not be read on, by the name of the tenant. */
  get failures(): ReadonlyMap<string, AnySoarwireError> {
    return new Map(this.#failures);
  }

  /** The next row. */
  next(): Promise<IteratorResult<OverviewRow, undefined>> {
    const next = this.#reading.then(() => this.#next());
    this.#reading = next.catch(() => undefined);
    return next;
  }

  /** Called when a loop is left: the lists stay where they are. */
  async return(): Promise<IteratorResult<OverviewRow, undefined>> {
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #next(): Promise<IteratorResult<OverviewRow, undefined>> {
    while (this.#machine !== undefined) {
      const [what, about, text] = lines(this.#machine.step());
      if (what === "row") return { done: false, value: named(text) };
      if (what === "read") await this.#read(this.#machine, Number(about), JSON.parse(text) as OperationJson);
      else if (what === "end") {
        if (about !== "") this.#ends.set(text, about as PagesEnd);
      } else {
        this.#machine.free();
        this.#machine = undefined;
      }
    }
    return { done: true, value: undefined };
  }

  /** Reads the page that the core asked for. */
  async #read(machine: Machine, place: number, { operation: id, params }: OperationJson): Promise<void> {
    const [name, { tenant, options: own }] = this.#lists[place] as readonly [string, OverviewList];
    const options = { ...this.#options, ...own };
    let page: Answer;
    try {
      page = await run(tenant, new Operation<Vendor, Answer>(tenant.vendor, id, undefined, params), options);
    } catch (error) {
      if (options.signal?.aborted === true || !isSoarwireError(error)) throw error;
      this.#failures.set(name, error);
      machine.fail();
      return;
    }
    if (!(page instanceof Page) || !machine.take(bytesOf(page))) throw invalid("operation", "does not list: its answer is no page");
  }
}

/** The first two lines, and the rest. */
function lines(text: string): [string, string, string] {
  const first = text.indexOf("\n");
  const second = text.indexOf("\n", first + 1);
  return [text.slice(0, Math.max(first, 0)), text.slice(first + 1, second), text.slice(second + 1)];
}

/** A row by its names in TypeScript. */
function named(json: string): OverviewRow {
  const { created_ms: createdMs, ...row } = JSON.parse(json) as OverviewRow & { readonly created_ms: number | null };
  return { ...row, createdMs };
}
