// Generated from the core's declarations by `cargo run -p soarwire-generate`: do not edit.

import { declared } from "../names.js";
import { Operation } from "../operation.js";
import type { Report } from "../report.js";

/** The parameters of {@link updateOwner}. */
export interface UpdateOwnerParams {
  /** The incident numbers: text, matched exactly. Duplicates are sent once. */
  readonly incidentNumbers: readonly string[];
  /** The name of the new owner, as D3 shows it. */
  readonly owner: string;
  /** The user who performs the command when a playbook runs it automatically. */
  readonly actingUsername?: string | undefined;
}

const UPDATE_OWNER = declared({
  incidentNumbers: "incident_numbers",
  owner: "owner",
  actingUsername: "acting_username",
});

/**
 * Assigns incidents to a new owner. The answer has one item per incident.
 *
 * @throws {@link SoarwireError} `invalid_request` if a parameter is missing or invalid; `field` names it.
 */
export function updateOwner(params: UpdateOwnerParams): Operation<"d3", Report> {
  return new Operation("d3", "d3.update_owner", UPDATE_OWNER, params);
}

/** The parameters of {@link closeIncidents}. */
export interface CloseIncidentsParams {
  /** The incident numbers: text, matched exactly. Duplicates are sent once. */
  readonly incidentNumbers: readonly string[];
  /** Whether to close incidents even if required tasks are pending. */
  readonly bypassRequiredTasks: boolean;
  /** Whether to close incidents even if fields that are required on close are empty. */
  readonly bypassRequiredFields?: boolean | undefined;
  /** The user who performs the command when a playbook runs it automatically. */
  readonly actingUsername?: string | undefined;
  /** Text to append to the conclusion of each incident. */
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
 * Closes incidents. The answer has one item per incident. With a conclusion the request appends: it is never sent
 * again once it may have been carried out.
 *
 * @throws {@link SoarwireError} `invalid_request` if a parameter is missing or invalid; `field` names it.
 */
export function closeIncidents(params: CloseIncidentsParams): Operation<"d3", Report> {
  return new Operation("d3", "d3.close_incidents", CLOSE_INCIDENTS, params);
}

/** The parameters of {@link linkToCases}. */
export interface LinkToCasesParams {
  /** The incident numbers: text, matched exactly. Duplicates are sent once. */
  readonly incidentNumbers: readonly string[];
  /** The numbers of the cases to link to: text. Duplicates are sent once. */
  readonly caseNumbers: readonly string[];
  /** The user who performs the command when a playbook runs it automatically. */
  readonly actingUsername?: string | undefined;
}

const LINK_TO_CASES = declared({
  incidentNumbers: "incident_numbers",
  caseNumbers: "case_numbers",
  actingUsername: "acting_username",
});

/**
 * Links incidents to existing cases. The vendor documents no items: the envelope of the answer decides for all
 * incidents.
 *
 * @throws {@link SoarwireError} `invalid_request` if a parameter is missing or invalid; `field` names it.
 */
export function linkToCases(params: LinkToCasesParams): Operation<"d3", Report> {
  return new Operation("d3", "d3.link_to_cases", LINK_TO_CASES, params);
}

/** The parameters of {@link closeIncident}. */
export interface CloseIncidentParams {
  /** A note to add to the incident. */
  readonly note?: string | undefined;
}

const CLOSE_INCIDENT = declared({
  note: "note",
});

/**
 * Closes the incident of the current playbook. The request names no incident; the report is about the one that the
 * answer names. With a note the request appends: it is never sent again once it may have been carried out.
 *
 * Outside a playbook use `closeIncidents`.
 *
 * @throws {@link SoarwireError} `invalid_request` if a parameter is missing or invalid; `field` names it.
 */
export function closeIncident(params: CloseIncidentParams = {}): Operation<"d3", Report> {
  return new Operation("d3", "d3.close_incident", CLOSE_INCIDENT, params);
}

/** The parameters of {@link addTags}. */
export interface AddTagsParams {
  /** The incident number: text, matched exactly. */
  readonly incidentNumber: string;
  /** The tags to add, at least one. */
  readonly tags: readonly string[];
}

const ADD_TAGS = declared({
  incidentNumber: "incident_number",
  tags: "tags",
});

/**
 * Adds tags to an incident and keeps its existing tags. The envelope of the answer decides for the incident, unless
 * an item in the answer does.
 *
 * @throws {@link SoarwireError} `invalid_request` if a parameter is missing or invalid; `field` names it.
 */
export function addTags(params: AddTagsParams): Operation<"d3", Report> {
  return new Operation("d3", "d3.add_tags", ADD_TAGS, params);
}
