import { d3, run } from "soarwire";

export const dynamic = "force-dynamic";
// Makes Next cache the responses of fetch, also to a POST.
export const fetchCache = "default-cache";

export default async function Page() {
  const tenant = new d3.Tenant(JSON.parse(process.env.TENANT));
  const operation = d3.closeIncidents({ incidentNumbers: [process.env.NUMBER, "none"], bypassRequiredTasks: true, conclusion: "Contained." });
  const report = await run(tenant, operation);
  return <p>{JSON.stringify(report.counts)}</p>;
}
