"""An operation for many incidents: planned, run, and reported one by one, with a journal from which a run goes on.

    plan = bulk.plan(d3.CloseIncidents, numbers, bypass_required_tasks=True, conclusion="Contained.")
    print(plan)                                              # the dry run
    report = client.run_bulk(plan, journal="close.journal")  # AsyncClient: await
    report = client.resume("close.journal")                  # after a crash
    client.settle(report)                                    # reads back what is unknown or unreported

The page https://github.com/soarwire/soarwire/blob/main/docs/bulk.md explains every outcome and what to do next.
"""

from __future__ import annotations

from .._soarwire import BulkCounts, BulkReport, BulkRow, Guard, Journal, Plan, Progress, plan
from ._errors import Incomplete, Interrupted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from . import dask

__all__ = [
    "BulkCounts",
    "BulkReport",
    "BulkRow",
    "Guard",
    "Incomplete",
    "Interrupted",
    "Journal",
    "Plan",
    "Progress",
    "dask",
    "plan",
]


def __getattr__(name: str) -> object:
    # Most runs are on one machine.
    if name == "dask":
        from importlib import import_module

        return import_module(".dask", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
