// What an example of a gateway runs in: what it sends over HTTPS arrives at a server of this machine, $UPSTREAM.
import http from "node:http";
import https from "node:https";
import { syncBuiltinESMExports } from "node:module";

https.request = (url, ...rest) => {
  const { pathname, search } = new URL(url);
  return http.request(new URL(pathname + search, process.env["UPSTREAM"]), ...rest);
};
syncBuiltinESMExports();
