import { Code, code } from "./core.js";
import { Created } from "./created.js";
import { Details } from "./details.js";
import type { Reader } from "./list-answer.js";
import { Page } from "./page.js";
import { Reply } from "./reply.js";
import { Report } from "./report.js";
import { Validity } from "./validity.js";

/**
 * What an operation answers with: a {@link Report} for one that acts on incidents, a {@link Page} for one that lists, and
 * {@link Details}, {@link Created}, {@link Validity} and {@link Reply} for the others.
 */
export type Answer = Report | Page | Details | Created | Validity | Reply;

/** @internal Wraps the core's result in an object of its kind, as given by the operation's type. */
export function answered<A extends Answer>(data: string, body: Uint8Array, reader: Reader): A {
  return made(data, body, reader) as A;
}

function made(data: string, body: Uint8Array, reader: Reader): Answer {
  switch (code) {
    case Code.Page:
      return new Page(data, body, reader);
    case Code.Details:
      return new Details(data, reader);
    case Code.Created:
      return new Created(data, reader);
    case Code.Validity:
      return new Validity(data, reader);
    case Code.Reply:
      return new Reply(data, reader);
    default:
      return new Report(data, body, reader);
  }
}
