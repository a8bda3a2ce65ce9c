// `run` in Node with its own HTTP/1.1 client. Misbehaving servers are covered by tests/behaviours.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { test } from "node:test";
import { promisify } from "node:util";
import { d3, isSoarwireError, run } from "soarwire";
import { runInNewContext } from "node:vm";
import { AnswerReader } from "./node_modules/soarwire/dist/http1/answer.js";
import { isOfSystem, words } from "./node_modules/soarwire/dist/http1/mishap.js";
import { proxyTo } from "./node_modules/soarwire/dist/http1/proxy.js";
import { Framing } from "./node_modules/soarwire/dist/http1/records.js";

const BODY = '{"contextData": [{"Incident Number": "a", "Result": "Successful"}]}';
const OK = `HTTP/1.1 200 OK\r\ncontent-length: ${BODY.length}\r\n\r\n${BODY}`;
const close = d3.closeIncidents({ incidentNumbers: ["a"], bypassRequiredTasks: true, conclusion: "Contained." });
const tenant = (port) => new d3.Tenant({ baseUrl: `http://127.0.0.1:${port}`, username: "Admin", site: "S", auth: { apiKey: "k" } });
const options = { requestsPerSecond: 0, maxAttempts: 1 };
const soon = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function failure(promise) {
  return promise.then(() => assert.fail("it should have failed"), (error) => error);
}

/** A server on loopback that passes each socket to `serve`; closed after the test. */
async function listen(context, serve) {
  const seen = { connections: 0, open: new Set(), heads: [] };
  const server = createServer((socket) => {
    seen.connections++;
    seen.open.add(socket);
    socket.on("close", () => seen.open.delete(socket)).on("error", () => undefined);
    serve(socket, seen);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  context.after(() => (seen.open.forEach((socket) => socket.destroy()), server.close()));
  return { ...seen, seen, port: server.address().port };
}

/** Answers every request; assumes that each arrives in one piece. */
const answering = (socket, seen) => socket.on("data", (data) => (seen.heads.push(String(data).split("\r\n\r\n")[0]), socket.write(OK)));

test("the platform's fetch is not used", async (context) => {
  const { port, seen } = await listen(context, answering);
  const own = globalThis.fetch;
  context.after(() => (globalThis.fetch = own));
  globalThis.fetch = () => assert.fail("a framework may have patched it");
  assert.ok((await run(tenant(port), close, options)).allSucceeded);
  const [first, ...headers] = seen.heads[0].split("\r\n");
  assert.equal(first, "POST /api/Command/CloseIncidentInBulk HTTP/1.1");
  assert.deepEqual(headers.map((header) => header.split(":")[0]), ["host", "content-type", "accept", "d3key", "user-agent", "accept-encoding", "content-length"]);
  assert.ok(headers.includes(`host: 127.0.0.1:${port}`) && headers.includes("accept-encoding: gzip"));
});

test("concurrent calls each keep a connection alive, and idle connections are closed", async (context) => {
  const { port, seen } = await listen(context, answering);
  const of = tenant(port);
  const some = () => Promise.all(Array.from({ length: 16 }, () => run(of, close, options)));
  for (let times = 0; times < 5; times++) for (const report of await some()) assert.ok(report.allSucceeded);
  assert.equal(seen.connections, 16);
  const now = performance.now;
  context.after(() => (performance.now = now));
  performance.now = () => now.call(performance) + 15_001;
  assert.ok((await run(of, close, options)).allSucceeded);
  assert.equal(seen.connections, 17);
  await soon(20);
  assert.equal(seen.open.size, 1);
});

test("an abort ends the call and closes its connection at once", async (context) => {
  const { port, seen } = await listen(context, (socket) => socket.resume());
  const controller = new AbortController();
  const running = failure(run(tenant(port), close, { ...options, signal: controller.signal }));
  while (seen.open.size === 0) await soon(5);
  await soon(20);
  const began = performance.now();
  controller.abort("enough");
  const error = await running;
  assert.ok(performance.now() - began < 5_000);
  assert.deepEqual([error.kind, error.maybeExecuted, error.cause, error.attempts], ["interrupted", true, "enough", 1]);
  await soon(20);
  assert.equal(seen.open.size, 0);
});

test("maybeExecuted is false if the call ended before the request was sent", async (context) => {
  const { port, seen } = await listen(context, (socket) => socket.resume());
  const speaking = new d3.Tenant({ baseUrl: `https://127.0.0.1:${port}`, username: "Admin", site: "S", auth: { apiKey: "k" } });
  const controller = new AbortController();
  const running = failure(run(speaking, close, { ...options, signal: controller.signal }));
  // The handshake is in progress.
  while (seen.open.size === 0) await soon(5);
  controller.abort();
  const error = await running;
  assert.deepEqual([error.kind, error.maybeExecuted, error.report, error.attempts], ["interrupted", false, null, 0]);
  const late = await failure(run(speaking, close, { ...options, attemptTimeoutMs: 60 }));
  assert.deepEqual([late.kind, late.maybeExecuted, late.reason], ["connect", false, "no connection was made in time"]);
  await soon(20);
  assert.equal(seen.open.size, 0);
});

test("an unknown host name fails with kind dns", async () => {
  const nowhere = new d3.Tenant({ baseUrl: "https://soc.example.invalid", username: "Admin", site: "S", auth: { apiKey: "k" } });
  const error = await failure(run(nowhere, close, options));
  assert.deepEqual([error.kind, error.maybeExecuted, error.retryable, error.cause.code], ["dns", false, true, "ENOTFOUND"]);
});

test("a path is refused as base URL, unless a page is simulated", async (context) => {
  const path = new d3.Tenant({ baseUrl: "/soar", username: "Admin", site: "S" });
  assert.equal((await failure(run(path, close, options))).field, "baseUrl");
  const own = globalThis.fetch;
  context.after(() => (delete globalThis.location, (globalThis.fetch = own)));
  globalThis.location = new URL("https://page.example.com/");
  globalThis.fetch = async (url) => (assert.ok(url.startsWith("/soar/")), new Response(BODY));
  assert.ok((await run(path, close, options)).allSucceeded);
});

test("a closed port fails with kind connect", async () => {
  const error = await failure(run(tenant(1), close, options));
  assert.deepEqual([error.kind, error.reason, error.cause.code], ["connect", "no connection was made: connection refused", "ECONNREFUSED"]);
  assert.deepEqual(Reflect.ownKeys(error.cause).sort(), ["code", "message", "name", "stack"]);
});

/** Runs a program in its own process; returns its output. */
async function program(text, env = {}) {
  const plain = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/_proxy$/i.test(name)));
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", text], { env: { ...plain, ...env }, timeout: 20_000 });
  return stdout.trim();
}

