"""The errors, one class for each kind, in four families.

Generated from the core's catalogue by `cargo run -p soarwire-generate`: do not edit.
"""

from ._error import Incomplete, SoarwireError


class BuildError(SoarwireError):
    """A parameter or a credential is missing or invalid; nothing was sent.

    Attributes, as `SoarwireError` explains them: `kind`, `family`, `operation`, `asked`, `field`, `reason`.
    """

    family = "build"


class InvalidRequest(BuildError, ValueError):
    """A parameter or a tenant setting is invalid; nothing was sent.

    Fix the field that the error names.

    Attributes, as `SoarwireError` explains them: `kind`, `family`, `operation`, `asked`, `field`, `reason`.
    """

    kind = "invalid_request"


class MissingCredential(BuildError):
    """The tenant has no key for this command; nothing was sent.

    Give the tenant a key for the command, or a default key under `*`.

    Attributes, as `SoarwireError` explains them: `kind`, `family`, `operation`, `asked`, `field`, `reason`.
    """

    kind = "missing_credential"


class ServiceError(SoarwireError):
    """The server answered with an error.

    Attributes, as `SoarwireError` explains them: `kind`, `family`, `operation`, `asked`, `status`, `code`,
    `vendor_message`, `extra`, `fields`, `retry_after_ms`, `retryable`, `maybe_executed`, `report`, `reason`,
    `attempts`, `elapsed`, `request_id`, `headers`, `body`.
    """

    family = "service"


class BadRequest(ServiceError):
    """The server rejected the request as malformed.

    Read the vendor's message: this version of the server may require another parameter.

    Attributes, as `SoarwireError` explains them: `kind`, `family`, `operation`, `asked`, `status`, `code`,
    `vendor_message`, `extra`, `fields`, `retry_after_ms`, `retryable`, `maybe_executed`, `report`, `reason`,
    `attempts`, `elapsed`, `request_id`, `headers`, `body`.
    """

    kind = "bad_request"


class Unauthenticated(ServiceError):
    """The server rejected the credentials.

    Check the key and its type; for advanced keys, check this machine's clock too. soarwire signs a request with an advanced key afresh and sends it once more by itself.

    Attributes, as `SoarwireError` explains them: `kind`, `family`, `operation`, `asked`, `status`, `code`,
    `vendor_message`, `extra`, `fields`, `retry_after_ms`, `retryable`, `maybe_executed`, `report`, `reason`,
    `attempts`, `elapsed`, `request_id`, `headers`, `body`.
    """

    kind = "unauthenticated"


class LicenseRequired(ServiceError):
    """The tenant's licence does not cover this call.

    Ask the tenant's administrator for the licence.

    Attributes, as `SoarwireError` explains them: `kind`, `family`, `operation`, `asked`, `status`, `code`,
    `vendor_message`, `extra`, `fields`, `retry_after_ms`, `retryable`, `maybe_executed`, `report`, `reason`,
    `attempts`, `elapsed`, `request_id`, `headers`, `body`.
    """

    kind = "license_required"


class Forbidden(ServiceError):
    """The key's role does not permit this call.

    Use a key whose role permits the call.

    Attributes, as `SoarwireError` explains them: `kind`, `family`, `operation`, `asked`, `status`, `code`,
    `vendor_message`, `extra`, `fields`, `retry_after_ms`, `retryable`, `maybe_executed`, `report`, `reason`,
    `attempts`, `elapsed`, `request_id`, `headers`, `body`.
    """

    kind = "forbidden"


class NotFound(ServiceError):
    """The server has no such URL.

    Check the base URL: it must end where the vendor's path begins.

    Attributes, as `SoarwireError` explains them: `kind`, `family`, `operation`, `asked`, `status`, `code`,
    `vendor_message`, `extra`, `fields`, `retry_after_ms`, `retryable`, `maybe_executed`, `report`, `reason`,
    `attempts`, `elapsed`, `request_id`, `headers`, `body`.
    """

    kind = "not_found"


class TooLarge(ServiceError):
    """The server or a proxy rejected the request as too large.

    Send fewer incidents at a time.

    Attributes, as `SoarwireError` explains them: `kind`, `family`, `operation`, `asked`, `status`, `code`,
    `vendor_message`, `extra`, `fields`, `retry_after_ms`, `retryable`, `maybe_executed`, `report`, `reason`,
    `attempts`, `elapsed`, `request_id`, `headers`, `body`.
    """

    kind = "too_large"


class Unprocessable(ServiceError):
    """The server rejected values in the request.

    Read the messages for each field.

    Attributes, as `SoarwireError` explains them: `kind`, `family`, `operation`, `asked`, `status`, `code`,
    `vendor_message`, `extra`, `fields`, `retry_after_ms`, `retryable`, `maybe_executed`, `report`, `reason`,
    `attempts`, `elapsed`, `request_id`, `headers`, `body`.
    """

    kind = "unprocessable"


class RateLimited(ServiceError):
    """The server asked to slow down.

    Wait as long as the server asks, and lower the request rate of this tenant.

    Attributes, as `SoarwireError` explains them: `kind`, `family`, `operation`, `asked`, `status`, `code`,
    `vendor_message`, `extra`, `fields`, `retry_after_ms`, `retryable`, `maybe_executed`, `report`, `reason`,
    `attempts`, `elapsed`, `request_id`, `headers`, `body`.
    """

    kind = "rate_limited"


class ServerError(ServiceError):
    """The server failed, before or after it carried out the request.

    Read the incident back before you repeat a call that appends.

    Attributes, as `SoarwireError` explains them: `kind`, `family`, `operation`, `asked`, `status`, `code`,
    `vendor_message`, `extra`, `fields`, `retry_after_ms`, `retryable`, `maybe_executed`, `report`, `reason`,
    `attempts`, `elapsed`, `request_id`, `headers`, `body`.
    """

    kind = "server_error"


