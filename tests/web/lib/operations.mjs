// Generated from the core's declarations by `cargo run -p soarwire-generate`: do not edit.

/** By id: the vendor, the function, the answer; by parameter: its name here, its type, whether it can be cleared. */
export const OPERATIONS = {
  "d3.update_owner": {
    vendor: "d3", function: "updateOwner", answer: "report",
    params: {
      incident_numbers: { name: "incidentNumbers", type: "Ids", clearable: false },
      owner: { name: "owner", type: "Text", clearable: false },
      acting_username: { name: "actingUsername", type: "Text", clearable: false },
    },
  },
  "d3.close_incidents": {
    vendor: "d3", function: "closeIncidents", answer: "report",
    params: {
      incident_numbers: { name: "incidentNumbers", type: "Ids", clearable: false },
      bypass_required_tasks: { name: "bypassRequiredTasks", type: "Flag", clearable: false },
      bypass_required_fields: { name: "bypassRequiredFields", type: "Flag", clearable: false },
      acting_username: { name: "actingUsername", type: "Text", clearable: false },
      conclusion: { name: "conclusion", type: "Text", clearable: false },
    },
  },
  "d3.link_to_cases": {
    vendor: "d3", function: "linkToCases", answer: "report",
    params: {
      incident_numbers: { name: "incidentNumbers", type: "Ids", clearable: false },
      case_numbers: { name: "caseNumbers", type: "Ids", clearable: false },
      acting_username: { name: "actingUsername", type: "Text", clearable: false },
    },
  },
  "d3.close_incident": {
    vendor: "d3", function: "closeIncident", answer: "report",
    params: {
      note: { name: "note", type: "Text", clearable: false },
    },
  },
  "d3.add_tags": {
    vendor: "d3", function: "addTags", answer: "report",
    params: {
      incident_number: { name: "incidentNumber", type: "Text", clearable: false },
      tags: { name: "tags", type: "Texts", clearable: false },
    },
  },
  "xpanse.update_incident": {
    vendor: "xpanse", function: "updateIncident", answer: "report",
    params: {
      incident_id: { name: "incidentId", type: "Id", clearable: false },
      assignee: { name: "assignee", type: "Assignee", clearable: true },
      severity: { name: "severity", type: "Text", clearable: true },
      status: { name: "status", type: "Text", clearable: false },
      resolve_comment: { name: "resolveComment", type: "Text", clearable: false },
      comment: { name: "comment", type: "Text", clearable: false },
    },
  },
  "xpanse.get_incidents": {
    vendor: "xpanse", function: "getIncidents", answer: "page",
    params: {
      filters: { name: "filters", type: "Filters", clearable: false },
      search_from: { name: "searchFrom", type: "Integer", clearable: false },
      search_to: { name: "searchTo", type: "Integer", clearable: false },
      sort: { name: "sort", type: "Sort", clearable: false },
    },
  },
};
