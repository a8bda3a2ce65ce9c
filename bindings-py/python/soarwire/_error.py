"""The base of all errors. The families and kinds are in `soarwire.errors`, generated from the core's catalogue."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar

    from soarwire import Report

# The canonical JSON, key by key: ours on the right.
_CANONICAL = {
    "family": "family",
    "kind": "kind",
    "status": "status",
    "code": "code",
    "message": "vendor_message",
    "extra": "extra",
    "fields": "fields",
    "retry_after_ms": "retry_after_ms",
    "retryable": "retryable",
    "maybe_executed": "maybe_executed",
    "field": "field",
}


class SoarwireError(Exception):
    """Why a call failed, and whether it may have been carried out all the same.

    ``str()`` is a sentence with the status, the kind and the vendor's code. The vendor's own words are in
    ``vendor_message`` and ``body``, and are never printed.
    """

    family: ClassVar[str] = ""
    """Where it arose: ``build``, ``service``, ``decode`` or ``transport``."""
    kind: ClassVar[str] = ""
    """What it is: stable, and the same in every language."""

    operation: str | None
    """The id of the operation that failed, such as ``d3.close_incidents``."""
    status: int | None
    """The HTTP status, of a service error."""
    code: str | None
    """The vendor's code, as text."""
    vendor_message: str | None
    """The vendor's text. It may hold anything: show it to people, do not log it blindly."""
    extra: Any
    """The vendor's further details: any JSON."""
    fields: dict[str, list[str]]
    """The vendor's messages for each field, by dotted path."""
    retry_after_ms: int | None
    """How long the server asked to wait, in milliseconds."""
    retryable: bool
    """Whether sending this very request again is safe and can help."""
    maybe_executed: bool
    """Whether the server may have carried the request out, in this attempt or an earlier one."""
    field: str | None
    """The parameter or setting that a build error is about."""
    reason: str | None
    """What is wrong, in our words, and why the request was not repeated if it could have been; ``None`` for a plain
    refusal of the server."""
    attempts: int
    """How often the request was sent."""
    report: Report | None
    """With ``maybe_executed``: the report in which every incident asked for is unknown."""
    body: bytes | None
    """The body of a service error, as far as it was kept."""

    def __init__(
        self,
        message: str = "",
        *,
        operation: str | None = None,
        status: int | None = None,
        code: str | None = None,
        vendor_message: str | None = None,
        extra: Any = None,
        fields: dict[str, list[str]] | None = None,
        retry_after_ms: int | None = None,
        retryable: bool = False,
        maybe_executed: bool = False,
        field: str | None = None,
        reason: str | None = None,
        attempts: int = 0,
        report: Report | None = None,
        body: bytes | None = None,
        canonical: str | None = None,
    ) -> None:
        super().__init__(message)
        self.operation = operation
        self.status = status
        self.code = code
        self.vendor_message = vendor_message
        self.extra = extra
        self.fields = {} if fields is None else fields
        self.retry_after_ms = retry_after_ms
        self.retryable = retryable
        self.maybe_executed = maybe_executed
        self.field = field
        self.reason = reason
        self.attempts = attempts
        self.report = report
        self.body = body
        self._canonical = canonical

    def to_dict(self) -> dict[str, Any]:
        """The canonical JSON of an error as a dict. The vendor's words are in it; secrets and bodies are not."""
        return {key: getattr(self, ours) for key, ours in _CANONICAL.items()}

    def to_json(self) -> str:
        """The canonical JSON of an error, the vendor's ``extra`` as it came."""
        if self._canonical is not None:
            return self._canonical
        import json

        return json.dumps(self.to_dict(), separators=(",", ":"), ensure_ascii=False)

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""

    def __repr__(self) -> str:
        status = "" if self.status is None else f", status={self.status}"
        return f"{type(self).__name__}(kind={self.kind!r}{status})"

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), self.args, self.__dict__)