class CommandFailed(ServiceError):
    """HTTP 200, but the body reports that the command failed.

    Read the vendor's message; part of the work may have been done.

    Attributes, as `SoarwireError` explains them: `kind`, `family`, `operation`, `asked`, `status`, `code`,
    `vendor_message`, `extra`, `fields`, `retry_after_ms`, `retryable`, `maybe_executed`, `report`, `reason`,
    `attempts`, `elapsed`, `request_id`, `headers`, `body`.
    """

    kind = "command_failed"


class UnexpectedStatus(ServiceError):
    """The server answered with a status that the vendor does not document, such as a redirect.

    Check the base URL, and any proxy between this machine and the server.

    Attributes, as `SoarwireError` explains them: `kind`, `family`, `operation`, `asked`, `status`, `code`,
    `vendor_message`, `extra`, `fields`, `retry_after_ms`, `retryable`, `maybe_executed`, `report`, `reason`,
    `attempts`, `elapsed`, `request_id`, `headers`, `body`.
    """

    kind = "unexpected_status"


class DecodeError(SoarwireError):
    """The server answered HTTP 200 with a body that cannot be decoded.

    Attributes, as `SoarwireError` explains them: `kind`, `family`, `operation`, `asked`, `status`, `content_type`,
    `body`, `retryable`, `maybe_executed`, `report`, `reason`, `attempts`, `elapsed`, `request_id`.
    """

    family = "decode"


class Undecodable(DecodeError):
    """HTTP 200, but the body cannot be decoded.

    Check for a proxy that answers in place of the server; read the incident back before you repeat a call that appends.

    Attributes, as `SoarwireError` explains them: `kind`, `family`, `operation`, `asked`, `status`, `content_type`,
    `body`, `retryable`, `maybe_executed`, `report`, `reason`, `attempts`, `elapsed`, `request_id`.
    """

    kind = "undecodable"


class TransportError(SoarwireError):
    """No complete answer arrived, or nothing was sent.

    Attributes, as `SoarwireError` explains them: `kind`, `family`, `operation`, `asked`, `retryable`, `maybe_executed`,
    `report`, `reason`, `attempts`, `elapsed`.
    """

    family = "transport"


class NotSent(TransportError):
    """Nothing was sent: the deadline, the request rate or a cooldown left no time for an attempt.

    Give the call more time, or run it again when the tenant is less busy.

    Attributes, as `SoarwireError` explains them: `kind`, `family`, `operation`, `asked`, `retryable`, `maybe_executed`,
    `report`, `reason`, `attempts`, `elapsed`.
    """

    kind = "not_sent"


class Dns(TransportError):
    """The host name could not be resolved; nothing was sent.

    Check the host name and the DNS resolver.

    Attributes, as `SoarwireError` explains them: `kind`, `family`, `operation`, `asked`, `retryable`, `maybe_executed`,
    `report`, `reason`, `attempts`, `elapsed`.
    """

    kind = "dns"


class Connect(TransportError, ConnectionError):
    """No connection was made, or it closed before any of the request was sent.

    Check that the host and port are reachable from this machine.

    Attributes, as `SoarwireError` explains them: `kind`, `family`, `operation`, `asked`, `retryable`, `maybe_executed`,
    `report`, `reason`, `attempts`, `elapsed`.
    """

    kind = "connect"


class Tls(TransportError):
    """The TLS handshake failed; nothing was sent.

    Check the server's certificate; one from a private authority needs its CA file.

    Attributes, as `SoarwireError` explains them: `kind`, `family`, `operation`, `asked`, `retryable`, `maybe_executed`,
    `report`, `reason`, `attempts`, `elapsed`.
    """

    kind = "tls"


class Timeout(TransportError, TimeoutError):
    """The answer did not arrive in time.

    Read the incident back before you repeat a call that appends.

    Attributes, as `SoarwireError` explains them: `kind`, `family`, `operation`, `asked`, `retryable`, `maybe_executed`,
    `report`, `reason`, `attempts`, `elapsed`.
    """

    kind = "timeout"


class Interrupted(TransportError, ConnectionError):
    """The connection closed before the whole answer arrived, or the call was cancelled; if nothing was sent by then, nothing was carried out.

    Read the incident back before you repeat a call that appends.

    Attributes, as `SoarwireError` explains them: `kind`, `family`, `operation`, `asked`, `retryable`, `maybe_executed`,
    `report`, `reason`, `attempts`, `elapsed`.
    """

    kind = "interrupted"


class BodyTooLarge(TransportError):
    """The answer exceeds the body limit.

    Raise the body limit, or ask for fewer incidents at a time.

    Attributes, as `SoarwireError` explains them: `kind`, `family`, `operation`, `asked`, `retryable`, `maybe_executed`,
    `report`, `reason`, `attempts`, `elapsed`.
    """

    kind = "body_too_large"


__all__ = [
    "BadRequest",
    "BodyTooLarge",
    "BuildError",
    "CommandFailed",
    "Connect",
    "DecodeError",
    "Dns",
    "Forbidden",
    "Incomplete",
    "Interrupted",
    "InvalidRequest",
    "LicenseRequired",
    "MissingCredential",
    "NotFound",
    "NotSent",
    "RateLimited",
    "ServerError",
    "ServiceError",
    "SoarwireError",
    "Timeout",
    "Tls",
    "TooLarge",
    "TransportError",
    "Unauthenticated",
    "Undecodable",
    "UnexpectedStatus",
    "Unprocessable",
]
