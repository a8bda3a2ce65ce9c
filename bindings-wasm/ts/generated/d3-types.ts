// Generated from the core's declarations by `cargo run -p soarwire-generate`: do not edit.

import type { Json, JsonObject } from "../json.js";
import type { Page } from "../page.js";
import { TypedItem, define, listed } from "../typed.js";

/**
 * An incident of D3, its static fields by name and type.
 *
 * Which of them D3 gives depends on its version, and on the parameter `static_fields` of `d3.get_incidents`. A field
 * is absent if the vendor's value is missing, null or of another type; the vendor's own object, with unknown and
 * dynamic members, is behind it. Times are the vendor's text: D3 writes them in at least eight ways, mostly without a
 * time zone.
 *
 * Vendor page: D3 API docs, "Get Incidents" and "Get Incident Static Field".
 */
export interface Incident {
  /** The number, such as `20261103-104`. */
  readonly number: string | null;
  /** The title. */
  readonly title: string | null;
  /** The status: `Open`, `In Progress`, `On Hold`, `Closed`, or another word. */
  readonly status: string | null;
  /** The severity: `Critical`, `High`, `Medium`, `Low`, `Informational`, or another word. */
  readonly severity: string | null;
  /** The type of incident. */
  readonly incidentType: string | null;
  /** The stage. */
  readonly stage: string | null;
  /** The priority. */
  readonly priority: string | null;
  /** The disposition. */
  readonly disposition: string | null;
  /** The tags. */
  readonly tags: string[] | null;
  /** The owner. */
  readonly owner: string | null;
  /** The name of the user it is assigned to. */
  readonly assigneeName: string | null;
  /** The user who created it. */
  readonly creator: string | null;
  /** The full name of the user who created it. */
  readonly creatorFullName: string | null;
  /** The user who closed it. */
  readonly closedBy: string | null;
  /** The site. */
  readonly site: string | null;
  /** The time zone. */
  readonly timezone: string | null;
  /** When it was created, in the vendor's text. */
  readonly dateCreated: string | null;
  /** When it was last modified, in the vendor's text. */
  readonly dateModified: string | null;
  /** When it was last changed, in the vendor's text. */
  readonly changedDate: string | null;
  /** When it was closed, in the vendor's text. */
  readonly dateClosed: string | null;
  /** The description, as HTML. */
  readonly description: string | null;
  /** The conclusion, as HTML. */
  readonly conclusion: string | null;
  /** The playbooks, in whatever form the vendor gives them. */
  readonly playbook: Json;
  /** The investigation team, in whatever form the vendor gives it. */
  readonly investigationTeam: Json;
  /** The linked incidents, in whatever form the vendor gives them. */
  readonly linkedIncidents: Json;
  /** The raw data of the incident, in whatever form the vendor gives it. */
  readonly incidentRawData: Json;
  /** The raw data of its events, in whatever form the vendor gives it. */
  readonly eventRawData: Json;
  /** The custom fields, in whatever form the vendor gives them. */
  readonly customField: Json;
}

export class Incident extends TypedItem {
  /** The objects of this class that a page lists, in the order of the answer; none if it lists others. */
  static of(page: Page): Incident[] {
    return listed(page, ["d3.get_incidents", "d3.get_incident", "d3.get_linked_incidents"]).map((item: JsonObject) => new Incident(item));
  }
}

define(Incident, "number,title,status,severity,owner,dateCreated", {
  id: "number=Incident Number|Incident No|IR Number|Case Number,Priority",
  json: "playbook=Playbook|PlayBook Name,Investigation Team,Linked Incidents,Incident Raw Data,Event Raw Data,Custom Field",
  text: "Title,Status,Severity,incident_type=IR Type|IR Type Name|Incident Type,Stage,Disposition,Owner,Assignee Name,Creator,Creator Full Name,Closed By,site=Site|Site Name,Timezone,Date Created,Date Modified,Changed Date,Date Closed,Description,Conclusion",
  texts: "Tags",
});
