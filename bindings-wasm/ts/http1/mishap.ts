import type { FailureKind } from "../transport.js";

/** Why an exchange failed; its message is the reason, in our own words. What the system said is its cause. */
export class Mishap extends Error {
  readonly kind: FailureKind;

  constructor(reason: string, kind: FailureKind = "interrupted", cause?: unknown) {
    super(reason, { cause });
    this.kind = kind;
  }
}

/** More arrived than is read. */
export class TooLarge extends Mishap {
  constructor(reason: string) {
    super(reason, "body_too_large");
  }

  static body(limit: number): TooLarge {
    return new TooLarge(`the answer is over the limit of ${limit} bytes`);
  }
}

/** What codes of the system mean, in the words that all languages of soarwire use. */
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

/** The code of an error of the platform, if it has one. The error may be of another realm: test runners have their own. */
export function codeOf(error: unknown): string {
  const code = has(error, "code") ? error.code : undefined;
  return typeof code === "string" ? code : "";
}

function has<K extends string>(error: unknown, key: K): error is Record<K, unknown> {
  return typeof error === "object" && error !== null && key in error;
}

/** What an error of the system says, in a few words. */
export function words(error: unknown): string {
  // Made up by the platform: the connection ended in the middle of the handshake.
  if (codeOf(error) === "ECONNRESET" && !has(error, "errno")) return "unexpected end of file";
  return CODES[codeOf(error)] ?? "other error";
}

/** Whether the error is the system's, rather than one of TLS. */
export function isOfSystem(error: unknown): boolean {
  const code = codeOf(error);
  return Object.hasOwn(CODES, code) || (has(error, "syscall") && code !== "EPROTO");
}
