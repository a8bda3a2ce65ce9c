import type { Request } from "./request.js";

/** @internal Why there was no response, by the core's names. */
export type FailureKind = "dns" | "connect" | "tls" | "timeout" | "interrupted" | "body_too_large";

/** @internal The result of an attempt. `reason` is soarwire's own text and contains nothing of the request or response. */
export type Arrival =
  | { readonly status: number; readonly headers: string; readonly body: Uint8Array }
  | { readonly failed: FailureKind; readonly reason?: string | undefined; readonly cause?: unknown };

/** @internal The progress of an attempt; after a timeout or abort it decides whether the request may have been carried out. */
export type Phase = "unsent" | "resolving" | "connecting" | "sent";

/** @internal The phase of an attempt, updated by its transport. */
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

/** @internal The settings of connections. */
export interface Connecting {
  /** The time limit for connecting, in milliseconds. */
  readonly timeoutMs: number;
  /** Whether a connection may carry more than one request. */
  readonly reuse: boolean;
}

/** @internal Creates the platform's own transport to a tenant. Throws if the settings or the environment are invalid. */
export type OwnTransport = (baseUrl: string, connecting: Connecting) => Transport;

let own: OwnTransport | undefined;

/** @internal Called by the entry points of platforms that have sockets. */
export function useTransport(transport: OwnTransport): void {
  own = transport;
}

/** @internal The platform's own transport; `undefined` where there is only `fetch`. */
export function ownTransport(): OwnTransport | undefined {
  return own;
}

/** @internal The result of an attempt that timed out. */
export function outOfTime({ phase }: Progress): Arrival {
  switch (phase) {
    case "resolving":
      return { failed: "dns", reason: "the host name was not found in time" };
    case "sent":
      return { failed: "timeout", reason: "the whole answer did not arrive in time" };
  }
  return { failed: "connect", reason: "no connection was made in time" };
}
