import type { Answer } from "./answer.js";
import { Call } from "./call.js";
import { causeOf } from "./cause.js";
import type { Clock } from "./clock.js";
import { loader } from "./core.js";
import { secretOf, signedWith } from "./credentials.js";
import { SoarwireError, because, invalid } from "./errors.js";
import { Watch } from "./events.js";
import { type Fetch, overFetch } from "./fetch.js";
import type { Vendor } from "./kinds.js";
import { type Operation, heldBy } from "./operation.js";
import { paceOf, pacerOf } from "./pacer.js";
import { type RunOptions, checkOptions } from "./run-options.js";
import { Stop } from "./stop.js";
import { type Tenant, randomNonce, sourceFor, tenantHeldBy } from "./tenant.js";
import { type Arrival, type Exchange, type Progress, type Transport, outOfTime, ownTransport } from "./transport.js";

/** The time limit for connecting. */
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Carries out an operation: pacing, attempts, waits that the server asks for, deadline, re-signing. The core decides what
 * may be repeated and when, the same in every language; a request that appends is never sent again once it may have been carried
 * out.
 *
 * In Node it uses its own HTTP/1.1 client on `node:net` and `node:tls`: there is no cache and there are no hidden resends, and
 * failures have exact kinds (`dns`, `connect`, `tls`, …). Idle connections are kept for 15 s and do not keep the process alive.
 * The proxy comes from the environment (`ALL_PROXY`, `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`), and additional certificate
 * authorities come from `NODE_EXTRA_CA_CERTS`.
 *
 * In a page, or with the option `fetch`, it uses `fetch`, which hides why a request failed: every failure is `interrupted`, and
 * the request may have been carried out. A browser may also resend a request on its own, without the page noticing.
 *
 * Redirects are never followed; one that the browser hides is `unexpected_status` with status 0.
 *
 * @throws {@link SoarwireError} when the call fails; with `report` if it may have been carried out. An aborted call throws one of
 * kind `interrupted`, with `signal.reason` as its `cause`.
 */
export async function run<T extends Tenant, A extends Answer>(tenant: T, operation: Operation<T["vendor"], A>, options: RunOptions = {}): Promise<A> {
  // Refuses a missing or copied tenant or operation by its name.
  tenantHeldBy(tenant);
  heldBy(operation);
  checkOptions(options);
  const { signal, onWait, onAttempt } = options;
  const bodyLimit = positive("bodyLimit", options.bodyLimit) ?? loader.use().default_body_limit();
  const transport = transportTo(tenant.baseUrl, options);
  const { call, clock } = begin(tenant, operation, options);
  const source = sourceFor(tenant, operation);
  const stop = new Stop(signal);
  const watch = new Watch(options.onEvent, operation, tenant.baseUrl, () => clock.now());
  let cause: unknown;
  let told: string | undefined;
  try {
    for (;;) {
      if (stop.asked) call.cancel(clock.now());
      const step = call.poll(clock.now(), randomNonce());
      const { untilMs } = call;
      if (step === "done") {
        watch.done(call.answer);
        return call.answer;
      }
      if (step === "send") {
        const { attempt: name } = call;
        let { request } = call;
        if (source !== undefined) {
          const asked = await Promise.race([secretOf(source), stop.sleep(untilMs - clock.now())]);
          stop.wake();
          if (asked === undefined) {
            call.withdraw(name);
            continue;
          }
          const signed = "secret" in asked ? signedWith(source, asked.secret, operation, { nonce: randomNonce(), nowMs: clock.now() }) : asked;
          if (!("request" in signed)) {
            // After an attempt the call ends as that one did.
            if (call.attempts === 1) cause = "failed" in signed ? signed.failed : undefined;
            call.refuse(clock.now(), name, source.field, "wrong" in signed ? (signed.wrong.reason ?? "") : "");
            continue;
          }
          ({ request } = signed);
        }
        stop.tell(() => onAttempt?.({ attempt: call.attempts, request }));
        if (stop.asked) {
          call.withdraw(name);
          continue;
        }
        watch.attempt(call.attempts);
        const progress: Progress = { phase: "unsent" };
        const arrival = await attempt(transport, { request, progress, bodyLimit }, untilMs - clock.now(), stop);
        if (arrival === undefined) {
          // A request that was not sent cannot have been carried out.
          if (progress.phase !== "sent") call.withdraw(name);
          continue;
        }
        cause = undefined;
        if ("failed" in arrival) {
          cause = causeOf(arrival.cause, request);
          watch.answer(undefined, call.onTransportError(clock.now(), name, arrival.failed, arrival.reason));
        } else {
          watch.answer(arrival.status, call.onResponse(clock.now(), name, arrival));
        }
      } else {
        const waitMs = Math.max(untilMs - clock.now(), 0);
        const wait = `${step} ${untilMs}`;
        // Timers may fire a little early; what is left then is the same wait.
        if (wait !== told) {
          watch.wait(step, waitMs);
          stop.tell(() => onWait?.({ why: step, waitMs, untilMs }));
        }
        told = wait;
        await stop.sleep(waitMs);
      }
    }
  } catch (thrown) {
    // An abort that came too late to end the call is the cause of nothing.
    const error = because(thrown, (kind) => (stop.asked && kind === "interrupted" ? stop.cause : cause));
    if (error instanceof SoarwireError) watch.failed(error);
    throw error;
  } finally {
    stop.end();
    call.free();
  }
}

