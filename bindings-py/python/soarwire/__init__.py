"""Exactly what D3 SOAR and Cortex Xpanse incident calls look like on the wire, and what every answer means.

Build an operation (`soarwire.d3`, `soarwire.xpanse`), then run it with a `Client` or an `AsyncClient`, or send
`tenant.request(operation)` with any HTTP client and hand the answer to `operation.parse`. Errors are in
`soarwire.errors`, simulated tenants in `soarwire.testing`.
"""

from __future__ import annotations

from . import bulk, d3, errors, xpanse
from ._soarwire import (
    UNSET,
    Call,
    Client,
    Counts,
    Created,
    Details,
    Done,
    Event,
    Failed,
    Items,
    Operation,
    Outcome,
    OverviewRow,
    Pacer,
    Page,
    Pages,
    Reply,
    Report,
    Request,
    Row,
    Send,
    Settle,
    Settled,
    Settlement,
    Tenant,
    TypedItem,
    Unset,
    Validity,
    Wait,
    __version__,
    new_nonce,
    now_ms,
)
from .errors import BuildError, DecodeError, Incomplete, ServiceError, SoarwireError, TransportError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._aio import AsyncClient
    from ._overview import AsyncOverview, Overview
    from ._reading import AsyncPageIterator, PageIterator

__all__ = [
    "UNSET",
    "AsyncClient",
    "AsyncOverview",
    "AsyncPageIterator",
    "BuildError",
    "Call",
    "Client",
    "Counts",
    "Created",
    "DecodeError",
    "Details",
    "Done",
    "Event",
    "Failed",
    "Incomplete",
    "Items",
    "Operation",
    "Outcome",
    "Overview",
    "OverviewRow",
    "Pacer",
    "Page",
    "PageIterator",
    "Pages",
    "Reply",
    "Report",
    "Request",
    "Row",
    "Send",
    "ServiceError",
    "Settle",
    "Settled",
    "Settlement",
    "SoarwireError",
    "Tenant",
    "TransportError",
    "TypedItem",
    "Unset",
    "Validity",
    "Wait",
    "__version__",
    "bulk",
    "d3",
    "errors",
    "new_nonce",
    "now_ms",
    "xpanse",
]


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def __getattr__(name: str) -> object:
    # asyncio is slow to import, and most playbooks do not need it.
    if name == "AsyncClient":
        from ._aio import AsyncClient

        return AsyncClient
    if name in ("AsyncPageIterator", "PageIterator"):
        from . import _reading

        return getattr(_reading, name)
    if name in ("AsyncOverview", "Overview"):
        from . import _overview

        return getattr(_overview, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
