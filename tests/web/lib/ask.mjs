// A request as it is written: `fetch` tidies paths up, and chooses some headers by itself.
import { request } from "node:http";
import { text } from "node:stream/consumers";

/** A fresh name for an attempt. */
export const named = () => ({ "x-soarwire-attempt": crypto.randomUUID().replaceAll("-", "") });

/** What a gateway answers to a request, on a connection of its own; the request is JSON unless `headers` say otherwise. */
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