test("idle connections do not keep the process alive", async (context) => {
  const { port } = await listen(context, answering);
  const began = performance.now();
  const text = `import { d3, run } from "soarwire";
    const tenant = new d3.Tenant({ baseUrl: "http://127.0.0.1:${port}", username: "Admin", site: "S" });
    const report = await run(tenant, d3.closeIncidents({ incidentNumbers: ["a"], bypassRequiredTasks: true }));
    console.log(report.counts.succeeded);`;
  assert.equal(await program(text), "1");
  assert.ok(performance.now() - began < 8_000);
});

// Without keys, since this is plain http to another machine.
const BEHIND = `import { d3, run } from "soarwire";
  const tenant = new d3.Tenant({ baseUrl: "http://soc.example.test/VSOC", username: "Admin", site: "S" });
  const close = d3.closeIncidents({ incidentNumbers: ["a"], bypassRequiredTasks: true, conclusion: "x" });
  const told = [];
  for (let times = 0; times < 2; times++) {
    await run(tenant, close, { requestsPerSecond: 0, maxAttempts: 1 }).then(() => told.push("ok"), (error) => told.push([error.kind, error.field, error.maybeExecuted].join()));
  }
  console.log(told.join(" "));`;

test("requests go through the proxy from the environment", async (context) => {
  const tunnel = (socket, seen) => socket.on("data", (data) => {
    seen.heads.push(String(data).split("\r\n\r\n")[0]);
    socket.write(String(data).startsWith("CONNECT ") ? "HTTP/1.1 200 Connection established\r\n\r\n" : OK);
  });
  const { port, seen } = await listen(context, tunnel);
  const url = `http://anna:s3%63ret@127.0.0.1:${port}`;
  for (const [nth, name] of ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "https_proxy"].entries()) {
    assert.equal(await program(BEHIND, { [name]: url, NO_PROXY: "example.test,.soc.example.test" }), "ok ok");
    assert.equal(seen.connections, nth + 1);
  }
  const [connect, first, second, again] = seen.heads;
  assert.deepEqual(connect.split("\r\n").filter((line) => !line.startsWith("User-Agent")), [
    "CONNECT soc.example.test:80 HTTP/1.1",
    "Host: soc.example.test:80",
    "Proxy-Connection: Keep-Alive",
    "Proxy-Authorization: Basic YW5uYTpzM2NyZXQ=",
  ]);
  assert.ok([first, second].every((head) => head.startsWith("POST /VSOC/api/")) && again.startsWith("CONNECT "));
  // Loopback bypasses the proxy.
  const here = await listen(context, answering);
  assert.equal(await program(BEHIND.replace("soc.example.test", `127.0.0.1:${here.port}`), { ALL_PROXY: url }), "ok ok");
  assert.deepEqual([seen.connections, here.seen.connections], [4, 1]);
});

