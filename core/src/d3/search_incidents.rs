//! `POST …/api/Command/SearchIncident`
//!
//! Vendor page: D3 API docs, "Search Incident".

use super::page;
use crate::{
    error::Error,
    json::Object,
    operation::{
        declare::operation,
        slot::{Omissible, Slot},
    },
    reply_context::{Asked, Paging},
};

operation! {
    /// Searches incidents. The answer has only their numbers.
    ///
    /// # Examples
    ///
    /// ```
    /// use soarwire::{Operation, Response, d3};
    ///
    /// # fn main() -> Result<(), soarwire::Error> {
    /// let search = d3::SearchIncidents::new().status("Open").wildcard("phish*");
    /// let page = search.parse(Response::new(200, &br#"{"error": "", "returnData": ["20261103-104", "20261103-105"]}"#[..]))?;
    /// assert_eq!(page.ids().collect::<Vec<_>>(), ["20261103-104", "20261103-105"]);
    /// assert_eq!(page.items().len(), 0);
    /// # Ok(())
    /// # }
    /// ```
    SearchIncidents {
        id: "d3.search_incidents",
        page: "D3 API docs, \"Search Incident\"",
        path: "/api/Command/SearchIncident",
        answer: Page,
        reading: page::INCIDENTS,
        effect: Reads,
        asked: |_| Asked::new(Vec::new()),
        check: SearchIncidents::check_search,
        content: SearchIncidents::write,
        paging: |call| Paging::Top(call.most()),
    }
    required {}
    optional {
        /// The site of the incidents.
        site_name: optional text => "Site Name",
        /// Their type.
        incident_type: optional text => "Incident Type",
        /// Created from then on: `yyyy-MM-dd HH:mm:ss`, UTC.
        start_time: optional time => "Start Time UTC",
        /// Created until then: `yyyy-MM-dd HH:mm:ss`, UTC.
        end_time: optional time => "End Time UTC",
        /// Their status: `Open`, `Closed`, `In Progress` or `On Hold`.
        status: optional text => "Status",
        /// Text to look for.
        wildcard: optional text => "Wildcard Search",
        /// The user who searches: must be given to search all internal sites.
        searching_username: optional text => "Username",
        /// The maximum number of incidents. Default 100.
        top: optional integer => "Top Number",
    }
}

impl SearchIncidents {
    fn check_search(&self) -> Result<(), Error> {
        let criteria = [
            &self.site_name as &dyn Omissible,
            &self.incident_type,
            &self.start_time,
            &self.end_time,
            &self.status,
            &self.wildcard,
        ];
        if self.top == Some(0) {
            return Err(Error::invalid("top", "must be at least 1"));
        }
        if criteria.iter().any(|criterion| criterion.is_set()) {
            return Ok(());
        }
        let reason =
            "has no criterion: pass `site_name`, `incident_type`, `start_time`, `end_time`, `status` or `wildcard`";
        Err(Error::invalid("search", reason))
    }

    fn write(&self) -> String {
        let body = self.site_name.write(Object::new(), "Site Name");
        let body = self.incident_type.write(body, "Incident Type");
        let body = self.start_time.write(body, "Start Time UTC");
        let body = self.end_time.write(body, "End Time UTC");
        let body = self.status.write(body, "Status");
        let body = self.wildcard.write(body, "Wildcard Search");
        let body = self.searching_username.write(body, "Username");
        body.raw("Top Number", &self.most().to_string()).finish()
    }

    fn most(&self) -> u32 {
        self.top.unwrap_or(100)
    }
}

impl Default for SearchIncidents {
    fn default() -> Self {
        SearchIncidents::new()
    }
}
