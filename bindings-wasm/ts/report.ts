import type { JsonObject } from "./json.js";
import type { Kind } from "./kinds.js";
import { ListAnswer, ListPart, sourceOf, textOf } from "./list-answer.js";

/** What happened to one incident. */
export type Outcome =
  /** The answer states, for this incident, that it was done. */
  | { readonly status: "succeeded" }
  /** The answer states that it was not done; the reason is the vendor's. */
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
}

const enum Part {
  Succeeded = ListPart.End,
  Failed,
  Unreported,
  Unknown,
  Asked,
  Outcomes,
  StatusText,
}

/**
 * What happened to each incident of one call, with the vendor's own words beside it.
 *
 * A large report stays in the memory of the core, and values are made when you read them: read slices of it
 * (`report.items(0, 50)`) instead of all of it. Lists follow the order in which incidents were asked for,
 * {@link ListAnswer.items} that of the answer.
 */
export class Report extends ListAnswer {
  /** How many incidents there are of each outcome. */
  get counts(): Counts {
    const [asked = 0, succeeded = 0, failed = 0, unreported = 0, unknown = 0] = this.#counted();
    return { asked, succeeded, failed, unreported, unknown };
  }

  /** Whether the answer states, for every incident asked for, that it was done. */
  get allSucceeded(): boolean {
    const [asked, succeeded] = this.#counted();
    return asked === succeeded;
  }

  /** The incidents that were asked for, each once. */
  get asked(): string[] {
    return this.#list(Part.Asked);
  }

  /** The incidents that the answer states were done. */
  get succeeded(): string[] {
    return this.#list(Part.Succeeded);
  }

  /** The incidents that the answer states were not done, with the vendor's reasons. */
  get failed(): Failed[] {
    return JSON.parse(textOf(this, Part.Failed)) as Failed[];
  }

  /** The incidents that were asked for and that the answer leaves out. */
  get unreported(): string[] {
    return this.#list(Part.Unreported);
  }

  /** The incidents whose outcome nobody knows: the request may have been carried out. */
  get unknown(): string[] {
    return this.#list(Part.Unknown);
  }

  /** The status text of the envelope, such as `Successful` or `Partially Successful`; `null` when it has none. */
  get statusText(): string | null {
    return sourceOf(this).text(Part.StatusText, 0, 0) ?? null;
  }

  /** What happened to one incident; `undefined` when it was not asked for. */
  outcome(id: string): Outcome | undefined {
    const text = sourceOf(this).answer.outcome(String(id));
    return text === undefined ? undefined : (JSON.parse(text) as Outcome);
  }

  /** What happened to the incidents from `start` to before `end`, in the order asked. */
  outcomes(start = 0, end = Infinity): OutcomeOf[] {
    return JSON.parse(textOf(this, Part.Outcomes, start, end)) as OutcomeOf[];
  }

  /** The vendor's own item of one incident, unknown fields included; `undefined` when the answer has none of it. */
  item(id: string): JsonObject | undefined {
    const text = sourceOf(this).answer.item(String(id));
    return text === undefined ? undefined : (JSON.parse(text) as JsonObject);
  }

  /** How many items of the vendor's there are. */
  get itemCount(): number {
    return this.#counted()[5] ?? 0;
  }

  /** The report as every language of soarwire writes it: the whole report, so beware of large ones. */
  toJSON(): ReportJson {
    return JSON.parse(this.toJSONText()) as ReportJson;
  }

  #list(part: Part): string[] {
    return JSON.parse(textOf(this, part)) as string[];
  }

  #counted(): ArrayLike<number> & Iterable<number> {
    return sourceOf(this).counts();
  }
}
