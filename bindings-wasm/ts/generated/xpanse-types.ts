// Generated from the core's declarations by `cargo run -p soarwire-generate`: do not edit.

import type { Json, JsonObject } from "../json.js";
import type { Page } from "../page.js";
import type { Severity, Status } from "../params.js";
import { TypedItem, define, listed } from "../typed.js";

/**
 * An incident of Xpanse, its documented fields by name and type.
 *
 * A field is absent if the vendor's value is missing, null or of another type; the vendor's own object, with unknown
 * members, is behind it. Statuses and severities are the vendor's words, of which new ones may appear.
 *
 * Vendor page: Cortex Xpanse REST API, "Get Incidents".
 */
export interface Incident {
  /** The id. */
  readonly incidentId: string | null;
  /** Whether it is blocked. */
  readonly isBlocked: boolean | null;
  /** The name. */
  readonly incidentName: string | null;
  /** When it was created. */
  readonly creationTime: Date | null;
  /** When it was last modified. */
  readonly modificationTime: Date | null;
  /** When it was detected. */
  readonly detectionTime: Date | null;
  /** The status: `new`, `under_investigation`, `resolved`, or one of the words that begin with `resolved_`. */
  readonly status: Status | null;
  /** The computed severity: `low`, `medium`, `high`, `critical`, or a word such as `informational`. */
  readonly severity: Severity | null;
  /** A description. */
  readonly description: string | null;
  /** The email address of the user it is assigned to; empty if it is assigned to nobody. */
  readonly assignedUserMail: string | null;
  /** The name of the user it is assigned to; empty if it is assigned to nobody. */
  readonly assignedUserPrettyName: string | null;
  /** How many alerts it has. */
  readonly alertCount: number | null;
  /** How many alerts of low severity it has. */
  readonly lowSeverityAlertCount: number | null;
  /** How many alerts of medium severity it has. */
  readonly medSeverityAlertCount: number | null;
  /** How many alerts of high severity it has. */
  readonly highSeverityAlertCount: number | null;
  /** How many alerts of critical severity it has. */
  readonly criticalSeverityAlertCount: number | null;
  /** How many users it concerns. */
  readonly userCount: number | null;
  /** How many hosts it concerns. */
  readonly hostCount: number | null;
  /** Notes of users. */
  readonly notes: string | null;
  /** The comment on its resolution. */
  readonly resolveComment: string | null;
  /** When it was resolved. */
  readonly resolvedTimestamp: Date | null;
  /** The severity that a user set, in the words of `severity`. */
  readonly manualSeverity: Severity | null;
  /** The description that a user wrote. */
  readonly manualDescription: string | null;
  /** The URL of its page in the vendor's user interface. */
  readonly xdrUrl: string | null;
  /** Whether it is starred. */
  readonly starred: boolean | null;
  /** Whether a user starred it. */
  readonly starredManually: boolean | null;
  /** The hosts it concerns, each as `name:agent id`; the agent id is `null` for a host without an agent. */
  readonly hosts: string[] | null;
  /** Where its alerts come from, such as `ASM`. */
  readonly incidentSources: string[] | null;
  /** The score that rules gave it. */
  readonly ruleBasedScore: number | null;
  /** The predicted score. */
  readonly predictedScore: number | null;
  /** The score that a user gave it. */
  readonly manualScore: number | null;
  /** The score that combines all others. */
  readonly aggregatedScore: number | null;
  /** Whether further alerts are added to it: `Enabled` or `Disabled`. */
  readonly alertsGroupingStatus: string | null;
  /** The categories of its alerts. */
  readonly alertCategories: string[] | null;
  /** The tags that it was created with, each as `FAMILY:name`. */
  readonly originalTags: string[] | null;
  /** The tags, each as `FAMILY:name`. */
  readonly tags: string[] | null;
  /** The risk score. */
  readonly xpanseRiskScore: number | null;
  /** What the risk score rests on: an object with `cves`, `riskFactors` and `versionMatched`. */
  readonly xpanseRiskExplainer: Json;
  /** Whether the cloud account is known: `Managed Cloud`, `Unmanaged Cloud` or `Not Applicable`. */
  readonly cloudManagementStatus: string | null;
  /** The integration that it came through: `AWS`, `AZURE`, `GOOGLE` or `PRISMA_CLOUD`. */
  readonly integrationSource: string | null;
  /** The IPv4 addresses. */
  readonly ipv4Addresses: string[] | null;
  /** The IPv6 addresses. */
  readonly ipv6Addresses: string[] | null;
  /** The domain names. */
  readonly domainNames: string[] | null;
  /** The port. */
  readonly portNumber: number | null;
  /** The ids of the assets. */
  readonly assetIds: string[] | null;
  /** The ids of the IP ranges. */
  readonly ipRangeIds: string[] | null;
  /** The ids of the websites. */
  readonly websiteIds: string[] | null;
  /** The ids of the services. */
  readonly serviceIds: string[] | null;
  /** When it was last observed. */
  readonly lastObserved: Date | null;
  /** The cloud providers. */
  readonly cloudProviders: string[] | null;
  /** The countries, by code. */
  readonly countryCodes: string[] | null;
  /** The common names of the certificates. */
  readonly certificateCommonNames: string[] | null;
  /** The issuers of the certificates. */
  readonly certificateIssuers: string[] | null;
}

