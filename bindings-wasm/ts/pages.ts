import { Code, NOTHING, ask, call, code, epoch, loader, told } from "./core.js";
import { guarded } from "./errors.js";
import { invalid } from "./refusals.js";
import type { JsonObject } from "./json.js";
import type { Vendor } from "./kinds.js";
import { Operation, heldBy } from "./operation.js";
import { Owned } from "./owned.js";
import { Page } from "./page.js";
import { type RunOptions, checkOptions } from "./run-options.js";
import { run } from "./run.js";
import { type Tenant, tenantHeldBy } from "./tenant.js";

/**
 * Why there are no more pages: what may have been missed. `complete`: no sign that anything was missed. `capped`: Xpanse counts and lists no
 * more than 9,999 by offsets, and there may be more; page tokens reach them. `moved`: the list changed meanwhile, and some
 * may have been missed. `stopped`: the limit of pages was reached, and there are more.
 */
export type PagesEnd = "complete" | "capped" | "moved" | "stopped";

/** Options of {@link pages}: those of each call, and the limit of pages. */
export interface PagesOptions extends RunOptions {
  /** How many pages are read at most: a whole number. None when left out. */
  readonly limit?: number | undefined;
}

/** The core's part of a list, which is freed when the list is over or nobody has it any more. */
interface Held {
  readonly number: number;
  readonly epoch: number;
}

const free = (held: Held): void => {
  if (held.epoch === epoch) loader.use().pages_free(held.number);
};
const gone = new FinalizationRegistry<Held>(free);

/**
 * Reads a list to its end, page by page: `for await (const page of pages(tenant, operation))`. Each incident is given once, and it
 * always ends; {@link Pages.end} says what may have been missed. The next page is asked for when you ask for it: nothing is read
 * ahead.
 *
 * @throws {@link SoarwireError} `invalid_request` for an operation that does not list, and for wrong options.
 */
export function pages<T extends Tenant>(tenant: T, operation: Operation<T["vendor"], Page>, options: PagesOptions = {}): Pages<T["vendor"]> {
  return new Pages<T["vendor"]>(tenant as Tenant<T["vendor"]>, operation, options);
}

/**
 * The pages of a list, one after the other: what {@link pages} gives. After a page that could not be read, and after a loop that was
 * left, it resumes where it was: iterate it again. {@link Pages.operation} says where that is, to go on elsewhere or later.
 */
export class Pages<V extends Vendor = Vendor> extends Owned implements AsyncIterableIterator<Page> {
  readonly #tenant: Tenant<V>;
  readonly #options: RunOptions;
  readonly #held: Held;
  #operation: Operation<V, Page>;
  #end: PagesEnd | null = null;
  #count = 0;
  /** The page that is being read: two are never read at once. */
  #reading: Promise<unknown> = Promise.resolve();

  /** @internal */
  constructor(tenant: Tenant<V>, operation: Operation<V, Page>, { limit, ...options }: PagesOptions) {
    super();
    tenantHeldBy(tenant);
    heldBy(operation);
    checkOptions(options);
    if (operation.effect !== "reads") throw invalid("operation", "does not list: pages are read of an operation such as `xpanse.getIncidents(…)`");
    if (limit !== undefined && !(Number.isInteger(limit) && limit >= 1 && limit < 2 ** 32)) throw invalid("limit", "must be a whole number, 1 or more");
    this.#tenant = tenant;
    this.#options = options;
    this.#operation = operation;
    this.#held = { number: Number(guarded(() => ask((core) => core.pages(limit ?? NaN)))), epoch };
    gone.register(this, this.#held, this.#held);
  }

  /** Why there are no more pages; `null` while there are. */
  get end(): PagesEnd | null {
    return this.#end;
  }

  /** What asks for the next page, also after an error; `null` after the last one. `toJSON()` stores it. */
  get operation(): Operation<V, Page> | null {
    return this.#end === null ? this.#operation : null;
  }

  /** How many pages were read. */
  get count(): number {
    return this.#count;
  }

  /** The next page, without what came before. If it cannot be read, the list stays where it is. */
  next(): Promise<IteratorResult<Page, undefined>> {
    const next = this.#reading.then(() => this.#read());
    this.#reading = next.catch(() => undefined);
    return next;
  }

  /** Called when a loop is left: the list stays where it is. */
  async return(): Promise<IteratorResult<Page, undefined>> {
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #read(): Promise<IteratorResult<Page, undefined>> {
    if (this.#end !== null) return { done: true, value: undefined };
    const page = await run(this.#tenant, this.#operation, this.#options);
    if (!(page instanceof Page)) throw invalid("operation", "does not list: its answer is no page");
    return { done: false, value: this.#taken(page) };
  }

  /** The page without what came before; turns to the next one. */
  #taken(page: Page): Page {
    return guarded(() => {
      const { number } = this.#held;
      if (this.#held.epoch !== epoch) throw invalid("memory", "was exhausted, and what the list had read is forgotten: begin anew from `operation`");
      const place = heldBy(this.#operation);
      call((core, length) => core.pages_take(number, place, length), page.source);
      const left = code === Code.Page ? new Page(`{${page.lastMembers}${told()}`, NOTHING, page.reader) : page;
      const [end, next] = ask((core) => core.pages_next(number)).split("\n") as [PagesEnd | "", string];
      this.#count++;
      if (end === "") this.#operation = this.#turned(JSON.parse(next) as JsonObject);
      else this.#finish(end);
      return left;
    });
  }

  #turned(next: JsonObject): Operation<V, Page> {
    const { vendor, id, params } = this.#operation;
    return new Operation<V, Page>(vendor, id, undefined, { ...params, ...next });
  }

  #finish(end: PagesEnd): void {
    this.#end = end;
    gone.unregister(this.#held);
    free(this.#held);
  }
}
