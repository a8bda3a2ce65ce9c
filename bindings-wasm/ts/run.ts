import type { Answer } from "./answer.js";
import { Call } from "./call.js";
import { causeOf } from "./cause.js";
import { because } from "./errors.js";
import { SoarwireError } from "./soarwire-error.js";
import { Watch } from "./events.js";
import { type Operation, heldBy } from "./operation.js";
import { chosenPacer, paceOf } from "./pacer.js";
import { type RunOptions, checkOptions } from "./run-options.js";
import { attempt, bodyLimitOf, limitsOf, signedInTime, transportTo } from "./sending.js";
import { Stop } from "./stop.js";
import { type Tenant, randomNonce, sourceFor, tenantHeldBy } from "./tenant.js";
import type { Progress } from "./transport.js";

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
  const bodyLimit = bodyLimitOf(options);
  const transport = transportTo(tenant.baseUrl, options);
  const limits = limitsOf(options);
  const { pacer, clock } = paceOf(chosenPacer(tenant, options));
  const call = new Call(tenant, operation, pacer, limits);
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
          const signed = await signedInTime(source, operation, untilMs - clock.now(), () => clock.now(), stop);
          if (signed === undefined) {
            call.withdraw(name);
            continue;
          }
          if (!("request" in signed)) {
            // After an attempt the call ends as that one did.
            if (call.attempts === 1) cause = signed.cause;
            call.refuse(clock.now(), name, source.field, signed.reason);
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
