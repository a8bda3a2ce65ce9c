"""A page of incidents as Xpanse sends them, 45 members each."""

from __future__ import annotations

import json


def _incident(index: int) -> dict[str, object]:
    created = 1_790_000_000_000 + index * 61_000
    port, a, b = 1 + index % 9_000, index // 250 % 250, index % 250
    owner = ["mira.osei@example.com", "", None, "ken.ito@example.com"][index % 4]
    return {
        "incident_id": str(index),
        "is_blocked": False,
        "incident_name": None,
        "creation_time": created,
        "modification_time": created,
        "detection_time": None,
        "status": ["new", "under_investigation", "resolved", "resolved_no_risk"][index % 4],
        "severity": ["low", "medium", "high", "critical"][index % 4],
        "description": f"Insecure OpenSSH at 198.51.{a}.{b}:{port}",
        "assigned_user_mail": owner,
        "assigned_user_pretty_name": owner,
        "alert_count": a,
        "low_severity_alert_count": 0,
        "med_severity_alert_count": 1,
        "high_severity_alert_count": b,
        "critical_severity_alert_count": 0,
        "user_count": 0,
        "host_count": 1,
        "notes": None,
        "resolve_comment": "",
        "resolved_timestamp": None,
        "manual_severity": None,
        "manual_description": None,
        "xdr_url": f"https://acme.crtx.us.example.com/incident-view?caseId={index}",
        "starred": True,
        "starred_manually": False,
        "hosts": [f"198.51.{a}.{b}:null"],
        "incident_sources": ["ASM"],
        "rule_based_score": None,
        "manual_score": None,
        "aggregated_score": b,
        "alerts_grouping_status": "Enabled",
        "alert_categories": ["Attack Surface"],
        "original_tags": ["BU:Acme", "AR:Registered to You"],
        "tags": ["BU:Acme", "AR:Registered to You", "IPR:example"],
        "xpanse_risk_score": b,
        "xpanse_risk_explainer": {
            "cves": [{"cveId": f"CVE-2026-{port}", "cvssScore": 7.5, "epssScore": 0.3, "confidence": "High"}],
            "riskFactors": [{"attributeId": "misconfiguration", "attributeName": "Misconfiguration", "issueTypes": []}],
            "versionMatched": True,
        },
        "cloud_management_status": "Not Applicable",
        "integration_source": None,
        "ipv4_addresses": [f"198.51.{a}.{b}"],
        "ipv6_addresses": [],
        "domain_names": [f"host-{index}.example.com"],
        "port_number": port,
        "last_observed": created,
        "country_codes": ["US"],
    }


def page(count: int) -> bytes:
    incidents = [_incident(index) for index in range(count)]
    return json.dumps({"reply": {"total_count": count, "result_count": count, "incidents": incidents}}).encode()
