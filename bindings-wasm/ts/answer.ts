import type * as glue from "./soarwire_bg.js";
import { Page } from "./page.js";
import { Report } from "./report.js";

/** What an operation answers with: a {@link Report} for one that acts on incidents, a {@link Page} for one that lists. */
export type Answer = Report | Page;

/** The class of each kind of answer. */
const KINDS: Readonly<Record<string, new (answer: glue.Answer) => Answer>> = { report: Report, page: Page };

/** @internal An answer of the core as an object of its kind; the operation's type says which one it is. */
export function answered<A extends Answer>(answer: glue.Answer): A {
  const kind = answer.kind();
  const Kind = KINDS[kind];
  if (Kind === undefined) throw new TypeError(`soarwire: an answer of the unknown kind ${kind}`);
  return new Kind(answer) as A;
}
