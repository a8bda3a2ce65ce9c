from asyncio import AbstractEventLoop, Future
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from os import PathLike
from pathlib import Path
from types import GenericAlias, TracebackType
from typing import Any, ClassVar, Final, Generic, Literal, Protocol, SupportsIndex, TextIO, final, overload

from typing_extensions import Self, TypeAlias, TypeVar, disjoint_base

from ._d3_types import Condition
from ._reading import PageIterator
from ._xpanse_types import Filter
from .d3 import Incident as D3Incident
from .errors import Incomplete, SoarwireError
from .xpanse import Alert as XpanseAlert, Incident as XpanseIncident

__all__ = [
    "UNSET",
    "Assignee",
    "BulkControl",
    "BulkCounts",
    "BulkReport",
    "BulkRow",
    "BulkRows",
    "Call",
    "Client",
    "Counts",
    "Created",
    "D3Incident",
    "D3Tenant",
    "Details",
    "Done",
    "Engine",
    "EngineCall",
    "Event",
    "Failed",
    "Guard",
    "Items",
    "Journal",
    "Operation",
    "Outcome",
    "OverviewRow",
    "OverviewSteps",
    "Pacer",
    "Page",
    "Pages",
    "Plan",
    "PlanRequests",
    "Progress",
    "Reply",
    "Report",
    "Request",
    "Row",
    "Sandbox",
    "Send",
    "Settle",
    "Settled",
    "Settlement",
    "Tenant",
    "TypedItem",
    "Unset",
    "Validity",
    "Wait",
    "XpanseAlert",
    "XpanseIncident",
    "XpanseTenant",
    "__version__",
    "condition_of",
    "error_from_json",
    "error_report",
    "filter_of",
    "new_nonce",
    "now_ms",
    "plan",
    "restore",
]

# Headers that are like a mapping without being one: `http.client.HTTPMessage`.
class _HasItems(Protocol):
    def items(self) -> Iterable[tuple[str, str]]: ...

# What any HTTP client may hand over.
_Text: TypeAlias = str | bytes
_Headers: TypeAlias = Mapping[str, str] | Mapping[bytes, bytes] | _HasItems | Iterable[tuple[_Text, _Text]]
_Body: TypeAlias = bytes | bytearray | memoryview | str

# What an operation answers with.
_Answer = TypeVar("_Answer")
_Answer_co = TypeVar("_Answer_co", covariant=True, default=Any)

_Lost: TypeAlias = Literal["dns", "connect", "tls", "timeout", "interrupted", "body_too_large"]
_Effect: TypeAlias = Literal["idempotent", "appends"]
_BulkOutcome: TypeAlias = Literal["succeeded", "failed", "unreported", "unknown", "not_attempted", "skipped"]
_InEffect: TypeAlias = Literal["in_effect", "not_in_effect", "cannot_tell"]
_Status: TypeAlias = Literal["succeeded", "failed", "unreported", "unknown"]

__version__: Final[str]
UNSET: Final[Unset]

@final
class Unset:
    """The type of `UNSET`, which leaves a parameter as it is on the server, where `None` clears it."""

    def __bool__(self) -> Literal[False]: ...
    def __copy__(self) -> Unset: ...
    def __deepcopy__(self, _memo: Any) -> Unset: ...
    def __reduce__(self) -> str: ...

@disjoint_base
class Tenant:
    """A tenant of either vendor: `soarwire.d3.Tenant` or `soarwire.xpanse.Tenant`. It holds keys, so it prints without them
    and cannot be pickled.
    """

    @property
    def base_url(self) -> str:
        """The base URL after normalization."""
    @property
    def requests_per_second(self) -> int:
        """The number of requests per second that the vendor documents for a tenant."""
    def request(
        self, operation: Operation, /, *, nonce: str | None = None, now_ms: SupportsIndex | None = None
    ) -> Request:
        """Builds the request of an operation with this tenant's credentials.

        `nonce` (64 random letters and digits, new for every request) and `now_ms` (milliseconds since 1970) are used by
        Xpanse advanced keys only and default to values from the operating system. No I/O is done.

        The HTTP client that sends it must follow no redirects, since they would take the credentials to another host, and must
        repeat nothing by itself: see <https://github.com/soarwire/soarwire/blob/main/docs/drivers.md>.

        Raises `InvalidRequest`, or `MissingCredential` for a command that the tenant has no key for.
        """
    def unsigned(self, operation: Operation, /) -> Request:
        """Builds the request of an operation without credentials, for a gateway that adds them. No I/O is done.

        Raises `InvalidRequest`.
        """

@final
class D3Tenant(Tenant):
    """A D3 SOAR site, the account that runs its commands, and its credentials.

    `base_url` is the site's URL up to and including the application path, such as
    `https://soc.example.com/MainApp/VSOC`; a trailing slash or a pasted `/api/Command/...` is removed. `username` is the D3
    account, `site` the site that runs the commands.

    Give at most one of: `api_key`, one key for all commands; `api_keys`, a key for each command by its wire name
    (`CloseIncident`), `*` being the default; `jwt`, a ready-made token; `jwt_secret` with `jwt_payload`, a token signed
    here (HS256). With none of them requests are sent unsigned, for a gateway that adds the key. `key_header` and
    `jwt_header` are the names of the headers that carry them.

    `api_key`, `jwt` and each of `api_keys` may be callables without arguments that return the text: they are called whenever an
    attempt is signed, for keys that rotate and tokens that expire. They should be quick, with `AsyncClient` above all: they run on
    the event loop or on a thread of its own. `AsyncClient` also takes coroutine functions (`async def`), which it awaits on the
    event loop; what cannot await raises a `TypeError`. If one raises, nothing is sent: the call ends with `MissingCredential`, whose `__cause__` is what
    was raised. A token that is signed here is signed once: an expiry in `jwt_payload` is sent as it is and not renewed.

    Raises `InvalidRequest`, naming the argument.
    """

    def __new__(
        cls,
        base_url: str,
        *,
        username: str,
        site: str,
        api_key: str | Callable[[], str | Coroutine[Any, Any, str]] | None = None,
        api_keys: Mapping[str, str | Callable[[], str | Coroutine[Any, Any, str]]] | None = None,
        jwt: str | Callable[[], str | Coroutine[Any, Any, str]] | None = None,
        jwt_secret: str | None = None,
        jwt_payload: dict[str, Any] | None = None,
        key_header: str = "d3key",
        jwt_header: str = "d3jwt",
    ) -> D3Tenant: ...

@final
class XpanseTenant(Tenant):
    """A Cortex Xpanse tenant and its API key.

    Give `fqdn` in any common spelling (with or without scheme, `api-` or trailing slash), or `base_url`, a prefix that is
    used unchanged: a gateway or a test server. `key_id` and `key` are the API key; `key_type` is `"advanced"` (every
    request is signed) or `"standard"` (the key itself is sent), as chosen when the key was created. Without a key requests
    are sent unsigned, for a gateway that adds it. `key` may be a callable that returns it, as `api_key` of `d3.Tenant` may.

    Raises `InvalidRequest`, naming the argument.
    """

    def __new__(
        cls,
        fqdn: str | None = None,
        *,
        base_url: str | None = None,
        key_id: str | SupportsIndex | None = None,
        key: str | Callable[[], str | Coroutine[Any, Any, str]] | None = None,
        key_type: Literal["advanced", "standard"] = "advanced",
    ) -> XpanseTenant: ...

