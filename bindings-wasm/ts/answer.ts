import type * as glue from "./soarwire_bg.js";
import { Page } from "./page.js";
import { Report } from "./report.js";
import { Held, Packed, type Reader, type Source } from "./source.js";

/** What an operation answers with: a {@link Report} for one that acts on incidents, a {@link Page} for one that lists. */
export type Answer = Report | Page;

/** The class of each kind of answer. */
const KINDS: Readonly<Record<string, new (source: Source) => Answer>> = { report: Report, page: Page };

/** @internal An answer of the core as an object of its kind; the operation's type says which one it is. */
export function answered<A extends Answer>(answer: glue.Answer): A {
  const kind = answer.kind();
  const Kind = KINDS[kind];
  if (Kind === undefined) throw new TypeError(`soarwire: an answer of the unknown kind ${kind}`);
  return new Kind(new Held(answer)) as A;
}

/** @internal A small report as an object; `reader` reads its body again when more of it is asked for. */
export function unpacked<A extends Answer>(packed: string, reader: Reader): A {
  return new Report(new Packed(packed, reader)) as A;
}
