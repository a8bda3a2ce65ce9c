// A complete call over a real connection to the sandbox, served by this process.
import { createServer } from "node:http";
import { d3, run } from "soarwire";
import { Sandbox } from "soarwire/sandbox";

const sandbox = new Sandbox();
const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const answer = await sandbox.fetch(request.url, { method: request.method, headers: request.headers, body: Buffer.concat(chunks) });
  response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const { pathname } = new URL(sandbox.tenants.d3.baseUrl);
const tenant = new d3.Tenant({ ...sandbox.tenants.d3, baseUrl: `http://127.0.0.1:${server.address().port}${pathname}` });
const [{ number }] = sandbox.incidents().d3;
const report = await run(tenant, d3.closeIncidents({ incidentNumbers: [number, "none"], bypassRequiredTasks: true }));
console.log(JSON.stringify(report.counts));
server.closeAllConnections();
server.close();
