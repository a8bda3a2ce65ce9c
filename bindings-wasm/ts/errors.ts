import { Exhausted, NOTHING, Refusal, ask, decoded } from "./core.js";
import type { Json } from "./json.js";
import type { ErrorOfKind, Family, Kind } from "./kinds.js";
import type { Reader } from "./list-answer.js";
import { Report } from "./report.js";
import { camel, spelt } from "./casing.js";

const BRAND = Symbol.for("soarwire.error");

/** The body of a refusal, as far as it was understood. It may hold anything: do not log it blindly. */
export type ErrorBody =
  | { readonly tier: "empty" }
  /** A shape that the vendor documents, or other JSON. */
  | { readonly tier: "documented" | "json"; readonly text: string }
  /** Anything else, the first 64 KiB. */
  | { readonly tier: "raw"; readonly bytes: Uint8Array };

/** What an error knows, as the core writes it. */
interface Canonical {
  readonly family: Family;
  readonly kind: Kind;
  readonly status: number | null;
  readonly code: string | null;
  readonly message: string | null;
  readonly extra: Json;
  readonly fields: Readonly<Record<string, readonly string[]>>;
  readonly retry_after_ms: number | null;
  readonly retryable: boolean;
  readonly maybe_executed: boolean;
  readonly field: string | null;
}

interface Facts {
  readonly text: string;
  readonly canonical: Canonical;
  readonly field: string | null;
  readonly reason: string | null;
  readonly attempts: number;
  readonly body: ErrorBody | null;
  readonly report: Report | null;
}

/**
 * Why a call failed, and whether it may have been carried out all the same.
 *
 * `message` is a sentence of ours with the status, the kind and the vendor's code. The vendor's own text is
 * {@link SoarwireError.vendorMessage}; neither it nor any body is ever printed.
 *
 * Tell errors apart with {@link isSoarwireError} and {@link isKind}, which work across realms and copies of the
 * package; `switch (error.kind)` then narrows to the fields that a kind has.
 */
export class SoarwireError extends Error {
  readonly #facts: Facts;

  /** @internal */
  constructor(message: string, facts: Facts) {
    super(message);
    this.#facts = facts;
  }

  /** What kind of error it is: stable, and the same in every language. */
  get kind(): Kind {
    return this.#facts.canonical.kind;
  }

  /** Where it arose. */
  get family(): Family {
    return this.#facts.canonical.family;
  }

  /** The HTTP status of a refusal, 0 for an opaque redirect; `null` when no answer came. */
  get status(): number | null {
    return this.#facts.canonical.status;
  }

  /** The vendor's code as text. */
  get code(): string | null {
    return this.#facts.canonical.code;
  }

  /** The vendor's own text. It may hold anything: show it as text, do not log it blindly. */
  get vendorMessage(): string | null {
    return this.#facts.canonical.message;
  }

  /** What the vendor says besides, any JSON. */
  get extra(): Json {
    return this.#facts.canonical.extra;
  }

  /** The vendor's messages per field of the request, by a dotted path. */
  get fields(): Readonly<Record<string, readonly string[]>> {
    return this.#facts.canonical.fields;
  }

  /** How long the server asked to wait, in milliseconds. */
  get retryAfterMs(): number | null {
    return this.#facts.canonical.retry_after_ms;
  }

  /** Whether sending this very request again is safe and can help. */
  get retryable(): boolean {
    return this.#facts.canonical.retryable;
  }

  /** Whether the server may have carried the request out. */
  get maybeExecuted(): boolean {
    return this.#facts.canonical.maybe_executed;
  }

  /** The parameter or setting that a build error is about, `incidentNumbers[1]` for an element. */
  get field(): string | null {
    return this.#facts.field;
  }

  /** What is wrong, and why the request was not repeated if it could have been; `null` for a plain refusal of the server. */
  get reason(): string | null {
    return this.#facts.reason;
  }

  /** How often the request was sent. */
  get attempts(): number {
    return this.#facts.attempts;
  }

  /** The body of a refusal. */
  get body(): ErrorBody | null {
    return this.#facts.body;
  }

  /** When the request may have been carried out: the report in which every incident asked for is unknown. */
  get report(): Report | null {
    return this.#facts.report;
  }

