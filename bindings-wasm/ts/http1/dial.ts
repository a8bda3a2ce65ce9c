import { Buffer } from "node:buffer";
import { lookup } from "node:dns";
import { type Socket, connect, isIP } from "node:net";
import type { Duplex } from "node:stream";
import * as tls from "node:tls";
import { VERSION } from "../version.js";
import { Head } from "./answer.js";
import type { Making } from "./making.js";
import { Mishap, codeOf, isOfSystem, words } from "./mishap.js";
import type { Place, Proxy } from "./proxy.js";
import { Records } from "./records.js";

/** An established connection: the stream for HTTP, and the layers below it. */
export interface Line {
  readonly stream: Duplex;
  /** The TCP connection itself. */
  readonly socket: Socket;
  /** Present on TLS connections. */
  readonly records: Records | undefined;
}

/** How many addresses of a host name are tried. */
const MOST_ADDRESSES = 16;

/** Connects to a host, through the proxy if there is one. */
export async function dial(place: Place, proxy: Proxy | undefined, making: Making): Promise<Line> {
  let line = await reach(proxy ?? place, making);
  if (proxy !== undefined) {
    if (proxy.isSecure) line = await secured(line, proxy.host, making);
    await tunnel(line.stream, place, proxy, making);
  }
  return place.isSecure ? secured(line, place.host, making) : line;
}

/** Tries the addresses of a host in order. Each but the last gets half of the remaining time. */
async function reach({ host, port }: Place, making: Making): Promise<Line> {
  const addresses = isIP(host) === 0 ? await resolved(host, making) : [host];
  making.progress.phase = "connecting";
  let failure: unknown;
  for (const [index, address] of addresses.entries()) {
    const share = index + 1 < addresses.length ? making.leftMs / 2 : making.leftMs;
    try {
      const socket = await connected(address, port, share, making);
      return { stream: socket, socket, records: undefined };
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

async function resolved(host: string, making: Making): Promise<string[]> {
  making.progress.phase = "resolving";
  return making.wait((done, fail) => {
    lookup(host, { all: true }, (error, found) => {
      const addresses = (found ?? []).slice(0, MOST_ADDRESSES).map(({ address }) => address);
      if (addresses.length > 0) done(addresses);
      else fail(new Mishap("the host name was not found", "dns", error));
    });
    return () => undefined;
  });
}

function connected(address: string, port: number, forMs: number, making: Making): Promise<Socket> {
  return making.wait<Socket>((done, fail) => {
    // Half-open, so that an end of input can be examined (it may be a reset).
    const socket = connect({ host: address, port, noDelay: true, allowHalfOpen: true });
    socket.once("connect", () => done(socket));
    // Never removed, so that a later error is not unhandled.
    socket.on("error", (error) => fail(notConnected(error)));
    return () => socket.destroy();
  }, forMs);
}

function notConnected(error: unknown): Mishap {
  return new Mishap(`no connection was made: ${words(error)}`, "connect", error);
}

/** Asks the proxy to connect to the host. */
function tunnel(stream: Duplex, { host, port }: Place, { authorization }: Proxy, making: Making): Promise<void> {
  return making.wait((done, fail) => {
    const refused = (error?: unknown): void => {
      stream.destroy();
      fail(new Mishap("the proxy did not connect to the host", "connect", error));
    };
    let said = Buffer.alloc(0);
    const listen = (chunk: Buffer): void => {
      said = Buffer.concat([said, chunk]);
      const end = said.indexOf("\r\n\r\n");
      if (end < 0) return said.length > 32 * 1024 ? refused() : undefined;
      stream.off("data", listen).off("end", refused).off("error", refused);
      stream.pause();
      // Bytes that arrive before the first request would be taken for its response.
      if (!opens(said.toString("latin1", 0, end)) || said.length > end + 4) return refused();
      done();
    };
    stream.on("data", listen).on("end", refused).on("error", refused);
    const authority = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
    const credentials = authorization === undefined ? "" : `Proxy-Authorization: ${authorization}\r\n`;
    const head = `CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\nUser-Agent: soarwire/${VERSION}\r\nProxy-Connection: Keep-Alive\r\n${credentials}\r\n`;
    stream.write(head, "latin1");
    return () => stream.destroy();
  });
}

/** Whether the proxy's response establishes the tunnel. */
function opens(head: string): boolean {
  try {
    return new Head(head).status === 200;
  } catch {
    return false;
  }
}

/** Starts TLS on a connection. */
function secured({ stream, socket }: Line, host: string, making: Making): Promise<Line> {
  return making.wait<Line>((done, fail) => {
    const records = new Records(stream);
    // Regardless of NODE_TLS_REJECT_UNAUTHORIZED: a key must not be sent to an unverified server.
    const safe = { rejectUnauthorized: true, minVersion: "TLSv1.2" } as const;
    const secure = tls.connect({ socket: records, host, ...(isIP(host) === 0 && { servername: host }), ...safe });
    secure.once("secureConnect", () => done({ stream: secure, socket, records }));
    records.on("error", () => undefined);
    secure.on("error", (error) => {
      socket.destroy();
      fail(isOfSystem(error) ? notConnected(error) : new Mishap(tlsReason(error), "tls", error));
    });
    return () => socket.destroy();
  });
}

const CERTIFICATE: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "the certificate has expired",
  CERT_NOT_YET_VALID: "the certificate is not valid yet: check this machine's clock",
  CERT_REVOKED: "the certificate was revoked",
  ERR_TLS_CERT_ALTNAME_INVALID: "the certificate is for another host name",
};
const UNKNOWN_AUTHORITY = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

function tlsReason(error: unknown): string {
  const code = codeOf(error);
  if (UNKNOWN_AUTHORITY.has(code)) {
    return "the certificate is from an authority that is not trusted here: name its certificate in NODE_EXTRA_CA_CERTS";
  }
  if (Object.hasOwn(CERTIFICATE, code)) return CERTIFICATE[code] as string;
  if (/ALERT/.test(code)) return "the server refused the handshake";
  if (/WRONG_VERSION_NUMBER|HTTP_REQUEST|PACKET_LENGTH|UNSUPPORTED_PROTOCOL/.test(code)) return "the server does not speak TLS";
  return /CERT/.test(code) ? "the certificate is invalid" : "the handshake failed";
}
