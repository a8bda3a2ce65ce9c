// A server of ours behind a gateway: it keeps what came, and answers as it is told.
import { createServer } from "node:http";

export async function upstreamServer() {
  const came = [];
  let answer;
  const answers = (status, headers = {}) => void (answer = (response) => response.writeHead(status, headers).end('{"reply": true}'));
  answers(200);
  const server = createServer((request, response) => {
    came.push({ url: request.url, ...request.headers });
    request.resume().on("end", () => answer(response));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    came,
    answers,
    /** From now on no answer comes, or half of one. */
    cuts: (half = false) => void (answer = (response) => (half ? response.writeHead(200, { "content-length": 100 }).write("{", () => response.destroy()) : response.destroy())),
    close: () => server.close(),
  };
}