test("a refused tunnel fails with kind connect, a tunnel that breaks with interrupted", async (context) => {
  const refusing = await listen(context, (socket) => socket.on("data", () => socket.write("HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n")));
  const cutting = await listen(context, (socket) => socket.once("data", () => socket.end()));
  const late = await listen(context, (socket) => socket.once("data", () => (socket.write("HTTP/1.1 200 OK\r\n\r\n"), socket.once("data", () => socket.end()))));
  // Bytes that arrive before the request are not its response.
  const hasty = await listen(context, (socket) => socket.on("data", () => socket.write(`HTTP/1.1 200 OK\r\n\r\n${OK}`)));
  for (const [port, told] of [[refusing.port, "connect,,false"], [hasty.port, "connect,,false"], [cutting.port, "connect,,false"], [1, "connect,,false"], [late.port, "interrupted,,true"]]) {
    assert.equal(await program(BEHIND, { HTTP_PROXY: `http://127.0.0.1:${port}` }), `${told} ${told}`);
  }
  assert.equal(await program(BEHIND, { ALL_PROXY: "socks5://u:s3cret@127.0.0.1:1" }), "invalid_request,proxy,false invalid_request,proxy,false");
});

test("the proxy for a host is chosen from the environment", () => {
  const place = (host) => ({ host, port: 443, isSecure: true });
  const to = (host, environment) => proxyTo(place(host), environment);
  const HTTPS_PROXY = "proxy.example.com:3128";
  assert.deepEqual(to("soc.example.com", { HTTPS_PROXY }), { host: "proxy.example.com", port: 3128, isSecure: false, authorization: undefined });
  assert.deepEqual(to("soc.example.com", { ALL_PROXY: "https://[::2]", HTTPS_PROXY }), { host: "::2", port: 443, isSecure: true, authorization: undefined });
  assert.equal(to("soc.example.com", {}), undefined);
  // A percent sign that does not begin an escape.
  const authorization = `Basic ${Buffer.from("anna:100%:%zz%").toString("base64")}`;
  assert.deepEqual(to("soc.example.com", { HTTPS_PROXY: "http://anna:100%%3a%zz%@proxy.example.com:3128" }), { host: "proxy.example.com", port: 3128, isSecure: false, authorization });
  assert.equal(to("soc.example.com", { HTTPS_PROXY: "http://anna:%ff@proxy.example.com:3128" }), undefined);
  // The first valid URL is used.
  for (const wrong of ["", "ftp://h", "http://", "http://h:port"]) assert.equal(to("soc.example.com", { ALL_PROXY: wrong, HTTPS_PROXY }).port, 3128, wrong);
  for (const list of ["soc.example.com", "a,SOC.example.com", ".example.com", "*.example.com", "soc.*", "*"]) assert.equal(to("soc.example.com", { HTTPS_PROXY, NO_PROXY: list }), undefined, list);
  for (const list of ["", "example.com", "c.example.com", ".soc.example.com", "soc.example.co"]) assert.notEqual(to("soc.example.com", { HTTPS_PROXY, no_proxy: list }), undefined, list);
  for (const here of ["localhost", "LOCALHOST", "127.8.9.1", "::1"]) assert.equal(to(here, { HTTPS_PROXY }), undefined, here);
  for (const elsewhere of ["localhost.example.com", "127.example.com", "10.0.0.1", "::2"]) assert.notEqual(to(elsewhere, { HTTPS_PROXY }), undefined, elsewhere);
});