@disjoint_base
class Operation(Generic[_Answer_co]):
    """One vendor call with its parameters: what to send, and how to read the answer. Plain data: it compares, hashes,
    pickles and prints; it knows nothing of keys, sockets or time.

    The operations are in `soarwire.d3` and `soarwire.xpanse`.
    """

    __signature__: ClassVar[Any]
    def __class_getitem__(cls, key: Any) -> GenericAlias: ...
    @property
    def id(self) -> str:
        """The id, the same in every language, such as `d3.close_incidents`."""
    @property
    def wire_name(self) -> str:
        """The vendor's name of the command or endpoint; a D3 key is valid for one command."""
    @property
    def effect(self) -> Literal["reads", "idempotent", "appends"]:
        """`reads` when it changes nothing, `idempotent` when sending it twice has the same effect as sending it once, `appends`
        when each repetition adds something (a conclusion, a note, a comment).
        """
    @property
    def _reports(self) -> bool: ...
    @property
    def asked(self) -> list[str]:
        """The incidents that it names, without duplicates, in the order given."""
    def parse(self, status: SupportsIndex, headers: _Headers | None = None, body: _Body | None = None) -> _Answer_co:
        """Reads the answer to this call, from any HTTP client: gives a `Report` of what happened to each incident, the `Page` of an
        operation that lists, or what else the operation answers with.

        `headers` is a mapping or an iterable of pairs, of str or bytes; `body` is bytes or str: the body itself, not what
        `response.json()` makes of it. Raises a `ServiceError` or a `DecodeError`; if the request may have been carried out, the
        error has a `report` in which every incident that it names is unknown. An argument of another type is a `TypeError`.
        """
    def lost(self, cause: BaseException | _Lost, reason: str | None = None) -> SoarwireError:
        """The error of this call when its answer was lost, for an HTTP client of your own: raise it where the client raises.

        `cause` is what the client raised (of `requests`, `urllib3`, `httpx`, `aiohttp` or the standard library), or the kind:
        `dns`, `connect`, `tls`, `timeout`, `interrupted` or `body_too_large`. An exception that does not prove that nothing was
        sent counts as `interrupted` or `timeout`: the request may have been carried out. `reason` is what happened in your
        words, which must hold no secret.
        """
    def only(self, ids: Iterable[str | Failed | Outcome]) -> Self:
        """The same call for fewer incidents: ids, or the entries of `report.failed` or `report.outcomes()`, such as
        `operation.only(report.unreported)`. Raises `InvalidRequest` for an id that is not one of its incidents, for no ids at all,
        and for an operation without `incident_numbers`.
        """
    def chunks(self, size: SupportsIndex) -> list[Self]:
        """The same call in parts of at most `size` incidents each, in order: a list of operations. `Report.merged` makes one report
        of theirs. Raises `InvalidRequest` for an operation without `incident_numbers`.
        """
    def at_page(self, page: Mapping[str, Any]) -> Self:
        """The same call for another page, such as that of `Page.next`: a dict of `search_from` and `search_to`, `next_page_token` or
        `page_index`. Raises `InvalidRequest` for an operation without such parameters.
        """
    def to_dict(self) -> dict[str, Any]:
        """`{"operation": id, "params": {...}}`, with the parameters that are set; `Operation.from_dict` takes it back."""
    def to_json(self) -> str:
        """The same as JSON text."""
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The operation of a dict from `to_dict`, of the class that this is called on; `Operation.from_dict` takes any operation.
        Raises `InvalidRequest`.
        """
    @classmethod
    def from_json(cls, text: str) -> Self:
        """The operation of a JSON text from `to_json`, of the class that this is called on; `Operation.from_json` takes any
        operation. Raises `InvalidRequest`.
        """
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Operation: ...
    def __deepcopy__(self, _memo: Any) -> Operation: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Assignee:
    """The person an Xpanse incident is assigned to, by the email address of a user of the tenant, with or without the full
    name. Raises `InvalidRequest`.
    """

    def __new__(cls, mail: str, pretty_name: str | None = None) -> Assignee: ...
    @property
    def mail(self) -> str:
        """The email address."""
    @property
    def pretty_name(self) -> str | None:
        """The full name, if given."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Request:
    """One HTTP request, always a `POST` with a JSON body. It prints and serialises credentials as `***`; to send it, read
    `headers`.
    """

    @property
    def method(self) -> Literal["POST"]:
        """`POST`."""
    @property
    def url(self) -> str:
        """The absolute URL, or for a tenant behind a same-origin gateway an absolute path."""
    @property
    def headers(self) -> dict[str, str]:
        """The headers to send, credentials included, as a new dict; names are in lower case."""
    @property
    def body(self) -> bytes:
        """The JSON body, UTF-8."""
    @property
    def signed(self) -> bool:
        """Whether the request carries credentials."""
    def to_dict(self) -> dict[str, Any]:
        """`{"method", "url", "headers", "body"}`, with `***` for credentials and the body as JSON."""
    def to_json(self) -> str:
        """The same as JSON text."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __reduce__(self) -> tuple[Any, ...]: ...
    @staticmethod
    def _unsigned(url: str, body: bytes) -> Request: ...

@final
class Report:
    """What happened to each incident of one call. Lists are in the order in which the incidents were asked for; every access
    builds a new list.
    """

    @property
    def operation(self) -> str:
        """The id of the operation, such as `d3.close_incidents`."""
    @property
    def asked(self) -> list[str]:
        """The incidents that were asked for, without duplicates. `d3.close_incident` names none: here these are the incidents
        that the answer names, or one empty id.
        """
    @property
    def succeeded(self) -> list[str]:
        """The incidents that succeeded, as the answer states."""
    @property
    def failed(self) -> list[Failed]:
        """The incidents that failed, as the answer states, with the vendor's reasons."""
    @property
    def unreported(self) -> list[str]:
        """The incidents that the answer does not mention."""
    @property
    def unknown(self) -> list[str]:
        """The incidents whose outcome nobody knows: the request may have been carried out."""
    @property
    def why(self) -> dict[str, list[str]]:
        """The unknown incidents by the kind of the error that left them so: a dict of lists."""
    @property
    def warnings(self) -> list[str]:
        """The vendor's warnings."""
    @property
    def status_text(self) -> str | None:
        """The status text of the envelope, such as `Successful`; `None` when it has none."""
    @property
    def counts(self) -> Counts:
        """How many incidents there are of each outcome."""
    @property
    def all_succeeded(self) -> bool:
        """Whether the answer states success for every incident that was asked for."""
    @property
    def items(self) -> list[dict[str, Any]]:
        """The vendor's own items, unknown fields included, in the order of the answer: a list of dicts."""
    @property
    def attempts(self) -> int:
        """How often the request was sent; 1 for an answer that was only parsed."""
    @property
    def elapsed(self) -> float | None:
        """How many seconds the call took, waits included; `None` for an answer that was only parsed."""
    @property
    def request_id(self) -> str | None:
        """The id by which the vendor, or a proxy before it, names this answer in its own logs; `None` when the answer has none. It
        is the first of the headers `x-request-id`, `x-correlation-id`, `request-id`, `x-amzn-requestid`, `x-amz-request-id`,
        `x-ms-request-id`, `x-trace-id` and `cf-ray`.
        """
    @property
    def body(self) -> str:
        """The body of the answer; empty in the report of an error, and in one that comes from JSON."""
    def item(self, id: str) -> dict[str, Any] | None:
        """The vendor's own item about the incident `id`, as a dict; `None` when the answer has none. Of several it is the one
        that says why the incident failed, or else the first.
        """
    def rows(self, *keys: str) -> list[tuple[str | None, ...]]:
        """The values of `keys` in each of the vendor's items, as a list of tuples, for tables. Strings are given as they are,
        other values as JSON text; `None` where an item lacks the key or has null there. Keys match exactly.
        """
    def iter_items(self, start: SupportsIndex = 0, stop: SupportsIndex | None = None) -> Items:
        """An iterator over the vendor's own items from `start` to `stop`, which builds one dict at a time."""
    def outcome(self, id: str) -> Outcome:
        """What happened to the incident `id`. Raises `KeyError` when it was not asked for."""
    def outcomes(self) -> list[Outcome]:
        """What happened to each incident: a list of `Outcome`."""
    def to_rows(self) -> list[dict[str, str | None]]:
        """What happened to each incident, for tables: a list of dicts `{"id", "status", "reason", "why"}`."""
    def to_frame(self, library: Literal["pandas", "polars"] | None = None) -> Any:
        """The same as a frame of pandas or polars: of `library` (`"pandas"` or `"polars"`), or else of the first of them that is
        installed. Its columns are text (pandas: `string`). Raises `ImportError` if neither is installed.
        """
    def raise_for_failures(self) -> Report:
        """The report itself if every incident succeeded. Raises `soarwire.errors.Incomplete`, with the report, if any failed, is
        unreported or unknown.
        """
    @staticmethod
    def merged(reports: Iterable[Report]) -> Report:
        """One report of several calls of the same operation, such as those of `Operation.chunks`. An incident that several reports
        are about has the outcome of the last of them; but one that succeeded stays so unless a later report says that it failed.
        Raises `InvalidRequest` if there is none, or if they are of different operations.
        """
    @staticmethod
    def from_dict(value: dict[str, Any]) -> Report:
        """The same from the dict that `to_dict` gives."""
    @staticmethod
    def from_json(text: str | bytes | bytearray) -> Report:
        """The report of a JSON text from `to_json`: it is equal, but for its `body`, which is empty. Raises `InvalidRequest`,
        naming the member.
        """
    def to_json(self) -> str:
        """The canonical JSON: `{succeeded, failed: [{id, reason}], unreported, unknown, warnings, items, operation, asked, counts,
        why: {kind: [id]}, status_text, attempts, elapsed_ms, request_id}`, with the vendor's values as they came. The body as a
        whole is left out.
        """
    def to_dict(self) -> dict[str, Any]:
        """The same as a dict."""
    def __len__(self) -> int: ...
    def __bool__(self) -> Literal[True]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> Report: ...
    def __deepcopy__(self, _memo: Any) -> Report: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Page:
    """One page of a list: the vendor's items as they came, a common view of them, and where the list goes on. Lists
    are in the order of the answer; every access builds a new list.
    """

    @property
    def operation(self) -> str:
        """The id of the operation, such as `xpanse.get_incidents`."""
    @property
    def ids(self) -> list[str]:
        """The ids of the items; an empty string for an item without an id."""
    @property
    def rows(self) -> list[Row]:
        """The common view of the items, the same for both vendors: a list of `Row`."""
    @property
    def items(self) -> list[dict[str, Any]]:
        """The vendor's own items, unknown fields included: a list of dicts."""
    @property
    def incidents(self) -> list[XpanseIncident] | list[D3Incident]:
        """The incidents with their documented fields, as `xpanse.Incident` or `d3.Incident`; an empty list on a page of something
        else. `xpanse.Incident.of(page)` says the same with an exact type.
        """
    @property
    def alerts(self) -> list[XpanseAlert]:
        """The alerts with their documented fields, as `xpanse.Alert`; an empty list on a page of something else."""
    @property
    def total(self) -> int | None:
        """The number of items on all pages, as the vendor counts them; `None` when the answer has no count."""
    @property
    def capped(self) -> bool:
        """Whether `total` is the largest count that the vendor gives: there may be more items."""
    @property
    def next(self) -> dict[str, Any] | None:
        """The parameters that change in the request for the next page, as a dict (`search_from` and `search_to`, `next_page_token` or
        `page_index`); `None` on the last page. `Operation.at_page` takes it.
        """
    @property
    def asked(self) -> dict[str, Any] | None:
        """The parameters with which this page was asked for, as a dict (`search_from` and `search_to`, or `page_index`); `None` for a
        page behind a token, and for an operation without pages.
        """
    @property
    def warnings(self) -> list[str]:
        """The vendor's warnings."""
    @property
    def attempts(self) -> int:
        """How often the request was sent; 1 for an answer that was only parsed."""
    @property
    def elapsed(self) -> float | None:
        """How many seconds the call took, waits included; `None` for an answer that was only parsed."""
    @property
    def request_id(self) -> str | None:
        """The id by which the vendor, or a proxy before it, names this answer in its own logs; `None` when the answer has none. It
        is the first of the headers `x-request-id`, `x-correlation-id`, `request-id`, `x-amzn-requestid`, `x-amz-request-id`,
        `x-ms-request-id`, `x-trace-id` and `cf-ray`.
        """
    @property
    def body(self) -> str:
        """The body of the answer; empty in a page that comes from JSON."""
    def to_rows(self) -> list[dict[str, Any]]:
        """The same for tables: a list of dicts."""
    def to_frame(self, library: Literal["pandas", "polars"] | None = None) -> Any:
        """The rows as a frame of pandas or polars: of `library` (`"pandas"` or `"polars"`), or else of the first of them that is
        installed. Columns are text (pandas: `string`), but for times that the vendor gives in milliseconds, which are times in UTC; the
        type of a column does not depend on what is missing in it. Raises `ImportError` if neither is installed.
        """
    def iter_items(self, start: SupportsIndex = 0, stop: SupportsIndex | None = None) -> Items:
        """An iterator over the vendor's own items from `start` to `stop`, which builds one dict at a time."""
    @staticmethod
    def from_dict(value: dict[str, Any]) -> Page:
        """The same from the dict that `to_dict` gives."""
    @staticmethod
    def from_json(text: str | bytes | bytearray) -> Page:
        """The page of a JSON text from `to_json`: it is equal, but for its `body`, which is empty. Raises `InvalidRequest`, naming
        the member.
        """
    def to_json(self) -> str:
        """The canonical JSON: `{ids, rows, items, total, capped, next, warnings, operation, asked, attempts, elapsed_ms,
        request_id}`, with the vendor's values as they came. The body as a whole is left out.
        """
    def to_dict(self) -> dict[str, Any]:
        """The same as a dict."""
    def __len__(self) -> int: ...
    def __bool__(self) -> Literal[True]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> Page: ...
    def __deepcopy__(self, _memo: Any) -> Page: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@disjoint_base
