// Generated from the core's declarations by `cargo run -p soarwire-generate`: do not edit.

import { CHANGES, declared } from "../names.js";
import { Operation } from "../operation.js";
import type { Condition, FieldChanges, JsonObject } from "../params.js";
import type { Created } from "../created.js";
import type { Page } from "../page.js";
import type { Reply } from "../reply.js";
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

/** The parameters of {@link removeTags}. */
export interface RemoveTagsParams {
  /** The incident number: text, matched exactly. */
  readonly incidentNumber: string;
  /** The tags to remove. */
  readonly tags?: readonly string[] | undefined;
  /** Whether to remove all tags; cannot be combined with `tags`. */
  readonly allTags?: boolean | undefined;
}

const REMOVE_TAGS = declared({
  incidentNumber: "incident_number",
  tags: "tags",
  allTags: "all_tags",
});

/**
 * Removes tags from an incident: those listed, or all of them. The envelope of the answer decides for the incident,
 * unless an item in the answer does.
 *
 * @throws {@link SoarwireError} `invalid_request` if a parameter is missing or invalid; `field` names it.
 */
export function removeTags(params: RemoveTagsParams): Operation<"d3", Report> {
  return new Operation("d3", "d3.remove_tags", REMOVE_TAGS, params);
}

/** The parameters of {@link updateSite}. */
export interface UpdateSiteParams {
  /** The incident numbers: text, matched exactly. Duplicates are sent once. */
  readonly incidentNumbers: readonly string[];
  /** The new site. */
  readonly site: string;
  /** The user who performs the command when a playbook runs it automatically. */
  readonly actingUsername?: string | undefined;
}

const UPDATE_SITE = declared({
  incidentNumbers: "incident_numbers",
  site: "site",
  actingUsername: "acting_username",
});

/**
 * Moves incidents to another site. The answer has one item per incident.
 *
 * @throws {@link SoarwireError} `invalid_request` if a parameter is missing or invalid; `field` names it.
 */
export function updateSite(params: UpdateSiteParams): Operation<"d3", Report> {
  return new Operation("d3", "d3.update_site", UPDATE_SITE, params);
}

/** The parameters of {@link setField}. */
export interface SetFieldParams {
  /** The incident number: text, matched exactly. */
  readonly incidentNumber: string;
  /** The name of the field, such as `Severity`. */
  readonly field: string;
  /** The new value. Times as `yyyy-MM-dd HH:mm:ss`. */
  readonly value: unknown;
}

const SET_FIELD = declared({
  incidentNumber: "incident_number",
  field: "field",
  value: "value",
});

/**
 * Sets one field of an incident. The envelope of the answer decides for the incident, unless an item in the answer
 * does.
 *
 * @throws {@link SoarwireError} `invalid_request` if a parameter is missing or invalid; `field` names it.
 */
export function setField(params: SetFieldParams): Operation<"d3", Report> {
  return new Operation("d3", "d3.set_field", SET_FIELD, params);
}

/** The parameters of {@link setFields}. */
export interface SetFieldsParams {
  /**
   * What to change: for each incident its number, and the new values of fields by name. Times as `yyyy-MM-dd
   * HH:mm:ss`; tags as one text, separated by commas.
   */
  readonly changes: readonly FieldChanges[];
}

const SET_FIELDS = declared({
  changes: { name: "changes", members: CHANGES },
});

/**
 * Sets fields of incidents, each with values of its own. The envelope of the answer decides for the incidents, unless
 * an item in the answer does.
 *
 * @throws {@link SoarwireError} `invalid_request` if a parameter is missing or invalid; `field` names it.
 */
export function setFields(params: SetFieldsParams): Operation<"d3", Report> {
  return new Operation("d3", "d3.set_fields", SET_FIELDS, params);
}

/** The parameters of {@link setHtml}. */
export interface SetHtmlParams {
  /** The incident number: text, matched exactly. */
  readonly incidentNumber: string;
  /** The name of the field: `Note`, `Description` or `Conclusion`. */
  readonly field: string;
  /** The HTML. */
  readonly html: string;
}

