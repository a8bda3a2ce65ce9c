// The built page on a free port, and a gateway beside it: soarwire's own sandbox, run by Node.
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { Sandbox } from "soarwire/sandbox";

export const dist = fileURLToPath(new URL("../../../../bindings-wasm/dashboard/dist", import.meta.url));

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm", ".svg": "image/svg+xml" };

/** The policy that the page brings along, as a server would send it. */
const policy = () => /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(readFileSync(join(dist, "index.html"), "utf8"))[1].replaceAll("&#39;", "'");

/**
 * Serves the page; `/soar` and `/xpanse` lead to the tenants of `sandbox`, as with the gateway that soarwire brings along.
 *
 * No connection is kept: Chromium sends a POST again by itself when a kept connection closes without an answer.
 */
export async function serve(config = {}) {
  const sandbox = new Sandbox(config);
  const gateway = sandbox.gateway();
  const csp = `${policy()}; frame-ancestors 'none'`;
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    response.setHeader("connection", "close");
    if (/^\/(soar|xpanse)\//.test(pathname)) return passOn(gateway, request, response, pathname);
    const file = join(dist, normalize(pathname.endsWith("/") ? `${pathname}index.html` : pathname));
    if (!existsSync(file) || !statSync(file).isFile()) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[extname(file)], "content-security-policy": csp });
    return response.end(readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    sandbox,
    close: () => (server.closeAllConnections(), server.close()),
  };
}

async function passOn(gateway, request, response, path) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  try {
    const answer = await gateway(path, { method: request.method, headers: request.headers, body: Buffer.concat(chunks) });
    const body = Buffer.from(await answer.arrayBuffer());
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(body);
  } catch {
    response.destroy();
  }
}