class TypedItem:
    """An incident or alert of a vendor, with its documented fields as attributes. A field is `None` when the vendor's value is
    missing, null or of another type; `item` is the vendor's own object, unknown members included.
    """

    @classmethod
    def of(cls, page: Page) -> list[Self]:
        """The objects of this class that a page lists, in the order of the answer; an empty list when it lists others."""
    @property
    def item(self) -> dict[str, Any]:
        """The vendor's own object as a dict, unknown members included."""
    def to_dict(self) -> dict[str, Any]:
        """The fields by name."""
    def to_json(self) -> str:
        """The vendor's own object as JSON text, without white space. The class makes an equal object of it."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[type[Self], tuple[str]]: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...

@final
class Row:
    """What both vendors say of an incident or alert. A field is `None` when the vendor's is absent, null or blank; a list, an object or a
    boolean is its JSON, without white space."""

    def __new__(
        cls,
        id: str | None = None,
        title: str | None = None,
        status: str | None = None,
        severity: str | None = None,
        owner: str | None = None,
        created: int | str | None = None,
        modified: int | str | None = None,
        url: str | None = None,
    ) -> Row: ...
    @property
    def id(self) -> str | None:
        """The id or number."""
    @property
    def title(self) -> str | None:
        """The title or name."""
    @property
    def status(self) -> str | None:
        """The status, in the vendor's word."""
    @property
    def severity(self) -> str | None:
        """The severity, in the vendor's word; one set by hand takes precedence over a computed one."""
    @property
    def owner(self) -> str | None:
        """The person it is assigned to."""
    @property
    def created(self) -> int | str | None:
        """When it was created: milliseconds since 1970 for Xpanse, the vendor's own text for D3."""
    @property
    def modified(self) -> int | str | None:
        """When it was last modified, in the same form as `created`."""
    @property
    def url(self) -> str | None:
        """The address of its page in the vendor's user interface."""
    def to_dict(self) -> dict[str, Any]:
        """The fields by name."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Details:
    """One Xpanse incident with its alerts and artifacts. Lists are in the order of the answer; every access builds a new list."""

    @property
    def incident(self) -> dict[str, Any]:
        """The vendor's own incident, as a dict."""
    @property
    def alerts(self) -> list[dict[str, Any]]:
        """The vendor's own alerts, at most as many as `alerts_limit`: a list of dicts."""
    @property
    def alerts_total(self) -> int | None:
        """The number of alerts that the incident has, as the vendor counts them; `None` when the answer has no count."""
    @property
    def network_artifacts(self) -> list[Any]:
        """The vendor's own network artifacts, such as addresses and domains."""
    @property
    def file_artifacts(self) -> list[Any]:
        """The vendor's own file artifacts."""
    @property
    def operation(self) -> str:
        """The id of the operation, such as `d3.create_incident`."""
    @property
    def attempts(self) -> int:
        """How often the request was sent; 1 for an answer that was only parsed."""
    @property
    def elapsed(self) -> float | None:
        """How many seconds the call took, waits included; `None` for an answer that was only parsed."""
    @property
    def request_id(self) -> str | None:
        """The id by which the vendor, or a proxy before it, names this answer in its own logs, as `Report.request_id`."""
    @property
    def body(self) -> str:
        """The body of the answer; empty in one that comes from JSON."""
    @staticmethod
    def from_dict(value: dict[str, Any]) -> Details:
        """The same from the dict that `to_dict` gives."""
    @staticmethod
    def from_json(text: str | bytes | bytearray) -> Details:
        """The answer of a JSON text from `to_json`: it is equal, but for its `body`, which is empty. Raises
        `InvalidRequest`, naming the member.
        """
    def to_json(self) -> str:
        """The canonical JSON: what the answer says, then `operation, attempts, elapsed_ms, request_id`, with the vendor's
        values as they came. The body as a whole is left out.
        """
    def to_dict(self) -> dict[str, Any]:
        """The same as a dict."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> Details: ...
    def __deepcopy__(self, _memo: Any) -> Details: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Created:
    """What a call created."""

    @property
    def id(self) -> str | None:
        """The number of the incident or case that was created; `None` when the answer states success and names none."""
    @property
    def items(self) -> list[dict[str, Any]]:
        """The vendor's own items, unknown fields included: a list of dicts."""
    @property
    def operation(self) -> str:
        """The id of the operation, such as `d3.create_incident`."""
    @property
    def attempts(self) -> int:
        """How often the request was sent; 1 for an answer that was only parsed."""
    @property
    def elapsed(self) -> float | None:
        """How many seconds the call took, waits included; `None` for an answer that was only parsed."""
    @property
    def request_id(self) -> str | None:
        """The id by which the vendor, or a proxy before it, names this answer in its own logs, as `Report.request_id`."""
    @property
    def body(self) -> str:
        """The body of the answer; empty in one that comes from JSON."""
    @staticmethod
    def from_dict(value: dict[str, Any]) -> Created:
        """The same from the dict that `to_dict` gives."""
    @staticmethod
    def from_json(text: str | bytes | bytearray) -> Created:
        """The answer of a JSON text from `to_json`: it is equal, but for its `body`, which is empty. Raises
        `InvalidRequest`, naming the member.
        """
    def to_json(self) -> str:
        """The canonical JSON: what the answer says, then `operation, attempts, elapsed_ms, request_id`, with the vendor's
        values as they came. The body as a whole is left out.
        """
    def to_dict(self) -> dict[str, Any]:
        """The same as a dict."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> Created: ...
    def __deepcopy__(self, _memo: Any) -> Created: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Validity:
    """Whether the tenant's key is valid; true where it is. A key that the vendor refuses is an error, `Unauthenticated`."""

    @property
    def valid(self) -> bool:
        """Whether the key is valid."""
    @property
    def operation(self) -> str:
        """The id of the operation, such as `d3.create_incident`."""
    @property
    def attempts(self) -> int:
        """How often the request was sent; 1 for an answer that was only parsed."""
    @property
    def elapsed(self) -> float | None:
        """How many seconds the call took, waits included; `None` for an answer that was only parsed."""
    @property
    def request_id(self) -> str | None:
        """The id by which the vendor, or a proxy before it, names this answer in its own logs, as `Report.request_id`."""
    @property
    def body(self) -> str:
        """The body of the answer; empty in one that comes from JSON."""
    @staticmethod
    def from_dict(value: dict[str, Any]) -> Validity:
        """The same from the dict that `to_dict` gives."""
    @staticmethod
    def from_json(text: str | bytes | bytearray) -> Validity:
        """The answer of a JSON text from `to_json`: it is equal, but for its `body`, which is empty. Raises
        `InvalidRequest`, naming the member.
        """
    def to_json(self) -> str:
        """The canonical JSON: what the answer says, then `operation, attempts, elapsed_ms, request_id`, with the vendor's
        values as they came. The body as a whole is left out.
        """
    def to_dict(self) -> dict[str, Any]:
        """The same as a dict."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> Validity: ...
    def __deepcopy__(self, _memo: Any) -> Validity: ...
    def __reduce__(self) -> tuple[Any, ...]: ...
    def __bool__(self) -> bool: ...

@final
class Reply:
    """What a D3 command says that names no incidents."""

    @property
    def status_text(self) -> str | None:
        """The status text of the envelope, such as `Successful`; `None` when it has none."""
    @property
    def items(self) -> list[dict[str, Any]]:
        """The vendor's own items, of `contextData` and of `returnData`: a list of dicts."""
    @property
    def return_data(self) -> Any:
        """The vendor's `returnData`: any JSON value."""
    @property
    def raw_data(self) -> Any:
        """The vendor's `rawData`: any JSON value."""
    @property
    def key_fields(self) -> Any:
        """The vendor's `keyFields`: any JSON value."""
    @property
    def output_data(self) -> Any:
        """The vendor's `outputData`: any JSON value."""
    @property
    def operation(self) -> str:
        """The id of the operation, such as `d3.create_incident`."""
    @property
    def attempts(self) -> int:
        """How often the request was sent; 1 for an answer that was only parsed."""
    @property
    def elapsed(self) -> float | None:
        """How many seconds the call took, waits included; `None` for an answer that was only parsed."""
    @property
    def request_id(self) -> str | None:
        """The id by which the vendor, or a proxy before it, names this answer in its own logs, as `Report.request_id`."""
    @property
    def body(self) -> str:
        """The body of the answer; empty in one that comes from JSON."""
    @staticmethod
    def from_dict(value: dict[str, Any]) -> Reply:
        """The same from the dict that `to_dict` gives."""
    @staticmethod
    def from_json(text: str | bytes | bytearray) -> Reply:
        """The answer of a JSON text from `to_json`: it is equal, but for its `body`, which is empty. Raises
        `InvalidRequest`, naming the member.
        """
    def to_json(self) -> str:
        """The canonical JSON: what the answer says, then `operation, attempts, elapsed_ms, request_id`, with the vendor's
        values as they came. The body as a whole is left out.
        """
    def to_dict(self) -> dict[str, Any]:
        """The same as a dict."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> Reply: ...
    def __deepcopy__(self, _memo: Any) -> Reply: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class OverviewSteps:
    """The state machine behind `soarwire.Overview`, without I/O."""

    def __new__(cls, listings: Sequence[tuple[str, Operation[Page]]]) -> OverviewSteps: ...
    def step(self) -> OverviewRow | tuple[int, Operation[Page]] | tuple[str, str | None] | None:
        """What comes next: an `OverviewRow`; the place of a tenant and what reads its next page; the name of a tenant that has no more,
        and why, or `None` if it failed; or `None` when all have ended.
        """
    def take(self, tenant: int, page: Page) -> None:
        """Takes the page that was to be read."""
    def fail(self, tenant: int, error: str) -> None:
        """Says that it could not be read; `error` is the canonical JSON."""

@final
class OverviewRow:
    """An incident or alert, and the tenant that has it."""

    @property
    def tenant(self) -> str:
        """The name of the tenant."""
    @property
    def row(self) -> Row:
        """The common view."""
    @property
    def item(self) -> dict[str, Any]:
        """The vendor's own item, as a dict."""
    @property
    def operation(self) -> str:
        """The id of the operation that read it, such as `xpanse.get_incidents`."""
    @property
    def created_ms(self) -> int | None:
        """When it was created, in milliseconds since 1970; `None` where the vendor's time is ambiguous."""
    def to_dict(self) -> dict[str, Any]:
        """The tenant and the fields of the common view, for tables."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class Pages:
    """All pages of a list as a state machine without I/O, for transports of your own; `Client.pages` is a loop around it. Send
    `operation`, hand the page that answers it to `take`, and go on until `operation` is `None`; then `end` says why.

    Every incident is given once, and it always ends: a page without a new id ends it, and so does a page token that came before.
    After an error the same operation can be sent again. `limit` is the largest number of pages.

    Raises `InvalidRequest` for an operation that does not list.
    """

    def __new__(cls, operation: Operation[Page], *, limit: SupportsIndex | None = None) -> Pages: ...
    @property
    def operation(self) -> Operation[Page] | None:
        """What asks for the next page; `None` after the last one."""
    @property
    def end(self) -> Literal["complete", "capped", "moved", "stopped"] | None:
        """Why there are no more pages; `None` while there are. `complete`: the vendor has no more, and no sign that anything was missed;
        `capped`: there may be more than can be read in this way (Xpanse gives no more than 9,999 by offsets, and page tokens reach
        them; a search of D3 gives no more than its `top`); `moved`: the list
        changed meanwhile, and some may have been missed; `stopped`: the limit of pages was reached, and there are more.
        """
    def take(self, page: Page) -> Page:
        """Takes the page that answers `operation`, and gives it back without the items that came before."""
    def __len__(self) -> int: ...
    def __bool__(self) -> Literal[True]: ...

@final
class Settle:
    """Finds out, by reading, what is in effect of an operation whose outcome is unknown or was not reported, before anybody sends it
    again. It is a state machine without I/O, for transports of your own; `Client.settle` is a loop around it: send `operation`,
    hand the page that answers it to `take`, and go on until `operation` is `None`; then `finish` gives the `Settlement`.

    `outcome` is the report of the call, or the error that ended it. Raises `InvalidRequest` if it is about another operation.
    """

    def __new__(cls, operation: Operation, outcome: Report | SoarwireError | Incomplete) -> Settle: ...
    @property
    def operation(self) -> Operation[Page] | None:
        """What reads next; `None` when all is read. It can be sent again after an error."""
    def take(self, page: Page) -> None:
        """Takes the page that answers `operation`."""
    def finish(self) -> Settlement:
        """What is in effect. Incidents that were not read yet are `cannot_tell`."""

@final
class Settlement:
    """What is in effect now, after a call of which that was not known. It never says that the call did it. Lists are in the order in
    which the incidents were asked for.
    """

    @property
    def in_effect(self) -> list[str]:
        """The incidents for which all that was asked for is in effect."""
    @property
    def not_in_effect(self) -> list[str]:
        """The incidents for which something that was asked for is not in effect; `operation()` is for them."""
    @property
    def cannot_tell(self) -> list[Settled]:
        """The incidents whose state cannot be determined, and why: a list of `Settled`."""
    @property
    def rows(self) -> list[Settled]:
        """What is known about each incident: a list of `Settled`."""
    @property
    def counts(self) -> dict[str, int]:
        """How many incidents there are of each status, by its name."""
    def row(self, id: str) -> Settled:
        """What is known about the incident `id`. Raises `KeyError` when it was not settled."""
    def to_rows(self) -> list[dict[str, str | None]]:
        """What is known about each incident, for tables: a list of dicts `{"id", "status", "why"}`."""
    def operation(self) -> Operation | None:
        """The operation for the incidents for which it is not in effect, to be sent again; `None` if there are none."""
    @staticmethod
    def from_json(text: str | bytes | bytearray) -> Settlement:
        """The settlement of a JSON text from `to_json`: it is equal. Raises `InvalidRequest`, naming the member."""
    @staticmethod
    def from_dict(value: dict[str, Any]) -> Settlement:
        """The same from the dict that `to_dict` gives."""
    def to_json(self) -> str:
        """The canonical JSON: `{in_effect, not_in_effect, cannot_tell: [{id, why}], operation, params, asked}`: the id and the
        parameters of the operation, and the incidents in the order in which they were asked for.
        """
    def to_dict(self) -> dict[str, Any]:
        """The same as a dict."""
    def __len__(self) -> int: ...
    def __bool__(self) -> Literal[True]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> Settlement: ...
    def __deepcopy__(self, _memo: Any) -> Settlement: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Settled:
    """What a reading says about one incident: `status` is `in_effect`, `not_in_effect`, or `cannot_tell` (with `why`)."""

    @property
    def id(self) -> str:
        """The incident's number or id, as it was asked for."""
    @property
    def status(self) -> Literal["in_effect", "not_in_effect", "cannot_tell"]:
        """`in_effect`, `not_in_effect` or `cannot_tell`."""
    @property
    def why(self) -> str | None:
        """Why it cannot be determined, in words."""
    def to_dict(self) -> dict[str, str | None]:
        """`{"id", "status", "why"}`."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class Items(Iterator[dict[str, Any]]):
    """Iterates over the items of an answer."""

    def __iter__(self) -> Items: ...
    def __next__(self) -> dict[str, Any]: ...

@final
class Failed:
    """An incident that failed, with the vendor's reason."""

    def __new__(cls, id: str, reason: str) -> Failed: ...
    @property
    def id(self) -> str:
        """The incident's number or id, as it was asked for."""
    @property
    def reason(self) -> str:
        """The vendor's reason."""
    def to_dict(self) -> dict[str, str]:
        """`{"id", "reason"}`."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Counts:
    """How many incidents of each outcome a report has; the others add up to `asked`."""

    @property
    def asked(self) -> int:
        """How many incidents were asked for."""
    @property
    def succeeded(self) -> int:
        """How many succeeded, as the answer states."""
    @property
    def failed(self) -> int:
        """How many failed, as the answer states."""
    @property
    def unreported(self) -> int:
        """How many the answer does not mention."""
    @property
    def unknown(self) -> int:
        """How many may have been carried out, with an unknown outcome."""
    def to_dict(self) -> dict[str, int]:
        """The counts by name."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class Outcome:
    """What happened to one incident: `status` is `succeeded`, `failed` (with the vendor's `reason`, or, in the outcomes of an error,
    its kind), `unreported`, or `unknown` (with `why`, the kind of error behind it).
    """

    @property
    def id(self) -> str:
        """The incident's number or id, as it was asked for."""
    @property
    def status(self) -> _Status:
        """`succeeded`, `failed`, `unreported` or `unknown`."""
    @property
    def reason(self) -> str | None:
        """The vendor's reason, if it failed; in the outcomes of an error its kind."""
    @property
    def why(self) -> str | None:
        """The kind of error behind an unknown outcome."""
    def to_dict(self) -> dict[str, str | None]:
        """`{"id", "status", "reason", "why"}`."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class Pacer:
    """What all calls of one tenant share: the pace, the cooldown that a server asked for, and the retry budget.

    `requests_per_second` spaces requests evenly; 0 turns pacing off. Pass it as `pacer=` to the clients of the tenant, or to
    `Call`. Processes cannot share one: divide the rate between them.
    """

    def __new__(cls, requests_per_second: float) -> Pacer: ...
    def clock_set(self, from_ms: SupportsIndex, to_ms: SupportsIndex) -> None:
        """Says that the clock which callers read was set: it showed `from_ms` when it was set to `to_ms` (milliseconds since
        1970). For drivers that notice; places and cooldowns then stay exactly where they were.
        """

@final
class Send:
    """Send `request`, then report what came of it with `on_response` or `on_transport_error`, naming this `attempt`."""

    @property
    def attempt(self) -> int:
        """The name of this attempt."""
    @property
    def request(self) -> Request:
        """The request, freshly signed."""
    @property
    def until_ms(self) -> int:
        """The time, in milliseconds since 1970, after which the answer no longer counts."""

@final
class Wait:
    """Poll again at or after `until_ms`."""

    @property
    def until_ms(self) -> int:
        """Milliseconds since 1970."""
    @property
    def why(self) -> Literal["pacing", "retry_after", "backoff", "answer"]:
        """What is waited for: `pacing`, `retry_after`, `backoff`, or `answer` (to the request in flight)."""

@final
class Done(Generic[_Answer_co]):
    """The call is over: `answer`, or the `error` to raise."""

    def __class_getitem__(cls, key: Any) -> GenericAlias: ...
    @property
    def answer(self) -> _Answer_co | None:
        """What the operation answers with, unless the call failed."""
    @property
    def report(self) -> Report | None:
        """The answer, if it is a `Report`."""
    @property
    def error(self) -> SoarwireError | None:
        """The exception, not raised, if the call failed."""

@final
class Event:
    """Something that happened to a call, as `on_event` is told. No field holds a credential. What an event does not have is
    `None`:

    | field | `begin` | `attempt` | `wait` | `answer` | `end` |
    | --- | --- | --- | --- | --- | --- |
    | `call`, `operation`, `tenant`, `attempt`, `elapsed` | yes | yes | yes | yes | yes |
    | `why`, `wait` | | | yes | | |
    | `attempt_elapsed` | | | | yes | |
    | `status`, `request_id` | | | | if the server answered | those of the last answer |
    | `body` | | with `log_bodies=True` | | with `log_bodies=True`, if the server answered | |
    | `kind` | | | | if the attempt failed | if the call failed |
    | `maybe_executed` | | | | yes | yes |
    | `counts` | | | | | if the request names incidents |

    `str(event)` is one line, as the logger `soarwire` writes it.
    """

    @property
    def name(self) -> Literal["begin", "attempt", "wait", "answer", "end"]:
        """Which event it is: `begin`, `attempt`, `wait`, `answer` or `end`."""
    @property
    def call(self) -> int:
        """The number of the call: all its events have the same, and no other call of this process has it."""
    @property
    def operation(self) -> str:
        """The id of the operation, such as `d3.close_incidents`."""
    @property
    def tenant(self) -> str:
        """The base URL of the tenant."""
    @property
    def attempt(self) -> int:
        """How often the request has been sent; during an attempt its number, 1 for the first."""
    @property
    def elapsed(self) -> float:
        """Seconds since the call began, waits included."""
    @property
    def why(self) -> Literal["pacing", "retry_after", "backoff"] | None:
        """What the call waits for: `pacing`, `retry_after` or `backoff`."""
    @property
    def wait(self) -> float | None:
        """How long it is going to wait, in seconds."""
    @property
    def attempt_elapsed(self) -> float | None:
        """How long the attempt took, in seconds."""
    @property
    def status(self) -> int | None:
        """The HTTP status."""
    @property
    def request_id(self) -> str | None:
        """The vendor's id of the request, where an answer has one."""
    @property
    def body(self) -> str | None:
        """The beginning of the body of the request or of the answer, up to 2,048 bytes, only with `log_bodies=True`: it may hold
        personal data.
        """
    @property
    def kind(self) -> str | None:
        """The kind of the error, as `SoarwireError.kind` has it."""
    @property
    def maybe_executed(self) -> bool | None:
        """Whether the server may have carried out the request: of an answer, by this attempt; at the end, by any."""
    @property
    def counts(self) -> Counts | None:
        """How many incidents there are of each outcome; those of a call that was not carried out count as failed."""
    def to_dict(self) -> dict[str, Any]:
        """The fields that this event has, as plain values that JSON can hold."""

