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
  "d3.remove_tags": {
    vendor: "d3", function: "removeTags", answer: "report",
    params: {
      incident_number: { name: "incidentNumber", type: "Text", clearable: false },
      tags: { name: "tags", type: "Texts", clearable: false },
      all_tags: { name: "allTags", type: "Flag", clearable: false },
    },
  },
  "d3.update_site": {
    vendor: "d3", function: "updateSite", answer: "report",
    params: {
      incident_numbers: { name: "incidentNumbers", type: "Ids", clearable: false },
      site: { name: "site", type: "Text", clearable: false },
      acting_username: { name: "actingUsername", type: "Text", clearable: false },
    },
  },
  "d3.set_field": {
    vendor: "d3", function: "setField", answer: "report",
    params: {
      incident_number: { name: "incidentNumber", type: "Text", clearable: false },
      field: { name: "field", type: "Text", clearable: false },
      value: { name: "value", type: "Json", clearable: false },
    },
  },
  "d3.set_fields": {
    vendor: "d3", function: "setFields", answer: "report",
    params: {
      changes: { name: "changes", type: "Changes", clearable: false },
    },
  },
  "d3.set_html": {
    vendor: "d3", function: "setHtml", answer: "report",
    params: {
      incident_number: { name: "incidentNumber", type: "Text", clearable: false },
      field: { name: "field", type: "Text", clearable: false },
      html: { name: "html", type: "Text", clearable: false },
    },
  },
  "d3.link_to_new_case": {
    vendor: "d3", function: "linkToNewCase", answer: "created",
    params: {
      incident_numbers: { name: "incidentNumbers", type: "Ids", clearable: false },
      case_owner_site: { name: "caseOwnerSite", type: "Text", clearable: false },
      case_type: { name: "caseType", type: "Text", clearable: false },
      case_reported_date: { name: "caseReportedDate", type: "Text", clearable: false },
      lead_investigators: { name: "leadInvestigators", type: "Text", clearable: false },
      case_priority: { name: "casePriority", type: "Text", clearable: false },
      case_timezone: { name: "caseTimezone", type: "Text", clearable: false },
      copy_form_data: { name: "copyFormData", type: "Flag", clearable: false },
      acting_username: { name: "actingUsername", type: "Text", clearable: false },
    },
  },
  "d3.remove_links": {
    vendor: "d3", function: "removeLinks", answer: "report",
    params: {
      source_incident_number: { name: "sourceIncidentNumber", type: "Text", clearable: false },
      linked_incident_numbers: { name: "linkedIncidentNumbers", type: "Ids", clearable: false },
    },
  },
  "d3.run_playbooks": {
    vendor: "d3", function: "runPlaybooks", answer: "report",
    params: {
      incident_numbers: { name: "incidentNumbers", type: "Ids", clearable: false },
      playbook_names: { name: "playbookNames", type: "Texts", clearable: false },
    },
  },
  "d3.create_incident": {
    vendor: "d3", function: "createIncident", answer: "created",
    params: {
      incident_type: { name: "incidentType", type: "Text", clearable: false },
      title: { name: "title", type: "Text", clearable: false },
      description: { name: "description", type: "Text", clearable: false },
      severity: { name: "severity", type: "Text", clearable: false },
      playbook: { name: "playbook", type: "Text", clearable: false },
      owner: { name: "owner", type: "Text", clearable: false },
      time_zone: { name: "timeZone", type: "Text", clearable: false },
      due_date: { name: "dueDate", type: "Time", clearable: false },
      raw_data: { name: "rawData", type: "Object", clearable: false },
    },
  },
  "d3.get_incidents": {
    vendor: "d3", function: "getIncidents", answer: "page",
    params: {
      start_time: { name: "startTime", type: "Time", clearable: false },
      end_time: { name: "endTime", type: "Time", clearable: false },
      filter: { name: "filter", type: "Conditions", clearable: false },
      static_fields: { name: "staticFields", type: "Texts", clearable: false },
      dynamic_fields: { name: "dynamicFields", type: "Object", clearable: false },
      page_index: { name: "pageIndex", type: "Integer", clearable: false },
      page_size: { name: "pageSize", type: "Integer", clearable: false },
    },
  },
  "d3.get_incident": {
    vendor: "d3", function: "getIncident", answer: "page",
    params: {
      incident_number: { name: "incidentNumber", type: "Text", clearable: false },
      site_name: { name: "siteName", type: "Text", clearable: false },
      acting_username: { name: "actingUsername", type: "Text", clearable: false },
    },
  },
  "d3.search_incidents": {
    vendor: "d3", function: "searchIncidents", answer: "page",
    params: {
      site_name: { name: "siteName", type: "Text", clearable: false },
      incident_type: { name: "incidentType", type: "Text", clearable: false },
      start_time: { name: "startTime", type: "Time", clearable: false },
      end_time: { name: "endTime", type: "Time", clearable: false },
      status: { name: "status", type: "Text", clearable: false },
      wildcard: { name: "wildcard", type: "Text", clearable: false },
      searching_username: { name: "searchingUsername", type: "Text", clearable: false },
      top: { name: "top", type: "Integer", clearable: false },
    },
  },
  "d3.get_linked_incidents": {
    vendor: "d3", function: "getLinkedIncidents", answer: "page",
    params: {
      incident_number: { name: "incidentNumber", type: "Text", clearable: false },
    },
  },
  "d3.command": {
    vendor: "d3", function: "command", answer: "anyanswer",
    params: {
      name: { name: "name", type: "Text", clearable: false },
      params: { name: "params", type: "Object", clearable: false },
      effect: { name: "effect", type: "Effect", clearable: false },
      incident_numbers: { name: "incidentNumbers", type: "Ids", clearable: false },
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
  "xpanse.get_incident_extra_data": {
    vendor: "xpanse", function: "getIncidentExtraData", answer: "details",
    params: {
      incident_id: { name: "incidentId", type: "Id", clearable: false },
      alerts_limit: { name: "alertsLimit", type: "Integer", clearable: false },
    },
  },
  "xpanse.get_alerts": {
    vendor: "xpanse", function: "getAlerts", answer: "page",
    params: {
      filters: { name: "filters", type: "Filters", clearable: false },
      search_from: { name: "searchFrom", type: "Integer", clearable: false },
      search_to: { name: "searchTo", type: "Integer", clearable: false },
      sort: { name: "sort", type: "Sort", clearable: false },
      use_page_token: { name: "usePageToken", type: "Flag", clearable: false },
      next_page_token: { name: "nextPageToken", type: "Text", clearable: false },
    },
  },
  "xpanse.update_alerts": {
    vendor: "xpanse", function: "updateAlerts", answer: "report",
    params: {
      alert_ids: { name: "alertIds", type: "IdList", clearable: false },
      severity: { name: "severity", type: "Text", clearable: false },
      status: { name: "status", type: "Text", clearable: false },
      comment: { name: "comment", type: "Text", clearable: false },
    },
  },
  "xpanse.validate_key": {
    vendor: "xpanse", function: "validateKey", answer: "validity",
    params: {
    },
  },
};
