//! `POST …/api/Command/GetIncidents`
//!
//! Vendor page: D3 API docs, "Get Incidents".

use super::{conditions::Conditions, page};
use crate::{
    error::Error,
    json::Object,
    operation::{declare::operation, slot::Slot},
    reply_context::{Asked, Paging},
};

operation! {
    /// Lists incidents that were created within a period, one page per request.
    ///
    /// # Examples
    ///
    /// ```
    /// use soarwire::{Operation, Response, d3};
    ///
    /// # fn main() -> Result<(), soarwire::Error> {
    /// let list = d3::GetIncidents::new("2026-11-01 00:00:00", "2026-11-04 00:00:00")
    ///     .filter([[d3::Field::new("Status").eq("Open"), d3::Field::new("Severity").eq("High")]])
    ///     .static_fields(["IR Number", "Title", "Status"]);
    /// let body = br#"{"error": "", "rawData": {"incidents": [{"IR Number": "20261103-104", "Title": "Phishing"}]},
    ///     "outputData": {"TotalPages": 3}}"#;
    /// let page = list.parse(Response::new(200, &body[..]))?;
    /// assert_eq!(page.ids().collect::<Vec<_>>(), ["20261103-104"]);
    /// assert_eq!(page.next(), Some(soarwire::NextPage::Index { page_index: 1 }));
    /// # Ok(())
    /// # }
    /// ```
    GetIncidents {
        id: "d3.get_incidents",
        page: "D3 API docs, \"Get Incidents\"",
        path: "/api/Command/GetIncidents",
        answer: Page,
        reading: page::INCIDENTS,
        effect: Reads,
        asked: |_| Asked::new(Vec::new()),
        check: GetIncidents::check_page,
        content: GetIncidents::write,
        paging: |call| Paging::Index { index: call.index(), size: call.size() },
    }
    required {
        /// The start of the period, by creation date: `yyyy-MM-dd HH:mm:ss`, UTC.
        start_time: time => "Start Time",
        /// The end of the period: `yyyy-MM-dd HH:mm:ss`, UTC.
        end_time: time => "End Time",
    }
    optional {
        /// Conditions: lists of conditions, of which one must hold entirely.
        filter: optional Conditions => "Filter",
        /// The static fields to give, such as `IR Number` or `Conclusion`. Default: D3's choice, which depends on its version.
        static_fields: optional texts => "Static Fields",
        /// The dynamic fields to give: for each section the names of its fields.
        dynamic_fields: optional object => "Dynamic Fields",
        /// The number of the page, counted from 0. Default 0.
        page_index: optional integer => "Page Index",
        /// The incidents of a page, 1 to 1000. Default 100.
        page_size: optional integer => "Page Size",
    }
}

impl GetIncidents {
    fn index(&self) -> u32 {
        self.page_index.unwrap_or(0)
    }

    fn size(&self) -> u32 {
        self.page_size.unwrap_or(100)
    }

    fn check_page(&self) -> Result<(), Error> {
        if (1..=1000).contains(&self.size()) { Ok(()) } else { Err(Error::invalid("page_size", "must be 1 to 1000")) }
    }

    /// Without a page the command gives all incidents at once.
    fn write(&self) -> String {
        let body = self.filter.write(Object::new(), "Filter");
        let body = self.static_fields.write(body, "Static Fields");
        let body = self.dynamic_fields.write(body, "Dynamic Fields");
        let body = self.start_time.write(body, "Start Time");
        let body = self.end_time.write(body, "End Time");
        // The format of its answers in JSON.
        let body = body.raw("Output Format", "2");
        let body = body.raw("Page Index", &self.index().to_string());
        body.raw("Page Size", &self.size().to_string()).finish()
    }
}
