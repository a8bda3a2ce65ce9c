/** The only file that knows the package `soarwire`. */
import {
  type AnySoarwireError,
  type Kind,
  type Operation,
  type Report,
  type Request,
  type RunOptions,
  type Tenant,
  clear,
  d3,
  init,
  isSoarwireError,
  run,
  xpanse,
  type Fetch,
} from "soarwire";
import type { Vendor } from "./model/incident.ts";
import type { Call, Change } from "./model/order.ts";
import type { Outcome } from "./model/outcome.ts";
import type { Wait } from "./run/run.ts";

export { type Fault, Sandbox, init as initSandbox } from "soarwire/sandbox";
export { init };

export type { Fetch } from "soarwire";

/** Where the tenants are. The page holds no key: a gateway adds it. */
export interface Connection {
  readonly d3: d3.Tenant;
  readonly xpanse: xpanse.Tenant;
  readonly fetch: Fetch;
}

/** `base` is the gateway's path; under it the tenants are where soarwire's own gateway has them. */
export function connect(base: string, username: string, site: string, fetch: Fetch): Connection {
  let tenant: d3.Tenant | undefined;
  return {
    // Who has Xpanse alone has no D3 account, and must not be asked for one.
    get d3() {
      return (tenant ??= new d3.Tenant({ baseUrl: `${base}/soar`, username, site }));
    },
    xpanse: new xpanse.Tenant({ baseUrl: `${base}/xpanse` }),
    fetch,
  };
}

/** A request as it will go out; there is no secret in it to hide. */
export interface RequestPreview {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

/** @throws the core's error about a field, to be read with {@link fieldProblem}. */
export function preview(connection: Connection, call: Call): RequestPreview {
  const bound = bind(connection, call);
  try {
    const { method, url, headers, body } = bound.request();
    return { method, url, headers: Object.entries(headers), body };
  } finally {
    bound.free();
  }
}

export interface FieldProblem {
  readonly field: string;
  readonly reason: string;
}

/** What the core says of a field; nothing for any other error. */
export function fieldProblem(error: unknown): FieldProblem | undefined {
  if (!isSoarwireError(error) || error.family !== "build") return undefined;
  return { field: error.field ?? "", reason: error.reason ?? error.message };
}

/** What came of one call, incident by incident in the order of its ids. */
export interface Answered {
  readonly outcomes: readonly Outcome[];
  readonly warnings: readonly string[];
  /** The canonical report, or the canonical error. */
  readonly json: unknown;
  /** Set when every other request to this tenant would be refused for the same cause: which it is. */
  readonly refusedAll: string | undefined;
}

export interface Hooks {
  readonly signal: AbortSignal;
  /** Before an attempt leaves; throwing keeps it from leaving. */
  readonly onSend: () => void;
  readonly onWait: (wait: Wait) => void;
}

/** Sends one call and says what is known afterwards, whatever a server or a network does. */
export async function send(connection: Connection, call: Call, hooks: Hooks): Promise<Answered> {
  const bound = bind(connection, call);
  try {
    const report = await bound.run({
      signal: hooks.signal,
      fetch: connection.fetch,
      onAttempt: hooks.onSend,
      onWait: ({ why, waitMs, untilMs }) => hooks.onWait({ why, ms: waitMs, until: untilMs }),
    });
    const answered = { outcomes: outcomesOf(report), warnings: report.warnings, json: report.toJSON(), refusedAll: undefined };
    report.free();
    return answered;
  } catch (error) {
    if (!isSoarwireError(error)) throw error;
    return refusal(error, call, hooks.signal.aborted);
  } finally {
    bound.free();
  }
}

function outcomesOf(report: Report): Outcome[] {
  return report.outcomes().map(({ outcome }): Outcome => {
    switch (outcome.status) {
      case "failed":
        return { is: "failed", reason: outcome.reason };
      case "unknown":
        return { is: "unknown", why: outcome.why };
      default:
        return { is: outcome.status };
    }
  });
}

function refusal(error: AnySoarwireError, call: Call, stopped: boolean): Answered {
  const words = sentence(error);
  const common = { warnings: [], json: error.toJSON(), refusedAll: HOPELESS.has(error.kind) ? words : undefined };
  if (error.report) {
    const why = [WHYS[error.kind] ?? error.kind, ...vendorWords(error)].join(" · ");
    return { ...common, outcomes: call.ids.map(() => ({ is: "unknown", why })) };
  }
  const cancelled = error.attempts === 0 ? "cancelled before it was sent" : "cancelled after the server had turned it away";
  const outcome: Outcome = stopped ? { is: "unsent", why: cancelled } : { is: "failed", reason: words };
  return { ...common, outcomes: call.ids.map(() => outcome) };
}

/** Refusals of the caller, not of the request: the next one would fare no better. */
const HOPELESS: ReadonlySet<string> = new Set(["unauthenticated", "license_required", "forbidden", "missing_credential"]);

/** Why nobody knows, in a few words: it stands beside every incident of the call. */
const WHYS: Partial<Record<Kind, string>> = {
  timeout: "no answer came in time",
  interrupted: "the connection broke before the answer",
  body_too_large: "the answer was too large to be read",
  undecodable: "the answer could not be understood",
  server_error: "the server had an error",
  command_failed: "the command failed",
  unexpected_status: "the answer was none that is documented",
};

/** soarwire's own sentence, then the vendor's words about the request and about its fields. */
function sentence(error: AnySoarwireError): string {
  return [error.message, ...vendorWords(error)].join(" · ");
}

function vendorWords(error: AnySoarwireError): string[] {
  const fields = Object.entries(error.fields).map(([field, messages]) => `${field}: ${messages.join(" ")}`);
  return [error.vendorMessage, error.extra, ...fields].filter((part) => typeof part === "string" && part !== "") as string[];
}

/** A tenant and an operation of the same vendor. */
interface Bound {
  request(): Request;
  run(options: RunOptions): Promise<Report>;
  free(): void;
}

function pair<V extends Vendor>(tenant: Tenant<V>, operation: Operation<V, Report>): Bound {
  return {
    // Unsigned on purpose: whatever a preview shows can be copied and pasted.
    request: () => tenant.unsigned(operation),
    run: (options) => run(tenant, operation, options),
    free: () => operation.free(),
  };
}

function bind(connection: Connection, { order, ids }: Call): Bound {
  switch (order.op) {
    case "d3.updateOwner": {
      const { op, ...params } = order;
      return pair(connection.d3, d3.updateOwner({ incidentNumbers: ids, ...params }));
    }
    case "d3.closeIncidents": {
      const { op, ...params } = order;
      return pair(connection.d3, d3.closeIncidents({ incidentNumbers: ids, ...params }));
    }
    case "d3.linkToCases": {
      const { op, ...params } = order;
      return pair(connection.d3, d3.linkToCases({ incidentNumbers: ids, ...params }));
    }
    case "xpanse.updateIncident": {
      const { op, severity, assignee, ...params } = order;
      const operation = xpanse.updateIncident({
        incidentId: ids[0] ?? "",
        severity: changed(severity),
        assignee: changed(assignee),
        ...params,
      });
      return pair(connection.xpanse, operation);
    }
  }
}

function changed<T>(change: Change<T> | undefined): T | typeof clear | undefined {
  return change === "clear" ? clear : change?.set;
}