@final
class Call(Generic[_Answer_co]):
    """One logical call as a state machine: attempts, waits, deadline, re-signing. It does no I/O and knows no time but what
    it is told; a driver is a loop around `poll`. Times are milliseconds since 1970.

    `timeout` and `attempt_timeout` are seconds, `seed` is for the jitter (any number, one of its own for each call), and
    `pacer` is what the calls of one tenant share. `on_event` and `log_bodies` are as for `Client`.
    """

    def __class_getitem__(cls, key: Any) -> GenericAlias: ...
    def __new__(
        cls,
        tenant: Tenant,
        operation: Operation[_Answer_co],
        *,
        timeout: float = 120.0,
        attempt_timeout: float = 60.0,
        max_attempts: SupportsIndex = 4,
        seed: SupportsIndex | None = None,
        pacer: Pacer | None = None,
        on_event: Callable[[Event], object] | None = None,
        log_bodies: bool = False,
    ) -> Call[_Answer_co]: ...
    @property
    def attempts(self) -> int:
        """How often the request was sent so far."""
    def poll(self, now_ms: SupportsIndex, nonce: str) -> Send | Wait | Done[_Answer_co]:
        """What to do at `now_ms`: a `Send`, a `Wait` or a `Done`. `nonce`: 64 random letters and digits, fresh for every
        poll (`soarwire.new_nonce()`); used only by Xpanse advanced keys.
        """
    def on_response(
        self,
        now_ms: SupportsIndex,
        attempt: SupportsIndex,
        status: SupportsIndex,
        headers: _Headers | None = None,
        body: _Body | None = None,
    ) -> None:
        """Takes the answer to an attempt (`Send.attempt`); `status`, `headers` and `body` as `Operation.parse` takes them. It is
        ignored unless the attempt is the one in flight.

        Where the answer repeats a credential that the attempt was sent with, it is read with asterisks instead.
        """
    def on_transport_error(
        self, now_ms: SupportsIndex, attempt: SupportsIndex, kind: str, reason: str | None = None
    ) -> None:
        """Reports that an attempt (`Send.attempt`) failed in the transport. `kind` is `dns`, `connect`, `tls`, `timeout`,
        `interrupted` or `body_too_large`; `reason` is what happened in your words, which must hold no secret. It is
        ignored unless the attempt is the one in flight.
        """
    def withdraw(self, attempt: SupportsIndex) -> None:
        """Takes back an attempt (`Send.attempt`), which was not sent after all. It is ignored unless the attempt is the one in
        flight.
        """
    def cancel(self, now_ms: SupportsIndex) -> None:
        """Ends the call now: `interrupted`, and unknown if a request is, or may have been, out."""