test("a response is parsed the same however it is split into pieces", () => {
  const chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, Chunked\r\n\r\n5;a=b\r\nhello\r\n06\r\n world\r\n0\r\nx: y\r\n\r\n";
  const interim = `HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n${OK}`;
  for (const [answer, body, keeps] of [
    [OK, BODY, true],
    [interim, BODY, true],
    [chunks, "hello world", true],
    [`\r\n${OK}`, BODY, true],
    ["HTTP/1.1 200 OK\ncontent-length: 2, 2\n\nok", "ok", true],
    ["HTTP/1.1 204 No Content\r\ncontent-length: 5\r\n\r\n", "", true],
    ["HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nok", "ok", false],
    ["HTTP/1.1 200 OK\r\nconnection: x, Close\r\ncontent-length: 2\r\n\r\nok", "ok", false],
  ]) {
    for (let size = 1; size <= answer.length; size++) {
      const reader = new AnswerReader(1000);
      let whole = false;
      for (let at = 0; at < answer.length; at += size) {
        assert.ok(!whole, "it ended too early");
        whole = reader.read(Buffer.from(answer.slice(at, at + size)));
      }
      assert.deepEqual([whole, String(Buffer.from(reader.body())), reader.leavesConnection], [true, body, keeps], `${answer} by ${size}`);
    }
    const reader = new AnswerReader(1000);
    assert.ok(reader.read(Buffer.from(`${answer}x`)) && !reader.leavesConnection, "something came that was not asked for");
  }
});

test("a body in one-byte chunks uses memory proportional to its size", () => {
  const reader = new AnswerReader(64 << 20);
  reader.read(Buffer.from("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"));
  const [chunks, blocks] = [10_000, 200];
  const block = Buffer.from("1\r\n \r\n".repeat(chunks));
  globalThis.gc();
  const used = () => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
  const before = used();
  for (let sent = 0; sent < blocks; sent++) assert.equal(reader.read(block), false);
  globalThis.gc();
  const perByte = (used() - before) / (chunks * blocks);
  assert.ok(perByte <= 4, `${perByte} bytes a byte`);
  assert.equal(reader.read(Buffer.from("0\r\n\r\n")), true);
  assert.equal(reader.body().length, chunks * blocks);
});

test("invalid responses are rejected at once", () => {
  const reading = (text) => new AnswerReader(1000).read(Buffer.from(text, "latin1"));
  for (const text of ["HTTP/2 200\r\n\r\n", "HTTP/1.1 099 No\r\n\r\n", "HTTP/1.1 2000\r\n\r\n", "SSH-2.0", "HTTP/1.1 200 OK\r\n folded: x\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
    "HTTP/1.1 200 OK\r\nna me: x\r\n\r\n", "HTTP/1.1 200 OK\r\nx: a\0b\r\n\r\n", "HTTP/1.1 200 OK\r\ncontent-length: \r\n\r\n", "HTTP/1.1 200 OK\r\ncontent-length: 1, 2\r\n\r\n", "HTTP/1.1 200 OK\r\ncontent-length: 0x1\r\n\r\n",
    `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${"f".repeat(14)}\r\n`, `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1;${"x".repeat(2000)}`]) {
    assert.throws(() => reading(text), { kind: "interrupted", message: "the answer is not HTTP/1.1" }, text.slice(0, 80));
  }
  for (const text of [`HTTP/1.1 200 OK\r\nx: ${"y".repeat(40_000)}`, "HTTP/1.1 200 OK\r\ncontent-length: 1001\r\n\r\n", "HTTP/1.1 200 OK\r\ncontent-length: 99999999999999999999\r\n\r\n",
    `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n${`x: ${"y".repeat(1000)}\r\n`.repeat(40)}`]) {
    assert.throws(() => reading(text), { kind: "body_too_large" }, text.slice(0, 80));
  }
  assert.equal(reading("HTTP/1.1 200 OK\r\n"), false);
  // In time linear in its length.
  const times = Array.from({ length: 5 }, () => {
    const began = performance.now();
    reading(`HTTP/1.1 200 OK\r\nx:${" ".repeat(16_000)}y${"\t".repeat(16_000)}\r\ncontent-length: 0\r\n\r\n`);
    return performance.now() - began;
  });
  assert.ok(Math.min(...times) < 100, `${times}`);
});

