import { Buffer, constants } from "node:buffer";
import { env } from "node:process";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { attemptHeaders } from "../attempt.js";
import type { Arrival, Connecting, Exchange, Transport } from "../transport.js";
import { VERSION } from "../version.js";
import type { AnswerReader } from "./answer.js";
import { Connection } from "./connection.js";
import { dial } from "./dial.js";
import { Making } from "./making.js";
import { Mishap, TooLarge, codeOf } from "./mishap.js";
import { Pool } from "./pool.js";
import { type Place, type Proxy, placeOf, proxyTo } from "./proxy.js";

/** What all calls of this process to one origin share. */
interface Origin {
  readonly place: Place;
  readonly proxy: Proxy | undefined;
  readonly pool: Pool;
}

const origins = new Map<string, Origin>();

function originOf(url: URL): Origin {
  let origin = origins.get(url.origin);
  if (origin === undefined) {
    const place = placeOf(url);
    origins.set(url.origin, (origin = { place, proxy: proxyTo(place, env), pool: new Pool() }));
  }
  return origin;
}

/**
 * An HTTP/1.1 client over plain sockets. It never repeats a request, follows a redirect or uses a cache, and it reuses a
 * connection only if no unsolicited bytes have arrived on it; the platform's own clients guarantee neither.
 */
export function overSockets(baseUrl: string, connecting: Connecting): Transport {
  const origin = originOf(new URL(baseUrl));
  return (exchange) => exchanged(origin, connecting, exchange).catch(arrivalOf);
}

function arrivalOf(error: unknown): Arrival {
  if (error instanceof Mishap) return { failed: error.kind, reason: error.message, cause: error.cause };
  return { failed: "interrupted", cause: error };
}

async function exchanged({ place, proxy, pool }: Origin, { timeoutMs, reuse }: Connecting, exchange: Exchange): Promise<Arrival> {
  const { request, progress, bodyLimit, signal } = exchange;
  let connection = reuse ? await pool.take() : undefined;
  connection ??= new Connection(await dial(place, proxy, new Making(progress, timeoutMs, signal)));
  try {
    const reader = await connection.exchange(text(request, reuse), bodyLimit, progress, signal);
    return await arrived(reader, bodyLimit);
  } finally {
    if (reuse) pool.give(connection);
    else connection.close();
  }
}

async function arrived(reader: AnswerReader, bodyLimit: number): Promise<Arrival> {
  const { head } = reader;
  return { status: head.status, headers: head.lines, body: await unpacked(reader, bodyLimit) };
}

/** The request as sent. */
function text(request: Exchange["request"], reuse: boolean): string {
  const { url, body } = request;
  const headers = attemptHeaders(request);
  const { host, pathname, search } = new URL(url);
  let head = `POST ${pathname}${search} HTTP/1.1\r\nhost: ${host}\r\n`;
  for (const name in headers) head += `${name}: ${headers[name]}\r\n`;
  if (!reuse) head += "connection: close\r\n";
  head += `user-agent: soarwire/${VERSION}\r\naccept-encoding: gzip\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`;
  return head + body;
}

const unzip = promisify(gunzip);

/** The decompressed body. */
async function unpacked(reader: AnswerReader, limit: number): Promise<Uint8Array> {
  const body = reader.body();
  if (!reader.head.isGzip) return body;
  try {
    return await unzip(body, { maxOutputLength: Math.min(limit, constants.MAX_LENGTH) });
  } catch (error) {
    if (codeOf(error) === "ERR_BUFFER_TOO_LARGE") throw TooLarge.body(limit);
    // The response is complete, but not encoded as its header claims. Its status still counts; the body is dropped.
    return new Uint8Array();
  }
}
