import type * as glue from "../soarwire_bulk_bg.js";
import { causeOf } from "../cause.js";
import { because, errorTold } from "../errors.js";
import type { SoarwireError } from "../soarwire-error.js";
import { type CallEvent, hear } from "../events.js";
import type { Kind } from "../kinds.js";
import { Operation, type OperationJson } from "../operation.js";
import { type Request, requestOf } from "../request.js";
import type { WaitReason } from "../run-options.js";
import { attempt, signedInTime } from "../sending.js";
import { Stop } from "../stop.js";
import { type Tenant, hasSources, randomNonce, sourceFor } from "../tenant.js";
import type { Progress, Transport } from "../transport.js";
import type { Journal } from "./journal.js";
import { append } from "./opening.js";
import type { BulkProgress, ResumeOptions } from "./options.js";
import type { Pace } from "./pace.js";
import { BulkReport, type BulkRow } from "./report.js";
import { Telling } from "./telling.js";

/** How often the listener of progress is called at most. */
const TICK_MS = 100;

/** What the core says to do. Same values as in the core. */
const enum Step {
  Done,
  Write,
  Send,
  Wait,
  Acquire,
}

/** @internal What a run is driven with. */
export interface Driving {
  readonly machine: glue.Run;
  readonly tenant: Tenant;
  readonly pace: Pace;
  readonly transport: Transport;
  readonly bodyLimit: number;
  readonly journal: Journal | undefined;
  readonly options: ResumeOptions;
}

/** An attempt that is under way. */
interface Flight {
  readonly call: number;
  readonly attempt: number;
  /** Its event. */
  readonly event: CallEvent | undefined;
  readonly request: Request;
  readonly untilMs: number;
  readonly stop: Stop;
  /** Whether it was handed to the transport: until then it waits for its credential. */
  isSent: boolean;
  done: Promise<void>;
}

/** @internal Does what the core says, until the run is over. */
export class Driver {
  readonly #driving: Driving;
  readonly #machine: glue.Run;
  /** Asked when the run is to stop; woken whenever something was reported. */
  readonly #stop: Stop;
  readonly #abandon: Stop;
  readonly #flights = new Set<Flight>();
  readonly #needsNonce: boolean;
  /** Tells what happens to calls, if anybody wants to know. */
  readonly #telling: Telling | undefined;
  /** Whether the run is over, and its machine gone. */
  #isDone = false;
  /** When nothing more is sent. */
  #lastMs = Infinity;
  #writing: Promise<void> | undefined;
  #toldMs = -Infinity;
  /** What the core, or code of ours, broke with: nothing is known of the run then but what its journal says. */
  #broken: { readonly thrown: unknown } | undefined;
  /** What the last failure came of, and the kind of the error that the run stops with, if it does for that. */
  #failure: { readonly kind: Kind; readonly cause: unknown } | undefined;

  constructor(driving: Driving) {
    this.#driving = driving;
    this.#machine = driving.machine;
    this.#needsNonce = driving.machine.needs_nonce();
    this.#stop = new Stop(driving.options.signal);
    this.#abandon = new Stop(driving.options.abandon);
    const { onEvent } = driving.options;
    this.#telling = onEvent === undefined ? undefined : new Telling(driving.machine, onEvent);
  }

