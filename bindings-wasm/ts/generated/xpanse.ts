// Generated from the core's declarations by `cargo run -p soarwire-generate`: do not edit.

import { ASSIGNEE, type clear, clearable, declared } from "../names.js";
import { Operation } from "../operation.js";
import type { Assignee, Filter, Severity, Sort, Status } from "../params.js";
import type { Details } from "../details.js";
import type { Page } from "../page.js";
import type { Report } from "../report.js";
import type { Validity } from "../validity.js";

/** The parameters of {@link updateIncident}. */
export interface UpdateIncidentParams {
  /** The incident id; an integer is accepted too. */
  readonly incidentId: string | number;
  /** The user to assign the incident to. */
  readonly assignee?: Assignee | typeof clear | undefined;
  /** The manual severity: `low`, `medium`, `high`, `critical`, or any other that the tenant accepts. */
  readonly severity?: Severity | typeof clear | undefined;
  /** The status: `new`, `under_investigation`, `resolved`, or any other that the tenant accepts. */
  readonly status?: Status | undefined;
  /** Why the incident was resolved; replaces the previous text. */
  readonly resolveComment?: string | undefined;
  /** A comment to add. */
  readonly comment?: string | undefined;
}

const UPDATE_INCIDENT = declared({
  incidentId: "incident_id",
  assignee: clearable("assignee", ASSIGNEE),
  severity: clearable("severity"),
  status: "status",
  resolveComment: "resolve_comment",
  comment: "comment",
});

/**
 * Changes fields of one incident and leaves the others as they are. With a comment the request appends: it is never
 * sent again once it may have been carried out.
 *
 * @throws {@link SoarwireError} `invalid_request` if a parameter is missing or invalid; `field` names it.
 */
export function updateIncident(params: UpdateIncidentParams): Operation<"xpanse", Report> {
  return new Operation("xpanse", "xpanse.update_incident", UPDATE_INCIDENT, params);
}

/** The parameters of {@link getIncidents}. */
export interface GetIncidentsParams {
  /** Conditions that must all hold. Times are epoch milliseconds. */
  readonly filters?: readonly Filter[] | undefined;
  /** The first incident of the page, counted from 0. Default 0. */
  readonly searchFrom?: number | undefined;
  /** The incident after the last one of the page, at most 100 after `searchFrom`. Default 100. */
  readonly searchTo?: number | undefined;
  /** The sort order: by `creation_time` or `modification_time`. */
  readonly sort?: Sort | undefined;
}

const GET_INCIDENTS = declared({
  filters: "filters",
  searchFrom: "search_from",
  searchTo: "search_to",
  sort: "sort",
});

/**
 * Lists incidents, one page per request.
 *
 * @throws {@link SoarwireError} `invalid_request` if a parameter is missing or invalid; `field` names it.
 */
export function getIncidents(params: GetIncidentsParams = {}): Operation<"xpanse", Page> {
  return new Operation("xpanse", "xpanse.get_incidents", GET_INCIDENTS, params);
}

/** The parameters of {@link getIncidentExtraData}. */
export interface GetIncidentExtraDataParams {
  /** The incident id; an integer is accepted too. */
  readonly incidentId: string | number;
  /** The maximum number of alerts. Default 1000. */
  readonly alertsLimit?: number | undefined;
}

const GET_INCIDENT_EXTRA_DATA = declared({
  incidentId: "incident_id",
  alertsLimit: "alerts_limit",
});

/**
 * Reads one incident with its alerts and artifacts. The vendor allows 10 such requests per minute; a client keeps to
 * that.
 *
 * @throws {@link SoarwireError} `invalid_request` if a parameter is missing or invalid; `field` names it.
 */
export function getIncidentExtraData(params: GetIncidentExtraDataParams): Operation<"xpanse", Details> {
  return new Operation("xpanse", "xpanse.get_incident_extra_data", GET_INCIDENT_EXTRA_DATA, params);
}

/** The parameters of {@link getAlerts}. */
export interface GetAlertsParams {
  /** Conditions that must all hold. Times are epoch milliseconds, ids are integers. */
  readonly filters?: readonly Filter[] | undefined;
  /** The first alert of the page, counted from 0. Default 0. */
  readonly searchFrom?: number | undefined;
  /** The alert after the last one of the page, at most 100 after `searchFrom`. Default 100. */
  readonly searchTo?: number | undefined;
  /**
   * The sort order: by `creation_time`, `server_creation_time` or `severity`. Cannot be combined with page tokens.
   */
  readonly sort?: Sort | undefined;
  /** Whether to page by tokens, which reach past the 9,999th alert. Default false. */
  readonly usePageToken?: boolean | undefined;
  /** The token of the page, from the previous one; implies `usePageToken`. */
  readonly nextPageToken?: string | undefined;
}

const GET_ALERTS = declared({
  filters: "filters",
  searchFrom: "search_from",
  searchTo: "search_to",
  sort: "sort",
  usePageToken: "use_page_token",
  nextPageToken: "next_page_token",
});

/**
 * Lists alerts, one page per request. By offsets, no more than 9,999 alerts can be reached; by page tokens, all of
 * them.
 *
 * @throws {@link SoarwireError} `invalid_request` if a parameter is missing or invalid; `field` names it.
 */
export function getAlerts(params: GetAlertsParams = {}): Operation<"xpanse", Page> {
  return new Operation("xpanse", "xpanse.get_alerts", GET_ALERTS, params);
}

/** The parameters of {@link updateAlerts}. */
export interface UpdateAlertsParams {
  /** The alert ids, at most 100; integers are accepted too. Duplicates are sent once. */
  readonly alertIds: readonly (string | number)[];
  /** The severity: `low`, `medium`, `high`, `critical`, or any other that the tenant accepts. */
  readonly severity?: string | undefined;
  /** The status: `new`, `under_investigation`, `resolved`, or any other that the tenant accepts. */
  readonly status?: string | undefined;
  /** A comment to add. */
  readonly comment?: string | undefined;
}

const UPDATE_ALERTS = declared({
  alertIds: "alert_ids",
  severity: "severity",
  status: "status",
  comment: "comment",
});

/**
 * Changes alerts, at most 100 per request. The answer names the alerts that were changed; the others are unreported.
 * With a comment the request appends: it is never sent again once it may have been carried out.
 *
 * @throws {@link SoarwireError} `invalid_request` if a parameter is missing or invalid; `field` names it.
 */
export function updateAlerts(params: UpdateAlertsParams): Operation<"xpanse", Report> {
  return new Operation("xpanse", "xpanse.update_alerts", UPDATE_ALERTS, params);
}

/** The parameters of {@link validateKey}. */
export interface ValidateKeyParams {
}

const VALIDATE_KEY = declared({
});

/**
 * Asks whether the tenant's key is valid. A key that the vendor refuses is an error, `unauthenticated`.
 *
 * @throws {@link SoarwireError} `invalid_request` if a parameter is missing or invalid; `field` names it.
 */
export function validateKey(params: ValidateKeyParams = {}): Operation<"xpanse", Validity> {
  return new Operation("xpanse", "xpanse.validate_key", VALIDATE_KEY, params);
}
