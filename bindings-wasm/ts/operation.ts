import { type Answer, answered } from "./answer.js";
import { Exhausted, NOTHING, Places, ask, call, sendResponse, told } from "./core.js";
import { guarded } from "./errors.js";
import { invalid } from "./refusals.js";
import { type AnySoarwireError, isSoarwireError } from "./soarwire-error.js";
import type { Vendor } from "./kinds.js";
import type { Again } from "./list-answer.js";
import { type Parameters, type Plain, encoded, refuseHalves } from "./names.js";
import { Owned } from "./owned.js";

let placeOf: (operation: Operation) => number;
let described: (operation: Operation) => Described;
/** @internal What an operation adds to the requests of a tenant: the path, a line break, the content; nothing for long parameters. */
export let shapeOf: (operation: Operation) => string;

/** The headers of an answer: a `Headers` object, pairs, or names and values. */
export type ResponseHeaders =
  | { forEach(visit: (value: string, name: string) => void): void }
  | Iterable<readonly [name: string, value: string]>
  | Readonly<Record<string, string>>;

/** How a transport of your own may fail. */
export type LostKind = "dns" | "connect" | "tls" | "timeout" | "interrupted" | "body_too_large";

/** What repeating an operation would do. */
export type Effect = "reads" | "idempotent" | "appends";

/** The operations that the core currently holds. */
const places = new Places<Operation>();

const CHANGES = "changes";
/** The parameters that list incidents or alerts, or changes of incidents. */
const LISTS = ["incident_numbers", "linked_incident_numbers", "alert_ids", CHANGES];

/** The core's description of an operation. */
interface Described {
  readonly wireName: string;
  readonly effect: Effect;
  readonly asked: readonly string[];
}

/** One vendor call with its parameters: what to send, and how to read the answer. */
export class Operation<V extends Vendor = Vendor, A extends Answer = Answer> extends Owned {
  /** The vendor that it is for. */
  readonly vendor: V;
  /** The id, the same in every language, such as `d3.close_incidents`. */
  readonly id: string;
  /** The parameters, named as in every language (snake_case); `null` clears a value. */
  readonly params: Plain;
  readonly #json: string;
  #place: number;
  #described: Described | undefined;
  /** The list of incident numbers, as it was given. */
  readonly #numbers: readonly string[] | undefined;
  readonly #shape: string;

