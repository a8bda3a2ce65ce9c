"""The errors, one class for each kind, in four families.

Generated from the core's catalogue by `cargo run -p soarwire-generate`: do not edit.
"""

from ._error import SoarwireError


class BuildError(SoarwireError):
    """Before anything was sent: a parameter or a credential is missing or invalid."""

    family = "build"


class InvalidRequest(BuildError, ValueError):
    """A parameter or a tenant setting is invalid; nothing was sent.

    Fix the field that the error names.
    """

    kind = "invalid_request"


class MissingCredential(BuildError):
    """The tenant has no key for this command; nothing was sent.

    Give the tenant a key for the command, or a default key under `*`.
    """

    kind = "missing_credential"


class ServiceError(SoarwireError):
    """The server answered with a refusal."""

    family = "service"


class BadRequest(ServiceError):
    """The server could not read the request.

    Read the vendor's message: a required parameter may be missing on this version of the server.
    """

    kind = "bad_request"


class Unauthenticated(ServiceError):
    """The key was refused.

    Check the key and, for advanced keys, its type and this machine's clock.
    """

    kind = "unauthenticated"


class LicenseRequired(ServiceError):
    """The tenant's licence does not cover this call.

    Ask the tenant's administrator for the licence.
    """

    kind = "license_required"


class Forbidden(ServiceError):
    """The key's role does not permit this call.

    Give the key a role that covers the call.
    """

    kind = "forbidden"


class NotFound(ServiceError):
    """The server has nothing at this address.

    Check the base URL: it must end where the vendor's path begins.
    """

    kind = "not_found"


class TooLarge(ServiceError):
    """The server or a proxy refused the size of the request.

    Send fewer incidents at a time.
    """

    kind = "too_large"


class Unprocessable(ServiceError):
    """The server refused the values of the request.

    Read the per-field messages.
    """

    kind = "unprocessable"


class RateLimited(ServiceError):
    """The server asks for fewer requests.

    Wait for the time it gives, and lower the pace of this tenant.
    """

    kind = "rate_limited"


class ServerError(ServiceError):
    """The server failed, before or after it did its work.

    Read the incident back before repeating a call that appends.
    """

    kind = "server_error"


class CommandFailed(ServiceError):
    """HTTP 200, but the body says that the command failed.

    Read the vendor's message; part of the work may have been done.
    """

    kind = "command_failed"


class UnexpectedStatus(ServiceError):
    """An HTTP status that the vendor does not document, redirects included.

    Check the base URL and what stands between this machine and the server.
    """

    kind = "unexpected_status"


class DecodeError(SoarwireError):
    """The server answered HTTP 200 with something that cannot be read."""

    family = "decode"


class Undecodable(DecodeError):
    """HTTP 200 with a body that cannot be read.

    Check for a proxy in between; read the incident back before repeating a call that appends.
    """

    kind = "undecodable"


class TransportError(SoarwireError):
    """No whole answer arrived, or no attempt was made."""

    family = "transport"


class NotSent(TransportError):
    """No attempt was made: the deadline, the pace or a cooldown left no room for one.

    Give the call more time, or run it again when the tenant is less busy.
    """

    kind = "not_sent"


class Dns(TransportError):
    """The host name was not found; nothing was sent.

    Check the host name and the resolver.
    """

    kind = "dns"


class Connect(TransportError, ConnectionError):
    """No connection was made, or it closed before a byte of the request went out.

    Check that the host and port are reachable from here.
    """

    kind = "connect"


class Tls(TransportError):
    """The connection could not be secured; nothing was sent.

    Check the certificate; a private authority needs its CA file.
    """

    kind = "tls"


class Timeout(TransportError, TimeoutError):
    """The answer did not arrive in time.

    Read the incident back before repeating a call that appends.
    """

    kind = "timeout"


class Interrupted(TransportError, ConnectionError):
    """The connection closed before the whole answer arrived.

    Read the incident back before repeating a call that appends.
    """

    kind = "interrupted"


class BodyTooLarge(TransportError):
    """The answer is larger than the limit.

    Raise the body limit, or ask for fewer incidents at a time.
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