const SET_HTML = declared({
  incidentNumber: "incident_number",
  field: "field",
  html: "html",
});

/**
 * Writes HTML into a field of an incident, such as a note. The request appends: it is never sent again once it may
 * have been carried out.
 *
 * @throws {@link SoarwireError} `invalid_request` if a parameter is missing or invalid; `field` names it.
 */
export function setHtml(params: SetHtmlParams): Operation<"d3", Report> {
  return new Operation("d3", "d3.set_html", SET_HTML, params);
}

/** The parameters of {@link linkToNewCase}. */
export interface LinkToNewCaseParams {
  /** The incident numbers: text, matched exactly. Duplicates are sent once. */
  readonly incidentNumbers: readonly string[];
  /** The site that owns the case. */
  readonly caseOwnerSite?: string | undefined;
  /** The type of the case. */
  readonly caseType?: string | undefined;
  /** When the case was reported, in the vendor's form. */
  readonly caseReportedDate?: string | undefined;
  /** The lead investigators. */
  readonly leadInvestigators?: string | undefined;
  /** The priority, such as `3`. */
  readonly casePriority?: string | undefined;
  /** The time zone of the case. */
  readonly caseTimezone?: string | undefined;
  /** Whether to copy the forms of the incidents into the case. */
  readonly copyFormData?: boolean | undefined;
  /** The user who performs the command when a playbook runs it automatically. */
  readonly actingUsername?: string | undefined;
}

const LINK_TO_NEW_CASE = declared({
  incidentNumbers: "incident_numbers",
  caseOwnerSite: "case_owner_site",
  caseType: "case_type",
  caseReportedDate: "case_reported_date",
  leadInvestigators: "lead_investigators",
  casePriority: "case_priority",
  caseTimezone: "case_timezone",
  copyFormData: "copy_form_data",
  actingUsername: "acting_username",
});

/**
 * Creates a case and links incidents to it; the answer has the number of the case. The request appends: it is never
 * sent again once it may have been carried out, as it would create another case.
 *
 * @throws {@link SoarwireError} `invalid_request` if a parameter is missing or invalid; `field` names it.
 */
export function linkToNewCase(params: LinkToNewCaseParams): Operation<"d3", Created> {
  return new Operation("d3", "d3.link_to_new_case", LINK_TO_NEW_CASE, params);
}

/** The parameters of {@link removeLinks}. */
export interface RemoveLinksParams {
  /** The number of the incident that the others are linked to. */
  readonly sourceIncidentNumber: string;
  /** The numbers of the linked incidents. Duplicates are sent once. */
  readonly linkedIncidentNumbers: readonly string[];
}

const REMOVE_LINKS = declared({
  sourceIncidentNumber: "source_incident_number",
  linkedIncidentNumbers: "linked_incident_numbers",
});

/**
 * Removes the links between an incident and others. The report is about the linked ones: those that the answer lists
 * as errors failed; under partial success the others are unreported unless an item of their own says more.
 *
 * @throws {@link SoarwireError} `invalid_request` if a parameter is missing or invalid; `field` names it.
 */
export function removeLinks(params: RemoveLinksParams): Operation<"d3", Report> {
  return new Operation("d3", "d3.remove_links", REMOVE_LINKS, params);
}

/** The parameters of {@link runPlaybooks}. */
export interface RunPlaybooksParams {
  /** The incident numbers: text, matched exactly. Duplicates are sent once. */
  readonly incidentNumbers: readonly string[];
  /** The names of the playbooks, at least one. */
  readonly playbookNames: readonly string[];
}

const RUN_PLAYBOOKS = declared({
  incidentNumbers: "incident_numbers",
  playbookNames: "playbook_names",
});

