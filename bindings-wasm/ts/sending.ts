import type { Limits } from "./call.js";
import { loader } from "./core.js";
import { type Source, secretOf, signedWith } from "./credentials.js";
import { invalid } from "./refusals.js";
import { type Fetch, overFetch } from "./fetch.js";
import type { Operation } from "./operation.js";
import type { Request } from "./request.js";
import type { RunOptions } from "./run-options.js";
import type { Stop } from "./stop.js";
import { randomNonce } from "./tenant.js";
import { type Arrival, type Exchange, type Transport, outOfTime, ownTransport } from "./transport.js";

/** The time limit for connecting. */
const CONNECT_TIMEOUT_MS = 10_000;

/** The options that say how requests travel. */
type Connections = Pick<RunOptions, "fetch" | "connectTimeoutMs" | "reuseConnections">;

/** @internal The limits of a call. */
export function limitsOf(options: Pick<RunOptions, "timeoutMs" | "attemptTimeoutMs" | "maxAttempts" | "seed">): Limits {
  const { timeoutMs, attemptTimeoutMs, maxAttempts, seed = Math.floor(Math.random() * 2 ** 53) } = options;
  if (!(typeof seed === "number" && seed >= 0)) throw invalid("seed", "must be a number, 0 or more");
  if (maxAttempts !== undefined && !(typeof maxAttempts === "number" && maxAttempts >= 1 && (Number.isInteger(maxAttempts) || maxAttempts === Infinity))) {
    throw invalid("maxAttempts", "must be a whole number, 1 or more");
  }
  return {
    timeoutMs: positive("timeoutMs", timeoutMs),
    attemptTimeoutMs: positive("attemptTimeoutMs", attemptTimeoutMs),
    maxAttempts: maxAttempts === undefined ? undefined : Math.min(maxAttempts, 2 ** 32 - 1),
    seed,
  };
}

/** @internal The largest answer that is read. */
export function bodyLimitOf({ bodyLimit }: Pick<RunOptions, "bodyLimit">): number {
  return positive("bodyLimit", bodyLimit) ?? loader.use().default_body_limit();
}

/** @internal A number greater than 0, if it is given. */
export function positive(name: string, value: number | undefined): number | undefined {
  if (value === undefined || (typeof value === "number" && value > 0)) return value;
  throw invalid(name, "must be a number greater than 0");
}

/** @internal The transport to a tenant. */
export function transportTo(baseUrl: string, { fetch, connectTimeoutMs, reuseConnections }: Connections): Transport {
  const timeoutMs = positive("connectTimeoutMs", connectTimeoutMs) ?? CONNECT_TIMEOUT_MS;
  if (reuseConnections !== undefined && typeof reuseConnections !== "boolean") throw invalid("reuseConnections", "must be true or false");
  // Only a page, or a test that simulates one, can resolve a path.
  const isPath = baseUrl.startsWith("/");
  const own = fetch === undefined && !isPath ? ownTransport() : undefined;
  if (fetch === undefined && isPath && globalThis.location === undefined) {
    throw invalid("baseUrl", "is a path, which has no origin outside of a page: pass a URL, or your own `fetch`");
  }
  if (own !== undefined) return own(baseUrl, { timeoutMs, reuse: reuseConnections ?? true });
  for (const [name, value] of Object.entries({ connectTimeoutMs, reuseConnections })) {
    if (value !== undefined) throw invalid(name, "is for connections of the package's own: `fetch` decides that by itself");
  }
  const used = fetch === undefined ? (globalThis.fetch as Fetch | undefined) : fetch;
  if (typeof used !== "function") throw invalid("fetch", fetch === undefined ? "must be given: this platform has no `fetch`" : "must be a function");
  return overFetch(used);
}

/** @internal Sends a request and reads the answer, whether or not the transport heeds its signal; `undefined` when the call is aborted. */
export async function attempt(transport: Transport, exchange: Omit<Exchange, "signal">, forMs: number, stop: Stop): Promise<Arrival | undefined> {
  const controller = new AbortController();
  const exchanged = transport({ ...exchange, signal: controller.signal });
  const over = stop.sleep(forMs).then(() => (stop.asked ? undefined : outOfTime(exchange.progress)));
  const arrival = await Promise.race([exchanged, over]);
  stop.wake();
  // Stops whatever is still running.
  if (arrival === undefined || "failed" in arrival) controller.abort();
  return arrival;
}

/** @internal Why there is no credential: the words, if what was given is wrong, or what the function failed with. */
export interface Unsigned {
  readonly reason: string;
  readonly cause: unknown;
}

/**
 * @internal The request of one attempt, signed with what the source gives now; `undefined` if the attempt's time was over before it
 * gave anything, or the call is to end.
 */
export async function signedInTime(source: Source, operation: Operation, forMs: number, now: () => number, stop: Stop): Promise<{ readonly request: Request } | Unsigned | undefined> {
  const asked = await Promise.race([secretOf(source), stop.sleep(forMs)]);
  stop.wake();
  if (asked === undefined) return undefined;
  if (!("secret" in asked)) return { reason: "", cause: asked.failed };
  const signed = signedWith(source, asked.secret, operation, { nonce: randomNonce(), nowMs: now() });
  return "request" in signed ? signed : { reason: signed.wrong.reason ?? "", cause: undefined };
}