export class Incident extends TypedItem {
  /** The objects of this class that a page lists, in the order of the answer; none if it lists others. */
  static of(page: Page): Incident[] {
    return listed(page, ["xpanse.get_incidents"]).map((item: JsonObject) => new Incident(item));
  }
}

define(Incident, "incidentId,incidentName,status,severity,manualSeverity,assignedUserMail,creationTime", {
  flag: "is_blocked,starred,starred_manually",
  id: "incident_id",
  integer: "alert_count,low_severity_alert_count,med_severity_alert_count,high_severity_alert_count,critical_severity_alert_count,user_count,host_count,rule_based_score,predicted_score,manual_score,aggregated_score,xpanse_risk_score,port_number",
  json: "xpanse_risk_explainer",
  text: "incident_name,status,severity,description,assigned_user_mail,assigned_user_pretty_name,notes,resolve_comment,manual_severity,manual_description,xdr_url,alerts_grouping_status,cloud_management_status,integration_source",
  texts: "hosts,incident_sources,alert_categories,original_tags,tags,ipv4_addresses,ipv6_addresses,domain_names,asset_ids,ip_range_ids,website_ids,service_ids,cloud_providers,country_codes,certificate_common_names,certificate_issuers",
  time: "creation_time,modification_time,detection_time,resolved_timestamp,last_observed",
});

/**
 * An alert of Xpanse, its documented fields by name and type.
 *
 * A field is absent if the vendor's value is missing, null or of another type; the vendor's own object, with unknown
 * members, is behind it. The alerts of a list and those of one incident's details are read alike, although the vendor
 * writes lists as text with commas in the latter.
 *
 * Vendor page: Cortex Xpanse REST API, "Get All Alerts".
 */