  /** The error as every language of soarwire writes it. The vendor's words are in it; secrets and bodies are not. */
  toJSON(): object {
    return JSON.parse(this.#facts.text) as object;
  }

  /** The text of {@link SoarwireError.toJSON}, the vendor's numbers in their own spelling. */
  toJSONText(): string {
    return this.#facts.text;
  }
}

Object.defineProperty(SoarwireError.prototype, "name", { value: "SoarwireError", configurable: true, writable: true });
Object.defineProperty(SoarwireError.prototype, BRAND, { value: true });

/** Any error of this package, to be told apart by its `kind`. */
export type AnySoarwireError = ErrorOfKind[Kind];

/** Whether this is an error of soarwire, of this realm and copy of the package or another. */
export function isSoarwireError(error: unknown): error is AnySoarwireError {
  return typeof error === "object" && error !== null && (error as { [BRAND]?: unknown })[BRAND] === true;
}

/** Whether this is an error of soarwire of the given kind. */
export function isKind<K extends Kind>(error: unknown, kind: K): error is ErrorOfKind[K] {
  return isSoarwireError(error) && error.kind === kind;
}

/** @internal Returns the result of `work`; turns a core error into an `Error`, whose report is read by `reader`. */
export function guarded<T>(work: () => T, reader?: Reader): T {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof Refusal) throw taken(thrown, OF_THE_CORE, reader);
    throw thrown instanceof Exhausted ? invalid("memory", "is exhausted: pass less at a time") : thrown;
  }
}

/** @internal An argument that cannot even be converted. */
export function invalid(field: string, reason: string): SoarwireError {
  try {
    // The core counts the length of the field in bytes.
    const length = new TextEncoder().encode(field).length;
    ask((core, all) => core.invalid(length, all), field + reason);
  } catch (thrown) {
    if (thrown instanceof Refusal) return taken(thrown, AS_IT_IS);
    throw thrown instanceof Exhausted ? new Error("soarwire: there is no memory left") : thrown;
  }
  throw new Error("soarwire: the core refused nothing");
}

/** @internal Adds the transport's cause to a transport error; returns anything else unchanged. */
export function because(thrown: unknown, causeOf: (kind: Kind) => unknown): unknown {
  if (!(thrown instanceof SoarwireError)) return thrown;
  const value = causeOf(thrown.kind);
  if (value !== undefined) Object.defineProperty(thrown, "cause", { value, configurable: true, writable: true });
  return thrown;
}

/** How a build error spells the names of parameters and settings. */
interface Spelling {
  field(name: string): string;
  text(text: string): string;
}

const OF_THE_CORE: Spelling = { field: camel, text: spelt };
const AS_IT_IS: Spelling = { field: (name) => name, text: (text) => text };

/** The number of lines before the report: see `error.rs`. */
const LINES = 4;

function taken(refusal: Refusal, spelling: Spelling, reader?: Reader): SoarwireError {
  const [attempts = "", tier = "", text = "", texts = ""] = refusal.text.split("\n", LINES);
  const canonical = JSON.parse(text) as Canonical;
  const [message = "", reason = null] = JSON.parse(texts) as string[];
  const start = attempts.length + tier.length + text.length + texts.length + LINES;
  const build = canonical.family === "build";
  const field = canonical.field === null ? null : spelling.field(canonical.field);
  // Parameters are named as in JavaScript.
  const sentence = build ? spelling.text(message.replace(`: ${canonical.field} `, () => `: ${field} `)) : message;
  return new SoarwireError(sentence, {
    text,
    canonical,
    field,
    reason: build && reason !== null ? spelling.text(reason) : reason,
    attempts: Number(attempts),
    body: bodyOf(tier, refusal.body),
    report: reader === undefined || start > refusal.text.length ? null : new Report(refusal.text.slice(start), NOTHING, reader),
  });
}

function bodyOf(tier: string, bytes: Uint8Array): ErrorBody | null {
  switch (tier) {
    case "":
      return null;
    case "0":
      return { tier: "empty" };
    case "3":
      return { tier: "raw", bytes };
    default:
      return { tier: tier === "1" ? "documented" : "json", text: decoded(bytes) };
  }
}
