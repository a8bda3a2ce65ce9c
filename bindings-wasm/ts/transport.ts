import type { Request } from "./request.js";

/** @internal Why no answer came, by the core's names. */
export type FailureKind = "dns" | "connect" | "tls" | "timeout" | "interrupted" | "body_too_large";

/** @internal What came of an attempt. `reason` is in our own words and holds nothing of the request or the answer. */
export type Arrival =
  | { readonly status: number; readonly headers: string; readonly body: Uint8Array }
  | { readonly failed: FailureKind; readonly reason?: string | undefined; readonly cause?: unknown };

/** @internal How far an attempt has come. What an end by time or by an abort leaves open depends on it. */
export type Phase = "unsent" | "resolving" | "connecting" | "sent";

/** @internal The phase of an attempt, kept up to date by its transport. */
export interface Progress {
  phase: Phase;
}

/** @internal What a transport is given: a request, and when to give it up. */
export interface Exchange {
  readonly request: Request;
  readonly progress: Progress;
  /** The largest answer that is read, in bytes. */
  readonly bodyLimit: number;
  /** Fires when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/** @internal Sends a request and reads the answer. It never rejects: whatever goes wrong is an arrival. */
export type Transport = (exchange: Exchange) => Promise<Arrival>;

/** @internal What connections are made by. */
export interface Connecting {
  /** How long making a connection may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Whether a connection may carry more than one request. */
  readonly reuse: boolean;
}

/** @internal The platform's own transport to a tenant. It throws what is wrong with the settings or the environment. */
export type OwnTransport = (baseUrl: string, connecting: Connecting) => Transport;

let own: OwnTransport | undefined;

/** @internal Called by an entry point whose platform has sockets. */
export function useTransport(transport: OwnTransport): void {
  own = transport;
}

/** @internal The platform's own transport; `undefined` where there is nothing but `fetch`. */
export function ownTransport(): OwnTransport | undefined {
  return own;
}

/** @internal What an attempt ends with whose time is over. */
export function outOfTime({ phase }: Progress): Arrival {
  switch (phase) {
    case "resolving":
      return { failed: "dns", reason: "the host name was not found in time" };
    case "sent":
      return { failed: "timeout", reason: "the whole answer did not arrive in time" };
  }
  return { failed: "connect", reason: "no connection was made in time" };
}
