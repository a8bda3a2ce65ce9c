"""A playbook as people write them; mypy checks it in strict mode, the tests run it against the sandbox."""

from __future__ import annotations

import soarwire
from soarwire import UNSET, AsyncClient, Client, Report, d3, errors, xpanse
from soarwire.testing import Sandbox


def close(tenant: d3.Tenant, numbers: list[str]) -> dict[str, str]:
    """Closes incidents; gives what is left to do, with the reason."""
    operation = d3.CloseIncidents(numbers, bypass_required_tasks=True, conclusion="Contained.")
    with Client(tenant, timeout=30.0) as client:
        try:
            report: Report = client.run(operation, max_attempts=2)
        except errors.RateLimited as error:
            wait: int | None = error.retry_after_ms
            return dict.fromkeys(numbers, f"slow down: {wait}")
        except soarwire.SoarwireError as error:
            if error.report is None:
                raise
            return {outcome.id: outcome.why or "" for outcome in error.report.outcomes()}
    left = {failed.id: failed.reason for failed in report.failed}
    left.update((number, "the answer leaves it out") for number in report.unreported)
    return left


async def reassign(tenant: xpanse.Tenant, incident: str, mail: str | None) -> bool:
    """Assigns an incident, or takes its assignee away; leaves the severity alone."""
    assignee = xpanse.Assignee(mail) if mail is not None else None
    operation = xpanse.UpdateIncident(incident, assignee=assignee, severity=UNSET, status="under_investigation")
    async with AsyncClient(tenant) as client:
        report = await client.run(operation)
    return report.all_succeeded


def without_a_client(
    tenant: d3.Tenant, status: int, body: bytes
) -> tuple[dict[str, str], list[tuple[str | None, ...]]]:
    """Any other HTTP client will do."""
    operation = d3.UpdateOwner(["20261103-104"], "Maria Keller")
    request = tenant.request(operation)
    report = operation.parse(status, {"content-type": "application/json"}, body)
    return request.headers, report.rows("Incident Number", "Result")


if __name__ == "__main__":
    import asyncio

    with Sandbox() as sandbox:
        print(close(sandbox.d3_tenant(), ["20261103-104", "no-such-number"]))
        print(asyncio.run(reassign(sandbox.xpanse_tenant(), "5471", None)))
