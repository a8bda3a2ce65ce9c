"""``soarwire demo``: five operations as a playbook would run them, then what can go wrong, then the proof; and a bulk run with its own."""

from __future__ import annotations

import os
import sys
import textwrap
import time
from collections.abc import Callable

from . import Client, Operation, Report, SoarwireError, Wait, d3, xpanse
from ._demo_bulk import COUNT, show
from .testing import Sandbox

_WIDTH = 100
_COLOURS = {
    "succeeded": "32",
    "failed": "31",
    "refused": "31",
    "unreported": "33",
    "unknown": "35",
    "head": "1",
    "dim": "2",
}


def run() -> int:
    """Runs the demonstration; gives 0 when all went as expected, else 1."""
    with Sandbox() as sandbox:
        demo = _Demo(sandbox)
        demo.playbook()
        demo.trouble()
        demo.proof()
        demo.bulk_run()
        return demo.verdict()


class _Demo:
    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._surprises: list[str] = []
        self._ids: dict[str, str] = {}
        self._colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"

    def playbook(self) -> None:
        print(f"Simulated D3 and Xpanse tenants on {self._sandbox.url}")
        self._heading("A playbook's calls")
        self._row("head", "operation", "incident", "outcome", "what the tenant said")
        with Client(self._sandbox.d3_tenant()) as client:
            take = d3.UpdateOwner(["20261103-104", "20261103-105"], "Maria Keller")
            self._call(client, take, succeeded=["20261103-104", "20261103-105"])

            # The third is done, but the answer leaves it out.
            self._sandbox.script({"kind": "left_out", "incidents": ["20261103-105"]})
            close = d3.CloseIncidents(["20261103-104", "20261103-106", "20261103-105"], bypass_required_tasks=False)
            self._call(client, close, succeeded=["20261103-104"], failed=["20261103-106"], unreported=["20261103-105"])

            link = d3.LinkToCases(["20261103-106", "20261103-107"], ["20261102-7"])
            self._call(client, link, succeeded=["20261103-106", "20261103-107"])
            self._call(client, d3.CloseIncident(note="Contained by the playbook."), succeeded=["20261031-12"])
        with Client(self._sandbox.xpanse_tenant()) as client:
            update = xpanse.UpdateIncident(
                "5471",
                assignee=xpanse.Assignee("maria.keller@example.com", "Maria Keller"),
                severity=None,
                status="under_investigation",
                comment="The firewall rule is being removed.",
            )
            self._call(client, update, succeeded=["5471"])

    def trouble(self) -> None:
        self._heading("When things go wrong")
        tenant = self._sandbox.d3_tenant()
        with Client(tenant) as client:
            self._sandbox.script({"kind": "rate_limited", "retry_after": 1})
            began = time.monotonic()
            waits: list[Wait] = []
            take = d3.UpdateOwner(["20261030-77"], "Tom Okafor")
            self._call(client, take, succeeded=["20261030-77"], on_wait=waits.append)
            self._expect("the 429 is waited out", [wait.why for wait in waits] == ["retry_after"])
            self._note(f"HTTP 429 with Retry-After: 1; waited {time.monotonic() - began:.1f} s, then sent again")

        with Client(self._sandbox.d3_tenant(api_key="a-wrong-key")) as client:
            self._call(client, take, refused="unauthenticated")
            self._note("the tenant took nothing; the key is in no line of this output")

        with Client(tenant) as client:
            self._sandbox.script({"kind": "cut_after", "on": "d3.close_incidents"})
            close = d3.CloseIncidents(
                ["20261103-107"], bypass_required_tasks=True, bypass_required_fields=True, conclusion="Contained."
            )
            self._call(client, close, refused="interrupted", unknown=["20261103-107"])
            self._note(
                "the connection was cut after the close was sent: a conclusion would appear twice, so it is"
            )
            self._note("not sent again, and nobody is told that it worked")

    def proof(self) -> None:
        self._heading("What the tenants really did")
        effects = self._sandbox.effects
        print(self._paint("dim", f"{'operation':<24}{'received':>10}{'carried out':>14}{'refused':>10}"))
        for name, counts in effects["operations"].items():
            print(f"{self._ids[name]:<24}{counts['received']:>10}{counts['executed']:>14}{counts['refused']:>10}")
        counted = [f"{what} {effects['totals'][what]}" for what in ("closes", "conclusions", "notes", "comments")]
        print(f"in all: {', '.join(counted)}")
        self._expect("the cut close was carried out once", effects["d3"]["20261103-107"]["closes"] == 1)
        self._expect("its conclusion is there once", effects["d3"]["20261103-107"]["conclusions"] == ["Contained."])
        self._expect("nothing was done twice", effects["duplicates"] == [])
        print(f"texts appended twice: {len(effects['duplicates'])}")

    def bulk_run(self) -> None:
        self._heading(f"A bulk run: {COUNT} incidents, a rate limit, a partial failure, a lost answer, and a kill in the middle")
        show(self._note, self._expect)

    def verdict(self) -> int:
        print()
        for surprise in self._surprises:
            print(self._paint("failed", f"not as expected: {surprise}"))
        if not self._surprises:
            print(self._paint("succeeded", "All went as expected."))
        return 1 if self._surprises else 0

    def _call(
        self,
        client: Client,
        operation: Operation,
        *,
        refused: str | None = None,
        on_wait: Callable[[Wait], object] | None = None,
        **expected: list[str],
    ) -> None:
        """Runs a call, shows what came of it, and notes what was not expected."""
        error: SoarwireError | None = None
        report: Report | None
        try:
            report = client.run(operation, on_wait=on_wait)
        except SoarwireError as caught:
            error, report = caught, caught.report
        name = operation.id
        self._ids[operation.wire_name.rpartition("/")[2]] = name
        if error is not None and report is None:
            for incident in operation.asked:
                self._row("refused", name, incident, "refused", str(error))
                name = ""
        for outcome in report.outcomes() if report is not None else []:
            said = outcome.reason or ""
            if outcome.status == "unreported":
                said = "nothing: the answer leaves it out"
            elif error is not None:
                said = str(error)
            self._row(outcome.status, name, outcome.id, outcome.status, said)
            name = ""
        self._expect(f"{operation.id}: {refused or 'no error'}", (error.kind if error else None) == refused)
        if report is not None:
            for status in ("succeeded", "failed", "unreported", "unknown"):
                found = [outcome.id for outcome in report.outcomes() if outcome.status == status]
                self._expect(f"{operation.id}: {status} {expected.get(status, [])}", found == expected.get(status, []))

    def _expect(self, what: str, true: bool) -> None:
        if not true:
            self._surprises.append(what)

    def _heading(self, text: str) -> None:
        print(f"\n{self._paint('head', text)}")

    def _row(self, style: str, operation: str, incident: str, outcome: str, said: str) -> None:
        indent = 24 + 16 + 12
        lines = textwrap.wrap(said, _WIDTH - indent) or [""]
        if style == "head":
            print(self._paint("dim", f"{operation:<24}{incident:<16}{outcome:<12}{said}"))
            return
        print(f"{operation:<24}{incident:<16}{self._paint(style, f'{outcome:<12}')}{lines[0]}".rstrip())
        for line in lines[1:]:
            print(" " * indent + line)

    def _note(self, text: str) -> None:
        print(self._paint("dim", f"  -> {text}"))

    def _paint(self, style: str, text: str) -> str:
        return f"\x1b[{_COLOURS[style]}m{text}\x1b[0m" if self._colour else text
