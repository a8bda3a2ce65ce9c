/** @internal A response over the simulated network. */
export interface Arrived {
  readonly status: number;
  /** Names and values, one per line. */
  readonly headers: string;
  readonly body: Uint8Array;
  /** Whether the connection breaks after half of the body. */
  readonly broken: boolean;
}

/** @internal Builds a `Response`, or, where the platform has none (Jest's jsdom), an object with the members that are used. */
export function responseOf({ status, headers, body, broken }: Arrived): Response {
  const pairs = paired(headers);
  if (typeof Response !== "function") return plain(status, pairs, body, broken);
  const content = broken ? cutShort(body) : status === 204 || status === 304 ? null : (body as Uint8Array<ArrayBuffer>);
  return new Response(content, { status, headers: pairs });
}

/** @internal A redirect as a browser returns it with `redirect: "manual"`. */
export function hiddenRedirect(): Response {
  if (typeof Response !== "function") return { ...plain(0, [], new Uint8Array(), false), type: "opaqueredirect" };
  const response = Response.error();
  Object.defineProperties(response, { type: { value: "opaqueredirect" }, status: { value: 0 } });
  return response;
}

function paired(lines: string): [name: string, value: string][] {
  const parts = lines.split("\n");
  const pairs: [string, string][] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) pairs.push([parts[at] as string, parts[at + 1] as string]);
  return pairs;
}

function plain(status: number, headers: readonly [string, string][], body: Uint8Array, broken: boolean): Response {
  const whole = async (): Promise<Uint8Array> => {
    if (broken) throw new TypeError("network error");
    return body;
  };
  const text = async (): Promise<string> => new TextDecoder().decode(await whole());
  const response: object = {
    status,
    ok: status >= 200 && status < 300,
    headers: new Map(headers),
    arrayBuffer: async () => (await whole()).slice().buffer,
    text,
    json: async () => JSON.parse(await text()) as unknown,
  };
  return response as Response;
}

/** Half of the body, then a broken connection. */
function cutShort(bytes: Uint8Array): ReadableStream<Uint8Array<ArrayBuffer>> {
  const half = bytes.slice(0, bytes.length >> 1);
  let sent = false;
  return new ReadableStream({
    pull(controller) {
      if (sent) controller.error(new TypeError("network error"));
      else controller.enqueue(half);
      sent = true;
    },
  });
}
