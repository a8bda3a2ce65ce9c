import { Owned, handle } from "./handle.js";
import type { JsonObject } from "./json.js";
import type { Source } from "./source.js";

/** @internal The parts of which every answer with items consists; each kind of answer counts on from `End`. */
export const enum ListPart {
  Json,
  Operation,
  Warnings,
  Items,
  End,
}

/** What answers with items of the vendor's have in common: see `Report` and `Page`. */
export abstract class ListAnswer extends Owned {
  /** @internal */
  constructor(source: Source) {
    super(source);
  }

  /** The id of the operation, such as `d3.close_incidents`. */
  get operation(): string {
    return textOf(this, ListPart.Operation);
  }

  /** The vendor's warnings. */
  get warnings(): string[] {
    return JSON.parse(textOf(this, ListPart.Warnings)) as string[];
  }

  /** How many items of the vendor's there are. */
  abstract get itemCount(): number;

  /** The vendor's own items from `start` to before `end`, unknown fields included, in the order of the answer. */
  items(start = 0, end = Infinity): JsonObject[] {
    return JSON.parse(textOf(this, ListPart.Items, start, end)) as JsonObject[];
  }

  /** The text of `toJSON()`, the vendor's numbers in their own spelling. */
  toJSONText(): string {
    return textOf(this, ListPart.Json);
  }
}

/** @internal Where the answer is. */
export function sourceOf(answer: ListAnswer): Source {
  return handle<Source>(answer);
}

/** @internal A part of the answer as text; empty for one that it does not have. */
export function textOf(answer: ListAnswer, part: number, start = 0, end = 0): string {
  return sourceOf(answer).text(part, start, end) ?? "";
}
