// A complete call over a real connection to the sandbox, served by this process.
import { d3, run } from "soarwire";
import { Sandbox } from "soarwire/sandbox";
import { serve } from "./serve.mjs";

const sandbox = new Sandbox();
const { server, settings } = await serve(sandbox);
const tenant = new d3.Tenant(settings);
const [{ number }] = sandbox.incidents().d3;
const report = await run(tenant, d3.closeIncidents({ incidentNumbers: [number, "none"], bypassRequiredTasks: true }));
console.log(JSON.stringify(report.counts));
server.closeAllConnections();
server.close();
