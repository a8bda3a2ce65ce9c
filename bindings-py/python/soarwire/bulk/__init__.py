"""An operation for many incidents: planned, run, and reported incident by incident, with a journal from which a run goes on.

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
    "plan",
]