/**
 * Starts playbooks for incidents. The envelope of the answer decides for the incidents. The request appends: it is
 * never sent again once it may have been carried out, as it would start the playbooks again.
 *
 * @throws {@link SoarwireError} `invalid_request` if a parameter is missing or invalid; `field` names it.
 */
export function runPlaybooks(params: RunPlaybooksParams): Operation<"d3", Report> {
  return new Operation("d3", "d3.run_playbooks", RUN_PLAYBOOKS, params);
}

/** The parameters of {@link createIncident}. */
export interface CreateIncidentParams {
  /** The incident type. */
  readonly incidentType: string;
  /** The title, at most 100 characters. */
  readonly title?: string | undefined;
  /** The description. */
  readonly description?: string | undefined;
  /** The severity: `Critical`, `High`, `Medium`, `Low` or `Informational`. */
  readonly severity?: string | undefined;
  /** The playbook to run. */
  readonly playbook?: string | undefined;
  /** The owner, by username. Default `System`. */
  readonly owner?: string | undefined;
  /** The time zone, such as `(GMT+00:00) Coordinated Universal Time`. */
  readonly timeZone?: string | undefined;
  /** When it is due: `yyyy-MM-dd HH:mm:ss`, not in the past. */
  readonly dueDate?: string | undefined;
  /** The raw data of the incident. */
  readonly rawData?: JsonObject | undefined;
}

const CREATE_INCIDENT = declared({
  incidentType: "incident_type",
  title: "title",
  description: "description",
  severity: "severity",
  playbook: "playbook",
  owner: "owner",
  timeZone: "time_zone",
  dueDate: "due_date",
  rawData: "raw_data",
});

/**
 * Creates an incident. The request appends: it is never sent again once it may have been carried out, as it would
 * create another incident.
 *
 * @throws {@link SoarwireError} `invalid_request` if a parameter is missing or invalid; `field` names it.
 */
export function createIncident(params: CreateIncidentParams): Operation<"d3", Created> {
  return new Operation("d3", "d3.create_incident", CREATE_INCIDENT, params);
}

/** The parameters of {@link getIncidents}. */
export interface GetIncidentsParams {
  /** The start of the period, by creation date: `yyyy-MM-dd HH:mm:ss`, UTC. */
  readonly startTime: string;
  /** The end of the period: `yyyy-MM-dd HH:mm:ss`, UTC. */
  readonly endTime: string;
  /** Conditions: lists of conditions, of which one must hold entirely. */
  readonly filter?: readonly (readonly Condition[])[] | undefined;
  /**
   * The static fields to give, such as `IR Number` or `Conclusion`. Default: D3's choice, which depends on its
   * version.
   */
  readonly staticFields?: readonly string[] | undefined;
  /** The dynamic fields to give: for each section the names of its fields. */
  readonly dynamicFields?: JsonObject | undefined;
  /** The number of the page, counted from 0. Default 0. */
  readonly pageIndex?: number | undefined;
  /** The incidents of a page, 1 to 1000. Default 100. */
  readonly pageSize?: number | undefined;
}

const GET_INCIDENTS = declared({
  startTime: "start_time",
  endTime: "end_time",
  filter: "filter",
  staticFields: "static_fields",
  dynamicFields: "dynamic_fields",
  pageIndex: "page_index",
  pageSize: "page_size",
});

/**
 * Lists incidents that were created within a period, one page per request.
 *
 * @throws {@link SoarwireError} `invalid_request` if a parameter is missing or invalid; `field` names it.
 */
export function getIncidents(params: GetIncidentsParams): Operation<"d3", Page> {
  return new Operation("d3", "d3.get_incidents", GET_INCIDENTS, params);
}

/** The parameters of {@link getIncident}. */
export interface GetIncidentParams {
  /** The incident number: text, matched exactly. */
  readonly incidentNumber: string;
  /** The site of the incident. */
  readonly siteName?: string | undefined;
  /** The user who performs the command when a playbook runs it automatically. */
  readonly actingUsername?: string | undefined;
}

