import type { Json } from "./json.js";
import type { ErrorOfKind, Family, Kind } from "./kinds.js";
import { members } from "./rebuilt/json-text.js";
import type { OutcomeOf, Report } from "./report.js";

const BRAND = Symbol.for("soarwire.error");

/** The body of a refusal, as far as it was understood. It may hold anything: do not log it blindly. */
export type ErrorBody =
  | { readonly tier: "empty" }
  /** A shape that the vendor documents, or other JSON. */
  | { readonly tier: "documented" | "json"; readonly text: string }
  /** Anything else, the first 64 KiB. */
  | { readonly tier: "raw"; readonly bytes: Uint8Array };

/** @internal What an error knows, as the core writes it. */
export interface Canonical {
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
  readonly operation: string | null;
  readonly asked: readonly string[];
  readonly attempts: number;
  readonly elapsed_ms: number | null;
  readonly request_id: string | null;
  readonly reason: string | null;
  readonly headers: readonly (readonly [string, string])[];
  readonly report: object | null;
  readonly body: ({ readonly tier: ErrorBody["tier"] } & Bytes) | null;
  readonly undecodable: {
    readonly offset: number;
    readonly expected: string;
    readonly status: number;
    readonly content_type: string | null;
    readonly length: number | null;
    readonly beginning: Bytes;
  } | null;
}

/** Bytes: text, or hex digits where they are no text. */
interface Bytes {
  readonly text?: string;
  readonly hex?: string;
}

/** A body under HTTP 200 that cannot be decoded. */
export interface Undecodable {
  /** The offset in bytes at which it could not be decoded. */
  readonly offset: number;
  /** What was expected there. */
  readonly expected: string;
  /** The HTTP status. */
  readonly status: number;
  /** The `content-type` of the answer. */
  readonly contentType: string | null;
  /** The length of the body in bytes; `null` if the transport could not decompress it. */
  readonly length: number | null;
  /** The first 2 KiB of the body. They may hold anything: do not log them blindly. */
  readonly beginning: Uint8Array;
}

/** @internal Makes the report of an error from its canonical JSON. */
export type ReportOf = (json: string) => Report;

interface Facts {
  readonly text: string;
  readonly canonical: Canonical;
  readonly field: string | null;
  readonly reason: string | null;
  /** Not given for what was refused before a call was made. */
  readonly reportOf: ReportOf | undefined;
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
  /**
   * An error that says the same from the canonical JSON of any language: the text of {@link SoarwireError.toJSONText}, or the object of
   * {@link SoarwireError.toJSON}. What caused it is not in there. A member that is left out has the value that the catalogue gives it,
   * so `{ kind: "timeout" }` may have been executed and is not retryable.
   *
   * @throws {@link SoarwireError} `invalid_request` for anything else, naming the member.
   */
  declare static readonly fromJson: (json: string | object) => AnySoarwireError;

  readonly #facts: Facts;
  #report: Report | undefined;

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

  /**
   * How long the server asked to wait, in milliseconds; of `not_sent`, how long until the cooldown is over that left no room for an
   * attempt.
   */
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
    return this.#facts.canonical.attempts;
  }

  /** How long the call took, waits included, in milliseconds; `null` if no call was made. */
  get elapsedMs(): number | null {
    return this.#facts.canonical.elapsed_ms;
  }

  /** The id by which the vendor names the answer in its own logs; as `report.requestId`. */
  get requestId(): string | null {
    return this.#facts.canonical.request_id;
  }

  /** The id of the operation that failed, such as `d3.close_incidents`. */
  get operation(): string | null {
    return this.#facts.canonical.operation;
  }

  /** The incidents that the call asked for. */
  get asked(): readonly string[] {
    return this.#facts.canonical.asked;
  }

  /** The names, in lower case, and values of a refusal's headers, without cookies and credentials. */
  get headers(): readonly (readonly [name: string, value: string])[] {
    return this.#facts.canonical.headers;
  }

  /** The body of a refusal. */
  get body(): ErrorBody | null {
    const { body } = this.#facts.canonical;
    if (body === null) return null;
    const { tier } = body;
    if (tier === "empty") return { tier };
    return tier === "raw" ? { tier, bytes: bytesOf(body) } : { tier, text: body.text ?? "" };
  }

  /** Where and why a body could not be decoded. */
  get undecodable(): Undecodable | null {
    const { undecodable } = this.#facts.canonical;
    if (undecodable === null) return null;
    const { offset, expected, status, content_type: contentType, length, beginning } = undecodable;
    return { offset, expected, status, contentType, length, beginning: bytesOf(beginning) };
  }

  /**
   * What the error means for each incident that was asked for, in the form of `report.outcomes()`: `unknown` if the request may have
   * been carried out, otherwise `failed`, the reason being the kind, such as `connect`.
   */
  outcomes(): OutcomeOf[] {
    const { kind, maybeExecuted } = this;
    return this.asked.map((id) => ({ id, outcome: maybeExecuted ? { status: "unknown", why: kind } : { status: "failed", reason: kind } }));
  }

  /** When the request may have been carried out: the report in which every incident asked for is unknown. */
  get report(): Report | null {
    const { canonical, text, reportOf } = this.#facts;
    if (canonical.report === null || reportOf === undefined) return null;
    return (this.#report ??= reportOf(members(text).get("report") as string));
  }

  /** The error as every language of soarwire writes it. The vendor's words and the body are in it: store it, do not log it. */
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

function bytesOf({ text, hex = "" }: Bytes): Uint8Array {
  if (text !== undefined) return new TextEncoder().encode(text);
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => parseInt(byte, 16));
}
