// Generated from the core's declarations by `cargo run -p soarwire-generate`: do not edit.

import { ASSIGNEE, type clear, clearable, declared } from "../names.js";
import { Operation } from "../operation.js";
import type { Assignee, Filter, Severity, Sort, Status } from "../params.js";
import type { Page } from "../page.js";
import type { Report } from "../report.js";

/** The parameters of {@link updateIncident}. */
export interface UpdateIncidentParams {
  /** The incident id; an integer is accepted too. */
  readonly incidentId: string | number;
  /** The user to assign the incident to. */
  readonly assignee?: Assignee | typeof clear | undefined;
  /** The manual severity: `low`, `medium`, `high`, `critical`, or another one that the tenant accepts. */
  readonly severity?: Severity | typeof clear | undefined;
  /** The status: `new`, `under_investigation`, `resolved`, or another one that the tenant accepts. */
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
