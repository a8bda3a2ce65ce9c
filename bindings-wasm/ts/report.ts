import { Members } from "./rebuilt/canonical.js";
import { NOTHING } from "./core.js";
import type { JsonObject } from "./json.js";
import type { Kind } from "./kinds.js";
import { decode } from "./digits.js";
import { mergedJson } from "./rebuilt/merged.js";
import { rebuiltReport } from "./rebuilt/answers.js";
import { Incomplete } from "./incomplete.js";
import { Again, ListAnswer, type Reader, index } from "./list-answer.js";

/** @internal The report in canonical JSON. */
export function reportOf(json: Members): Report {
  const { data, reader } = rebuiltReport(json);
  return new Report(data, NOTHING, reader);
}

/** What happened to one incident. */
export type Outcome =
  /** The answer states, for this incident, that it was done. */
  | { readonly status: "succeeded" }
  /** The answer states that it was not done; the reason is the vendor's, or in the outcomes of an error its kind. */
  | { readonly status: "failed"; readonly reason: string }
  /** It was asked for, and the answer does not say what happened to it. */
  | { readonly status: "unreported" }
  /** The request may have been carried out; the kind of the error that left it open. */
  | { readonly status: "unknown"; readonly why: Kind };

/** An incident with its outcome. */
export interface OutcomeOf {
  /** The incident's number or id, as it was asked for. */
  readonly id: string;
  /** What happened to it. */
  readonly outcome: Outcome;
}

/** An incident that was not done. */
export interface Failed {
  /** The incident's number or id, as it was asked for. */
  readonly id: string;
  /** The vendor's reason. It may hold anything: show it as text, never as markup. */
  readonly reason: string;
}

/** How many incidents of each outcome a report has; they add up to `asked`. */
export interface Counts {
  /** All that were asked for. */
  readonly asked: number;
  /** Done, as the answer states. */
  readonly succeeded: number;
  /** Not done, as the answer states. */
  readonly failed: number;
  /** Left out of the answer. */
  readonly unreported: number;
  /** Perhaps done. */
  readonly unknown: number;
}

/** A report as every language of soarwire writes it. */
export interface ReportJson {
  /** Done. */
  readonly succeeded: readonly string[];
  /** Not done. */
  readonly failed: readonly Failed[];
  /** Left out of the answer. */
  readonly unreported: readonly string[];
  /** Perhaps done. */
  readonly unknown: readonly string[];
  /** The vendor's warnings. */
  readonly warnings: readonly string[];
  /** The vendor's items. */
  readonly items: readonly JsonObject[];
  /** The id of the operation. */
  readonly operation: string;
  /** All that were asked for. */
  readonly asked: readonly string[];
  /** How many of each outcome. */
  readonly counts: Counts;
  /** Those perhaps done, by the kind of the error that left them open. */
  readonly why: Readonly<Partial<Record<Kind, readonly string[]>>>;
  /** The status text of the envelope. */
  readonly status_text: string | null;
  /** How often the request was sent. */
  readonly attempts: number;
  /** How long the call took. */
  readonly elapsed_ms: number | null;
  /** The vendor's id of the answer. */
  readonly request_id: string | null;
}

/** The sections of a report's data: see `answer.rs`. */
const enum Section {
  Counts,
  Letters,
  Asked,
  Failed,
  StatusText,
  Why,
  Count = 9,
}

/**
 * What happened to each incident of one call, with the vendor's own words beside it.
 *
 * Values are computed when you read them, lists only once: read slices of a large report (`report.items(0, 50)`) instead of all
 * of it. Lists are in the order in which the incidents were requested, {@link ListAnswer.items} in that of the answer.
 */
export class Report extends ListAnswer {
  #asked: readonly string[] | undefined;
  #failed: readonly Failed[] | undefined;
  #succeeded: readonly string[] | undefined;
  #unreported: readonly string[] | undefined;
  #unknown: readonly string[] | undefined;
  #places: ReadonlyMap<string, number> | undefined;
  #reasons: ReadonlyMap<string, string> | undefined;
  #kinds: ReadonlyMap<string, Kind> | undefined;
  #items: { readonly starts: readonly number[]; readonly texts: string } | undefined;

  /** @internal */
  constructor(data: string, body: Uint8Array, reader: Reader) {
    super(data, body, reader, Section.Count);
  }

  /**
   * A report that says the same from the canonical JSON of any language: the text of `toJSONText()`, or the object of `toJSON()`.
   *
   * @throws {@link SoarwireError} `invalid_request` for anything else, naming the member. Each incident in `asked` must have exactly
   * one outcome.
   */
  static fromJson(json: string | object): Report {
    return reportOf(Members.of(json, "report"));
  }

  /**
   * One report of several calls of the same operation, such as those of `operation.chunks(size)`, or a call and its repetition with
   * `operation.only(ids)`.
   *
   * An incident that several reports are about has the outcome of the last of them; but one that succeeded stays so unless a later
   * report says that it failed. Items and warnings stand one behind the other, attempts and times are added up; the status text and
   * the request id are kept where there is only one report.
   *
   * @throws {@link SoarwireError} `invalid_request` (field `reports`) if there is none, or if they are of different operations.
   */
  static merged(reports: Iterable<Report>): Report {
    return reportOf(mergedJson(reports));
  }

