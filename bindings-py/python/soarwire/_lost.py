"""From what an HTTP client raised to the kind of a lost call.

Conservative: only what proves that nothing of the request was sent is `dns`, `connect` or `tls`. Classes are known by
their names, so that no client has to be installed.
"""

from __future__ import annotations

_KINDS = ("dns", "connect", "tls", "timeout", "interrupted", "body_too_large")

# The most particular class of an exception that is listed decides.
_KNOWN = {
    "socket.gaierror": "dns",
    "builtins.ConnectionRefusedError": "connect",
    "ssl.SSLCertVerificationError": "tls",
    "builtins.TimeoutError": "timeout",
    "asyncio.exceptions.TimeoutError": "timeout",
    "urllib3.exceptions.NameResolutionError": "dns",
    "urllib3.exceptions.NewConnectionError": "connect",
    "urllib3.exceptions.ConnectTimeoutError": "connect",
    "urllib3.exceptions.TimeoutError": "timeout",
    "requests.exceptions.ConnectTimeout": "connect",
    "requests.exceptions.Timeout": "timeout",
    "httpx.ConnectError": "connect",
    "httpx.ConnectTimeout": "connect",
    "httpx.PoolTimeout": "connect",
    "httpx.TimeoutException": "timeout",
    "aiohttp.client_exceptions.ClientConnectorDNSError": "dns",
    "aiohttp.client_exceptions.ClientConnectorCertificateError": "tls",
    "aiohttp.client_exceptions.ClientConnectorSSLError": "tls",
    "aiohttp.client_exceptions.ClientConnectorError": "connect",
    "aiohttp.client_exceptions.ConnectionTimeoutError": "connect",
    "aiohttp.client_exceptions.ServerTimeoutError": "timeout",
}

# Exceptions that only wrap another one, which says more.
_WRAPPERS = {
    "requests.exceptions.ConnectionError",
    "requests.exceptions.SSLError",
    "urllib3.exceptions.MaxRetryError",
    "urllib3.exceptions.SSLError",
    "urllib.error.URLError",
}


def kind_of(cause: object) -> str:
    """The kind for an exception, or for the name of a kind."""
    if isinstance(cause, str):
        if cause in _KINDS:
            return cause
        raise ValueError(f"cause must be an exception, or one of {', '.join(_KINDS)}; it is {cause!r}")
    if not isinstance(cause, BaseException):
        raise TypeError(f"cause must be an exception, or the name of a kind; it is {type(cause).__name__}")
    kind = _kind(cause)
    # httpx has one class for all that goes wrong before a connection stands.
    if kind == "connect" and "httpx.ConnectError" in _names(cause):
        return _first(_causes(cause)) or kind
    return kind


def _kind(error: BaseException, depth: int = 0) -> str:
    names = _names(error)
    if depth < 5 and not _WRAPPERS.isdisjoint(names) and "requests.exceptions.Timeout" not in names:
        inner = getattr(error, "reason", None) or next(iter(error.args), None)
        return _kind(inner, depth + 1) if isinstance(inner, BaseException) else "interrupted"
    for name in names:
        if name in _KNOWN:
            return _KNOWN[name]
    return "interrupted"


def _names(error: BaseException) -> dict[str, None]:
    """The names of its classes, the most particular first."""
    return dict.fromkeys(f"{each.__module__}.{each.__qualname__}" for each in type(error).__mro__)


def _causes(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    while (inner := error.__cause__ or error.__context__) is not None and len(found) < 10:
        found.append(inner)
        error = inner
    return found


def _first(errors: list[BaseException]) -> str | None:
    """Whether a name or a certificate was what failed."""
    for error in errors:
        names = _names(error)
        if "socket.gaierror" in names:
            return "dns"
        if "ssl.SSLError" in names:
            return "tls"
    return None