test("TLS records are tracked however they are split into pieces", () => {
  const lengths = [1, 0, 300, 16_640, 5];
  const stream = Buffer.concat(lengths.map((length) => Buffer.concat([Buffer.from([23, 3, 3, length >> 8, length & 255]), Buffer.alloc(length, 255)])));
  const ends = lengths.map((_, index) => lengths.slice(0, index + 1).reduce((sum, length) => sum + 5 + length, 0));
  for (const piece of [1, 2, 3, 7, 4_096, stream.length]) {
    const framing = new Framing();
    for (let at = 0; at < stream.length; at += piece) {
      framing.follow(stream.subarray(at, at + piece));
      const end = Math.min(at + piece, stream.length);
      assert.equal(framing.isBetweenRecords, ends.includes(end), `${end} in pieces of ${piece}`);
    }
  }
});

test("platform errors from another realm, as in test runners, are recognised", () => {
  const other = (text) => runInNewContext(`Object.assign(new Error("x"), ${text})`);
  const refused = other('{ code: "ECONNREFUSED", errno: -111, syscall: "connect" }');
  assert.ok(!(refused instanceof Error));
  assert.deepEqual([words(refused), isOfSystem(refused)], ["connection refused", true]);
  assert.deepEqual([words(other('{ code: "ECONNRESET" }')), isOfSystem(other('{ code: "ERR_SSL_WRONG_VERSION_NUMBER" }'))], ["unexpected end of file", false]);
  assert.deepEqual([words(undefined), isOfSystem(null)], ["other error", false]);
});

test("whatever a server does, the call ends, and a request reported as not sent never arrived", async (context) => {
  let seed = 7;
  const random = (below) => ((seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0), Math.floor((seed / 2 ** 32) * below));
  const answers = [OK, `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\n\r\n`, `HTTP/1.0 200 OK\r\n\r\n${BODY}`, "HTTP/1.1 103 x\r\n\r\nHTTP/1.1 403 No\r\ncontent-length: 0\r\n\r\n"];
  const arrived = new Set();
  const { port } = await listen(context, (socket) => {
    if (random(20) === 0) return socket.resetAndDestroy();
    socket.on("data", (data) => {
      for (const [, conclusion] of String(data).matchAll(/"Conclusion":"(\d+)"/g)) arrived.add(conclusion);
      let answer = Buffer.from(answers[random(answers.length)]);
      for (let changes = random(4); changes > 0; changes--) answer[random(answer.length)] = random(256);
      if (random(3) === 0) answer = answer.subarray(0, random(answer.length));
      const half = random(answer.length + 1);
      socket.write(answer.subarray(0, half));
      setTimeout(() => {
        if (socket.destroyed) return;
        socket.write(answer.subarray(half));
        [() => socket.end(), () => socket.resetAndDestroy(), () => undefined][random(3)]();
      }, random(3));
    });
  });
  const of = tenant(port);
  const unsent = [];
  let calls = 0;
  const caller = async () => {
    for (let number = ++calls; number <= 1_000; number = ++calls) {
      const concluding = d3.closeIncidents({ incidentNumbers: ["a"], bypassRequiredTasks: true, conclusion: String(number) });
      await run(of, concluding, { ...options, attemptTimeoutMs: 60 }).catch((error) => {
        assert.ok(isSoarwireError(error), String(error));
        if (error.family === "transport" && !error.maybeExecuted) unsent.push(String(number));
      });
    }
  };
  await Promise.all(Array.from({ length: 16 }, caller));
  assert.ok(arrived.size > 500);
  assert.deepEqual(unsent.filter((number) => arrived.has(number)), []);
});
