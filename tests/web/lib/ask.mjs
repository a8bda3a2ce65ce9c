// Sends a request exactly as written: `fetch` normalizes paths and sets some headers itself.
import { request } from "node:http";
import { text } from "node:stream/consumers";

/** A fresh attempt id. */
export const named = () => ({ "x-soarwire-attempt": crypto.randomUUID().replaceAll("-", "") });

/** A gateway's response to a request on a new connection; the request is JSON unless `headers` differ. */
export function ask(origin, { path, method = "POST", headers = {}, body = "{}" }) {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, method, agent: false, headers: { "content-type": "application/json", ...headers } }, async (answer) => {
      resolve({ status: answer.statusCode, headers: answer.headers, text: await text(answer) });
    });
    asked.on("error", reject);
    asked.end(body);
  });
}