  async drive(): Promise<BulkReport> {
    try {
      await this.#work();
      const report = this.#report();
      this.#machine.free();
      return report;
    } finally {
      this.#isDone = true;
      // Nothing goes on unseen.
      for (const { stop } of this.#flights) stop.ask(undefined);
      await Promise.all([...this.#flights].map(({ done }) => done));
      await this.#writing;
      this.#stop.end();
      this.#abandon.end();
    }
  }

  async #work(): Promise<void> {
    this.#lastMs = this.#now() + (this.#driving.options.deadlineMs ?? Infinity);
    for (;;) {
      await this.#giveUpLate();
      if (this.#broken !== undefined) throw this.#broken.thrown;
      const now = this.#now();
      if (this.#stop.asked || this.#abandon.asked) {
        this.#machine.cancel(now);
        for (const { isSent, stop } of this.#flights) if (!isSent) stop.wake();
      }
      const step: Step = this.#machine.poll(now, this.#needsNonce ? randomNonce() : "");
      const attempt = this.#telling?.tell(step === Step.Send);
      this.#tell(now, step === Step.Done);
      if (step === Step.Done) return;
      if (step === Step.Write) this.#write(this.#machine.text());
      else if (step === Step.Acquire) void this.#acquire(this.#machine.flight());
      else if (step === Step.Send) this.#send(requestOf(this.#machine.text()), attempt);
      else await this.#rest(this.#machine.until_ms() - now);
    }
  }

  /** Waits until something is reported, or for so long. */
  async #rest(ms: number): Promise<void> {
    const tickMs = this.#driving.options.onProgress === undefined ? Infinity : TICK_MS;
    const waiting = [this.#stop.rest(Math.min(Math.max(ms, 0), tickMs))];
    // It may be asked a second time.
    if (!this.#abandon.asked) waiting.push(this.#abandon.sleep(ms));
    await Promise.race(waiting);
    this.#stop.wake();
    this.#abandon.wake();
  }

  /** The transport knows best how far an attempt came whose time is over: the core hears it from there. */
  async #giveUpLate(): Promise<void> {
    const now = this.#now();
    const late = [...this.#flights].filter(({ untilMs }) => untilMs <= now);
    for (const { stop } of late) stop.wake();
    await Promise.all(late.map(({ done }) => done));
  }

  #now(): number {
    return this.#driving.pace.now();
  }

  #write(lines: string): void {
    const { journal } = this.#driving;
    const written = journal === undefined ? Promise.resolve() : append(journal, lines);
    this.#writing = written.then(
      () => this.#heard(() => this.#machine.on_written()),
      (thrown: unknown) => {
        const error = thrown as SoarwireError;
        this.#heard(() => {
          this.#fail(error.kind, error.cause);
          this.#machine.on_written(error.reason ?? "");
        });
      },
    );
  }

