import { camel, spelt } from "./casing.js";
import { Exhausted, Refusal, ask } from "./core.js";
import { type Canonical, type ReportOf, SoarwireError } from "./soarwire-error.js";

/** @internal How a build error spells the names of parameters and settings. */
interface Spelling {
  field(name: string): string;
  text(text: string): string;
}

const OF_THE_CORE: Spelling = { field: camel, text: spelt };
const AS_IT_IS: Spelling = { field: (name) => name, text: (text) => text };

/** @internal An argument that cannot even be converted. */
export function invalid(field: string, reason: string): SoarwireError {
  try {
    // The core counts the length of the field in bytes.
    const length = new TextEncoder().encode(field).length;
    ask((core, all) => core.invalid(length, all), field + reason);
  } catch (thrown) {
    if (thrown instanceof Refusal) return taken(thrown.text, undefined, AS_IT_IS);
    throw thrown instanceof Exhausted ? new Error("soarwire: there is no memory left") : thrown;
  }
  throw new Error("soarwire: the core refused nothing");
}

/** @internal What was thrown; the error for it if the core refused, or is out of memory. */
export function errorFor(thrown: unknown, reportOf?: ReportOf): unknown {
  if (thrown instanceof Refusal) return taken(thrown.text, reportOf);
  return thrown instanceof Exhausted ? invalid("memory", "is exhausted: pass less at a time") : thrown;
}

/** @internal Asks the core something in which no call was made, so that a refusal has no report. */
export function guardedAsk(...question: Parameters<typeof ask>): string {
  try {
    return ask(...question);
  } catch (thrown) {
    throw errorFor(thrown);
  }
}

/** @internal An error that the core tells, in its lines, see `error.rs`: the canonical JSON, the sentence. */
export function taken(told: string, reportOf?: ReportOf, spelling = OF_THE_CORE): SoarwireError {
  const [text = "", message = ""] = told.split("\n", 2);
  const [sentence = ""] = JSON.parse(message) as string[];
  return errorOf(text, sentence, reportOf, spelling);
}

/** @internal An error of its canonical JSON and its sentence. */
export function errorOf(text: string, sentence: string, reportOf?: ReportOf, spelling = OF_THE_CORE): SoarwireError {
  const canonical = JSON.parse(text) as Canonical;
  const { reason } = canonical;
  const build = canonical.family === "build";
  const field = canonical.field === null ? null : spelling.field(canonical.field);
  // Parameters are named as in JavaScript.
  return new SoarwireError(build ? spelling.text(sentence.replace(`: ${canonical.field} `, () => `: ${field} `)) : sentence, {
    text,
    canonical,
    field,
    reason: build && reason !== null ? spelling.text(reason) : reason,
    reportOf,
  });
}
