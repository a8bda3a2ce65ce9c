import { Code, code } from "./core.js";
import type { Reader } from "./list-answer.js";
import { Page } from "./page.js";
import { Report } from "./report.js";

/** What an operation answers with: a {@link Report} for one that acts on incidents, a {@link Page} for one that lists. */
export type Answer = Report | Page;

/** @internal Wraps the core's result in an object of its kind, as given by the operation's type. */
export function answered<A extends Answer>(data: string, body: Uint8Array, reader: Reader): A {
  return (code === Code.Page ? new Page(data, body, reader) : new Report(data, body, reader)) as Answer as A;
}