  static {
    placeOf = (operation) => {
      if (typeof operation !== "object" || operation === null || !(#place in operation)) {
        throw invalid("operation", "must be an operation made by this copy of the package, such as `d3.closeIncidents(…)`");
      }
      return operation.#held();
    };
    shapeOf = (operation) => {
      // Refuses what is no operation.
      placeOf(operation);
      return operation.#shape;
    };
    described = (operation) => {
      const place = placeOf(operation);
      if (operation.#described === undefined) {
        const lines = guarded(() => ask((core) => core.describe(place)));
        const [wireName, effect, asked] = lines.split("\n") as [string, Effect, string];
        operation.#described = { wireName, effect, asked: Object.freeze(JSON.parse(asked) as string[]) };
      }
      return operation.#described;
    };
  }

  /** @internal */
  constructor(vendor: V, id: string, parameters: Parameters | undefined, given: unknown) {
    super();
    this.vendor = vendor;
    this.id = id;
    this.params = parameters === undefined ? (given as Plain) : encoded(parameters, given);
    this.#json = JSON.stringify(this.params);
    if (parameters !== undefined) refuseHalves(given, this.#json);
    const numbers = this.params["incident_numbers"] ?? this.params["linked_incident_numbers"];
    if (Array.isArray(numbers)) this.#numbers = Object.freeze(numbers) as string[];
    this.#place = this.#take();
    this.#shape = told();
  }

  /** The vendor's name of the command or endpoint; D3 keys belong to one. */
  get wireName(): string {
    return described(this as Operation).wireName;
  }

  /**
   * What repeating it would do: nothing (`reads`), the same again (`idempotent`), or more than once (`appends`), when a
   * conclusion, a note or a comment would be there twice. A request that appends is never sent again once it may have
   * been carried out.
   */
  get effect(): Effect {
    return described(this as Operation).effect;
  }

  /** The incidents that it names, each once, in the order given. */
  get asked(): readonly string[] {
    return described(this as Operation).asked;
  }

  /** @internal */
  askedOf(count?: number): readonly string[] {
    // Without duplicates the incidents are the list that was given.
    return this.#numbers !== undefined && this.#numbers.length === count ? this.#numbers : this.asked;
  }

  /**
   * Reads an answer. For any HTTP client; {@link run} does it for you.
   *
   * @param status - The HTTP status; 0 for a redirect that a browser hides.
   * @param headers - The headers of the answer, all of them: how long to wait, the request's id, and what an error keeps.
   * @param body - The body, decompressed.
   * @returns What the operation answers with: a `Report`, which says what happened to each incident, or a `Page`.
   * @throws {@link SoarwireError} of the families `service` and `decode`, `body_too_large` for a body over 1 GiB or one that
   * does not fit into memory (no text in JavaScript is longer than about 512 MiB), and `invalid_request` for a status,
   * headers or a body of the wrong type.
   */
  parse(status: number, headers: ResponseHeaders | null | undefined, body: Uint8Array | ArrayBuffer | string): A {
    if (!isStatus(status)) throw invalid("status", "must be an HTTP status");
    const lines = headerLines(headers);
    const bytes = bodyBytes(body);
    const place = placeOf(this);
    // Without a function of its own, as `enough` takes it: that takes time.
    try {
      sendResponse({ status, headers: lines, body: bytes }, (core, length, all) => core.parse(place, status, length, all));
      return answerOf<A>(this, told(), bytes, typeof body === "string");
    } catch (thrown) {
      return refused(this, thrown, 1);
    }
  }

  /**
   * The error of this call when its answer was lost, for an HTTP client of your own: throw it where the client fails. Where you are
   * not sure that nothing was sent, the kind is `interrupted`: the request may have been carried out.
   *
   * @param kind - How the transport failed.
   * @param reason - What happened in your words, which must hold no secret.
   */
  lost(kind: LostKind, reason = ""): AnySoarwireError {
    const place = placeOf(this);
    try {
      guarded(() => ask((core, length) => core.lost_by(place, length), `${kind}\n${reason}`));
    } catch (error) {
      if (isSoarwireError(error) && error.kind === kind) return error;
      throw error;
    }
    throw invalid("kind", "must be a kind of transport error");
  }

  /**
   * The same call for fewer incidents, such as `report.unreported`.
   *
   * @throws {@link SoarwireError} `invalid_request` for an id that is not one of its incidents, and for no ids at all. An operation on
   * one incident is only for that one, and `d3.command`, whose own parameters name the incidents too, is only for all of them.
   */
  only(ids: Iterable<string>): Operation<V, A> {
    const wanted = [...ids];
    const { asked } = this;
    if (wanted.length > 0 && wanted.length === asked.length && wanted.every((id, at) => id === asked[at])) return this as Operation<V, A>;
    const known = new Set(this.#incidents());
    wanted.forEach((id, at) => {
      if (!known.has(id)) throw invalid(`ids[${at}]`, "is not an incident of this operation");
    });
    if (wanted.length === 0) throw invalid("ids", "is empty: pass at least one incident of this operation");
    if (this.#listName() !== CHANGES) return this.#with(wanted);
    const chosen = new Set(wanted);
    return this.#with(this.#elements().filter((change) => chosen.has((change as Plain)["incident_number"] as string)));
  }

  /**
   * The same call in parts of at most `size` incidents each, in order.
   *
   * @throws {@link SoarwireError} `invalid_request` for an operation without a list of incidents or alerts, for `d3.command`, whose
   * own parameters name them too, and for a size below 1.
   */
  chunks(size: number): Operation<V, A>[] {
    const elements = this.#elements();
    if (!(size >= 1)) throw invalid("size", "must be 1 or more");
    const parts = [];
    for (let at = 0; at < elements.length; at += Math.trunc(size)) parts.push(this.#with(elements.slice(at, at + Math.trunc(size))));
    return parts;
  }

  #incidents(): readonly string[] {
    if (this.#listName() === undefined) throw invalid("incidentNumbers", "is not a parameter of this operation: it cannot be divided");
    return this.asked;
  }

  /** The parameter that lists the incidents; `undefined` if none does. The parameters of any command list them too, out of reach. */
  #listName(): string | undefined {
    return this.id === "d3.command" ? undefined : LISTS.find((name) => name in this.params);
  }

  /** What can be divided: the changes, or else the ids, each once. */
  #elements(): readonly unknown[] {
    return this.#listName() === CHANGES ? (this.params[CHANGES] as readonly unknown[]) : this.#incidents();
  }

  #with(elements: readonly unknown[]): Operation<V, A> {
    return new Operation<V, A>(this.vendor, this.id, undefined, { ...this.params, [this.#listName() as string]: elements });
  }

  /** The id and the parameters, named as in every language; what is cleared is `null`. */
  toJSON(): OperationJson {
    return { operation: this.id, params: JSON.parse(this.#json) as object };
  }

  /** @internal Parses a body again. */
  again(body: string | Uint8Array, part: Again): string {
    const place = this.#held();
    return guarded(() => ask((core, length) => core.again(place, part, length), body));
  }

  /** Its slot in the core, until another operation takes it over. */
  #held(): number {
    return places.has(this.#place, this as Operation) ? this.#place : (this.#place = this.#take());
  }

  #take(): number {
    return guarded(() => places.take(this as Operation, (place) => call((core, length) => core.operation(place, length), this.#json, this.id)));
  }
}

/** An operation as JSON. */
export interface OperationJson {
  /** The id. */
  readonly operation: string;
  /** The parameters. */
  readonly params: object;
}

/** @internal The slot of an operation in the core, until another operation takes it over. */
export function heldBy(operation: Operation): number {
  return placeOf(operation);
}

/** @internal How a call ended when memory ran out. Same values as in the core. */
export const enum Lost {
  /** Its own response did not fit. */
  TooLarge,
  /** Another call's response did not fit, and this call's state is lost. */
  Interrupted,
}

/** @internal Returns the result of `work`; if memory runs out, throws the error of a call that may have been carried out. */
export function enough<T>(operation: Operation, work: () => T, attempts = 1): T {
  try {
    return work();
  } catch (thrown) {
    return refused(operation, thrown, attempts);
  }
}

/** Throws what the core says was wrong; if memory ran out, the error of a call that may have been carried out. */
function refused(operation: Operation, thrown: unknown, attempts: number): never {
  return guarded(() => {
    if (!(thrown instanceof Exhausted)) throw thrown;
    return lost(operation, Lost.TooLarge, attempts);
  });
}

/** @internal Throws the error of a call that ran out of memory. */
export function lost(operation: Operation, how: Lost, attempts: number): never {
  const place = placeOf(operation);
  return guarded(() => ask((core) => core.lost(place, how, attempts))) as never;
}

/** The maximum length, in bytes, of a body that the core returns with its data. Same value as in the core. */
const SHORT = 4 << 10;

/** @internal Builds the answer; copies the body, unless it is `own`, so that the caller cannot change it afterwards. */
export function answerOf<A extends Answer>(operation: Operation<Vendor, A>, data: string, body: Uint8Array, own: boolean): A {
  // Never a `Buffer`: deep comparison would see another class.
  const kept = body.length <= SHORT ? NOTHING : own ? new Uint8Array(body.buffer, body.byteOffset, body.length) : new Uint8Array(body);
  return answered<A>(data, kept, operation);
}

/** @internal Whether this can be an HTTP status; 0 is the status of a redirect that a browser hides. */
export function isStatus(status: unknown): status is number {
  return typeof status === "number" && Number.isInteger(status) && status >= 0 && status <= 65_535;
}

/** @internal Names and values, a line each. */
export function headerLines(headers: ResponseHeaders | null | undefined): string {
  if (headers === null || headers === undefined) return "";
  const lines: string[] = [];
  const add = (name: unknown, value: unknown): void => {
    // No header has a line break; one that was made up must not become two.
    for (const text of [name, value]) lines.push(spoken(text).replace(/[\r\n]+/g, " "));
  };
  if (typeof headers !== "object") throw invalid("headers", "must be a Headers object, pairs, or names and values");
  if (Symbol.iterator in headers) {
    for (const pair of headers as Iterable<readonly [string, string]>) {
      if (typeof pair !== "object" || pair === null) throw invalid("headers", "must be pairs: a flat list does not tell names from values");
      add(pair[0], pair[1]);
    }
  }
  else if (typeof headers.forEach === "function") headers.forEach((value: string, name: string) => add(name, value));
  else for (const [name, value] of Object.entries(headers)) add(name, value);
  return lines.join("\n");
}

/** A header name or value as text. */
function spoken(part: unknown): string {
  try {
    return String(part);
  } catch {
    throw invalid("headers", "must have texts for names and values");
  }
}

function bodyBytes(body: unknown): Uint8Array {
  if (typeof body === "string") return new TextEncoder().encode(body);
  if (body instanceof Uint8Array) return body;
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  if (Object.prototype.toString.call(body) === "[object ArrayBuffer]") return new Uint8Array(body as ArrayBuffer);
  throw invalid("body", "must be a Uint8Array, an ArrayBuffer or a string");
}
