//! An incident of D3, typed.

use crate::typed::declare::typed;

typed! {
    /// An incident of D3, its static fields by name and type.
    ///
    /// Which of them D3 gives depends on its version, and on the parameter `static_fields` of `d3.get_incidents`. A field is absent
    /// if the vendor's value is missing, null or of another type; the vendor's own object, with unknown and dynamic members, is
    /// behind it. Times are the vendor's text: D3 writes them in at least eight ways, mostly without a time zone.
    Incident {
        vendor: "d3",
        page: "D3 API docs, \"Get Incidents\" and \"Get Incident Static Field\"",
        operations: ["d3.get_incidents", "d3.get_incident", "d3.get_linked_incidents"],
        headline: ["number", "title", "status", "severity", "owner", "date_created"],
    }
    fields {
        /// The number, such as `20261103-104`.
        number: Id => "Incident Number" | "Incident No" | "IR Number" | "Case Number",
        /// The title.
        title: Text => "Title",
        /// The status: `Open`, `In Progress`, `On Hold`, `Closed`, or another word.
        status: Text => "Status",
        /// The severity: `Critical`, `High`, `Medium`, `Low`, `Informational`, or another word.
        severity: Text => "Severity",
        /// The type of incident.
        incident_type: Text => "IR Type" | "IR Type Name" | "Incident Type",
        /// The stage.
        stage: Text => "Stage",
        /// The priority.
        priority: Id => "Priority",
        /// The disposition.
        disposition: Text => "Disposition",
        /// The tags.
        tags: Texts => "Tags",
        /// The owner.
        owner: Text => "Owner",
        /// The name of the user it is assigned to.
        assignee_name: Text => "Assignee Name",
        /// The user who created it.
        creator: Text => "Creator",
        /// The full name of the user who created it.
        creator_full_name: Text => "Creator Full Name",
        /// The user who closed it.
        closed_by: Text => "Closed By",
        /// The site.
        site: Text => "Site" | "Site Name",
        /// The time zone.
        timezone: Text => "Timezone",
        /// When it was created, in the vendor's text.
        date_created: Text => "Date Created",
        /// When it was last modified, in the vendor's text.
        date_modified: Text => "Date Modified",
        /// When it was last changed, in the vendor's text.
        changed_date: Text => "Changed Date",
        /// When it was closed, in the vendor's text.
        date_closed: Text => "Date Closed",
        /// The description, as HTML.
        description: Text => "Description",
        /// The conclusion, as HTML.
        conclusion: Text => "Conclusion",
        /// The playbooks, in whatever form the vendor gives them.
        playbook: Json => "Playbook" | "PlayBook Name",
        /// The investigation team, in whatever form the vendor gives it.
        investigation_team: Json => "Investigation Team",
        /// The linked incidents, in whatever form the vendor gives them.
        linked_incidents: Json => "Linked Incidents",
        /// The raw data of the incident, in whatever form the vendor gives it.
        incident_raw_data: Json => "Incident Raw Data",
        /// The raw data of its events, in whatever form the vendor gives it.
        event_raw_data: Json => "Event Raw Data",
        /// The custom fields, in whatever form the vendor gives them.
        custom_field: Json => "Custom Field",
    }
}
