// The simulated tenants behind a port: under `/soar` and `/xpanse` as a gateway has them, elsewhere with their keys, and a folder for pages.
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { buffer } from "node:stream/consumers";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };

/** `moment` is told of each request as it comes, and as it was carried out; both are awaited. */
export async function tenantServer(sandbox, folder, moment = async () => undefined) {
  const gateway = sandbox.gateway();
  const answered = async (request, response) => {
    const body = await buffer(request);
    await moment("came");
    const { url, method } = request;
    const isGateway = url.startsWith("/soar/") || url.startsWith("/xpanse/");
    const answer = await (isGateway ? gateway : sandbox.fetch)(url, { method, headers: request.headers, body });
    await moment("done");
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
  };
  const server = createServer((request, response) => {
    if (request.method === "POST") return void answered(request, response).catch(() => response.destroy());
    const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
    if (!existsSync(file) || !statSync(file).isFile()) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
    return createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => (server.closeAllConnections(), server.close()) };
}
