import type { FailureKind } from "../transport.js";

/** Why an exchange failed. The message is soarwire's own text, the cause is the system's error. */
export class Mishap extends Error {
  readonly kind: FailureKind;

  constructor(reason: string, kind: FailureKind = "interrupted", cause?: unknown) {
    super(reason, { cause });
    this.kind = kind;
  }
}

/** The response exceeds a limit. */
export class TooLarge extends Mishap {
  constructor(reason: string) {
    super(reason, "body_too_large");
  }

  static body(limit: number): TooLarge {
    return new TooLarge(`the answer is over the limit of ${limit} bytes`);
  }
}

/** The meaning of system error codes, in the texts that all languages of soarwire share. */
const CODES: Readonly<Record<string, string>> = {
  EADDRNOTAVAIL: "address not available",
  ECONNABORTED: "connection aborted",
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset",
  EHOSTUNREACH: "host unreachable",
  ENETUNREACH: "network unreachable",
  EPIPE: "broken pipe",
  ETIMEDOUT: "timed out",
};

/** The code of a platform error, if it has one. The error may be from another realm, as in test runners. */
export function codeOf(error: unknown): string {
  const code = has(error, "code") ? error.code : undefined;
  return typeof code === "string" ? code : "";
}

function has<K extends string>(error: unknown, key: K): error is Record<K, unknown> {
  return typeof error === "object" && error !== null && key in error;
}

/** A short description of a system error. */
export function words(error: unknown): string {
  // Node's own error: the connection ended during the handshake.
  if (codeOf(error) === "ECONNRESET" && !has(error, "errno")) return "unexpected end of file";
  return CODES[codeOf(error)] ?? "other error";
}

/** Whether it is a system error, rather than a TLS error. */
export function isOfSystem(error: unknown): boolean {
  const code = codeOf(error);
  return Object.hasOwn(CODES, code) || (has(error, "syscall") && code !== "EPROTO");
}
