// A page of incidents as Xpanse sends them, 45 members each, and how it is validated by hand.
import { z } from "/peers/zod/index.js";

function incident(index) {
  const [port, a, b] = [1 + (index % 9_000), Math.trunc(index / 250) % 250, index % 250];
  const created = 1_790_000_000_000 + index * 61_000;
  const owner = ["mira.osei@example.com", "", null, "ken.ito@example.com"][index % 4];
  return {
    incident_id: String(index), is_blocked: false, incident_name: null, creation_time: created, modification_time: created, detection_time: null,
    status: ["new", "under_investigation", "resolved", "resolved_no_risk"][index % 4], severity: ["low", "medium", "high", "critical"][index % 4],
    description: `Insecure OpenSSH at 198.51.${a}.${b}:${port}`, assigned_user_mail: owner, assigned_user_pretty_name: owner, alert_count: a,
    low_severity_alert_count: 0, med_severity_alert_count: 1, high_severity_alert_count: b, critical_severity_alert_count: 0, user_count: 0, host_count: 1,
    notes: null, resolve_comment: "", resolved_timestamp: null, manual_severity: null, manual_description: null,
    xdr_url: `https://acme.crtx.us.example.com/incident-view?caseId=${index}`, starred: true, starred_manually: false, hosts: [`198.51.${a}.${b}:null`],
    incident_sources: ["ASM"], rule_based_score: null, manual_score: null, aggregated_score: b, alerts_grouping_status: "Enabled",
    alert_categories: ["Attack Surface"], original_tags: ["BU:Acme", "AR:Registered to You"], tags: ["BU:Acme", "AR:Registered to You", "IPR:example"],
    xpanse_risk_score: b,
    xpanse_risk_explainer: {
      cves: [{ cveId: `CVE-2026-${port}`, cvssScore: 7.5, epssScore: 0.3, confidence: "High" }],
      riskFactors: [{ attributeId: "misconfiguration", attributeName: "Misconfiguration", issueTypes: [] }],
      versionMatched: true,
    },
    cloud_management_status: "Not Applicable", integration_source: null, ipv4_addresses: [`198.51.${a}.${b}`], ipv6_addresses: [],
    domain_names: [`host-${index}.example.com`], port_number: port, last_observed: created, country_codes: ["US"],
  };
}

/** The page as bytes, spaced as servers do. */
export function incidentPage(count) {
  const spaced = (object) => `{${Object.entries(object).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(", ")}}`;
  const incidents = Array.from({ length: count }, (_, index) => spaced(incident(index)));
  return new TextEncoder().encode(`{"reply": {"total_count": ${count}, "result_count": ${count}, "incidents": [${incidents.join(", ")}]}}`);
}

const [text, number, flag, texts] = [z.string().nullish(), z.number().nullish(), z.boolean().nullish(), z.array(z.string()).nullish()];

/** Any member may be null. */
export const zodPage = z.object({
  reply: z.object({
    incidents: z.array(
      z.object({
        incident_id: z.string(), is_blocked: flag, incident_name: text, creation_time: number, modification_time: number, detection_time: number,
        status: text, severity: text, description: text, assigned_user_mail: text, assigned_user_pretty_name: text, alert_count: number,
        low_severity_alert_count: number, med_severity_alert_count: number, high_severity_alert_count: number, critical_severity_alert_count: number,
        user_count: number, host_count: number, notes: text, resolve_comment: text, resolved_timestamp: number, manual_severity: text,
        manual_description: text, xdr_url: text, starred: flag, starred_manually: flag, hosts: texts, incident_sources: texts,
        rule_based_score: number, manual_score: number, aggregated_score: number, alerts_grouping_status: text, alert_categories: texts,
        original_tags: texts, tags: texts, xpanse_risk_score: number, xpanse_risk_explainer: z.record(z.string(), z.unknown()).nullish(),
        cloud_management_status: text, integration_source: text, ipv4_addresses: texts, ipv6_addresses: texts, domain_names: texts,
        port_number: number, last_observed: number, country_codes: texts,
      }),
    ),
  }),
});
