// The sandbox as an HTTP server of this process.
import { createServer } from "node:http";

/** The server, and the settings of a D3 tenant that reach it. */
export async function serve(sandbox) {
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const answer = await sandbox.fetch(request.url, { method: request.method, headers: request.headers, body: Buffer.concat(chunks) });
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { pathname } = new URL(sandbox.tenants.d3.baseUrl);
  return { server, settings: { ...sandbox.tenants.d3, baseUrl: `http://127.0.0.1:${server.address().port}${pathname}` } };
}