export interface Alert {
  /** The id. */
  readonly alertId: string | null;
  /** The id of the incident that it belongs to: its `incident_id`. */
  readonly caseId: string | null;
  /** The vendor's external id. */
  readonly externalId: string | null;
  /** The name. */
  readonly name: string | null;
  /** A description. */
  readonly description: string | null;
  /** The severity: `low`, `medium`, `high`, `critical`, or a word such as `informational` or `unknown`. */
  readonly severity: string | null;
  /** The status, such as `STATUS_010_NEW`, `STATUS_020_UNDER_INVESTIGATION` or `STATUS_070_RESOLVED_OTHER`. */
  readonly resolutionStatus: string | null;
  /** The comment on its resolution. */
  readonly resolutionComment: string | null;
  /** The source, such as `ASM`. */
  readonly source: string | null;
  /** The category. */
  readonly category: string | null;
  /** The type. */
  readonly alertType: string | null;
  /** The categories of attack surface management. */
  readonly asmAlertCategories: string[] | null;
  /** When it was detected. */
  readonly detectionTimestamp: Date | null;
  /** When the vendor's server stored it. */
  readonly localInsertTs: Date | null;
  /** When it was last modified. */
  readonly lastModifiedTs: Date | null;
  /** When its cause was first observed. */
  readonly xpanseFirstObserved: Date | null;
  /** When its cause was last observed. */
  readonly lastObserved: Date | null;
  /** When the vendor stopped looking for its incident, as the vendor writes it. */
  readonly endMatchAttemptTs: string | null;
  /** Whether an incident was found for it, such as `MATCHED`. */
  readonly matchingStatus: string | null;
  /** The id of the rule that matched. */
  readonly matchingServiceRuleId: string | null;
  /** Whether it is starred. */
  readonly starred: boolean | null;
  /** Whether it is on an allow list. */
  readonly isWhitelisted: boolean | null;
  /** The attack surface rule, by id. */
  readonly attackSurfaceRuleId: string | null;
  /** The attack surface rule, by name. */
  readonly attackSurfaceRuleName: string | null;
  /** How to remedy it. */
  readonly remediationGuidance: string | null;
  /** The tags, each as `FAMILY:name`. */
  readonly tags: string[] | null;
  /** The tags in AWS. */
  readonly awsCloudTags: string[] | null;
  /** The tags in Azure. */
  readonly azureCloudTags: string[] | null;
  /** The tags in Google Cloud. */
  readonly gcpCloudTags: string[] | null;
  /** Whether the cloud account is known: `Managed Cloud`, `Unmanaged Cloud` or `Not Applicable`. */
  readonly cloudManagementStatus: string | null;
  /** The integration that it came through: `AWS`, `AZURE`, `GOOGLE` or `PRISMA_CLOUD`. */
  readonly integrationSource: string | null;
  /** The cloud providers. */
  readonly cloudProviders: string[] | null;
  /** The cloud provider of the resource. */
  readonly cloudProvider: string | null;
  /** The cloud project. */
  readonly project: string | null;
  /** The type of the resource. */
  readonly resourceType: string | null;
  /** The subtype of the resource. */
  readonly resourceSubType: string | null;
  /** The image. */
  readonly imageName: string | null;
  /** The countries, by code. */
  readonly countryCodes: string[] | null;
  /** The IPv4 addresses. */
  readonly ipv4Addresses: string[] | null;
  /** The IPv6 addresses. */
  readonly ipv6Addresses: string[] | null;
  /** The domain names. */
  readonly domainNames: string[] | null;
  /** The port. */
  readonly portNumber: number | null;
  /** The protocol, such as `TCP`. */
  readonly portProtocol: string | null;
  /** The ids of the services. */
  readonly serviceIds: string[] | null;
  /** The ids of the websites. */
  readonly websiteIds: string[] | null;
  /** The ids of the assets. */
  readonly assetIds: string[] | null;
  /** What identifies the assets: an object or a list of objects, with times in milliseconds since 1970. */
  readonly assetIdentifiers: Json;
  /**
   * The certificate: an object with `issuerName`, `subjectName`, `serialNumber`, and `validNotBefore` and
   * `validNotAfter` in milliseconds since 1970.
   */
  readonly certificate: Json;
  /** The organization in the subject of the certificate. */
  readonly certificateSubjectOrganization: string | null;
  /** The business units: lists of objects. */
  readonly businessUnitHierarchies: Json;
  /** The version that was detected from outside. */
  readonly externallyDetectedVersion: string | null;
  /** The events, in whatever form the vendor gives them. */
  readonly events: Json;
  /** How many events there are. */
  readonly eventsLength: number | null;
  /** The id of the event. */
  readonly eventId: string | null;
  /** The type of the event. */
  readonly eventType: string | null;
  /** When each event happened. */
  readonly eventTimestamp: Date[] | null;
  /** The action of each event, in the vendor's words. */
  readonly action: string | null;
  /** The action for people to read. */
  readonly actionPretty: string | null;
  /** The countries of the remote ends. */
  readonly actionCountry: string[] | null;
  /** The remote IPv4 addresses. */
  readonly actionRemoteIp: string[] | null;
  /** The remote IPv6 addresses. */
  readonly actionRemoteIpV6: string[] | null;
  /** The remote ports. */
  readonly actionRemotePort: number[] | null;
  /** The local IPv4 address. */
  readonly actionLocalIp: string | null;
  /** The local IPv6 address. */
  readonly actionLocalIpV6: string | null;
  /** The local port, as the vendor writes it. */
  readonly actionLocalPort: string | null;
  /** The name of the remote host. */
  readonly actionExternalHostname: string | null;
  /** The id of the endpoint. */
  readonly endpointId: string | null;
  /** The IP addresses of the host. */
  readonly hostIp: string[] | null;
  /** The name of the host. */
  readonly hostName: string | null;
  /** The MAC address of the host. */
  readonly mac: string | null;
  /** The MAC addresses of the host. */
  readonly macAddresses: string[] | null;
  /** The name of the user. */
  readonly userName: string | null;
  /** The malicious URLs. */
  readonly maliciousUrls: string[] | null;
  /** The tactics of MITRE ATT&CK, each as `id - name`. */
  readonly mitreTacticIdAndName: string[] | null;
  /** The techniques of MITRE ATT&CK, each as `id - name`. */
  readonly mitreTechniqueIdAndName: string[] | null;
  /** The tokens by which duplicate alerts are recognized. */
  readonly deduplicateTokens: string | null;
  /** The id of the rule that filtered it. */
  readonly filterRuleId: string | null;
  /** Further fields, in whatever form the vendor gives them. */
  readonly dynamicFields: Json;
}

