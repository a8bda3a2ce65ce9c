"""The parameters of operations that change something, as options of the command line.

Generated from the core's catalogue by `cargo run -p soarwire-generate`: do not edit.
"""

from __future__ import annotations

from ._param import Param

PARAMS: dict[str, dict[str, Param]] = {
    "d3.update_owner": {
        "incident_numbers": Param("incident", "texts", "required",
            "The incident numbers: text, matched exactly. Duplicates are sent once."
        ),
        "owner": Param("owner", "text", "required", "The name of the new owner, as D3 shows it."),
        "acting_username": Param("acting-username", "text", "optional",
            "The user who performs the command when a playbook runs it automatically."
        ),
    },
    "d3.close_incidents": {
        "incident_numbers": Param("incident", "texts", "required",
            "The incident numbers: text, matched exactly. Duplicates are sent once."
        ),
        "bypass_required_tasks": Param("bypass-required-tasks", "flag", "required",
            "Whether to close incidents even if required tasks are pending."
        ),
        "bypass_required_fields": Param("bypass-required-fields", "flag", "optional",
            "Whether to close incidents even if fields that are required on close are empty."
        ),
        "acting_username": Param("acting-username", "text", "optional",
            "The user who performs the command when a playbook runs it automatically."
        ),
        "conclusion": Param("conclusion", "text", "optional", "Text to append to the conclusion of each incident."),
    },
    "d3.link_to_cases": {
        "incident_numbers": Param("incident", "texts", "required",
            "The incident numbers: text, matched exactly. Duplicates are sent once."
        ),
        "case_numbers": Param("case", "texts", "required",
            "The numbers of the cases to link to: text. Duplicates are sent once."
        ),
        "acting_username": Param("acting-username", "text", "optional",
            "The user who performs the command when a playbook runs it automatically."
        ),
    },
    "d3.close_incident": {
        "note": Param("note", "text", "optional", "A note to add to the incident."),
    },
    "d3.add_tags": {
        "incident_number": Param("incident-number", "text", "required", "The incident number: text, matched exactly."),
        "tags": Param("tag", "texts", "required", "The tags to add, at least one."),
    },
    "d3.remove_tags": {
        "incident_number": Param("incident-number", "text", "required", "The incident number: text, matched exactly."),
        "tags": Param("tag", "texts", "optional", "The tags to remove."),
        "all_tags": Param("all-tags", "flag", "optional", "Whether to remove all tags; cannot be combined with --tag."),
    },
    "d3.update_site": {
        "incident_numbers": Param("incident", "texts", "required",
            "The incident numbers: text, matched exactly. Duplicates are sent once."
        ),
        "site": Param("site", "text", "required", "The new site."),
        "acting_username": Param("acting-username", "text", "optional",
            "The user who performs the command when a playbook runs it automatically."
        ),
    },
    "d3.set_field": {
        "incident_number": Param("incident-number", "text", "required", "The incident number: text, matched exactly."),
        "field": Param("field", "text", "required", "The name of the field, such as Severity."),
        "value": Param("value", "text", "required", "The new value. Times as yyyy-MM-dd HH:mm:ss."),
    },
    "d3.set_fields": {
        "changes": Param("changes", "other", "required",
            "What to change: for each incident its number, and the new values of fields by name. Times as yyyy-MM-dd "
            "HH:mm:ss; tags as one text, separated by commas."
        ),
    },
    "d3.set_html": {
        "incident_number": Param("incident-number", "text", "required", "The incident number: text, matched exactly."),
        "field": Param("field", "text", "required", "The name of the field: Note, Description or Conclusion."),
        "html": Param("html", "text", "required", "The HTML."),
    },
    "d3.remove_links": {
        "source_incident_number": Param("source-incident-number", "text", "required",
            "The number of the incident that the others are linked to."
        ),
        "linked_incident_numbers": Param("linked-incident", "texts", "required",
            "The numbers of the linked incidents. Duplicates are sent once."
        ),
    },
    "d3.run_playbooks": {
        "incident_numbers": Param("incident", "texts", "required",
            "The incident numbers: text, matched exactly. Duplicates are sent once."
        ),
        "playbook_names": Param("playbook-name", "texts", "required", "The names of the playbooks, at least one."),
    },
    "d3.command": {
        "name": Param("name", "text", "required",
            "The name of the command, such as GetUsersBySite: letters and digits."
        ),
        "params": Param("params", "other", "optional", "The parameters of the command, by the vendor's names."),
        "effect": Param("effect", "text", "optional",
            "The effect of repeating the request, which decides whether it is sent again: reads, idempotent or "
            "appends. Default appends."
        ),
        "incident_numbers": Param("incident", "texts", "optional",
            "The incidents to report on. They are not sent: put them into --params as the command takes them."
        ),
    },
    "xpanse.update_incident": {
        "incident_id": Param("incident-id", "text", "required", "The incident id; an integer is accepted too."),
        "assignee": Param("assignee", "assignee", "clearable", "The user to assign the incident to."),
        "severity": Param("severity", "text", "clearable",
            "The manual severity: low, medium, high, critical, or any other that the tenant accepts."
        ),
        "status": Param("status", "text", "optional",
            "The status: new, under_investigation, resolved, or any other that the tenant accepts."
        ),
        "resolve_comment": Param("resolve-comment", "text", "optional",
            "Why the incident was resolved; replaces the previous text."
        ),
        "comment": Param("comment", "text", "optional", "A comment to add."),
    },
    "xpanse.update_alerts": {
        "alert_ids": Param("alert", "texts", "required",
            "The alert ids, at most 100; integers are accepted too. Duplicates are sent once."
        ),
        "severity": Param("severity", "text", "optional",
            "The severity: low, medium, high, critical, or any other that the tenant accepts."
        ),
        "status": Param("status", "text", "optional",
            "The status: new, under_investigation, resolved, or any other that the tenant accepts."
        ),
        "comment": Param("comment", "text", "optional", "A comment to add."),
    },
}