@final
class Client:
    """Runs calls of one tenant over HTTP and waits for their reports. Threads may share a client; the GIL is released
    while it works.

    `timeout` is for a whole call, waits and repetitions included; `attempt_timeout` for one attempt, `connect_timeout`
    for a connection to be made: all in seconds. `max_attempts` is how often a request may be sent; one that appends (a
    conclusion, a note, a comment) is never sent again once it may have been carried out. `requests_per_second` is the
    pace, by default the one that the vendor documents, 0 for none. `body_limit` is the largest answer, in bytes.
    `ca_file` is a PEM file of authorities to trust beside the system's. `proxy` is a URL, `None`, or `"environment"`
    (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`); this machine is always called directly. With
    `reuse_connections=False` every attempt makes a connection of its own and closes it: use it where something in between
    may answer twice, since a copy that arrives after the next request cannot be distinguished from its answer. Redirects are not
    followed.

    A client has a pace of its own, whatever other clients of the tenant do: `pacer`, a `soarwire.Pacer`, is one that they
    share, instead of `requests_per_second`.

    `on_event` is called with an `Event` for everything that happens to a call: its beginning, attempts, waits, answers and
    end. What it raises is reported by `sys.unraisablehook` and changes nothing. The logger `soarwire` writes one line a call
    at INFO and the other events at DEBUG; with `log_bodies=True` also the beginnings of bodies, which may hold personal data.

    A forked child may go on using a client: it begins anew there, with connections and a pace of its own.

    Raises `InvalidRequest`, naming the argument.
    """

    def __new__(
        cls,
        tenant: Tenant,
        *,
        timeout: float = 120.0,
        attempt_timeout: float = 60.0,
        connect_timeout: float = 10.0,
        max_attempts: SupportsIndex = 4,
        requests_per_second: float | None = None,
        body_limit: SupportsIndex = 67108864,
        ca_file: str | PathLike[str] | None = None,
        proxy: str | None = "environment",
        reuse_connections: bool = True,
        pacer: Pacer | None = None,
        on_event: Callable[[Event], object] | None = None,
        log_bodies: bool = False,
    ) -> Client: ...
    @property
    def tenant(self) -> Tenant:
        """The tenant that it calls."""
    def run(
        self,
        operation: Operation[_Answer],
        /,
        *,
        timeout: float | None = None,
        max_attempts: SupportsIndex | None = None,
        on_wait: Callable[[Wait], object] | None = None,
        on_event: Callable[[Event], object] | None = None,
        raises: bool = True,
    ) -> _Answer:
        """Runs a call to its end, attempts and waits included, and gives what the operation answers with: a `Report` of what happened
        to each incident, the `Page` of an operation that lists, or what else the class of the operation says.

        `timeout` (seconds) and `max_attempts` override the client's for this call. `on_wait` is told about each wait
        before it begins, with a `Wait`; what it raises ends the call. `on_event` is told what happens to this call, after the
        client's. Ctrl-C ends a wait.

        Raises a `SoarwireError`; one with `maybe_executed` has a `report` in which every incident is unknown. With
        `raises=False` a call that fails gives the report of its error instead (`SoarwireError.to_report`): every incident is
        unknown, or failed with the kind as the reason. The errors of an operation that answers with something else than a `Report`
        are raised all the same.
        """
    def pages(
        self,
        operation: Operation[Page],
        /,
        *,
        limit: SupportsIndex | None = None,
        timeout: float | None = None,
        max_attempts: SupportsIndex | None = None,
        on_wait: Callable[[Wait], object] | None = None,
        on_event: Callable[[Event], object] | None = None,
    ) -> PageIterator:
        """The pages of a list, from the one that the operation asks for to the last one, or to the `limit` of pages: an iterator, see
        `PageIterator`. Each page is a call of its own, with these settings of `run`.

        Raises `InvalidRequest` for an operation that does not list; the iterator raises what `run` does.
        """
    @overload
    def settle(
        self,
        operation: BulkReport,
        outcome: None = None,
        /,
        *,
        timeout: float | None = None,
        max_attempts: SupportsIndex | None = None,
        on_wait: Callable[[Wait], object] | None = None,
        on_event: Callable[[Event], object] | None = None,
    ) -> BulkReport:
        """Finds out, by reading, what is in effect after a call whose outcome is unknown or was not reported, before it is sent again.
        `outcome` is the report of the call, or the error that ended it. Each reading is a call of its own, with these settings of
        `run`.

        A `bulk.BulkReport` alone is settled as a whole: what is in effect has succeeded then, what is not is in its `retry()`, and its
        journal is told. The same report is given back.

        Raises `InvalidRequest` if the outcome is about another operation, and what `run` does.
        """
    @overload
    def settle(
        self,
        operation: Operation,
        outcome: Report | SoarwireError | Incomplete,
        /,
        *,
        timeout: float | None = None,
        max_attempts: SupportsIndex | None = None,
        on_wait: Callable[[Wait], object] | None = None,
        on_event: Callable[[Event], object] | None = None,
    ) -> Settlement:
        """Finds out, by reading, what is in effect after a call whose outcome is unknown or was not reported, before it is sent again.
        `outcome` is the report of the call, or the error that ended it. Each reading is a call of its own, with these settings of
        `run`.

        A `bulk.BulkReport` alone is settled as a whole: what is in effect has succeeded then, what is not is in its `retry()`, and its
        journal is told. The same report is given back.

        Raises `InvalidRequest` if the outcome is about another operation, and what `run` does.
        """
    def _name_profile(self, name: str) -> None: ...
    def run_bulk(
        self,
        plan: Plan,
        /,
        *,
        journal: str | PathLike[str] | None = None,
        concurrency: SupportsIndex | None = None,
        deadline: float | None = None,
        breaker: SupportsIndex = 5,
        on_progress: Callable[[Progress], object] | None = None,
        on_outcome: Callable[[BulkRow], object] | None = None,
        acquire: Callable[[int], object] | None = None,
        on_event: Callable[[Event], object] | None = None,
    ) -> BulkReport:
        """Runs a plan to its end, and gives the report of what happened to each incident, also when something stopped it.

        `journal` is the path of a file that is not there yet: what is about to be sent is written to it, and on disk, before it is sent,
        so that `resume` can go on after anything. `concurrency` is how many requests are in flight at most: 4 for D3 and 8 for Xpanse.
        What was not sent within `deadline` seconds is not attempted. The run stops when the key is refused, and after `breaker` calls in a
        row that ended with a transport failure or a server error; 0 for never.

        `on_progress` is told a `bulk.Progress`, at most ten times a second and at the end; `on_outcome` a `bulk.BulkRow` for each incident
        once its outcome is known, and on disk if there is a journal. `acquire` is called with the number of requests, 1, before each of
        them, by the thread that sends it, and returns when it may go: a limiter that machines share. What one of them raises stops the run
        and is raised when what was in flight has ended; its `__context__` is a `bulk.Incomplete` with the report. `on_event` is told what
        happens to each call, after the client's own, as that of `run` is.

        Ctrl-C lets what is in flight finish, a second one does not; `bulk.Interrupted`, a `KeyboardInterrupt`, has the report so far.

        Raises `InvalidRequest`, naming the argument, and `MissingCredential`: nothing was sent then.
        """
    def resume(
        self,
        journal: str | PathLike[str],
        /,
        *,
        concurrency: SupportsIndex | None = None,
        deadline: float | None = None,
        breaker: SupportsIndex = 5,
        on_progress: Callable[[Progress], object] | None = None,
        on_outcome: Callable[[BulkRow], object] | None = None,
        acquire: Callable[[int], object] | None = None,
        on_event: Callable[[Event], object] | None = None,
    ) -> BulkReport:
        """Goes on with the run of a journal, and gives the report of the whole run: what has an outcome keeps it. What may have been sent is
        sent again if repeating it has no further effect; otherwise it is read back, and stays unknown if that does not tell. The rest is sent. The settings
        are those of `run_bulk`.

        Raises `InvalidRequest` if the journal is damaged, of another tenant or user, or being written; nothing was sent then.
        """
    def close(self) -> None:
        """Refuses further calls and lets the connections go once those under way are done."""
    def __enter__(self) -> Client: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None: ...

