// Generated from the core's catalogue by `cargo run -p soarwire-generate`: do not edit.

import type { ErrorBody, SoarwireError } from "./soarwire-error.js";

/** A vendor. */
export type Vendor = "d3" | "xpanse";

/** Where an error arose. */
export type Family = "build" | "service" | "decode" | "transport";

/** The kind of an error: stable, and the same in every language. */
export type Kind =
  | "invalid_request"
  | "missing_credential"
  | "bad_request"
  | "unauthenticated"
  | "license_required"
  | "forbidden"
  | "not_found"
  | "too_large"
  | "unprocessable"
  | "rate_limited"
  | "server_error"
  | "command_failed"
  | "unexpected_status"
  | "undecodable"
  | "not_sent"
  | "dns"
  | "connect"
  | "tls"
  | "timeout"
  | "interrupted"
  | "body_too_large";

/** A parameter or a credential is missing or invalid; nothing was sent. */
export interface BuildError<K extends Kind> extends SoarwireError {
  readonly kind: K;
  readonly family: "build";
  readonly field: string;
  readonly reason: string;
  readonly status: null;
  readonly maybeExecuted: false;
  readonly report: null;
}

/** A parameter or a tenant setting is invalid; nothing was sent. Fix the field that the error names. */
export interface InvalidRequestError extends BuildError<"invalid_request"> {}

/** The tenant has no key for this command; nothing was sent. Give the tenant a key for the command, or a default key under `*`. */
export interface MissingCredentialError extends BuildError<"missing_credential"> {}

/** The server answered with an error. */
export interface ServiceError<K extends Kind> extends SoarwireError {
  readonly kind: K;
  readonly family: "service";
  readonly status: number;
  readonly body: ErrorBody;
}

/** The server rejected the request as malformed. Read the vendor's message: this version of the server may require another parameter. */
export interface BadRequestError extends ServiceError<"bad_request"> {}

/** The server rejected the credentials. Check the key and its type; for advanced keys, check this machine's clock too. soarwire signs a request with an advanced key afresh and sends it once more by itself. */
export interface UnauthenticatedError extends ServiceError<"unauthenticated"> {}

/** The tenant's licence does not cover this call. Ask the tenant's administrator for the licence. */
export interface LicenseRequiredError extends ServiceError<"license_required"> {}

/** The key's role does not permit this call. Use a key whose role permits the call. */
export interface ForbiddenError extends ServiceError<"forbidden"> {}

/** The server has no such URL. Check the base URL: it must end where the vendor's path begins. */
export interface NotFoundError extends ServiceError<"not_found"> {}

/** The server or a proxy rejected the request as too large. Send fewer incidents at a time. */
export interface TooLargeError extends ServiceError<"too_large"> {}

/** The server rejected values in the request. Read the messages for each field. */
export interface UnprocessableError extends ServiceError<"unprocessable"> {}

/** The server asked to slow down. Wait as long as the server asks, and lower the request rate of this tenant. */
export interface RateLimitedError extends ServiceError<"rate_limited"> {}

/** The server failed, before or after it carried out the request. Read the incident back before you repeat a call that appends. */
export interface ServerError extends ServiceError<"server_error"> {}

/** HTTP 200, but the body reports that the command failed. Read the vendor's message; part of the work may have been done. */
export interface CommandFailedError extends ServiceError<"command_failed"> {}

/** The server answered with a status that the vendor does not document, such as a redirect. Check the base URL, and any proxy between this machine and the server. */
export interface UnexpectedStatusError extends ServiceError<"unexpected_status"> {}

/** The server answered HTTP 200 with a body that cannot be decoded. */
export interface DecodeError<K extends Kind> extends SoarwireError {
  readonly kind: K;
  readonly family: "decode";
  readonly reason: string;
  readonly status: null;
}

/** HTTP 200, but the body cannot be decoded. Check for a proxy that answers in place of the server; read the incident back before you repeat a call that appends. */
export interface UndecodableError extends DecodeError<"undecodable"> {}

/** No complete answer arrived, or nothing was sent. */
export interface TransportError<K extends Kind> extends SoarwireError {
  readonly kind: K;
  readonly family: "transport";
  readonly reason: string;
  readonly status: null;
}

/** Nothing was sent: the deadline, the request rate or a cooldown left no time for an attempt. Give the call more time, or run it again when the tenant is less busy. */
export interface NotSentError extends TransportError<"not_sent"> {}

/** The host name could not be resolved; nothing was sent. Check the host name and the DNS resolver. */
export interface DnsError extends TransportError<"dns"> {}

/** No connection was made, or it closed before any of the request was sent. Check that the host and port are reachable from this machine. */
export interface ConnectError extends TransportError<"connect"> {}

/** The TLS handshake failed; nothing was sent. Check the server's certificate; one from a private authority needs its CA file. */
export interface TlsError extends TransportError<"tls"> {}

/** The answer did not arrive in time. Read the incident back before you repeat a call that appends. */
export interface TimeoutError extends TransportError<"timeout"> {}

/** The connection closed before the whole answer arrived, or the call was cancelled; if nothing was sent by then, nothing was carried out. Read the incident back before you repeat a call that appends. */
export interface InterruptedError extends TransportError<"interrupted"> {}

/** The answer exceeds the body limit. Raise the body limit, or ask for fewer incidents at a time. */
export interface BodyTooLargeError extends TransportError<"body_too_large"> {}

/** The error of each kind. */
export interface ErrorOfKind {
  readonly invalid_request: InvalidRequestError;
  readonly missing_credential: MissingCredentialError;
  readonly bad_request: BadRequestError;
  readonly unauthenticated: UnauthenticatedError;
  readonly license_required: LicenseRequiredError;
  readonly forbidden: ForbiddenError;
  readonly not_found: NotFoundError;
  readonly too_large: TooLargeError;
  readonly unprocessable: UnprocessableError;
  readonly rate_limited: RateLimitedError;
  readonly server_error: ServerError;
  readonly command_failed: CommandFailedError;
  readonly unexpected_status: UnexpectedStatusError;
  readonly undecodable: UndecodableError;
  readonly not_sent: NotSentError;
  readonly dns: DnsError;
  readonly connect: ConnectError;
  readonly tls: TlsError;
  readonly timeout: TimeoutError;
  readonly interrupted: InterruptedError;
  readonly body_too_large: BodyTooLargeError;
}
