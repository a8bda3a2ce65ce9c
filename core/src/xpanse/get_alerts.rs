//! `POST /public_api/v2/alerts/get_alerts_multi_events/`
//!
//! Vendor page: Cortex Xpanse REST API, "Get All Alerts".

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
    operation::{
        Reading,
        declare::operation,
        slot::{Omissible, Slot},
    },
    reply_context::{Asked, Paging},
};

operation! {
    /// Lists alerts, one page per request. By offsets, no more than 9,999 alerts can be reached; by page tokens, all of them.
    ///
    /// # Examples
    ///
    /// ```
    /// use soarwire::{NextPage, Operation, Response, xpanse};
    ///
    /// # fn main() -> Result<(), soarwire::Error> {
    /// let list = xpanse::GetAlerts::new()
    ///     .filters([xpanse::AlertFilter::severity().is_in(["high", "critical"])])
    ///     .use_page_token(true);
    ///
    /// let body = br#"{"reply": {"total_count": 2, "result_count": 1, "next_page_token": "t2",
    ///     "alerts": [{"alert_id": "602", "name": "Exposed RDP", "severity": "high"}]}}"#;
    /// let page = list.parse(Response::new(200, &body[..]))?;
    /// assert_eq!(page.ids().collect::<Vec<_>>(), ["602"]);
    /// assert_eq!(page.next(), Some(NextPage::Token { next_page_token: "t2".into() }));
    /// # Ok(())
    /// # }
    /// ```
    GetAlerts {
        id: "xpanse.get_alerts",
        page: "Cortex Xpanse REST API, \"Get All Alerts\"",
        path: "/public_api/v2/alerts/get_alerts_multi_events/",
        answer: Page,
        reading: ALERTS,
        effect: Reads,
        asked: |_| Asked::new(Vec::new()),
        check: GetAlerts::check_page,
        content: GetAlerts::write,
        paging: GetAlerts::paging_of,
    }
    required {}
    optional {
        /// Conditions that must all hold. Times are epoch milliseconds, ids are integers.
        filters: optional Filters => "filters",
        /// The first alert of the page, counted from 0. Default 0.
        search_from: optional integer => "search_from",
        /// The alert after the last one of the page, at most 100 after `search_from`. Default 100.
        search_to: optional integer => "search_to",
        /// The sort order: by `creation_time`, `server_creation_time` or `severity`. Cannot be combined with page tokens.
        sort: optional Sort => "sort",
        /// Whether to page by tokens, which reach past the 9,999th alert. Default false.
        use_page_token: optional flag => "use_page_token",
        /// The token of the page, from the previous one; implies `use_page_token`.
        next_page_token: optional text => "next_page_token",
    }
}

const ALERTS: Reading = Reading {
    read: |context, text| page::read(context, &LISTING, text),
    is_error: super::reply::is_error_object,
    rows: Some(LISTING.keys),
    answers: &["page"],
};

const LISTING: Listing = Listing {
    list: "alerts",
    keys: &RowKeys {
        id: &["alertid"],
        title: &["name"],
        status: &["resolutionstatus", "status"],
        severity: &["severity"],
        owner: &[],
        created: &["detectiontimestamp"],
        modified: &["lastmodifiedts"],
        url: &[],
    },
};

fields! {
    of: "xpanse.get_alerts",
    /// The documented fields that alerts can be filtered by, each with the operators that it takes.
    filter: AlertFilter {
        /// The alert ids.
        alert_id_list: Numbers,
        /// The ids of the alerts' incidents.
        case_id_list: Numbers,
        /// The business units: their names, with or without `BU:` before.
        business_units_list: Words,
        /// The tags.
        tags: Words,
        /// The categories.
        asm_alert_categories: Words,
        /// The ids of attack surface rules.
        attack_surface_rule_id: Words,
        /// The names of attack surface rules.
        attack_surface_rule_name: Words,
        /// The vendor's external ids.
        external_id_list: Words,
        /// Where the alerts come from.
        alert_source: Words ["ASM"],
        /// The severities.
        severity: Words ["low", "medium", "high", "critical"],
        /// The statuses.
        status: Words,
        /// The names of hosts.
        host_name: Words,
        /// The ids of policies.
        xpanse_policy_id: Words,
        /// Whether the cloud account is known.
        cloud_management_status: Words ["Managed Cloud", "Unmanaged Cloud", "Not Applicable"],
        /// The integrations that the alerts came through.
        integration_source: Words ["AWS", "AZURE", "GOOGLE", "PRISMA_CLOUD"],
        /// Tags in Amazon's cloud.
        aws_cloud_tags: Words,
        /// Tags in Google's cloud.
        gcp_cloud_tags: Words,
        /// Tags in Microsoft's cloud.
        azure_cloud_tags: Words,
        /// When the alert was created.
        creation_time: Time,
        /// When the server created the alert.
        server_creation_time: Time,
        /// When the alert was last changed.
        last_modified_ts: Time,
        /// When the finding was first observed.
        first_observed: Observed,
        /// When the finding was last observed.
        last_observed: Observed,
    }
    /// The documented fields that alerts can be sorted by; a list by page tokens cannot be sorted.
    sort: AlertSort {
        /// When the alert was created.
        creation_time,
        /// When the server created the alert.
        server_creation_time,
        /// The severity.
        severity,
    }
}

impl GetAlerts {
    fn is_by_token(&self) -> bool {
        self.next_page_token.is_some() || self.use_page_token == Some(true)
    }

    fn paging_of(&self) -> Paging {
        if self.is_by_token() { Paging::Token } else { range::paging(self.search_from, self.search_to) }
    }

    fn check_page(&self) -> Result<(), Error> {
        self.filters.as_ref().map_or(Ok(()), |filters| filters.check_fields(FIELDS))?;
        range::check(self.search_from, self.search_to)?;
        if self.sort.is_set() && self.is_by_token() {
            return Err(Error::invalid("sort", "cannot be combined with page tokens: omit `sort`, or page by offsets"));
        }
        Ok(())
    }

    fn write(&self) -> String {
        let body = Object::new().enter("request_data");
        let body = self.filters.write(body, "filters");
        let body = self.search_from.write(body, "search_from");
        let body = self.search_to.write(body, "search_to");
        let body = self.sort.write(body, "sort");
        let body = if self.is_by_token() { body.flag("use_page_token", true) } else { body };
        self.next_page_token.write(body, "next_page_token").finish()
    }
}

impl Default for GetAlerts {
    fn default() -> Self {
        GetAlerts::new()
    }
}
