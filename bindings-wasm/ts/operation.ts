import type * as glue from "./soarwire_bg.js";
import { core } from "./core.js";
import { guarded, invalid } from "./errors.js";
import type { Vendor } from "./kinds.js";
import { renamed } from "./names.js";
import { Owned, handle } from "./handle.js";
import { Report } from "./report.js";
import type { Names } from "./casing.js";

/** The headers of an answer: a `Headers` object, pairs, or names and values. */
export type ResponseHeaders =
  | { forEach(visit: (value: string, name: string) => void): void }
  | Iterable<readonly [name: string, value: string]>
  | Readonly<Record<string, string>>;

/** One vendor call with its parameters: what to send, and how to read the answer. */
export class Operation<V extends Vendor = Vendor> extends Owned {
  /** The vendor that it is for. */
  readonly vendor: V;
  /** The id, the same in every language, such as `d3.close_incidents`. */
  readonly id: string;
  readonly #params: string;

  /** @internal */
  constructor(vendor: V, id: string, names: Names, given: unknown, clearable: readonly string[] = []) {
    const params = JSON.stringify(renamed(names, given, "params", clearable));
    super(guarded(() => new (core().Operation)(id, params)));
    this.vendor = vendor;
    this.id = id;
    this.#params = params;
  }

  /** The vendor's name of the command or endpoint; D3 keys belong to one. */
  get wireName(): string {
    return this.#core().wire_name();
  }

  /**
   * What repeating it would do: `appends` when a conclusion, a note or a comment would stand there twice. Such a request
   * is never sent again once it may have been carried out.
   */
  get effect(): "idempotent" | "appends" {
    return this.#core().appends() ? "appends" : "idempotent";
  }

  /** The incidents that it names, each once, in the order given. */
  get asked(): string[] {
    return JSON.parse(this.#core().asked()) as string[];
  }

  /**
   * Reads an answer: what happened to each incident. For any HTTP client; {@link run} does it for you.
   *
   * @throws {@link SoarwireError} of the families `service` and `decode`, `body_too_large` for a body over 1 GiB, and
   * `invalid_request` for a status, headers or a body that are none.
   */
  parse(status: number, headers: ResponseHeaders | null | undefined, body: Uint8Array | ArrayBuffer | string): Report {
    if (!isStatus(status)) throw invalid("status", "must be an HTTP status");
    const lines = headerLines(headers);
    const bytes = bodyBytes(body);
    return guarded(() => new Report(this.#core().parse(status, lines, bytes)));
  }

  /** The id and the parameters, named as in every language; what is cleared is `null`. */
  toJSON(): OperationJson {
    return { operation: this.id, params: JSON.parse(this.#params) as object };
  }

  #core(): glue.Operation {
    return handle<glue.Operation>(this);
  }
}

/** An operation as JSON. */
export interface OperationJson {
  /** The id. */
  readonly operation: string;
  /** The parameters. */
  readonly params: object;
}

/** @internal Whether an HTTP status can be so; 0 is that of an answer which a browser hides. */
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
      if (typeof pair !== "object") throw invalid("headers", "must be pairs: a flat list says no name from a value");
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