def plan(
    operation: type[Operation] | Operation,
    ids: Iterable[Any] | None = None,
    /,
    *,
    chunk: SupportsIndex | None = None,
    tenant: str | None = None,
    guard: Guard | Iterable[Mapping[str, Any]] | None = None,
    **params: Any,
) -> Plan:
    """The plan of an operation for many incidents. Nothing is sent: `Client.run_bulk` runs it.

    `operation` is a class such as `d3.CloseIncidents`, with its parameters by name, or an operation of one, whose incidents are taken
    unless there are `ids`. `ids` is any iterable of ids, such as a list, a generator or a Series, or a frame of pandas or polars with a
    column `id` (or `incident_number`, `incident_id`, `alert_id`, `number`, or a single one). An id is text, a whole number, or what has
    an `id`, as rows of pages and reports do. One that is given twice is planned once. With `d3.SetFields`, `fields` is what is set in
    each incident.

    `chunk` is the largest number of incidents of a request: 100, where the vendor takes more than one. `tenant` is the base URL of the
    tenant that it is for, or the name of a profile: a run on another tenant is refused. `guard` is a `Guard` or a list of its conditions.

        plan = bulk.plan(d3.CloseIncidents, numbers, bypass_required_tasks=True, conclusion="Contained.")

    Raises `InvalidRequest`, naming the parameter, such as `chunk` or `incident_numbers[1]`; and what the iterable raises.
    """

