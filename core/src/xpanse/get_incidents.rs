//! `POST /public_api/v1/incidents/get_incidents/`
//!
//! Vendor page: Cortex Xpanse REST API, "Get Incidents".

use super::{
    Filters, Sort,
    field::declare::fields,
    page::{self, Listing},
    range,
};
use crate::{
    answer::RowKeys,
    error::Error,
    json::Object,
    operation::{Reading, declare::operation, slot::write_all},
    reply_context::Asked,
};

operation! {
    /// Lists incidents, one page per request.
    ///
    /// # Examples
    ///
    /// ```
    /// use soarwire::{Operation, Response, Tenant, xpanse};
    ///
    /// # fn main() -> Result<(), soarwire::Error> {
    /// let tenant = xpanse::Tenant::new("acme.crtx.us.example.com")?;
    /// let list = xpanse::GetIncidents::new()
    ///     .filters([
    ///         xpanse::IncidentFilter::status().eq("new"),
    ///         xpanse::IncidentFilter::creation_time().gte(1_790_000_000_000),
    ///     ])
    ///     .search_to(50u32)
    ///     .sort(xpanse::IncidentSort::creation_time().descending());
    /// assert!(tenant.build(&list)?.url().ends_with("/public_api/v1/incidents/get_incidents/"));
    ///
    /// let body = br#"{"reply": {"total_count": 1, "result_count": 1, "incidents": [
    ///     {"incident_id": "5471", "status": "new", "severity": "high", "creation_time": 1790000000000}]}}"#;
    /// let page = list.parse(Response::new(200, &body[..]))?;
    /// assert_eq!(page.ids().collect::<Vec<_>>(), ["5471"]);
    /// assert_eq!(page.next(), None);
    /// # Ok(())
    /// # }
    /// ```
    GetIncidents {
        id: "xpanse.get_incidents",
        page: "Cortex Xpanse REST API, \"Get Incidents\"",
        path: "/public_api/v1/incidents/get_incidents/",
        answer: Page,
        reading: INCIDENTS,
        effect: Reads,
        asked: |_| Asked::new(Vec::new()),
        check: GetIncidents::check_page,
        content: GetIncidents::write,
        paging: |call| range::paging(call.search_from, call.search_to),
    }
    required {}
    optional {
        /// Conditions that must all hold. Times are epoch milliseconds.
        filters: optional Filters => "filters",
        /// The first incident of the page, counted from 0. Default 0.
        search_from: optional integer => "search_from",
        /// The incident after the last one of the page, at most 100 after `search_from`. Default 100.
        search_to: optional integer => "search_to",
        /// The sort order: by `creation_time` or `modification_time`.
        sort: optional Sort => "sort",
    }
}

const INCIDENTS: Reading = Reading {
    read: |context, text| page::read(context, &LISTING, text),
    is_error: super::reply::is_error_object,
    rows: Some(LISTING.keys),
    answers: &["page"],
};

const LISTING: Listing = Listing {
    list: "incidents",
    keys: &RowKeys {
        id: &["incidentid"],
        title: &["incidentname", "description"],
        status: &["status"],
        severity: &["manualseverity", "severity"],
        owner: &["assigneduserprettyname", "assignedusermail"],
        created: &["creationtime"],
        modified: &["modificationtime"],
        url: &["xdrurl"],
    },
};

fields! {
    of: "xpanse.get_incidents",
    /// The documented fields that incidents can be filtered by, each with the operators that it takes.
    filter: IncidentFilter {
        /// When the incident was last changed.
        modification_time: Time,
        /// When the incident was created.
        creation_time: Time,
        /// The description.
        description: Text,
        /// Where the alerts come from. Several sources at once are reported to give nothing.
        alert_sources: Words ["ASM"],
        /// The incident ids.
        incident_id_list: Words,
        /// The status.
        status: Word ["new", "under_investigation", "resolved"],
        /// Whether the incident is starred.
        starred: Flag,
        // Clients in the field send `eq`, which the vendor does not document, too.
        /// Whether the cloud account is known.
        cloud_management_status: Choice ["Managed Cloud", "Unmanaged Cloud", "Not Applicable"],
        /// The integration that the incident came through.
        integration_source: Words ["AWS", "AZURE", "GOOGLE", "PRISMA_CLOUD"],
    }
    /// The documented fields that incidents can be sorted by.
    sort: IncidentSort {
        /// When the incident was created.
        creation_time,
        /// When the incident was last changed.
        modification_time,
    }
}

impl GetIncidents {
    fn check_page(&self) -> Result<(), Error> {
        self.filters.as_ref().map_or(Ok(()), |filters| filters.check_fields(FIELDS))?;
        range::check(self.search_from, self.search_to)
    }

    fn write(&self) -> String {
        write_all(self, Object::new().enter("request_data")).finish()
    }
}

impl Default for GetIncidents {
    fn default() -> Self {
        GetIncidents::new()
    }
}
