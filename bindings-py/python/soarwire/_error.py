"""The base of all errors. The families and kinds are in `soarwire.errors`, generated from the core's catalogue."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar

    from soarwire import Outcome, Report

class _Canonical(str):
    """Canonical JSON as an argument of an exception: what prints the arguments does not print the vendor's words."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'...'"


class SoarwireError(Exception):
    """Why a call failed, and whether it may have been carried out all the same.

    ``str()`` is a sentence with the status, the kind and the vendor's code. The vendor's own words are in
    ``vendor_message`` and ``body``, and are never printed.

    Attributes:
        family: Where it arose: ``build``, ``service``, ``decode`` or ``transport``.
        kind: What it is: stable, and the same in every language.
        operation: The id of the operation that failed, such as ``d3.close_incidents``.
        asked: The incidents that the call asked for.
        status: The HTTP status, of a service error or of an answer that cannot be decoded.
        code: The vendor's code, as text.
        vendor_message: The vendor's text. It may hold anything: show it to people, do not log it blindly.
        extra: The vendor's further details: any JSON.
        fields: The vendor's messages for each field, by dotted path.
        retry_after_ms: How long the server asked to wait, in milliseconds; of `NotSent`, how long until the cooldown is over that
            left no room for an attempt.
        retryable: Whether sending this very request again is safe and can help.
        maybe_executed: Whether the server may have carried the request out, in this attempt or an earlier one.
        field: The parameter or setting that a build error is about.
        reason: What is wrong, in our words, and why the request was not repeated if it could have been; ``None`` for
            a plain refusal of the server.
        attempts: How often the request was sent.
        elapsed: How many seconds the call took, waits included; ``None`` if no call was made.
        request_id: The id by which the vendor names the answer in its own logs; as ``Report.request_id``.
        headers: The names, in lower case, and values of the headers of a service error's answer, without cookies and
            credentials.
        content_type: The content type of an answer that cannot be decoded.
        report: With ``maybe_executed``: the report in which every incident asked for is unknown; ``None`` if the request
            names none.
        body: The body of a service error, as far as it was kept; the first 2 KiB of a body that cannot be decoded.
    """

    family: ClassVar[str] = ""
    kind: ClassVar[str] = ""
    operation: str | None
    asked: list[str]
    status: int | None
    code: str | None
    vendor_message: str | None
    extra: Any
    fields: dict[str, list[str]]
    retry_after_ms: int | None
    retryable: bool
    maybe_executed: bool
    field: str | None
    reason: str | None
    attempts: int
    elapsed: float | None
    request_id: str | None
    headers: list[tuple[str, str]]
    content_type: str | None
    report: Report | None
    body: bytes | None
    _kept: Any

    def __init__(
        self,
        message: str = "",
        canonical: str | None = None,
        /,
        *,
        operation: str | None = None,
        asked: list[str] | None = None,
        status: int | None = None,
        code: str | None = None,
        vendor_message: str | None = None,
        extra: Any = None,
        fields: dict[str, list[str]] | None = None,
        retry_after_ms: int | None = None,
        retryable: bool | None = None,
        maybe_executed: bool | None = None,
        field: str | None = None,
        reason: str | None = None,
        attempts: int | None = None,
        elapsed: float | None = None,
        request_id: str | None = None,
        headers: list[tuple[str, str]] | None = None,
        report: Report | None = None,
        _details: dict[str, Any] | None = None,
    ) -> None:
        """``canonical`` is what `to_json` gives; without it, what is left out is as the catalogue of kinds has it."""
        if _details is None:
            from ._soarwire import error_from_json

            if canonical is None:
                import json

                told = {
                    "kind": self.kind or "interrupted",
                    "operation": operation if report is None else report.operation,
                    "asked": asked if report is None else report.asked,
                    "status": status,
                    "code": code,
                    "message": vendor_message,
                    "extra": extra,
                    "fields": fields,
                    "retry_after_ms": retry_after_ms,
                    "retryable": retryable,
                    "maybe_executed": maybe_executed,
                    "field": field,
                    "reason": reason,
                    "attempts": attempts,
                    "elapsed_ms": None if elapsed is None else int(elapsed * 1000),
                    "request_id": request_id,
                    "headers": headers,
                }
                canonical = json.dumps({key: value for key, value in told.items() if value is not None})
            _details = error_from_json(canonical).__dict__
        super().__init__(message)
        self.__dict__.update(_details)

    @classmethod
    def from_json(cls, text: str | bytes | bytearray) -> SoarwireError:
        """The error of a JSON text from `to_json`, of the class of its kind; what is left out is as the catalogue of kinds has
        it. Raises `InvalidRequest`, naming the member."""
        from ._soarwire import error_from_json

        return error_from_json(text)

    @classmethod
    def from_dict(cls, value: dict[str, Any]) -> SoarwireError:
        """The same from the dict that `to_dict` gives."""
        import json

        return cls.from_json(json.dumps(value, ensure_ascii=False))

    def outcomes(self) -> list[Outcome]:
        """What the error means for each incident that was asked for, as ``Report.outcomes`` has it: ``unknown`` if the request
        may have been carried out, otherwise ``failed``, the reason being the kind, such as ``connect``."""
        report = self.to_report()
        return [] if report is None else report.outcomes()

    def to_report(self) -> Report | None:
        """The outcomes as a report; ``None`` if the error has no operation."""
        from ._soarwire import error_report

        return self.report or error_report(self.to_json())

    def to_dict(self) -> dict[str, Any]:
        """The canonical JSON of an error as a dict."""
        import json

        return json.loads(self.to_json())  # type: ignore[no-any-return]

    def to_json(self) -> str:
        """The canonical JSON of an error, the vendor's ``extra`` as it came. The vendor's words and the body are in it: it is
        made to be stored, not to be logged."""
        return self._kept.to_json()

    @property
    def args(self) -> tuple[Any, ...]:
        """The sentence and the canonical JSON, which is written each time. With them stores that keep a class and its arguments, as
        Celery's do, make the same error again."""
        given = super().args
        return (*given, _Canonical(self.to_json())) if len(given) == 1 else given

    @args.setter
    def args(self, args: tuple[Any, ...]) -> None:
        BaseException.args.__set__(self, args)  # type: ignore[attr-defined]

    def __str__(self) -> str:
        sentence = super().args
        return str(sentence[0]) if sentence else ""

    def __repr__(self) -> str:
        status = "" if self.status is None else f", status={self.status}"
        return f"{type(self).__name__}(kind={self.kind!r}{status})"

    def __reduce__(self) -> tuple[Any, ...]:
        told = {name: value for name, value in self.__dict__.items() if name != "_kept"}
        return (type(self), self.args, told)


class Incomplete(Exception):
    """Not every incident of a report succeeded: what `Report.raise_for_failures` raises.

    It is not a `SoarwireError`: the call was answered.

    Attributes:
        report: The report, which says what happened to each incident.
    """

    report: Report

    def __init__(self, message: str, report: str, /) -> None:
        """``report`` is the report's canonical JSON, so that stores that keep a class and its arguments make the same again."""
        from ._soarwire import Report

        super().__init__(message, _Canonical(report))
        self.report = Report.from_json(report)

    def __str__(self) -> str:
        return str(self.args[0])

    def __repr__(self) -> str:
        return f"Incomplete({str(self)!r})"


# Where people import it from, and tracebacks name it.
Incomplete.__module__ = "soarwire"