function begin<A extends Answer>(tenant: Tenant, operation: Operation<Vendor, A>, options: RunOptions): { call: Call<A>; clock: Clock } {
  const { timeoutMs, attemptTimeoutMs, maxAttempts, requestsPerSecond, seed = Math.floor(Math.random() * 2 ** 53) } = options;
  if (!(typeof seed === "number" && seed >= 0)) throw invalid("seed", "must be a number, 0 or more");
  if (maxAttempts !== undefined && !(typeof maxAttempts === "number" && maxAttempts >= 1 && (Number.isInteger(maxAttempts) || maxAttempts === Infinity))) {
    throw invalid("maxAttempts", "must be a whole number, 1 or more");
  }
  if (options.pacer !== undefined && requestsPerSecond !== undefined) {
    throw invalid("requestsPerSecond", "cannot be set beside a pacer, which has a rate of its own");
  }
  const { pacer, clock } = paceOf(options.pacer ?? pacerOf(tenant, requestsPerSecond ?? tenant.requestsPerSecond));
  const call = new Call(tenant, operation, pacer, {
    timeoutMs: positive("timeoutMs", timeoutMs),
    attemptTimeoutMs: positive("attemptTimeoutMs", attemptTimeoutMs),
    maxAttempts: maxAttempts === undefined ? undefined : Math.min(maxAttempts, 2 ** 32 - 1),
    seed,
  });
  return { call, clock };
}

function positive(name: string, value: number | undefined): number | undefined {
  if (value === undefined || (typeof value === "number" && value > 0)) return value;
  throw invalid(name, "must be a number greater than 0");
}

/** The transport of a call. */
function transportTo(baseUrl: string, { fetch, connectTimeoutMs, reuseConnections }: RunOptions): Transport {
  const timeoutMs = positive("connectTimeoutMs", connectTimeoutMs) ?? CONNECT_TIMEOUT_MS;
  if (reuseConnections !== undefined && typeof reuseConnections !== "boolean") throw invalid("reuseConnections", "must be true or false");
  // Only a page, or a test that simulates one, can resolve a path.
  const isPath = baseUrl.startsWith("/");
  const own = fetch === undefined && !isPath ? ownTransport() : undefined;
  if (fetch === undefined && isPath && globalThis.location === undefined) {
    throw invalid("baseUrl", "is a path, which has no origin outside of a page: pass a URL, or your own `fetch`");
  }
  if (own !== undefined) return own(baseUrl, { timeoutMs, reuse: reuseConnections ?? true });
  for (const [name, value] of Object.entries({ connectTimeoutMs, reuseConnections })) {
    if (value !== undefined) throw invalid(name, "is for connections of the package's own: `fetch` decides that by itself");
  }
  const used = fetch === undefined ? (globalThis.fetch as Fetch | undefined) : fetch;
  if (typeof used !== "function") throw invalid("fetch", fetch === undefined ? "must be given: this platform has no `fetch`" : "must be a function");
  return overFetch(used);
}

/** Sends a request and reads the answer, whether or not the transport heeds its signal; `undefined` when the call is aborted. */
async function attempt(transport: Transport, exchange: Omit<Exchange, "signal">, forMs: number, stop: Stop): Promise<Arrival | undefined> {
  const controller = new AbortController();
  const exchanged = transport({ ...exchange, signal: controller.signal });
  const over = stop.sleep(forMs).then(() => (stop.asked ? undefined : outOfTime(exchange.progress)));
  const arrival = await Promise.race([exchanged, over]);
  stop.wake();
  // Stops whatever is still running.
  if (arrival === undefined || "failed" in arrival) controller.abort();
  return arrival;
}
