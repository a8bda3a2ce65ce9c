import { Again, ListAnswer, type Reader, index } from "./list-answer.js";
import type { JsonObject } from "./json.js";
import { Members } from "./rebuilt/canonical.js";
import { camel } from "./casing.js";
import { NOTHING } from "./core.js";
import { rebuiltPage } from "./rebuilt/answers.js";

/**
 * The common view of an incident or alert, the same for both vendors; `null` where the vendor says nothing. A list, an object or a
 * boolean is its JSON, without white space.
 */
export interface Row {
  /** The id or number; `null` for an item that names none. */
  readonly id: string | null;
  /** The title or name. */
  readonly title: string | null;
  /** The status, in the vendor's word. */
  readonly status: string | null;
  /** The severity, in the vendor's word; one that was set by hand comes before a computed one. */
  readonly severity: string | null;
  /** Whom it is assigned to. */
  readonly owner: string | null;
  /** When it was created: milliseconds since 1970 for Xpanse, the vendor's own text for D3. */
  readonly created: string | number | null;
  /** When it was last modified, as `created`. */
  readonly modified: string | number | null;
  /** Its page in the vendor's user interface. */
  readonly url: string | null;
}

/** A page as every language of soarwire writes it. */
export interface PageJson {
  /** The ids of the items. */
  readonly ids: readonly string[];
  /** The common view of the items. */
  readonly rows: readonly Row[];
  /** The vendor's items. */
  readonly items: readonly JsonObject[];
  /** How many there are on all pages. */
  readonly total: number | null;
  /** Whether there may be more than `total`. */
  readonly capped: boolean;
  /** The parameters that change for the next page, by their names in every language (snake_case). */
  readonly next: JsonObject | null;
  /** The vendor's warnings. */
  readonly warnings: readonly string[];
  /** The id of the operation. */
  readonly operation: string;
  /** Which page was asked for. */
  readonly asked: JsonObject | null;
  /** How often the request was sent. */
  readonly attempts: number;
  /** How long the call took. */
  readonly elapsed_ms: number | null;
  /** The vendor's id of the answer. */
  readonly request_id: string | null;
}

/** The parameters that change from one page to the next: those of a list's own way of paging. */
export interface NextPage {
  /** By offsets: the index of the first item of the next page. */
  readonly searchFrom?: number;
  /** By offsets: the index after its last item. */
  readonly searchTo?: number;
  /** By tokens: the token of the next page. */
  readonly nextPageToken?: string;
  /** By numbers: the number of the next page, counted from 0. */
  readonly pageIndex?: number;
}

/** The sections of a page's data: see `answer.rs`. */
const enum Section {
  Total,
  Capped,
  Next,
  Json,
  Count = 7,
}

/**
 * One page of a list: the vendor's items as they came, a common view of them, and where the list goes on.
 *
 * Values are computed when you read them. Lists are in the order of the answer.
 */
export class Page extends ListAnswer {
  #ids: readonly string[] | undefined;
  #rows: readonly Row[] | undefined;

  /** @internal */
  constructor(data: string, body: Uint8Array, reader: Reader) {
    super(data, body, reader, Section.Count);
  }

  /**
   * A page that says the same from the canonical JSON of any language: the text of `toJSONText()`, or the object of `toJSON()`.
   *
   * @throws {@link SoarwireError} `invalid_request` for anything else, naming the member.
   */
  static fromJson(json: string | object): Page {
    const { data, reader } = rebuiltPage(Members.of(json, "page"));
    return new Page(data, NOTHING, reader);
  }

  get summary(): string {
    // Some lists give ids without items.
    return `${this.itemCount || this.ids.length} items`;
  }

  /** The ids of the items, empty for one that names none; of `d3.searchIncidents`, which gives no items, the ids alone. */
  get ids(): readonly string[] {
    return (this.#ids ??= Object.freeze(JSON.parse(this.again(Again.Ids)) as string[]));
  }

  /** The common view of the items from `start` to before `end`. */
  rows(start = 0, end = Infinity): Row[] {
    return this.#allRows().slice(index(start), index(end));
  }

  /** How many there are on all pages, as the vendor counts them; `null` when the vendor does not say. */
  get total(): number | null {
    const text = this.section(Section.Total);
    return text === "" ? null : Number(text);
  }

  /** Whether the vendor stopped counting, so that there may be more than {@link Page.total}. */
  get capped(): boolean {
    return this.section(Section.Capped) !== "";
  }

  /** The parameters that change for the next page, `null` after the last: `getIncidents({ ...params, ...page.next })`. */
  get next(): NextPage | null {
    const text = this.texts(Section.Next)[0];
    return text === undefined ? null : named(JSON.parse(text) as JsonObject);
  }

  /** The page as every language of soarwire writes it. */
  toJSON(): PageJson {
    return JSON.parse(this.toJSONText()) as PageJson;
  }

  /** @internal Of a page that is a part of what its body says, there is this alone. */
  override again(part: Again): string {
    const json = this.texts(Section.Json)[0];
    if (json === undefined || part === Again.Json) return json ?? super.again(part);
    const { rows, ids } = JSON.parse(json) as PageJson;
    return JSON.stringify(part === Again.Rows ? rows : ids);
  }

  #allRows(): readonly Row[] {
    if (this.#rows === undefined) {
      this.#rows = JSON.parse(this.again(Again.Rows)) as Row[];
      for (const row of this.#rows) Object.freeze(row);
    }
    return this.#rows;
  }
}

/** The parameters by their names in TypeScript. */
function named(params: JsonObject): NextPage {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [camel(name), value]));
}
