import { attemptHeaders } from "./attempt.js";
import { Gathered } from "./gathered.js";
import { headerLines, isStatus } from "./operation.js";
import type { Arrival, Exchange, Transport } from "./transport.js";

/** What {@link run} passes to a {@link Fetch}. */
export interface FetchInit {
  readonly method: "POST";
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly redirect: "manual";
  /** Disables caching: a cache for POST responses would report success for requests that were never sent. */
  readonly cache: "no-store";
  readonly credentials: "same-origin";
  readonly signal: AbortSignal;
}

/** What {@link run} reads a body with, piece by piece. */
export interface BodyReader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  cancel(reason?: unknown): Promise<void>;
}

/** What {@link run} reads of an answer. A platform's `Response` is one. */
export interface FetchResponse {
  readonly status: number;
  readonly type?: string;
  readonly headers: { forEach(visit: (value: string, name: string) => void): void };
  readonly body?: { getReader?(): BodyReader } | null;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** Sends a request: the platform's `fetch`, a sandbox's, or your own. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchResponse>;

/** @internal The transport over a `fetch`, which hides why it failed: whatever it throws is `interrupted`. */
export function overFetch(fetch: Fetch): Transport {
  return (exchange) => exchanged(fetch, exchange).catch((thrown: unknown): Arrival => ({ failed: "interrupted", cause: thrown }));
}

async function exchanged(fetch: Fetch, { request, progress, bodyLimit, signal }: Exchange): Promise<Arrival> {
  // From here on it may have been sent.
  progress.phase = "sent";
  const { method, url, body } = request;
  const response = await fetch(url, {
    method,
    headers: attemptHeaders(request),
    body,
    redirect: "manual",
    cache: "no-store",
    credentials: "same-origin",
    signal,
  });
  if (response.type === "opaqueredirect") return { status: 0, headers: "", body: new Uint8Array() };
  if (!isStatus(response.status)) throw new TypeError("soarwire: fetch gave an answer without an HTTP status");
  const bytes = await read(response, bodyLimit, signal);
  if (bytes === undefined) return { failed: "body_too_large" };
  return { status: response.status, headers: headerLines(response.headers), body: bytes };
}

/** The body; `undefined` when it is over the limit. */
async function read(response: FetchResponse, limit: number, signal: AbortSignal): Promise<Uint8Array | undefined> {
  const reader: BodyReader | undefined = response.body?.getReader?.();
  if (reader === undefined) {
    const bytes = new Uint8Array(await response.arrayBuffer());
    return bytes.length > limit ? undefined : bytes;
  }
  // Not every `fetch` heeds its signal.
  const drop = (): void => void dropped(reader);
  if (signal.aborted) drop();
  signal.addEventListener("abort", drop);
  const body = new Gathered();
  for (let next = await reader.read(); !next.done && !signal.aborted; next = await reader.read()) {
    body.add(next.value ?? new Uint8Array());
    if (body.length > limit) {
      drop();
      return undefined;
    }
  }
  return body.whole();
}

async function dropped(reader: BodyReader): Promise<void> {
  try {
    await reader.cancel();
  } catch {
    // Nobody waits for it any more.
  }
}