export class Alert extends TypedItem {
  /** The objects of this class that a page lists, in the order of the answer; none if it lists others. */
  static of(page: Page): Alert[] {
    return listed(page, ["xpanse.get_alerts"]).map((item: JsonObject) => new Alert(item));
  }
}

define(Alert, "alertId,caseId,name,severity,resolutionStatus,detectionTimestamp", {
  flag: "starred,is_whitelisted",
  id: "alert_id,case_id,end_match_attempt_ts,action_local_port",
  integer: "port_number,events_length",
  integers: "action_remote_port",
  json: "asset_identifiers,certificate,business_unit_hierarchies,events,dynamic_fields",
  text: "external_id,name,description,severity,resolution_status,resolution_comment,source,category,alert_type,matching_status,matching_service_rule_id,attack_surface_rule_id,attack_surface_rule_name,remediation_guidance,cloud_management_status,integration_source,cloud_provider,project,resource_type,resource_sub_type,image_name,port_protocol,certificate_subject_organization,externally_detected_version,event_id,event_type,action,action_pretty,action_local_ip,action_local_ip_v6,action_external_hostname,endpoint_id,host_name,mac,user_name,deduplicate_tokens,filter_rule_id",
  texts: "asm_alert_categories,tags,aws_cloud_tags,azure_cloud_tags,gcp_cloud_tags,cloud_providers,country_codes,ipv4_addresses,ipv6_addresses,domain_names,service_ids,website_ids,asset_ids,action_country,action_remote_ip,action_remote_ip_v6,host_ip,mac_addresses,malicious_urls,mitre_tactic_id_and_name,mitre_technique_id_and_name",
  time: "detection_timestamp,local_insert_ts,last_modified_ts,xpanse_first_observed,last_observed",
  times: "event_timestamp",
});
