// Preloaded for the example gateway: redirects its HTTPS requests to a local server, $UPSTREAM.
import http from "node:http";
import https from "node:https";
import { syncBuiltinESMExports } from "node:module";

https.request = (url, ...rest) => {
  const { pathname, search } = new URL(url);
  return http.request(new URL(pathname + search, process.env["UPSTREAM"]), ...rest);
};
syncBuiltinESMExports();
