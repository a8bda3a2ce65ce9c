/**
 * One HTTP request, ready to be sent by anything that speaks HTTP: always a `POST` with a JSON body.
 *
 * A signed request prints and serialises `***` for its credentials; read {@link Request.headers} on purpose to send it.
 */
export class Request {
  /** Always `POST`. */
  readonly method = "POST";
  /** The absolute URL, or for a tenant behind a same-origin gateway an absolute path. */
  readonly url: string;
  /** The headers with `***` for credentials; safe to log. */
  readonly redactedHeaders: Readonly<Record<string, string>>;
  /** The JSON body as text. */
  readonly body: string;

  /** @internal The headers are lines: see {@link headersOf}. */
  constructor(url: string, headers: string, body: string) {
    this.url = url;
    this.redactedHeaders = last?.lines === headers ? last.headers : headersOf(this, headers);
    this.body = body;
  }

  /** The headers by their names in lower case, credentials included: this is what to send, and what not to log. */
  get headers(): Readonly<Record<string, string>> {
    return signedHeaders.get(this) ?? this.redactedHeaders;
  }

  /** Whether it carries credentials. */
  get signed(): boolean {
    return signedHeaders.has(this);
  }

  /** The request with `***` for its credentials. */
  toJSON(): RequestJson {
    return { ...this.#shown(), body: JSON.parse(this.body) as object };
  }

  /** The text of {@link Request.toJSON}, the body as it goes out. */
  toJSONText(): string {
    return `${JSON.stringify(this.#shown()).slice(0, -1)},"body":${this.body}}`;
  }

  /** The method and the URL. */
  toString(): string {
    return `POST ${this.url}`;
  }

  #shown(): Omit<RequestJson, "body"> {
    return { method: "POST", url: this.url, headers: this.redactedHeaders };
  }
}

type Headers = Readonly<Record<string, string>>;

/** The headers of requests with credentials, kept here so that no console prints them with the request. */
const signedHeaders = new WeakMap<Request, Headers>();

/** Requests without credentials have the same headers one after the other: those of the last one. */
let last: { readonly lines: string; readonly headers: Headers } | undefined;

/**
 * The headers to show; those to send are kept separately if they differ. Lines are names and values alternately, `*` before the
 * name of a credential.
 */
function headersOf(request: Request, head: string): Headers {
  const lines = head.split("\n");
  const shown: [name: string, value: string][] = [];
  const sent: [name: string, value: string][] = [];
  let isSigned = false;
  for (let at = 0; at + 1 < lines.length; at += 2) {
    const marked = lines[at] as string;
    const isSecret = marked.startsWith("*");
    const name = isSecret ? marked.slice(1) : marked;
    const value = lines[at + 1] as string;
    isSigned ||= isSecret;
    shown.push([name, isSecret ? "***" : value]);
    sent.push([name, value]);
  }
  const headers = Object.freeze(Object.fromEntries(shown));
  if (isSigned) signedHeaders.set(request, Object.freeze(Object.fromEntries(sent)));
  else last = { lines: head, headers };
  return headers;
}

/** @internal A request in lines: the URL; the headers; nothing; the body. */
export function requestOf(text: string): Request {
  const line = text.indexOf("\n");
  const end = text.indexOf("\n\n");
  return new Request(text.slice(0, line), text.slice(line + 1, end), text.slice(end + 2));
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
