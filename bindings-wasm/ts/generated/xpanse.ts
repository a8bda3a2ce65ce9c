// Generated from the core's declarations by `cargo run -p soarwire-generate`: do not edit.

import { ASSIGNEE, type clear, clearable, declared } from "../names.js";
import { Operation } from "../operation.js";
import type { Assignee, Filter, Severity, Sort, Status } from "../params.js";
import type { Page } from "../page.js";
import type { Report } from "../report.js";

/** The parameters of {@link updateIncident}. */
export interface UpdateIncidentParams {
  /** The incident, by id; an integer is taken too. */
  readonly incidentId: string | number;
  /** Whom it is assigned to. */
  readonly assignee?: Assignee | typeof clear | undefined;
  /** The severity set by hand: `low`, `medium`, `high`, `critical`, or a word that the tenant knows. */
  readonly severity?: Severity | typeof clear | undefined;
  /** The status: `new`, `under_investigation`, `resolved`, or a word that the tenant knows. */
  readonly status?: Status | undefined;
  /** Why it was resolved; replaces what was there. */
  readonly resolveComment?: string | undefined;
  /** A comment that is added. */
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
 * Changes fields of one incident; what is not named stays as it is. With a comment it appends, and is never repeated
 * once it may have been carried out.
 */
export function updateIncident(params: UpdateIncidentParams): Operation<"xpanse", Report> {
  return new Operation("xpanse", "xpanse.update_incident", UPDATE_INCIDENT, params);
}

/** The parameters of {@link getIncidents}. */
export interface GetIncidentsParams {
  /** Conditions that all must hold. Times are epoch milliseconds. */
  readonly filters?: readonly Filter[] | undefined;
  /** The first incident of the page, counted from 0; 0 when it is left out. */
  readonly searchFrom?: number | undefined;
  /** The incident after the last of the page, at most 100 after `searchFrom`; 100 when it is left out. */
  readonly searchTo?: number | undefined;
  /** The order: by `creation_time` or `modification_time`. */
  readonly sort?: Sort | undefined;
}

const GET_INCIDENTS = declared({
  filters: "filters",
  searchFrom: "search_from",
  searchTo: "search_to",
  sort: "sort",
});

/** Lists incidents, a page at a time. */
export function getIncidents(params: GetIncidentsParams = {}): Operation<"xpanse", Page> {
  return new Operation("xpanse", "xpanse.get_incidents", GET_INCIDENTS, params);
}
