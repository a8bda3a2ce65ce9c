//! An alert of Xpanse, typed.

use crate::typed::declare::typed;

typed! {
    /// An alert of Xpanse, its documented fields by name and type.
    ///
    /// A field is absent if the vendor's value is missing, null or of another type; the vendor's own object, with unknown members,
    /// is behind it. The alerts of a list and those of one incident's details are read alike, although the vendor writes lists as
    /// text with commas in the latter.
    Alert {
        vendor: "xpanse",
        page: "Cortex Xpanse REST API, \"Get All Alerts\"",
        operations: ["xpanse.get_alerts"],
        headline: ["alert_id", "case_id", "name", "severity", "resolution_status", "detection_timestamp"],
    }
    fields {
        /// The id.
        alert_id: Id => "alert_id",
        /// The id of the incident that it belongs to: its `incident_id`.
        case_id: Id => "case_id",
        /// The vendor's external id.
        external_id: Text => "external_id",
        /// The name.
        name: Text => "name",
        /// A description.
        description: Text => "description",
        /// The severity: `low`, `medium`, `high`, `critical`, or a word such as `informational` or `unknown`.
        severity: Text => "severity",
        /// The status, such as `STATUS_010_NEW`, `STATUS_020_UNDER_INVESTIGATION` or `STATUS_070_RESOLVED_OTHER`.
        resolution_status: Text => "resolution_status",
        /// The comment on its resolution.
        resolution_comment: Text => "resolution_comment",
        /// The source, such as `ASM`.
        source: Text => "source",
        /// The category.
        category: Text => "category",
        /// The type.
        alert_type: Text => "alert_type",
        /// The categories of attack surface management.
        asm_alert_categories: Texts => "asm_alert_categories",
        /// When it was detected.
        detection_timestamp: Time => "detection_timestamp",
        /// When the vendor's server stored it.
        local_insert_ts: Time => "local_insert_ts",
        /// When it was last modified.
        last_modified_ts: Time => "last_modified_ts",
        /// When its cause was first observed.
        xpanse_first_observed: Time => "xpanse_first_observed",
        /// When its cause was last observed.
        last_observed: Time => "last_observed",
        /// When the vendor stopped looking for its incident, as the vendor writes it.
        end_match_attempt_ts: Id => "end_match_attempt_ts",
        /// Whether an incident was found for it, such as `MATCHED`.
        matching_status: Text => "matching_status",
        /// The id of the rule that matched.
        matching_service_rule_id: Text => "matching_service_rule_id",
        /// Whether it is starred.
        starred: Flag => "starred",
        /// Whether it is on an allow list.
        is_whitelisted: Flag => "is_whitelisted",
        /// The attack surface rule, by id.
        attack_surface_rule_id: Text => "attack_surface_rule_id",
        /// The attack surface rule, by name.
        attack_surface_rule_name: Text => "attack_surface_rule_name",
        /// How to remedy it.
        remediation_guidance: Text => "remediation_guidance",
        /// The tags, each as `FAMILY:name`.
        tags: Texts => "tags",
        /// The tags in AWS.
        aws_cloud_tags: Texts => "aws_cloud_tags",
        /// The tags in Azure.
        azure_cloud_tags: Texts => "azure_cloud_tags",
        /// The tags in Google Cloud.
        gcp_cloud_tags: Texts => "gcp_cloud_tags",
        /// Whether the cloud account is known: `Managed Cloud`, `Unmanaged Cloud` or `Not Applicable`.
        cloud_management_status: Text => "cloud_management_status",
        /// The integration that it came through: `AWS`, `AZURE`, `GOOGLE` or `PRISMA_CLOUD`.
        integration_source: Text => "integration_source",
        /// The cloud providers.
        cloud_providers: Texts => "cloud_providers",
        /// The cloud provider of the resource.
        cloud_provider: Text => "cloud_provider",
        /// The cloud project.
        project: Text => "project",
        /// The type of the resource.
        resource_type: Text => "resource_type",
        /// The subtype of the resource.
        resource_sub_type: Text => "resource_sub_type",
        /// The image.
        image_name: Text => "image_name",
        /// The countries, by code.
        country_codes: Texts => "country_codes",
        /// The IPv4 addresses.
        ipv4_addresses: Texts => "ipv4_addresses",
        /// The IPv6 addresses.
        ipv6_addresses: Texts => "ipv6_addresses",
        /// The domain names.
        domain_names: Texts => "domain_names",
        /// The port.
        port_number: Integer => "port_number",
        /// The protocol, such as `TCP`.
        port_protocol: Text => "port_protocol",
        /// The ids of the services.
        service_ids: Texts => "service_ids",
        /// The ids of the websites.
        website_ids: Texts => "website_ids",
        /// The ids of the assets.
        asset_ids: Texts => "asset_ids",
        /// What identifies the assets: an object or a list of objects, with times in milliseconds since 1970.
        asset_identifiers: Json => "asset_identifiers",
        /// The certificate: an object with `issuerName`, `subjectName`, `serialNumber`, and `validNotBefore` and `validNotAfter` in
        /// milliseconds since 1970.
        certificate: Json => "certificate",
        /// The organization in the subject of the certificate.
        certificate_subject_organization: Text => "certificate_subject_organization",
        /// The business units: lists of objects.
        business_unit_hierarchies: Json => "business_unit_hierarchies",
        /// The version that was detected from outside.
        externally_detected_version: Text => "externally_detected_version",
        /// The events, in whatever form the vendor gives them.
        events: Json => "events",
        /// How many events there are.
        events_length: Integer => "events_length",
        /// The id of the event.
        event_id: Text => "event_id",
        /// The type of the event.
        event_type: Text => "event_type",
        /// When each event happened.
        event_timestamp: Times => "event_timestamp",
        /// The action of each event, in the vendor's words.
        action: Text => "action",
        /// The action for people to read.
        action_pretty: Text => "action_pretty",
        /// The countries of the remote ends.
        action_country: Texts => "action_country",
        /// The remote IPv4 addresses.
        action_remote_ip: Texts => "action_remote_ip",
        /// The remote IPv6 addresses.
        action_remote_ip_v6: Texts => "action_remote_ip_v6",
        /// The remote ports.
        action_remote_port: Integers => "action_remote_port",
        /// The local IPv4 address.
        action_local_ip: Text => "action_local_ip",
        /// The local IPv6 address.
        action_local_ip_v6: Text => "action_local_ip_v6",
        /// The local port, as the vendor writes it.
        action_local_port: Id => "action_local_port",
        /// The name of the remote host.
        action_external_hostname: Text => "action_external_hostname",
        /// The id of the endpoint.
        endpoint_id: Text => "endpoint_id",
        /// The IP addresses of the host.
        host_ip: Texts => "host_ip",
        /// The name of the host.
        host_name: Text => "host_name",
        /// The MAC address of the host.
        mac: Text => "mac",
        /// The MAC addresses of the host.
        mac_addresses: Texts => "mac_addresses",
        /// The name of the user.
        user_name: Text => "user_name",
        /// The malicious URLs.
        malicious_urls: Texts => "malicious_urls",
        /// The tactics of MITRE ATT&CK, each as `id - name`.
        mitre_tactic_id_and_name: Texts => "mitre_tactic_id_and_name",
        /// The techniques of MITRE ATT&CK, each as `id - name`.
        mitre_technique_id_and_name: Texts => "mitre_technique_id_and_name",
        /// The tokens by which duplicate alerts are recognized.
        deduplicate_tokens: Text => "deduplicate_tokens",
        /// The id of the rule that filtered it.
        filter_rule_id: Text => "filter_rule_id",
        /// Further fields, in whatever form the vendor gives them.
        dynamic_fields: Json => "dynamic_fields",
    }
}
