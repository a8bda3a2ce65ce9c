/**
 * One HTTP request, ready to be sent by anything that speaks HTTP: always a `POST` with a JSON body.
 *
 * A signed request prints and serialises `***` for its credentials; read {@link Request.headers} on purpose to send it.
 */
export class Request {
  readonly #url: string;
  readonly #head: string;
  readonly #body: string;
  #headers: Headers | undefined;

  /** @internal Takes it in lines: the URL; names and values, `*` before the name of a credential; nothing; the body. */
  constructor(text: string) {
    const line = text.indexOf("\n");
    const end = text.indexOf("\n\n");
    this.#url = text.slice(0, line);
    this.#head = text.slice(line, end + 1);
    this.#body = text.slice(end + 2);
  }

  /** Always `POST`. */
  get method(): "POST" {
    return "POST";
  }

  /** The absolute URL, or for a tenant behind a same-origin gateway an absolute path. */
  get url(): string {
    return this.#url;
  }

  /** The headers by their names in lower case, credentials included: this is what to send, and what not to log. */
  get headers(): Readonly<Record<string, string>> {
    return (this.#headers ??= headersOf(this.#head));
  }

  /** The JSON body as text. */
  get body(): string {
    return this.#body;
  }

  /** Whether it carries credentials. */
  get signed(): boolean {
    return isSigned(this.#head);
  }

  /** The request with `***` for its credentials. */
  toJSON(): RequestJson {
    return { ...this.#shown(), body: JSON.parse(this.#body) as object };
  }

  /** The text of {@link Request.toJSON}, the body as it goes out. */
  toJSONText(): string {
    return `${JSON.stringify(this.#shown()).slice(0, -1)},"body":${this.#body}}`;
  }

  /** The method and the URL. */
  toString(): string {
    return `POST ${this.#url}`;
  }

  #shown(): Omit<RequestJson, "body"> {
    return { method: "POST", url: this.#url, headers: named(this.#head, () => "***") };
  }
}

type Headers = Readonly<Record<string, string>>;

/** Requests without credentials have the same headers one after the other: those of the last one. */
let last: { readonly head: string; readonly headers: Headers } | undefined;

function headersOf(head: string): Headers {
  if (last?.head === head) return last.headers;
  const headers = Object.freeze(named(head, (value) => value));
  if (!isSigned(head)) last = { head, headers };
  return headers;
}

/** Whether the name of any header is marked; names and values take turns, after an empty line. */
function isSigned(head: string): boolean {
  return head.split("\n").some((line, at) => at % 2 === 1 && line.startsWith("*"));
}

/** The headers by name, with what `credential` makes of each credential. */
function named(head: string, credential: (value: string) => string): Record<string, string> {
  const headers: [name: string, value: string][] = [];
  const lines = head.split("\n");
  for (let at = 1; at + 1 < lines.length; at += 2) {
    const name = lines[at] as string;
    const value = lines[at + 1] as string;
    headers.push(name.startsWith("*") ? [name.slice(1), credential(value)] : [name, value]);
  }
  return Object.fromEntries(headers);
}

/** A request with `***` for its credentials. */
export interface RequestJson {
  /** Always `POST`. */
  readonly method: "POST";
  /** The URL or absolute path. */
  readonly url: string;
  /** The headers. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body. */
  readonly body: object;
}
