"""Reading a page of 10,000 Xpanse incidents, against typed decoding by msgspec and by pydantic.

The peers declare every member that the page has, each of which may be null, with times as `datetime` as ours are.
"""

from __future__ import annotations

from datetime import datetime, timezone
from operator import attrgetter
from typing import Any, Optional

import msgspec
import pydantic
from incidents import page
from measure import Row, interleave

from soarwire import xpanse

COUNT = 10_000
ROUNDS = 15

Text, Integer, Flag, Texts = Optional[str], Optional[int], Optional[bool], Optional[list[str]]
FIELDS: dict[str, Any] = {
    "incident_id": str,
    "is_blocked": Flag,
    "incident_name": Text,
    "creation_time": Integer,
    "modification_time": Integer,
    "detection_time": Integer,
    "status": Text,
    "severity": Text,
    "description": Text,
    "assigned_user_mail": Text,
    "assigned_user_pretty_name": Text,
    "alert_count": Integer,
    "low_severity_alert_count": Integer,
    "med_severity_alert_count": Integer,
    "high_severity_alert_count": Integer,
    "critical_severity_alert_count": Integer,
    "user_count": Integer,
    "host_count": Integer,
    "notes": Text,
    "resolve_comment": Text,
    "resolved_timestamp": Integer,
    "manual_severity": Text,
    "manual_description": Text,
    "xdr_url": Text,
    "starred": Flag,
    "starred_manually": Flag,
    "hosts": Texts,
    "incident_sources": Texts,
    "rule_based_score": Integer,
    "manual_score": Integer,
    "aggregated_score": Integer,
    "alerts_grouping_status": Text,
    "alert_categories": Texts,
    "original_tags": Texts,
    "tags": Texts,
    "xpanse_risk_score": Integer,
    "xpanse_risk_explainer": Optional[dict[str, Any]],
    "cloud_management_status": Text,
    "integration_source": Text,
    "ipv4_addresses": Texts,
    "ipv6_addresses": Texts,
    "domain_names": Texts,
    "port_number": Integer,
    "last_observed": Integer,
    "country_codes": Texts,
}
TIMES = [name for name in FIELDS if name.endswith("_time") or name in ("resolved_timestamp", "last_observed")]

Incident = msgspec.defstruct("Incident", list(FIELDS.items()))
Reply = msgspec.defstruct("Reply", [("incidents", list[Incident])])
Envelope = msgspec.defstruct("Envelope", [("reply", Reply)])

PydanticIncident = pydantic.create_model("PydanticIncident", **{name: (of, ...) for name, of in FIELDS.items()})
PydanticReply = pydantic.create_model("PydanticReply", incidents=(list[PydanticIncident], ...))
PydanticEnvelope = pydantic.create_model("PydanticEnvelope", reply=(PydanticReply, ...))

FIVE = attrgetter("incident_id", "status", "severity", "assigned_user_mail", "description")
ALL = attrgetter(*FIELDS)


def rows() -> dict[str, Row]:
    body = page(COUNT)
    operation = xpanse.GetIncidents()
    decode = msgspec.json.Decoder(Envelope).decode

    def ours(read: Any) -> object:
        return [read(incident) for incident in xpanse.Incident.of(operation.parse(200, {}, body))]

    def theirs(read: Any) -> object:
        return [read(incident) for incident in decode(body).reply.incidents]

    def theirs_all() -> object:
        """Times are numbers to msgspec: whoever wants what we give converts them."""
        found = []
        for incident in decode(body).reply.incidents:
            times = [getattr(incident, name) for name in TIMES]
            found.append((ALL(incident), [ms and datetime.fromtimestamp(ms / 1000, timezone.utc) for ms in times]))
        return found

    def pydantic_five() -> object:
        return [FIVE(incident) for incident in PydanticEnvelope.model_validate_json(body).reply.incidents]

    assert ours(FIVE) == theirs(FIVE) == pydantic_five()
    return {
        "py.incidents_10k": interleave(
            lambda: ours(FIVE), lambda: theirs(FIVE), "msgspec Struct of the same fields", rounds=ROUNDS
        ),
        "py.incidents_10k_pydantic": interleave(
            lambda: ours(FIVE), pydantic_five, "pydantic model of the same fields", rounds=ROUNDS
        ),
        "py.incidents_10k_all": interleave(
            lambda: ours(ALL), theirs_all, "msgspec Struct of the same fields", rounds=ROUNDS
        ),
    }
