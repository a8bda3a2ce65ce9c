// A test server behind a gateway: records requests, and responds as configured.
import { createServer } from "node:http";

export async function upstreamServer() {
  const came = [];
  let told = [200, {}];
  const server = createServer((request, response) => {
    came.push({ url: request.url, version: request.httpVersion, ...request.headers });
    request.resume().on("end", () => response.writeHead(...told).end('{"reply": true}'));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    came,
    answers: (status, headers = {}) => void (told = [status, headers]),
    close: () => server.close(),
  };
}
