"""Memory while a list of 1,000,000 incidents is read, in pages of 100, from the sandbox of the same process."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from dataclasses import dataclass

from soarwire import Client, xpanse
from soarwire.testing import Sandbox

INCIDENTS = 1_000_000
TENTH = INCIDENTS // 10
# MiB by which the peak may grow between the first and the last 100,000 incidents.
BUDGET = 10


@dataclass(frozen=True)
class Memory:
    """The growth of the peak, in MiB."""

    growth: float

    def to_dict(self) -> dict[str, object]:
        return {"ours": round(self.growth, 1), "peer": None, "ratio": None, "unit": "MiB", "peer_name": None, "budget": BUDGET}


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _read() -> None:
    """Prints the peak after the first 100,000 incidents and after all."""
    config = {"xpanse": {"generate": INCIDENTS, "incidents": [], "rate_limit": None}, "log_capacity": 0}
    with Sandbox(config) as sandbox, Client(sandbox.xpanse_tenant(), requests_per_second=0) as client:
        pages = client.pages(xpanse.GetIncidents())
        count, early = 0, 0.0
        for page in pages:
            count += len(page)
            if not early and count >= TENTH:
                early = _peak()
        assert count == INCIDENTS, (count, pages.end)
        # The vendor counts no further than 9,999, so that there may be more.
        assert pages.end == "capped", pages.end
    print(json.dumps({"early": early, "late": _peak()}))


def rows() -> dict[str, Memory]:
    # A process of its own: the peak of this one is that of the other rows.
    told = json.loads(subprocess.run([sys.executable, __file__], check=True, capture_output=True, text=True).stdout)
    return {"py.page_1m": Memory(told["late"] - told["early"])}


if __name__ == "__main__":
    _read()
