"""A run on the workers of a Dask cluster, each of them with a part of the plan and a journal of its own.

    from distributed import Client
    from soarwire import bulk

    report = bulk.dask.run(plan, "soc", Client(address), "/shared/close")

A task that Dask runs again after a lost worker finds its part's journal and resumes it; so does a second call with the
same plan and folder. It needs ``soarwire[dask]``.
"""

from __future__ import annotations

import hashlib
import json
import os

from .. import tenants
from .._checks import check_whole, invalid
from .._soarwire import BulkReport, Journal, Plan
from ..errors import InvalidRequest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from os import PathLike
    from typing import Any, SupportsIndex

__all__ = ["run"]

# Says what the folder is for.
CLAIM = "run.json"


def run(
    plan: Plan,
    profile: str,
    client: Any,
    journal_dir: str | PathLike[str],
    *,
    config: str | PathLike[str] | None = None,
    shards: SupportsIndex | None = None,
    concurrency: SupportsIndex | None = None,
    deadline: float | None = None,
    breaker: SupportsIndex = 5,
) -> BulkReport:
    """Runs a plan on the workers of a cluster, and gives one report.

    ``profile`` is the name of the tenant: each worker makes its client by `soarwire.tenants.load`, from the file
    ``config`` or its default one, with the keys that it finds there. ``client`` is a ``distributed.Client``.
    ``journal_dir`` is a folder that all workers share, and that is for this plan alone. ``shards`` is the number of
    parts, by default one a worker; each of them has that part of the tenant's pace, so that the pace holds for all.
    ``concurrency``, ``deadline`` and ``breaker`` are those of `Client.run_bulk`, for each part.

    Called again with the same plan and folder, as after a crash of this program, it goes on: with as many parts as the
    first time.

    Raises `InvalidRequest` for a plan of another tenant, for a folder that is not shared (``journal_dir``) or is
    another plan's, and what a worker raises.
    """
    workers = sorted(client.nthreads())
    if not workers:
        raise invalid("client", "has no workers: wait for them first")
    if plan.tenant is not None and "/" not in plan.tenant and plan.tenant != profile:
        raise invalid("tenant", f"does not match: the plan is for {plan.tenant}")
    folder = os.path.abspath(os.fspath(journal_dir))
    digest = _digest(plan)
    wanted = len(workers) if shards is None else check_whole("shards", shards, 1)
    claim: dict[str, Any] = {"plan": digest, "shards": wanted}
    claim = client.submit(_claim, folder, claim, workers=workers[:1], pure=False).result()
    blind = [worker for worker, seen in client.run(_claimed, folder).items() if seen != claim]
    if blind:
        raise _not_shared(folder, blind[0])
    count = claim["shards"]
    settings = {"concurrency": concurrency, "deadline": deadline, "breaker": breaker}
    place = None if config is None else os.path.abspath(os.fspath(config))
    rest = (profile, place, folder, claim, settings)
    tasks = [client.submit(run_shard, plan.shard(index, count), index, *rest, pure=False) for index in range(count)]
    try:
        reports = client.gather(tasks)
    except BaseException:
        # What has not begun does not begin; what has leaves a journal.
        client.cancel(tasks)
        raise
    return _merged(plan, reports, digest)


def run_shard(
    part: Plan,
    index: int,
    profile: str,
    config: str | None,
    folder: str,
    claim: dict[str, Any],
    settings: dict[str, Any],
) -> BulkReport:
    """Runs a part of a plan on this worker, or goes on with it."""
    if _claimed(folder) != claim:
        raise _not_shared(folder, "this worker")
    count = claim["shards"]
    named = tenants.load(config).get(profile)
    if named is None:
        raise invalid("profile", f"names no tenant of the worker's file: {profile} is not in it")
    rate = named.requests_per_second
    rate = named.tenant().requests_per_second if rate is None else rate
    path = os.path.join(folder, f"{index}-of-{count}.journal")
    with named.client(requests_per_second=rate / count) as client:
        try:
            Journal.read(path)
        except InvalidRequest:
            # Not there yet, or nothing was sent. One that is damaged is refused.
            return client.run_bulk(part, journal=path, **settings)
        return client.resume(path, **settings)


def _digest(plan: Plan) -> str:
    return hashlib.sha256(plan.to_json().encode()).hexdigest()


def _claim(folder: str, claim: dict[str, Any]) -> dict[str, Any]:
    """Claims a folder for a plan; gives the claim of an earlier call for the same plan."""
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, CLAIM)
    try:
        with open(path, "x", encoding="utf-8") as file:
            json.dump(claim, file)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        pass
    made = _claimed(folder)
    if made is None or made["plan"] != claim["plan"]:
        raise invalid("journal_dir", f"{folder} is of another plan: choose another folder")
    return made


def _claimed(folder: str) -> dict[str, Any] | None:
    try:
        with open(os.path.join(folder, CLAIM), encoding="utf-8") as file:
            return json.load(file)  # type: ignore[no-any-return]
    except (OSError, ValueError):
        return None


def _not_shared(folder: str, worker: str) -> InvalidRequest:
    return invalid(
        "journal_dir",
        f"{folder} is not shared: {worker} does not see the claim {CLAIM} in it, and nothing was sent there",
    )


def _merged(plan: Plan, reports: list[BulkReport], digest: str) -> BulkReport:
    """One report of all parts. Requests have the numbers of the whole plan; those of halving follow behind."""
    rows = {}
    for index, report in enumerate(reports):
        for row in report.to_rows():
            if row["request"] is not None:
                row["request"] = row["request"] * len(reports) + index
            rows[row["id"]] = row
    stopped = next((report for report in reports if report.stopped is not None), None)
    whole = {
        "run": digest[:16],
        "operation": plan.operation,
        "stopped": stopped and stopped.stopped,
        "outcomes": [rows[id] for id in plan.ids],
        "stopped_reason": stopped and stopped.stopped_reason,
    }
    return BulkReport.from_json(plan, json.dumps(whole))