@final
class Plan:
    """An operation for many incidents: each of them once, divided into requests that are made when they are needed. Plain data without
    secrets: it prints as a dry run, compares, pickles, goes through JSON, and divides into shards. `bulk.plan` makes it.

    A plan without incidents is false.
    """

    @property
    def operation(self) -> str:
        """The id of the operation, such as `d3.close_incidents`."""
    @property
    def effect(self) -> _Effect:
        """What repeating a request does: `idempotent` or `appends`, as `Operation.effect`."""
    @property
    def ids(self) -> list[str]:
        """The incidents, each once, in the order given."""
    @property
    def chunk(self) -> int:
        """The largest number of incidents of a request."""
    @property
    def tenant(self) -> str | None:
        """The tenant that it is for, if it names one."""
    @property
    def request_count(self) -> int:
        """How many requests it takes, if none is divided or repeated."""
    def requests(self) -> PlanRequests:
        """All requests, in order: an iterator of operations, each made when it is asked for."""
    def shard(self, index: SupportsIndex, count: SupportsIndex) -> Plan:
        """Part `index` of `count`: every request whose number, divided by `count`, leaves `index`. All parts together are the plan.
        Raises `InvalidRequest` if there is no such part.
        """
    def to_json(self) -> str:
        """`{operation, params, ids, chunk, tenant, guard}` as JSON text; the changes of each incident of `d3.set_fields` are in `fields`
        behind that.
        """
    def to_dict(self) -> dict[str, Any]:
        """The same as a dict."""
    @staticmethod
    def from_json(text: str | bytes | bytearray) -> Plan:
        """The plan of a JSON text from `to_json`. Raises `InvalidRequest`, naming the member."""
    @staticmethod
    def from_dict(value: dict[str, Any]) -> Plan:
        """The same from the dict that `to_dict` gives."""
    def __len__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __copy__(self) -> Plan: ...
    def __deepcopy__(self, _memo: Any) -> Plan: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class PlanRequests:
    """The requests of a plan, made one at a time."""

    def __iter__(self) -> PlanRequests: ...
    def __next__(self) -> Operation: ...

@final
class Guard:
    """What an incident must look like right before it is written to; otherwise it is skipped. All conditions must hold.

    A condition is a dict `{"field", "operator", "value"}`: the field is a column of the common row (`title`, `status`, `severity`,
    `owner`, `created`, `modified`), the operator `in` or `not_in`, and the value a text or a list of texts, where `None` stands for a
    field that is absent. Texts compare without case and surrounding white space.

        guard = bulk.Guard().is_in("status", ["new", "under_investigation"]).is_not_in("owner", "m.okoye")

    Raises `InvalidRequest`, naming the member, such as `guard[0].field`.
    """

    def __new__(cls, conditions: Guard | Iterable[Mapping[str, Any]] | None = None, /) -> Guard: ...
    def is_in(self, field: str, values: str | None | Iterable[str | None]) -> Guard:
        """The guard with one more condition: the field must be one of these. `None` stands for a field that is absent."""
    def is_not_in(self, field: str, values: str | None | Iterable[str | None]) -> Guard:
        """The guard with one more condition: the field must be none of these. `None` stands for a field that is absent."""
    @property
    def conditions(self) -> list[dict[str, Any]]:
        """The conditions, as dicts."""
    def to_json(self) -> str:
        """The conditions as JSON text."""
    @staticmethod
    def from_json(text: str | bytes | bytearray) -> Guard:
        """The guard of a JSON text from `to_json`."""
    def __bool__(self) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class BulkCounts:
    """How many incidents of a run there are of each outcome; the others add up to `planned`."""

    @property
    def planned(self) -> int:
        """All incidents of the plan."""
    @property
    def succeeded(self) -> int:
        """How many succeeded, as an answer states, or as was read back."""
    @property
    def failed(self) -> int:
        """How many failed, or were certainly not carried out."""
    @property
    def unreported(self) -> int:
        """How many the answers do not mention."""
    @property
    def unknown(self) -> int:
        """How many may have been carried out."""
    @property
    def not_attempted(self) -> int:
        """For how many nothing was sent; during a run, how many have no outcome yet."""
    @property
    def skipped(self) -> int:
        """For how many the guard did not hold."""
    def to_dict(self) -> dict[str, int]:
        """The counts by name."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class BulkRow:
    """What happened to one incident of a run."""

    @property
    def id(self) -> str:
        """The incident's number or id."""
    @property
    def outcome(self) -> _BulkOutcome:
        """`succeeded`, `failed`, `unreported`, `unknown`, `not_attempted` or `skipped`."""
    @property
    def reason(self) -> str | None:
        """Why: the vendor's reason or the kind of the error, what stopped the run, or what the guard read; `None` for one that succeeded
        or is unreported.
        """
    @property
    def request(self) -> int | None:
        """The number of the request that it belongs to; `None` if none was made for it."""
    @property
    def settled(self) -> _InEffect | None:
        """What reading it back said: `in_effect`, `not_in_effect` or `cannot_tell`; `None` if it was not read back."""
    def to_dict(self) -> dict[str, Any]:
        """`{"id", "outcome", "reason", "request", "settled"}`."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class BulkRows:
    """The rows of a report, made one at a time."""

    def __iter__(self) -> BulkRows: ...
    def __next__(self) -> BulkRow: ...

@final
class BulkReport:
    """What happened to each incident of a run: each once, in the order of the plan. Every access builds a new list.

    `Client.settle` changes it: what is in effect has succeeded then. Reports are equal that say the same of every incident.
    """

    @property
    def run_id(self) -> str:
        """The id of the run."""
    @property
    def operation(self) -> str:
        """The id of the operation, such as `d3.close_incidents`."""
    @property
    def plan(self) -> Plan:
        """What was to be done."""
    @property
    def journal(self) -> Path | None:
        """The path of the run's journal; `None` without one."""
    @property
    def stopped(self) -> str | None:
        """Why the run was stopped before its end: `cancelled`, `deadline`, `journal`, or the kind of an error; `None` if it was not."""
    @property
    def stopped_reason(self) -> str | None:
        """What the error says that stopped the run; `None` if none did, and in a report that was read from a journal."""
    @property
    def counts(self) -> BulkCounts:
        """How many incidents there are of each outcome."""
    @property
    def all_succeeded(self) -> bool:
        """Whether every incident succeeded."""
    @property
    def succeeded(self) -> list[str]:
        """The incidents that succeeded, as the answers state, or as was read back."""
    @property
    def failed(self) -> list[Failed]:
        """The incidents that failed: with the vendor's reason, or the kind of the error of a request that was certainly not carried out."""
    @property
    def unreported(self) -> list[str]:
        """The incidents that the answers do not mention. `Client.settle` reads them back."""
    @property
    def unknown(self) -> list[str]:
        """The incidents whose requests may have been carried out. `Client.settle` reads them back."""
    @property
    def not_attempted(self) -> list[str]:
        """The incidents for which nothing was sent."""
    @property
    def skipped(self) -> list[str]:
        """The incidents for which the guard did not hold."""
    @property
    def rows(self) -> list[BulkRow]:
        """Every incident, in the order of the plan: a list of `BulkRow`."""
    def iter_rows(self) -> BulkRows:
        """The same as an iterator, which makes one row at a time."""
    def row(self, id: str) -> BulkRow:
        """What happened to the incident `id`. Raises `KeyError` if it is not of the plan."""
    def retry(self, *, unknown: bool = False, unreported: bool = False) -> Plan:
        """The plan of what failed or was not attempted, and of what was read back and is not in effect.

        `unknown` and `unreported` add those incidents, too, though nobody knows whether they were carried out: an appended effect may
        be there twice then. Call `Client.settle` first instead, which finds that out.
        """
    def raise_for_failures(self) -> BulkReport:
        """The report itself if every incident succeeded. Raises `soarwire.bulk.Incomplete`, with the report, if any did not."""
    def to_json(self) -> str:
        """`{run, operation, stopped, counts, outcomes: [{id, outcome, reason, request, settled}], stopped_reason}` as JSON text."""
    def to_dict(self) -> dict[str, Any]:
        """The same as a dict."""
    @staticmethod
    def from_json(
        plan: Plan, text: str | bytes | bytearray, journal: str | PathLike[str] | None = None
    ) -> BulkReport:
        """The report of a plan from a JSON text from `to_json`. Raises `InvalidRequest`, naming the member."""
    def to_rows(self) -> list[dict[str, Any]]:
        """What happened to each incident, for tables: a list of dicts `{"id", "outcome", "reason", "request", "settled"}`."""
    def to_frame(self, library: Literal["pandas", "polars"] | None = None) -> Any:
        """The same as a frame of pandas or polars: of `library` (`"pandas"` or `"polars"`), or else of the first of them that is
        installed. `request` is an integer that may be missing (pandas: `Int64`), the other columns are text (pandas: `string`). Raises
        `ImportError` if neither is installed.
        """
    @overload
    def to_csv(self, file: None = None) -> str:
        """The same as CSV with a header, written to a path or an open text file. Without one the text is given."""
    @overload
    def to_csv(self, file: str | PathLike[str] | TextIO) -> None:
        """The same as CSV with a header, written to a path or an open text file. Without one the text is given."""
    def _repr_html_(self) -> str: ...
    def _settle(self) -> Settle | None: ...
    def _take(self, settling: Settle) -> None: ...
    def __len__(self) -> int: ...
    def __bool__(self) -> Literal[True]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Progress:
    """How far a run has come: what `on_progress` is told."""

    @property
    def counts(self) -> BulkCounts:
        """The outcomes so far; `not_attempted` counts those that have none yet."""
    @property
    def planned(self) -> int:
        """All incidents of the plan."""
    @property
    def settled(self) -> int:
        """How many incidents have an outcome."""
    @property
    def sent(self) -> int:
        """How many attempts were sent."""
    @property
    def in_flight(self) -> int:
        """How many requests are in flight."""
    @property
    def waiting(self) -> Wait | None:
        """What the run waits for, and until when, if nothing is in flight: a `Wait`."""
    @property
    def elapsed(self) -> float:
        """How long it has been running, in seconds."""
    @property
    def rate(self) -> float:
        """How many incidents got an outcome each second."""
    @property
    def left(self) -> float | None:
        """How many seconds are left at this rate; `None` until there is one."""
    def to_dict(self) -> dict[str, Any]:
        """All of it as plain values that JSON can hold; of `waiting` the reason."""