const GET_INCIDENT = declared({
  incidentNumber: "incident_number",
  siteName: "site_name",
  actingUsername: "acting_username",
});

/**
 * Reads one incident: a page of one.
 *
 * @throws {@link SoarwireError} `invalid_request` if a parameter is missing or invalid; `field` names it.
 */
export function getIncident(params: GetIncidentParams): Operation<"d3", Page> {
  return new Operation("d3", "d3.get_incident", GET_INCIDENT, params);
}

/** The parameters of {@link searchIncidents}. */
export interface SearchIncidentsParams {
  /** The site of the incidents. */
  readonly siteName?: string | undefined;
  /** Their type. */
  readonly incidentType?: string | undefined;
  /** Created from then on: `yyyy-MM-dd HH:mm:ss`, UTC. */
  readonly startTime?: string | undefined;
  /** Created until then: `yyyy-MM-dd HH:mm:ss`, UTC. */
  readonly endTime?: string | undefined;
  /** Their status: `Open`, `Closed`, `In Progress` or `On Hold`. */
  readonly status?: string | undefined;
  /** Text to look for. */
  readonly wildcard?: string | undefined;
  /** The user who searches: must be given to search all internal sites. */
  readonly searchingUsername?: string | undefined;
  /** The maximum number of incidents. Default 100. */
  readonly top?: number | undefined;
}

const SEARCH_INCIDENTS = declared({
  siteName: "site_name",
  incidentType: "incident_type",
  startTime: "start_time",
  endTime: "end_time",
  status: "status",
  wildcard: "wildcard",
  searchingUsername: "searching_username",
  top: "top",
});

/**
 * Searches incidents. The answer has only their numbers.
 *
 * @throws {@link SoarwireError} `invalid_request` if a parameter is missing or invalid; `field` names it.
 */
export function searchIncidents(params: SearchIncidentsParams = {}): Operation<"d3", Page> {
  return new Operation("d3", "d3.search_incidents", SEARCH_INCIDENTS, params);
}

/** The parameters of {@link getLinkedIncidents}. */
export interface GetLinkedIncidentsParams {
  /** The incident number: text, matched exactly. */
  readonly incidentNumber: string;
}

const GET_LINKED_INCIDENTS = declared({
  incidentNumber: "incident_number",
});

/**
 * Lists the incidents that are linked to an incident, directly or through others (D3 follows links to a depth of 10),
 * and the incident itself.
 *
 * @throws {@link SoarwireError} `invalid_request` if a parameter is missing or invalid; `field` names it.
 */
export function getLinkedIncidents(params: GetLinkedIncidentsParams): Operation<"d3", Page> {
  return new Operation("d3", "d3.get_linked_incidents", GET_LINKED_INCIDENTS, params);
}

/** The parameters of {@link command}. */
export interface CommandParams {
  /** The name of the command, such as `GetUsersBySite`: letters and digits. */
  readonly name: string;
  /** The parameters of the command, by the vendor's names. */
  readonly params?: JsonObject | undefined;
  /**
   * The effect of repeating the request, which decides whether it is sent again: `reads`, `idempotent` or `appends`.
   * Default `appends`.
   */
  readonly effect?: "reads" | "idempotent" | "appends" | undefined;
  /** The incidents to report on. They are not sent: put them into `params` as the command takes them. */
  readonly incidentNumbers?: readonly string[] | undefined;
}

const COMMAND = declared({
  name: "name",
  params: "params",
  effect: "effect",
  incidentNumbers: "incident_numbers",
});

/**
 * Runs any D3 command, including those that this package does not know. With `incidentNumbers` the answer is a report
 * about these incidents, by the items of the answer; without, it is the reply.
 *
 * @throws {@link SoarwireError} `invalid_request` if a parameter is missing or invalid; `field` names it.
 */
export function command(params: CommandParams): Operation<"d3", Report | Reply> {
  return new Operation("d3", "d3.command", COMMAND, params);
}
