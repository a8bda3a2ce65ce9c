//! An incident of Xpanse, typed.

use crate::typed::declare::typed;

typed! {
    /// An incident of Xpanse, its documented fields by name and type.
    ///
    /// A field is absent if the vendor's value is missing, null or of another type; the vendor's own object, with unknown members,
    /// is behind it. Statuses and severities are the vendor's words, of which new ones may appear.
    ///
    /// # Examples
    ///
    /// ```
    /// use soarwire::{Operation, Response, xpanse};
    ///
    /// # fn main() -> Result<(), soarwire::Error> {
    /// let body = br#"{"reply": {"incidents": [{"incident_id": "5471", "creation_time": 1790000000000, "tags": null, "new": [1]}]}}"#;
    /// let page = xpanse::GetIncidents::new().parse(Response::new(200, &body[..]))?;
    /// for incident in xpanse::Incident::of(&page) {
    ///     assert_eq!(incident.incident_id().as_deref(), Some("5471"));
    ///     assert_eq!(incident.creation_time(), Some(1_790_000_000_000));
    ///     assert_eq!(incident.tags(), None);
    ///     assert_eq!(incident.item().get("new").as_deref(), Some("[1]"));
    /// }
    /// # Ok(())
    /// # }
    /// ```
    Incident {
        vendor: "xpanse",
        page: "Cortex Xpanse REST API, \"Get Incidents\"",
        operations: ["xpanse.get_incidents"],
        headline: ["incident_id", "incident_name", "status", "severity", "manual_severity", "assigned_user_mail", "creation_time"],
    }
    fields {
        /// The id.
        incident_id: Id => "incident_id",
        /// Whether it is blocked.
        is_blocked: Flag => "is_blocked",
        /// The name.
        incident_name: Text => "incident_name",
        /// When it was created.
        creation_time: Time => "creation_time",
        /// When it was last modified.
        modification_time: Time => "modification_time",
        /// When it was detected.
        detection_time: Time => "detection_time",
        /// The status: `new`, `under_investigation`, `resolved`, or one of the words that begin with `resolved_`.
        status: Text => "status",
        /// The computed severity: `low`, `medium`, `high`, `critical`, or a word such as `informational`.
        severity: Text => "severity",
        /// A description.
        description: Text => "description",
        /// The email address of the user it is assigned to; empty if it is assigned to nobody.
        assigned_user_mail: Text => "assigned_user_mail",
        /// The name of the user it is assigned to; empty if it is assigned to nobody.
        assigned_user_pretty_name: Text => "assigned_user_pretty_name",
        /// How many alerts it has.
        alert_count: Integer => "alert_count",
        /// How many alerts of low severity it has.
        low_severity_alert_count: Integer => "low_severity_alert_count",
        /// How many alerts of medium severity it has.
        med_severity_alert_count: Integer => "med_severity_alert_count",
        /// How many alerts of high severity it has.
        high_severity_alert_count: Integer => "high_severity_alert_count",
        /// How many alerts of critical severity it has.
        critical_severity_alert_count: Integer => "critical_severity_alert_count",
        /// How many users it concerns.
        user_count: Integer => "user_count",
        /// How many hosts it concerns.
        host_count: Integer => "host_count",
        /// Notes of users.
        notes: Text => "notes",
        /// The comment on its resolution.
        resolve_comment: Text => "resolve_comment",
        /// When it was resolved.
        resolved_timestamp: Time => "resolved_timestamp",
        /// The severity that a user set, in the words of `severity`.
        manual_severity: Text => "manual_severity",
        /// The description that a user wrote.
        manual_description: Text => "manual_description",
        /// The URL of its page in the vendor's user interface.
        xdr_url: Text => "xdr_url",
        /// Whether it is starred.
        starred: Flag => "starred",
        /// Whether a user starred it.
        starred_manually: Flag => "starred_manually",
        /// The hosts it concerns, each as `name:agent id`; the agent id is `null` for a host without an agent.
        hosts: Texts => "hosts",
        /// Where its alerts come from, such as `ASM`.
        incident_sources: Texts => "incident_sources",
        /// The score that rules gave it.
        rule_based_score: Integer => "rule_based_score",
        /// The predicted score.
        predicted_score: Integer => "predicted_score",
        /// The score that a user gave it.
        manual_score: Integer => "manual_score",
        /// The score that combines all others.
        aggregated_score: Integer => "aggregated_score",
        /// Whether further alerts are added to it: `Enabled` or `Disabled`.
        alerts_grouping_status: Text => "alerts_grouping_status",
        /// The categories of its alerts.
        alert_categories: Texts => "alert_categories",
        /// The tags that it was created with, each as `FAMILY:name`.
        original_tags: Texts => "original_tags",
        /// The tags, each as `FAMILY:name`.
        tags: Texts => "tags",
        /// The risk score.
        xpanse_risk_score: Integer => "xpanse_risk_score",
        /// What the risk score rests on: an object with `cves`, `riskFactors` and `versionMatched`.
        xpanse_risk_explainer: Json => "xpanse_risk_explainer",
        /// Whether the cloud account is known: `Managed Cloud`, `Unmanaged Cloud` or `Not Applicable`.
        cloud_management_status: Text => "cloud_management_status",
        /// The integration that it came through: `AWS`, `AZURE`, `GOOGLE` or `PRISMA_CLOUD`.
        integration_source: Text => "integration_source",
        /// The IPv4 addresses.
        ipv4_addresses: Texts => "ipv4_addresses",
        /// The IPv6 addresses.
        ipv6_addresses: Texts => "ipv6_addresses",
        /// The domain names.
        domain_names: Texts => "domain_names",
        /// The port.
        port_number: Integer => "port_number",
        /// The ids of the assets.
        asset_ids: Texts => "asset_ids",
        /// The ids of the IP ranges.
        ip_range_ids: Texts => "ip_range_ids",
        /// The ids of the websites.
        website_ids: Texts => "website_ids",
        /// The ids of the services.
        service_ids: Texts => "service_ids",
        /// When it was last observed.
        last_observed: Time => "last_observed",
        /// The cloud providers.
        cloud_providers: Texts => "cloud_providers",
        /// The countries, by code.
        country_codes: Texts => "country_codes",
        /// The common names of the certificates.
        certificate_common_names: Texts => "certificate_common_names",
        /// The issuers of the certificates.
        certificate_issuers: Texts => "certificate_issuers",
    }
}