@final
class Journal:
    """The log of a run: what was planned, what was about to be sent, and what came of it. `Journal.read` reads it, also while it is being
    written; `Client.resume` goes on with its run.
    """

    @staticmethod
    def read(path: str | PathLike[str]) -> Journal:
        """Reads the journal in a file. Nothing is changed. Raises `InvalidRequest` (field `journal`) if it is not there, is damaged, or is
        not a journal.
        """
    @property
    def path(self) -> Path:
        """Where it is."""
    @property
    def run_id(self) -> str:
        """The id of the run."""
    @property
    def plan(self) -> Plan:
        """What was to be done."""
    @property
    def base_url(self) -> str:
        """The base URL of the tenant."""
    @property
    def user(self) -> str | None:
        """The user whose calls they are; `None` where the tenant has none."""
    @property
    def version(self) -> str:
        """The version of soarwire that began the run."""
    @property
    def times(self) -> tuple[datetime, datetime]:
        """When the run began, and when the last record was written: two `datetime` objects in UTC."""
    @property
    def end(self) -> str | None:
        """How the run ended: `done`, or why it was stopped; `None` if it is under way, or its program ended."""
    @property
    def intents(self) -> int:
        """How many requests were sent, or were about to be."""
    def report(self) -> BulkReport:
        """What is known of each incident. One that may have been sent, and has no outcome, is unknown."""
    def records(self) -> Iterator[dict[str, Any]]:
        """The records, as dicts, each read when it is asked for."""
    def to_csv(self, path: str | PathLike[str]) -> None:
        """Writes who did what to which incident, when, and what the answer was, as CSV with a header."""
    def to_sqlite(self, path: str | PathLike[str]) -> None:
        """The same as the tables `runs`, `events` and `outcomes` of an SQLite database, which may hold other runs; this run takes the place
        of what it holds of it.
        """
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class BulkControl:
    """Stops a run from another thread."""

    def __new__(cls) -> BulkControl: ...
    def cancel(self) -> None:
        """Lets what is in flight finish, and sends nothing more."""
    def abandon(self) -> None:
        """Does not even wait for what is in flight: its incidents are unknown."""

@final
class Engine:
    """Begins calls for `AsyncClient`. It shares the settings of the `Client` that it is made from."""

    def __new__(cls, client: Client) -> Engine: ...
    def call(
        self,
        operation: Operation[_Answer],
        timeout: float | None = None,
        max_attempts: SupportsIndex | None = None,
        on_event: Callable[[Event], object] | None = None,
    ) -> EngineCall[_Answer]:
        """A call that has not begun. `timeout` is in seconds; `None` leaves it and `max_attempts` to the client.

        Raises `BuildError`.
        """

@final
class EngineCall(Generic[_Answer_co]):
    """One call of an `AsyncClient`."""

    def __class_getitem__(cls, key: Any) -> GenericAlias: ...
    @property
    def wanted(self) -> Callable[[], Coroutine[Any, Any, str]] | None:
        """The coroutine function to await before the next step; then the latest `Wait` is none."""
    @property
    def left(self) -> float:
        """How much time the call has left, in seconds."""
    def give(self, given: str) -> None:
        """Takes what was awaited, for the next step alone."""
    def refuse(self, raised: BaseException) -> None:
        """Takes what was raised instead."""
    @property
    def seconds(self) -> float:
        """How long the latest `Wait` is, in seconds. Timers of event loops may be early by a part of a millisecond."""
    def step(self, event_loop: AbstractEventLoop) -> Wait | Future[_Answer_co | SoarwireError | None]:
        """Goes on with the call: gives a `Wait` to wait for before the next step, or a future of `event_loop`. Its result is
        the answer, or the exception to raise, or `None` when there is something to wait for first.
        """
    def expire(self, event_loop: AbstractEventLoop) -> None:
        """Ends a call whose deadline passes while it waits for a thread."""
    def end(self) -> None:
        """Lets go of what waited for the call, which is over."""
    def cancel(self) -> SoarwireError | None:
        """Ends the call now, and says what became of it: the exception, or `None` if it had succeeded."""

@final
class Sandbox:
    """The sandbox behind `soarwire.testing.Sandbox`."""

    def __new__(cls, config: Mapping[str, Any] | None = None, port: SupportsIndex = 0) -> Sandbox: ...
    @property
    def url(self) -> str:
        """`http://127.0.0.1:PORT`."""
    @property
    def is_inherited(self) -> bool:
        """Whether this process is a forked child of the one that serves. Then only `url` and `stop`, which does nothing, are
        of use.
        """
    @property
    def pending_faults(self) -> int:
        """How many faults are not used up."""
    def credentials(self) -> dict[str, Any]:
        """One way into each tenant, as arguments of their `Tenant` classes, and the admin route."""
    def script(self, faults: Iterable[Mapping[str, Any]]) -> None:
        """Appends faults to the script: a fault or a list of them, as dicts. Raises `ValueError`."""
    def clear_faults(self) -> None:
        """Drops the faults that are still to strike."""
    def effects(self) -> dict[str, Any]:
        """What was really done."""
    def incidents(self) -> dict[str, list[dict[str, Any]]]:
        """The incidents as they are now."""
    def requests(self) -> list[dict[str, Any]]:
        """The latest requests, without their secrets."""
    def reset(self) -> None:
        """Back to the start."""
    def stop(self) -> None:
        """Closes all connections and the port."""

def new_nonce() -> str:
    """64 random letters and digits from the operating system: the nonce of one signed request.

    Raises `InvalidRequest` for the field `nonce`, if the operating system has no random bytes.
    """
def now_ms() -> int:
    """The time, in milliseconds since 1970."""
def restore(snapshot: str) -> Report | Page | Details | Created | Validity | Reply:
    """The answer that was pickled."""
def error_from_json(text: str | bytes | bytearray) -> SoarwireError:
    """The exception of a canonical JSON text, not raised. Raises `InvalidRequest` for any other text."""
def error_report(text: str) -> Report | None:
    """The report that says the same as the error of a canonical JSON text."""
def filter_of(of: str, field: str, operator: str, value: object) -> Filter:
    """A filter of a list of Xpanse; `of` names the class that has the field. Raises `InvalidRequest` for an operator that the
    field does not take and a value of the wrong type, `TypeError` for a `datetime` without a time zone.
    """
def condition_of(section: str | None, field: str, operator: str, value: object = None) -> Condition:
    """A condition of a list of D3. Raises `InvalidRequest` for what the core refuses."""
