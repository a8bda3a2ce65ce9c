"""What a sandbox is made of and what can go wrong in it, as types. The core checks the same, and names what it refuses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypedDict

__all__ = [
    "ApiKey",
    "Config",
    "D3Config",
    "D3Incident",
    "Fault",
    "User",
    "XpanseAlert",
    "XpanseConfig",
    "XpanseIncident",
]


class User(TypedDict, total=False):
    """A person of the Xpanse tenant.

    Keys:
        mail: The email address, which identifies the person. Required.
        pretty_name: The name that is displayed. Default "".
    """

    mail: str
    pretty_name: str


class ApiKey(TypedDict):
    """An Xpanse API key.

    Keys:
        key_id: The key's id, as text or a number. Required.
        key: The key itself. Required.
    """

    key_id: str | int
    key: str


class D3Incident(TypedDict, total=False):
    """An incident of the D3 tenant. Only ``number`` is required.

    Keys:
        number: The incident number, such as "20261103-104". Required.
        title: One line. Default "".
        owner: The owner's name. Default "".
        status: "Open", "In Progress", "On Hold", "Closed" or any other word. Default "Open".
        severity: "Critical" to "Informational", or any other word. Default "Medium".
        conclusion: What commands have appended, a line each. Default "".
        required_tasks_pending: Whether a close needs ``bypass_required_tasks``. Default False.
        required_fields_missing: Whether a close needs ``bypass_required_fields``. Default False.
        notes: The notes that commands left. Default none.
        cases: The numbers of the cases that it is linked to. Default none.
        tags: Its tags. Default none.
        close_date: When it was closed, in D3's date format. Default None.
        closed_by: Who closed it. Default None.
        modified_by: On whose behalf a command last changed it. Default None.
        site: Its site. Default: the tenant's first.
        incident_type: Its type, such as "Phishing". Default "".
        description: May be HTML; what commands have appended, a line each. Default "".
        disposition: What it turned out to be. Default "".
        creator: Who created it. Default "System".
        creation_time: When it was created, in epoch milliseconds. Default 2026-11-02T12:00:00Z.
        modification_time: When it was last changed, in epoch milliseconds. Default: when it was created.
        linked_incidents: The numbers of the incidents it is linked to; a link counts for both. Default none.
        playbooks: The playbooks that ran on it, oldest first, one entry for each run. Default none.
        fields: Its other fields, by their names in commands, such as "DueDate" and "CustomAssetId". Default none.
        dynamic_fields: Its dynamic fields, by section and name. Default none.
        raw_data: What it was made from. Default None.
    """

    number: str
    title: str
    owner: str
    status: str
    severity: str
    conclusion: str
    required_tasks_pending: bool
    required_fields_missing: bool
    notes: Sequence[str]
    cases: Sequence[str]
    tags: Sequence[str]
    close_date: str | None
    closed_by: str | None
    modified_by: str | None
    site: str
    incident_type: str
    description: str
    disposition: str
    creator: str
    creation_time: int
    modification_time: int
    linked_incidents: Sequence[str]
    playbooks: Sequence[str]
    fields: Mapping[str, str]
    dynamic_fields: Mapping[str, Mapping[str, Any]]
    raw_data: Mapping[str, Any] | None


class XpanseIncident(TypedDict, total=False):
    """An incident of the Xpanse tenant. Only ``incident_id`` is required.

    Keys:
        incident_id: The incident's id, as text or a number. Required.
        name: One line. Default "".
        severity: The severity that Xpanse found. Default "medium".
        manual_severity: The severity that a person set over it. Default None.
        status: "new", "under_investigation", "resolved" or any other word. Default "new".
        assignee: The person it is assigned to. Default None.
        resolve_comment: The comment on its resolution. Default None.
        comments: The comments, oldest first. Default none.
        starred: Whether it is marked with a star. Default False.
        creation_time: When it was created, in epoch milliseconds. Default 0.
        modification_time: When it was last updated, in epoch milliseconds. Default 0.
    """

    incident_id: str | int
    name: str
    severity: str
    manual_severity: str | None
    status: str
    assignee: User | None
    resolve_comment: str | None
    comments: Sequence[str]
    starred: bool
    creation_time: int
    modification_time: int


class XpanseAlert(TypedDict, total=False):
    """An alert of the Xpanse tenant. Only ``alert_id`` is required.

    Keys:
        alert_id: The alert's id, as text or a number. Required.
        case_id: The number of the incident that it belongs to. Default None.
        name: One line. Default "".
        severity: "low", "medium", "high", "critical" or any other word. Default "medium".
        status: A word that an update can set, or any other; what is read is spelt differently. Default "new".
        comments: The comments, oldest first. Default none.
        creation_time: When it was created, in epoch milliseconds. Default 0.
        modification_time: When it was last updated, in epoch milliseconds. Default 0.
    """

    alert_id: str | int
    case_id: int | None
    name: str
    severity: str
    status: str
    comments: Sequence[str]
    creation_time: int
    modification_time: int


class D3Config(TypedDict, total=False):
    """The D3 tenant. What is left out keeps the value of the demo world.

    Keys:
        path_prefix: The part of the path before ``/api/Command/``. Default "/MainApp/VSOC".
        key_header: The header that carries an API key. Default "d3key".
        jwt_header: The header that carries a JSON web token. Default "d3jwt".
        keys: API keys by the vendor's name of the command; "*" is the key of all the rest. A command that has its own key accepts
            no other. Default {"*": "sandbox-d3-key"}.
        jwts: Tokens that every command accepts, compared as text. Default ["sandbox.d3.jwt"].
        jwt_secrets: Secrets: every command accepts tokens signed with one of them (HS256) whose payload has no value that the body
            of the request has differently. Default ["sandbox-d3-jwt-secret"].
        usernames: The accounts that may send commands. Default ["Admin", "admin user"].
        sites: The sites on which commands run, and on which incidents are. Default ["Security Operations", "Client Services"].
        owners: The names that an incident's owner can be set to. Default: five names.
        cases: The numbers of existing cases. Default: three numbers.
        incidents: The incidents. Default: seven.
        generate: How many incidents to generate from the seed, in addition. Default 40.
        playbook_incident: The incident that CloseIncident closes, or None, with which that command fails. Default "20261031-12".
        rate_limit: Requests a second before a 429, or None for no limit. Default None.
        playbooks: The playbooks that can run on an incident. Default: three names.
    """

    path_prefix: str
    key_header: str
    jwt_header: str
    keys: Mapping[str, str]
    jwts: Sequence[str]
    jwt_secrets: Sequence[str]
    usernames: Sequence[str]
    sites: Sequence[str]
    owners: Sequence[str]
    cases: Sequence[str]
    incidents: Sequence[D3Incident]
    generate: int
    playbook_incident: str | None
    rate_limit: int | None
    playbooks: Sequence[str]


class XpanseConfig(TypedDict, total=False):
    """The Xpanse tenant. What is left out keeps the value of the demo world.

    Keys:
        standard_keys: Keys that are sent as they are. Default: id "1", "sandbox-xpanse-standard-key".
        advanced_keys: Keys that sign a nonce and a time. Default: id "2", "sandbox-xpanse-advanced-key".
        check_timestamp: Whether an advanced key's timestamp must lie within 15 minutes of now. Default True.
        users: The people an incident can be assigned to. Default: three.
        statuses: The words that ``status`` accepts. Default "new", "under_investigation", "resolved".
        severities: The words that ``severity`` accepts. Default "low", "medium", "high", "critical".
        incidents: The incidents. Default: three.
        generate: How many incidents to generate from the seed, in addition. They are made when they are read. Default 40.
        rate_limit: Requests a second before a 429 (and 10 a minute for the extra data of incidents), or None for no limit. Default None.
        alert_statuses: The words that an alert's ``status`` accepts. Default: all that the vendor documents.
        alert_severities: The words that an alert's ``severity`` accepts. Default "low", "medium", "high", "critical", "unknown".
        alerts: The alerts. Default: four.
        generate_alerts: How many alerts to generate from the seed, in addition. Default 60.
    """

    standard_keys: Sequence[ApiKey]
    advanced_keys: Sequence[ApiKey]
    check_timestamp: bool
    users: Sequence[User]
    statuses: Sequence[str]
    severities: Sequence[str]
    incidents: Sequence[XpanseIncident]
    generate: int
    rate_limit: int | None
    alert_statuses: Sequence[str]
    alert_severities: Sequence[str]
    alerts: Sequence[XpanseAlert]
    generate_alerts: int


class Config(TypedDict, total=False):
    """Two simulated tenants. What is left out keeps the value of the demo world, and an unknown key is refused by name.

    Keys:
        seed: Seeds the generated incidents and the faults that have a probability. Default 1.
        d3: The D3 tenant.
        xpanse: The Xpanse tenant.
        log_capacity: How many of the latest requests `Sandbox.requests` keeps. Default 1000.
        record_bodies: Whether it keeps their bodies too; keys and tokens in them show as ``***``. Default False.
    """

    seed: int
    d3: D3Config
    xpanse: XpanseConfig
    log_capacity: int
    record_bodies: bool


class Fault(TypedDict, total=False):
    """One thing that goes wrong, once unless ``times`` says otherwise. Only ``kind`` is required. A key that the kind does not
    have is refused by name.

    Keys:
        kind: What goes wrong. Unless said otherwise below, the request is not carried out. Required.
        on: The requests it strikes: soarwire's id ("d3.close_incidents"), the vendor's name ("CloseIncidentInBulk"), a tenant
            ("d3", "xpanse") or the end of a path; an unknown name is refused. Default: all.
        times: How often it strikes before it is used up; None for no limit. Default 1.
        probability: How likely it strikes, from 0 to 1; the sandbox's seed decides. Default: always.
        retry_after: Of "rate_limited", which answers 429: the header ``Retry-After``, seconds or an HTTP date. Default: no header.
        status: Of "server_error" (500 to 599, default 500), "html" (200 to 599, default 502), "redirect" (300 to 399, default 302)
            and "status" (200 to 599, required): the HTTP status.
        body: Of "server_error" (default: as the vendor's) and "status" (default: empty): the body, as text or as JSON.
        after_effect: Of "server_error", "html" and "status": whether the request is carried out first. Default False.
        incidents: Of "partial_failure" and "left_out": the incidents that fail, or that the answer leaves out; of "world_moves": those
            that come, go or change. Excludes ``count``.
        count: The same, as the first so many of the request, or the newest so many. Default 1.
        reason: Of "partial_failure": the reason that the answer gives. Default: a sentence.
        ms: Of "delay", required: how late the answer comes, in milliseconds. The request is carried out, and the next fault that
            fits strikes it too.
        replace: Of "wrong_type", required: keys of the answer and what they hold instead. The request is carried out.
        location: Of "redirect", required: the header ``Location``.
        change: Of "world_moves", required: what happens to incidents once the answer is made, as if somebody else worked in the
            tenant while a list of it is paged through. It waits for an operation that lists; the next fault that fits strikes it too.

    The kinds without keys of their own: "empty_unauthorized" (401 without a body), "truncated_json" (carried out; the first half of
    the answer is sent as if it were whole), "cut_before", "cut_after" and "cut_mid_body" (the connection is closed before anything
    is done, once it is done, or in the middle of the answer), "never_answer" (carried out, and nothing is ever sent).
    """

    kind: Literal[
        "rate_limited",
        "server_error",
        "html",
        "empty_unauthorized",
        "truncated_json",
        "partial_failure",
        "left_out",
        "delay",
        "cut_before",
        "cut_after",
        "cut_mid_body",
        "wrong_type",
        "redirect",
        "status",
        "never_answer",
        "world_moves",
    ]
    on: str | None
    times: int | None
    probability: float | None
    retry_after: float | str | None
    status: int
    body: Any
    after_effect: bool
    incidents: Sequence[str]
    count: int
    reason: str
    ms: int
    replace: Mapping[str, Any]
    location: str
    change: Literal["inserted", "removed", "changed"]
