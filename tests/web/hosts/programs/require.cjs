const { d3, run, SoarwireError } = require("soarwire");
const { Sandbox } = require("soarwire/sandbox");

async function main() {
  const sandbox = new Sandbox();
  const [{ number }] = sandbox.incidents().d3;
  const operation = d3.closeIncidents({ incidentNumbers: [number, "none"], bypassRequiredTasks: true });
  const report = await run(new d3.Tenant(sandbox.tenants.d3), operation, { fetch: sandbox.fetch });
  try {
    d3.closeIncidents({ incidentNumbers: [], bypassRequiredTasks: true });
  } catch (error) {
    if (error instanceof SoarwireError) console.log(JSON.stringify(report.counts));
  }
}
main();
