import type { Request } from "./request.js";

/** @internal What came of an attempt. */
export type Arrival =
  | { readonly status: number; readonly headers: string; readonly body: Uint8Array }
  | { readonly failed: "timeout" | "interrupted" | "body_too_large"; readonly cause?: unknown };

/** @internal What a transport is given: a request, and when to give it up. */
export interface Exchange {
  readonly request: Request;
  /** The largest answer that is read, in bytes. */
  readonly bodyLimit: number;
  /** Fires when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/** @internal Sends a request and reads the answer. It never rejects: whatever goes wrong is an arrival. */
export type Transport = (exchange: Exchange) => Promise<Arrival>;
