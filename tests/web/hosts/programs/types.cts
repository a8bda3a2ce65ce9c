import { d3, run, type Report } from "soarwire";
import { Sandbox } from "soarwire/sandbox";

export async function close(sandbox: Sandbox): Promise<Report> {
  const tenant = new d3.Tenant(sandbox.tenants.d3);
  return run(tenant, d3.closeIncidents({ incidentNumbers: ["1"], bypassRequiredTasks: true }), { fetch: sandbox.fetch });
}