  /** Has the limiter let an attempt of a call go. A run that is over does not wait for it. */
  async #acquire(call: number): Promise<void> {
    let failed: { readonly cause: unknown } | undefined;
    try {
      await this.#driving.options.acquire?.(1);
    } catch (cause) {
      failed = { cause };
    }
    // An aborted signal counts before its listeners are told.
    if (this.#isDone || this.#isOver()) return;
    this.#heard(() => {
      if (failed !== undefined) this.#fail("invalid_request", failed.cause);
      this.#machine.on_acquired(this.#now(), call, failed !== undefined);
    });
  }

  #send(request: Request, event: CallEvent | undefined): void {
    const [call, attempt, untilMs] = [this.#machine.flight(), this.#machine.attempt(), this.#machine.until_ms()];
    const stop = new Stop(this.#driving.options.abandon);
    const flight: Flight = { call, attempt, event, request, untilMs, stop, isSent: false, done: Promise.resolve() };
    flight.done = this.#attempted(flight).then(
      (report) => this.#heard(report),
      (thrown: unknown) => this.#heard(() => this.#break(thrown)),
    );
    this.#flights.add(flight);
    void flight.done.then(() => {
      stop.end();
      this.#flights.delete(flight);
    });
  }

  /** One attempt; gives what tells the core how it went. */
  async #attempted(flight: Flight): Promise<() => void> {
    const { call, attempt: name, event, untilMs, stop } = flight;
    const { tenant, transport, bodyLimit } = this.#driving;
    const machine = this.#machine;
    const withdrawn = (): void => machine.withdraw(this.#now(), call, name);
    let { request } = flight;
    const operation = hasSources(tenant) ? this.#operation(call) : undefined;
    const source = operation === undefined ? undefined : sourceFor(tenant, operation);
    if (operation !== undefined && source !== undefined) {
      const signed = await signedInTime(source, operation, this.#leftMs(untilMs), () => this.#now(), stop);
      if (signed === undefined || this.#isOver()) return withdrawn;
      if (!("request" in signed)) {
        return () => {
          this.#fail(signed.reason === "" ? "missing_credential" : "invalid_request", signed.cause);
          machine.refuse(this.#now(), call, name, source.field, signed.reason);
        };
      }
      ({ request } = signed);
    }
    if (event !== undefined) this.#telling?.hear(event);
    flight.isSent = true;
    const progress: Progress = { phase: "unsent" };
    const arrival = await attempt(transport, { request, progress, bodyLimit }, untilMs - this.#now(), stop);
    if (arrival === undefined) return progress.phase === "sent" ? () => machine.on_failure(this.#now(), call, name, "interrupted", "the run was abandoned") : withdrawn;
    if ("failed" in arrival) {
      return () => {
        this.#fail(arrival.failed, causeOf(arrival.cause, request));
        machine.on_failure(this.#now(), call, name, arrival.failed, arrival.reason ?? "");
      };
    }
    return () => machine.on_response(this.#now(), call, name, arrival.status, arrival.headers, arrival.body);
  }

  /** How long an attempt may still wait for what it needs before it is sent. */
  #leftMs(untilMs: number): number {
    return Math.min(untilMs, this.#lastMs) - this.#now();
  }

  /** Whether nothing more is sent. An aborted signal counts before its listeners are told. */
  #isOver(): boolean {
    const { signal, abandon } = this.#driving.options;
    return signal?.aborted === true || abandon?.aborted === true || this.#now() >= this.#lastMs;
  }

  /** Remembers what a failure came of, unless the run has stopped already. */
  #fail(kind: Kind, cause: unknown): void {
    if (this.#machine.error() === "") this.#failure = { kind, cause };
  }

  /** What a call in flight asks for. */
  #operation(flight: number): Operation {
    const { operation, params } = JSON.parse(this.#machine.operation(flight)) as OperationJson;
    return new Operation(this.#driving.tenant.vendor, operation, undefined, params);
  }

  /** Reports something to the core, and has the loop go on. */
  #heard(report: () => void): void {
    try {
      report();
      this.#telling?.tell();
    } catch (thrown) {
      this.#break(thrown);
    }
    this.#stop.wake();
  }

  #break(thrown: unknown): void {
    this.#broken ??= { thrown };
  }

  #tell(now: number, isDone: boolean): void {
    const { onOutcome, onProgress } = this.#driving.options;
    if (onOutcome !== undefined) for (const row of JSON.parse(this.#machine.take_settled()) as BulkRow[]) hear(() => onOutcome(row), "outcomes");
    if (onProgress === undefined || (!isDone && now - this.#toldMs < TICK_MS)) return;
    this.#toldMs = now;
    const progress = this.#progress(now);
    hear(() => onProgress(progress), "progress");
  }

  #progress(now: number): BulkProgress {
    const numbers = [...this.#machine.progress(now)] as [number, number, number, number, number, number, number, number, number, number, number, number, number, number];
    const [planned, succeeded, failed, unreported, unknown, notAttempted, skipped, settled, sent, inFlight, elapsedMs, rate, left, untilMs] = numbers;
    const counts = { planned, succeeded, failed, unreported, unknown, notAttempted, skipped };
    const waiting = Number.isNaN(untilMs) ? null : { why: this.#machine.waiting(now) as WaitReason, untilMs };
    return { counts, settled, sent, inFlight, waiting, elapsedMs, rate, leftMs: Number.isNaN(left) ? null : left };
  }

  #report(): BulkReport {
    const told = this.#machine.error();
    const causeFor = (kind: Kind): unknown => (this.#failure?.kind === kind ? this.#failure.cause : undefined);
    const error = told === "" ? null : (because(errorTold(told), causeFor) as SoarwireError);
    return new BulkReport(this.#machine.report(), error);
  }
}
