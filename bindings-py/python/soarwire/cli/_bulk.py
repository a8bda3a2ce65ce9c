"""Where the command line meets `soarwire.bulk`, and all it knows of it."""

from __future__ import annotations

import time, json
from collections.abc import Callable
from typing import Any, NamedTuple

from .. import Client, Operation, Report, errors, d3, xpanse
from ._verbs import VERBS

_COUNTS = ("planned", "succeeded", "failed", "unreported", "unknown", "not_attempted", "skipped")

class Outcome(NamedTuple):
    """What happened to an incident."""
    id: str
    outcome: str
    reason: str | None


class Progress(NamedTuple):
    """How far a run is."""
    planned: int
    settled: int
    counts: dict[str, int]
    rate: float | None
    left: float | None
    waiting: str | None


class Result(NamedTuple):
    """What a run came to."""
    run: str | None
    journal: str | None
    counts: dict[str, int]
    outcomes: list[Outcome]
    stopped: str | None = None
    interrupted: bool = False


NOTHING = Result(None, None, dict.fromkeys(_COUNTS, 0), [])

# FAKE for development
class Plan:
    def __init__(self, op, params, ids, tenant, chunk):
        self.op, self.params, self.ids, self.tenant = op, params, list(dict.fromkeys(ids)), tenant
        self.one = op in ("d3.add_tags","d3.remove_tags","d3.set_field","xpanse.update_incident")
        self.chunk = 1 if self.one else (chunk or 100)
        if ids: self.operation(self.ids[:1])
    def operation(self, ids):
        mod = d3 if self.op.startswith("d3") else xpanse
        cls = next(c for c in vars(mod).values() if isinstance(c, type) and issubclass(c, Operation) and getattr(c,'id',None)==self.op)
        return cls(ids[0] if self.one else ids, **self.params)
    def __len__(self): return len(self.ids)
    def __str__(self): return f"{self.op}: {len(self.ids)} incidents in {-(-len(self.ids)//self.chunk)} requests\n  tenant: {self.tenant}\n" + "\n".join(f"  {k}: {v!r}" for k,v in self.params.items())
    def to_json(self): return json.dumps({"operation": self.op, "params": {k: str(v) for k,v in self.params.items()}, "ids": self.ids})

def plan(operation, params, ids, *, tenant, chunk): return Plan(operation, params, ids, tenant, chunk)

def run(client, plan, *, journal, concurrency, deadline, show):
    out = []; began=time.monotonic()
    counts = dict.fromkeys(_COUNTS, 0); counts["planned"]=len(plan)
    for at in range(0, len(plan), plan.chunk):
        rep = client.run(plan.operation(plan.ids[at:at+plan.chunk]), raises=False)
        for o in rep.outcomes():
            out.append(Outcome(o.id, o.status, o.reason)); counts[o.status]+=1
        if show:
            r=len(out)/(time.monotonic()-began)
            show(Progress(len(plan), len(out), counts, r, (len(plan)-len(out))/r, None))
    return Result("r-fake", journal, counts, out)