  /**
   * The report itself if every incident succeeded.
   *
   * @throws {@link Incomplete}, with the report, if any incident failed, is unreported or unknown.
   */
  requireAll(): this {
    if (!this.allSucceeded) throw new Incomplete(this);
    return this;
  }

  /** How many incidents there are of each outcome. */
  get counts(): Counts {
    const [asked, succeeded, failed, unreported, unknown] = this.numbers(Section.Counts) as [number, number, number, number, number];
    return { asked, succeeded, failed, unreported, unknown };
  }

  get summary(): string {
    return Object.entries(this.counts).map(([what, count]) => `${count} ${what}`).join(", ");
  }

  /** Whether the answer states, for every incident asked for, that it was done. */
  get allSucceeded(): boolean {
    const { asked, succeeded } = this.counts;
    return asked === succeeded;
  }

  /** The incidents that were asked for, each once. */
  get asked(): readonly string[] {
    if (this.#asked === undefined) {
      const start = this.startOf(Section.Asked);
      const isEmpty = start === this.startOf(Section.Failed);
      this.#asked = isEmpty ? this.reader.askedOf(start - this.startOf(Section.Letters)) : Object.freeze(this.texts(Section.Asked));
    }
    return this.#asked;
  }

  /** The incidents that the answer states were done. */
  get succeeded(): readonly string[] {
    return (this.#succeeded ??= this.#having("s"));
  }

  /** The incidents that the answer states were not done, with the vendor's reasons. */
  get failed(): readonly Failed[] {
    if (this.#failed === undefined) {
      const texts = this.texts(Section.Failed);
      const failed: Failed[] = [];
      for (let at = 0; at < texts.length; at += 2) failed.push(Object.freeze({ id: texts[at] as string, reason: texts[at + 1] as string }));
      this.#failed = Object.freeze(failed);
    }
    return this.#failed;
  }

  /** The incidents that were asked for and that the answer leaves out. */
  get unreported(): readonly string[] {
    return (this.#unreported ??= this.#having("u"));
  }

  /** The incidents whose outcome nobody knows: the request may have been carried out. */
  get unknown(): readonly string[] {
    return (this.#unknown ??= this.#having("k"));
  }

  /** The status text of the envelope, such as `Successful` or `Partially Successful`; `null` when it has none. */
  get statusText(): string | null {
    return this.texts(Section.StatusText)[0] ?? null;
  }

  /** What happened to one incident; `undefined` when it was not asked for. */
  outcome(id: string): Outcome | undefined {
    const place = this.#place(id);
    return place === undefined ? undefined : this.#outcomeAt(place);
  }

  /** What happened to the incidents from `start` to before `end`, in the order asked. */
  outcomes(start = 0, end = Infinity): OutcomeOf[] {
    const from = index(start);
    return this.asked.slice(from, index(end)).map((id, at) => ({ id, outcome: this.#outcomeAt(from + at) }));
  }

  /** The vendor's own item of one incident, unknown fields included; `undefined` when the answer has none of it. */
  item(id: string): JsonObject | undefined {
    const place = this.#place(id);
    if (place === undefined) return undefined;
    const { starts, texts } = (this.#items ??= this.#itemsAsked());
    const text = texts.slice(starts[place], starts[place + 1]);
    return text === "" ? undefined : (JSON.parse(text) as JsonObject);
  }

  /** The report as every language of soarwire writes it: the whole report, so beware of large ones. */
  toJSON(): ReportJson {
    return JSON.parse(this.toJSONText()) as ReportJson;
  }

  #having(letter: string): readonly string[] {
    const { asked, data } = this;
    const start = this.startOf(Section.Letters);
    const ids: string[] = [];
    for (let at = 0; at < asked.length; at++) if (data[start + at] === letter) ids.push(asked[at] as string);
    return Object.freeze(ids);
  }

  #place(id: string): number | undefined {
    this.#places ??= new Map(this.asked.map((id, at) => [id, at]));
    return this.#places.get(String(id));
  }

  #outcomeAt(place: number): Outcome {
    switch (this.data[this.startOf(Section.Letters) + place]) {
      case "s":
        return { status: "succeeded" };
      case "f":
        this.#reasons ??= new Map(this.failed.map(({ id, reason }) => [id, reason]));
        return { status: "failed", reason: this.#reasons.get(this.asked[place] as string) as string };
      case "k":
        return { status: "unknown", why: this.#whys().get(this.asked[place] as string) as Kind };
      default:
        return { status: "unreported" };
    }
  }

  /** Why each unknown incident is so. */
  #whys(): ReadonlyMap<string, Kind> {
    if (this.#kinds === undefined) {
      const why = JSON.parse(this.section(Section.Why)) as Record<Kind, string[]>;
      this.#kinds = new Map((Object.keys(why) as Kind[]).flatMap((kind) => why[kind].map((id): [string, Kind] => [id, kind])));
    }
    return this.#kinds;
  }

  #itemsAsked(): { readonly starts: readonly number[]; readonly texts: string } {
    const told = this.again(Again.Items);
    const end = told.indexOf("\n");
    let start = 0;
    const starts = [0, ...decode(told, 0, end).map((length) => (start += length))];
    return { starts, texts: told.slice(end + 1) };
  }
}
