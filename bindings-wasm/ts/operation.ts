import type * as glue from "./soarwire_bg.js";
import { core } from "./core.js";
import { type Answer, answered, unpacked } from "./answer.js";
import { guarded, invalid } from "./errors.js";
import { Owned, handle } from "./handle.js";
import type { Vendor } from "./kinds.js";
import { type Parameters, encoded } from "./names.js";

/** An operation's own handle does nothing: see `latest`. */
const NOTHING = { free: (): void => undefined };

let held: (operation: Operation) => glue.Operation;

/** The headers of an answer: a `Headers` object, pairs, or names and values. */
export type ResponseHeaders =
  | { forEach(visit: (value: string, name: string) => void): void }
  | Iterable<readonly [name: string, value: string]>
  | Readonly<Record<string, string>>;

/** What repeating an operation would do. */
export type Effect = "reads" | "idempotent" | "appends";

/**
 * The latest operations, each with its handle in the core. Handles are made once and then given from operation to
 * operation, so that an operation costs neither memory of the core nor a finalizer; one that lost its handle is made anew
 * from its parameters.
 */
const latest: { readonly handle: glue.Operation; owner: Operation | undefined }[] = [];
const LATEST = 8;
let turn = 0;

/** One vendor call with its parameters: what to send, and how to read the answer. */
export class Operation<V extends Vendor = Vendor, A extends Answer = Answer> extends Owned {
  /** The vendor that it is for. */
  readonly vendor: V;
  /** The id, the same in every language, such as `d3.close_incidents`. */
  readonly id: string;
  readonly #params: string;
  #place: number;

  static {
    held = (operation) => operation.#held();
  }

  /** @internal */
  constructor(vendor: V, id: string, parameters: Parameters, given: unknown) {
    super(NOTHING);
    this.vendor = vendor;
    this.id = id;
    this.#params = encoded(parameters, given);
    this.#place = this.#take();
  }

  /** The vendor's name of the command or endpoint; D3 keys belong to one. */
  get wireName(): string {
    return this.#held().wire_name();
  }

  /**
   * What repeating it would do: nothing (`reads`), the same again (`idempotent`), or more than once (`appends`), when a
   * conclusion, a note or a comment would be there twice. A request that appends is never sent again once it may have
   * been carried out.
   */
  get effect(): Effect {
    return this.#held().effect() as Effect;
  }

  /** The incidents that it names, each once, in the order given. */
  get asked(): string[] {
    return JSON.parse(this.#held().asked()) as string[];
  }

  /**
   * Reads an answer. For any HTTP client; {@link run} does it for you.
   *
   * @param status - The HTTP status; 0 for a redirect that a browser hides.
   * @param headers - The headers of the answer; only `retry-after` and `date` are looked at.
   * @param body - The body, decompressed.
   * @returns What the operation answers with: a `Report`, which says what happened to each incident, or a `Page`.
   * @throws {@link SoarwireError} of the families `service` and `decode`, `body_too_large` for a body over 1 GiB, and
   * `invalid_request` for a status, headers or a body of the wrong type.
   */
  parse(status: number, headers: ResponseHeaders | null | undefined, body: Uint8Array | ArrayBuffer | string): A {
    if (!isStatus(status)) throw invalid("status", "must be an HTTP status");
    const lines = headerLines(headers);
    const bytes = bodyBytes(body);
    const operation = this.#held();
    return guarded(() => {
      const packed = operation.parse(status, lines, bytes);
      return packed === "" ? answered<A>(operation.answer() as glue.Answer) : unpacked<A>(packed, this);
    });
  }

  /** The id and the parameters, named as in every language; what is cleared is `null`. */
  toJSON(): OperationJson {
    return { operation: this.id, params: JSON.parse(this.#params) as object };
  }

  /** @internal Reads a body again; also once the operation was freed, since its reports live on. */
  again(body: string): glue.Answer {
    const operation = this.#taken();
    operation.again(body);
    return operation.answer() as glue.Answer;
  }

  /** Its handle, until another operation takes it over. */
  #held(): glue.Operation {
    handle(this);
    return this.#taken();
  }

  #taken(): glue.Operation {
    if (latest[this.#place]?.owner !== (this as Operation)) this.#place = this.#take();
    return (latest[this.#place] as (typeof latest)[number]).handle;
  }

  /** Takes over the handle that was used longest ago. */
  #take(): number {
    const place = turn;
    const found = latest[place];
    guarded(() => {
      if (found === undefined) {
        latest[place] = { handle: new (core().Operation)(this.id, this.#params), owner: this };
      } else {
        found.owner = undefined;
        found.handle.set(this.id, this.#params);
        found.owner = this;
      }
    });
    turn = (turn + 1) % LATEST;
    return place;
  }
}

/** An operation as JSON. */
export interface OperationJson {
  /** The id. */
  readonly operation: string;
  /** The parameters. */
  readonly params: object;
}

/** @internal The operation in the memory of the core, to be used before any other operation is. */
export function heldBy(operation: Operation): glue.Operation {
  return held(operation);
}

/** @internal Whether this can be an HTTP status; 0 is the status of a redirect that a browser hides. */
export function isStatus(status: unknown): status is number {
  return typeof status === "number" && Number.isInteger(status) && status >= 0 && status <= 65_535;
}

/** @internal Names and values, a line each. */
export function headerLines(headers: ResponseHeaders | null | undefined): string {
  const lines: string[] = [];
  const add = (name: unknown, value: unknown): void => {
    // No header has a line break; one that was made up must not become two.
    lines.push(...[name, value].map((text) => String(text).replace(/[\r\n]+/g, " ")));
  };
  if (headers === null || headers === undefined) return "";
  if (typeof headers !== "object") throw invalid("headers", "must be a Headers object, pairs, or names and values");
  if (Symbol.iterator in headers) {
    for (const pair of headers as Iterable<readonly [string, string]>) {
      if (typeof pair !== "object") throw invalid("headers", "must be pairs: a flat list does not tell names from values");
      add(pair[0], pair[1]);
    }
  }
  else if (typeof headers.forEach === "function") headers.forEach((value: string, name: string) => add(name, value));
  else for (const [name, value] of Object.entries(headers)) add(name, value);
  return lines.join("\n");
}

function bodyBytes(body: unknown): Uint8Array {
  if (typeof body === "string") return new TextEncoder().encode(body);
  if (body instanceof Uint8Array) return body;
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  if (Object.prototype.toString.call(body) === "[object ArrayBuffer]") return new Uint8Array(body as ArrayBuffer);
  throw invalid("body", "must be a Uint8Array, an ArrayBuffer or a string");
}
