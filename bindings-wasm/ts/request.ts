/**
 * One HTTP request, ready to be sent by anything that speaks HTTP: always a `POST` with a JSON body.
 *
 * A signed request prints and serialises `***` for its credentials; read {@link Request.headers} on purpose to send it.
 */
export class Request {
  readonly #headers: Readonly<Record<string, string>>;
  readonly #secret: ReadonlySet<string>;
  readonly #url: string;
  readonly #body: string;

  /** @internal */
  constructor(text: string) {
    const end = text.indexOf("\n\n");
    const [url = "", ...lines] = text.slice(0, end).split("\n");
    const headers: Record<string, string> = {};
    const secret = new Set<string>();
    for (let at = 0; at + 1 < lines.length; at += 2) {
      let name = lines[at] as string;
      if (name.startsWith("*")) secret.add((name = name.slice(1)));
      headers[name] = lines[at + 1] as string;
    }
    this.#url = url;
    this.#headers = Object.freeze(headers);
    this.#secret = secret;
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
    return this.#headers;
  }

  /** The JSON body as text. */
  get body(): string {
    return this.#body;
  }

  /** Whether it carries credentials. */
  get signed(): boolean {
    return this.#secret.size > 0;
  }

  /** The request with `***` for its credentials. */
  toJSON(): RequestJson {
    return { ...this.#head(), body: JSON.parse(this.#body) as object };
  }

  /** The text of {@link Request.toJSON}, the body as it goes out. */
  toJSONText(): string {
    return `${JSON.stringify(this.#head()).slice(0, -1)},"body":${this.#body}}`;
  }

  /** The method and the URL. */
  toString(): string {
    return `POST ${this.#url}`;
  }

  #head(): Omit<RequestJson, "body"> {
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(this.#headers)) headers[name] = this.#secret.has(name) ? "***" : value;
    return { method: "POST", url: this.#url, headers };
  }
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
