import { Buffer } from "node:buffer";
import { isIP } from "node:net";
import { invalid } from "../refusals.js";

/** The endpoint of a connection: host, port, and whether it uses TLS. */
export interface Place {
  /** A name, or an address without brackets. */
  readonly host: string;
  readonly port: number;
  readonly isSecure: boolean;
}

/** A proxy that connects to other hosts on `CONNECT`. */
export interface Proxy extends Place {
  /** The value of `proxy-authorization`. */
  readonly authorization: string | undefined;
}

/** The endpoint that a URL names. */
export function placeOf({ protocol, hostname, port }: URL): Place {
  const isSecure = protocol === "https:";
  return { host: hostname.replace(/^\[|\]$/g, ""), port: Number(port || (isSecure ? 443 : 80)), isSecure };
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy to a host: the first valid URL of `ALL_PROXY`, `HTTPS_PROXY` and `HTTP_PROXY`, each also in lower case, except
 * for the hosts in `NO_PROXY` (or `no_proxy`) and for loopback, whose requests must not leave this machine.
 */
export function proxyTo({ host }: Place, environment: Environment): Proxy | undefined {
  if (isThisMachine(host) || isExempt(host, environment["NO_PROXY"] ?? environment["no_proxy"] ?? "")) return undefined;
  for (const name of ["ALL_PROXY", "all_proxy", "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"]) {
    const proxy = parsed(environment[name] ?? "");
    if (proxy !== undefined) return proxy;
  }
  return undefined;
}

function parsed(text: string): Proxy | undefined {
  if (text === "") return undefined;
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(whole)) return undefined;
  const url = new URL(whole);
  if (url.protocol.startsWith("socks")) {
    throw invalid("proxy", "is a SOCKS proxy, which is not supported: set an http:// or https:// proxy in the environment, or none");
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") return undefined;
  const named = url.username !== "" || url.password !== "";
  try {
    const credentials = `${unescaped(url.username)}:${unescaped(url.password)}`;
    const authorization = named ? `Basic ${Buffer.from(credentials).toString("base64")}` : undefined;
    return { ...placeOf(url), authorization };
  } catch {
    return undefined;
  }
}

/** Decodes percent escapes. A percent sign that begins no escape is kept. Throws if the result is not UTF-8. */
function unescaped(text: string): string {
  return decodeURIComponent(text.replace(/%(?![0-9a-f]{2})/gi, "%25"));
}

/** Whether a comma-separated list of `host`, `.domain`, `*.domain`, `prefix*` or `*` matches the host. */
function isExempt(host: string, list: string): boolean {
  const own = host.toLowerCase();
  return list.split(",").some((entry) => {
    const pattern = entry.trim().toLowerCase();
    if (pattern.startsWith("*")) return own.endsWith(pattern.slice(1));
    if (pattern.startsWith(".")) return own.endsWith(pattern);
    if (pattern.endsWith("*")) return own.startsWith(pattern.slice(0, -1));
    return own === pattern;
  });
}

function isThisMachine(host: string): boolean {
  return host.toLowerCase() === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}
