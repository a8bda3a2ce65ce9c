// Generated from the core's declarations by `cargo run -p soarwire-generate`: do not edit.

import { declared } from "../names.js";
import { Operation } from "../operation.js";
import type { Report } from "../report.js";

/** The parameters of {@link updateOwner}. */
export interface UpdateOwnerParams {
  /** The incidents, by number: text, matched exactly; one given twice is sent once. */
  readonly incidentNumbers: readonly string[];
  /** The name of the new owner, as D3 shows it. */
  readonly owner: string;
  /** The user who performs it, where a playbook runs it automatically. */
  readonly actingUsername?: string | undefined;
}

const UPDATE_OWNER = declared({
  incidentNumbers: "incident_numbers",
  owner: "owner",
  actingUsername: "acting_username",
});

/** Gives incidents a new owner. The answer has an item for each incident. */
export function updateOwner(params: UpdateOwnerParams): Operation<"d3", Report> {
  return new Operation("d3", "d3.update_owner", UPDATE_OWNER, params);
}

/** The parameters of {@link closeIncidents}. */
export interface CloseIncidentsParams {
  /** The incidents, by number: text, matched exactly; one given twice is sent once. */
  readonly incidentNumbers: readonly string[];
  /** Whether to close them although required tasks are pending. */
  readonly bypassRequiredTasks: boolean;
  /** Whether to close incidents although fields that are required on close are empty. */
  readonly bypassRequiredFields?: boolean | undefined;
  /** The user who performs it, where a playbook runs it automatically. */
  readonly actingUsername?: string | undefined;
  /** A note that is appended to each incident's conclusion. */
  readonly conclusion?: string | undefined;
}

const CLOSE_INCIDENTS = declared({
  incidentNumbers: "incident_numbers",
  bypassRequiredTasks: "bypass_required_tasks",
  bypassRequiredFields: "bypass_required_fields",
  actingUsername: "acting_username",
  conclusion: "conclusion",
});

/**
 * Closes incidents. The answer has an item for each incident. With a conclusion it appends, and is never repeated
 * once it may have been carried out.
 */
export function closeIncidents(params: CloseIncidentsParams): Operation<"d3", Report> {
  return new Operation("d3", "d3.close_incidents", CLOSE_INCIDENTS, params);
}

/** The parameters of {@link linkToCases}. */
export interface LinkToCasesParams {
  /** The incidents, by number: text, matched exactly; one given twice is sent once. */
  readonly incidentNumbers: readonly string[];
  /** The cases that they are linked to, by number. */
  readonly caseNumbers: readonly string[];
  /** The user who performs it, where a playbook runs it automatically. */
  readonly actingUsername?: string | undefined;
}

const LINK_TO_CASES = declared({
  incidentNumbers: "incident_numbers",
  caseNumbers: "case_numbers",
  actingUsername: "acting_username",
});

/** Links incidents to cases that exist. No items are documented: the answer's envelope speaks for all incidents. */
export function linkToCases(params: LinkToCasesParams): Operation<"d3", Report> {
  return new Operation("d3", "d3.link_to_cases", LINK_TO_CASES, params);
}

/** The parameters of {@link closeIncident}. */
export interface CloseIncidentParams {
  /** A note that is added to the incident. */
  readonly note?: string | undefined;
}

const CLOSE_INCIDENT = declared({
  note: "note",
});

/**
 * Closes the incident of the current playbook; the request names none, the report is about the one that the answer
 * names. With a note it appends, and is never repeated once it may have been carried out.
 *
 * From outside a playbook use `closeIncidents`.
 */
export function closeIncident(params: CloseIncidentParams = {}): Operation<"d3", Report> {
  return new Operation("d3", "d3.close_incident", CLOSE_INCIDENT, params);
}

/** The parameters of {@link addTags}. */
export interface AddTagsParams {
  /** The incident, by number: text, matched exactly. */
  readonly incidentNumber: string;
  /** The tags to add. */
  readonly tags: readonly string[];
}

const ADD_TAGS = declared({
  incidentNumber: "incident_number",
  tags: "tags",
});

/**
 * Adds tags to an incident; those that it has stay. The answer's envelope speaks for the incident, unless an item in
 * it does.
 */
export function addTags(params: AddTagsParams): Operation<"d3", Report> {
  return new Operation("d3", "d3.add_tags", ADD_TAGS, params);
}
