import { Sandbox, d3, run } from "./out/entry.mjs";

const sandbox = new Sandbox();
const operation = d3.closeIncidents({ incidentNumbers: [sandbox.incidents().d3[0].number, "none"], bypassRequiredTasks: true });
console.log(JSON.stringify((await run(new d3.Tenant(sandbox.tenants.d3), operation, { fetch: sandbox.fetch })).counts));
