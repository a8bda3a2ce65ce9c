// Proxies between a browser and its gateway that inject faults on demand.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:http";
import { constants, createSecureServer } from "node:http2";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A self-signed certificate for this machine, in temporary files. */
export function certificate() {
  const folder = mkdtempSync(join(tmpdir(), "soarwire-certificate-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const made = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
  execFileSync("openssl", ["req", ...made, "-keyout", key, "-out", cert], { stdio: "ignore" });
  return { key, cert };
}

const listening = (server) => new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server.address().port)));

/** A TCP proxy. `towards` returns the target port. */
export async function wire(towards) {
  const open = new Set();
  let held = false;
  const server = createServer((client) => {
    const upstream = connect(towards(), "127.0.0.1");
    const pair = { client, upstream };
    open.add(pair);
    for (const socket of [client, upstream]) socket.on("error", () => undefined);
    client.on("data", (data) => upstream.write(data));
    client.on("close", () => (open.delete(pair), upstream.destroy()));
    upstream.on("data", (data) => held || client.write(data));
    upstream.on("close", () => held || client.end());
  });
  return {
    port: await listening(server),
    /** From now on, responses are dropped. */
    hold: () => void (held = true),
    /** Closes all connections, with a FIN or a RST; new ones work. */
    cut(reset) {
      for (const { client, upstream } of open) {
        upstream.destroy();
        reset ? client.resetAndDestroy() : client.end();
      }
      held = false;
    },
    close: () => (server.close(), open.forEach(({ client }) => client.destroy())),
  };
}

const closing = (code) => (stream) => stream.close(code);

/** The faults of HTTP/2 that can follow a request that was carried out. */
const ENDS = {
  /** Claims that this stream was not processed, although it was. */
  refused: closing(constants.NGHTTP2_REFUSED_STREAM),
  /** Asks the client to retry over HTTP/1.1. */
  downgraded: closing(constants.NGHTTP2_HTTP_1_1_REQUIRED),
  cancelled: closing(constants.NGHTTP2_CANCEL),
  /** Claims that this stream and all later ones were not processed. */
  goaway: (stream) => (stream.session.goaway(constants.NGHTTP2_NO_ERROR, Math.max(stream.id - 2, 0)), setTimeout(() => stream.session?.destroy(), 20)),
  destroyed: (stream) => stream.session.destroy(),
};

/** An HTTP/2 server that forwards everything over HTTP/1.1, as a load balancer does. */
export async function balancer({ key, cert }, towards) {
  let [next, early] = [undefined, false];
  const sockets = new Set();
  const server = createSecureServer({ key: readFileSync(key), cert: readFileSync(cert), allowHTTP1: true });
  server.on("connection", (socket) => (sockets.add(socket), socket.on("close", () => sockets.delete(socket))));
  server.on("session", (session) => session.on("error", () => undefined));
  server.on("request", (asked, answer) => {
    const { method, url: path, stream } = asked;
    const { ":authority": host = asked.headers.host, connection: _, ...rest } = asked.headers;
    const headers = Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith(":")));
    stream?.on("error", () => undefined);
    const end = method === "POST" ? next : undefined;
    if (end !== undefined) next = undefined;
    if (end !== undefined && early) return end(stream);
    const passed = request({ port: towards(), host: "127.0.0.1", method, path, headers: { ...headers, host }, agent: false }, (said) => {
      if (end !== undefined) return said.resume().on("end", () => end(stream));
      const { connection, "transfer-encoding": _, "keep-alive": __, ...kept } = said.headers;
      answer.writeHead(said.statusCode, kept);
      said.pipe(answer);
    });
    passed.on("error", () => answer.destroy?.());
    asked.pipe(passed);
  });
  return {
    port: await listening(server),
    /** The fault for the next POST: after it was carried out, or before. */
    end: (how, before = false) => void ([next, early] = [ENDS[how], before]),
    close: () => (server.close(), sockets.forEach((socket) => socket.destroy())),
  };
}
