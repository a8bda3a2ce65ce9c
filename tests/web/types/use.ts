// Compiled, never run: what must and what must not type-check for a user of the package.
import {
  type Answer, type AnySoarwireError, type CallEvent, type Created, type Details, type Failed, type Fetch, type Incomplete, type Json, type Operation, type Outcome, Page, type PagesEnd, Reply, Report, type Row, SoarwireError, type Tenant, type Validity,
  clear, d3, init, isKind, isSoarwireError, pages, run, xpanse,
} from "soarwire";
import { type BulkCounts, type BulkOutcome, BulkReport, type BulkRow, type Guard, Incomplete as BulkIncomplete, type Journal, MemoryJournal, Plan, plan, readJournal, resume, runBulk } from "soarwire/bulk";
import { type Fault, Sandbox } from "soarwire/sandbox";
import { type OverviewRow, Settlement, overview, settle } from "soarwire/settle";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Equal<A, B>): void => undefined;

export async function use(bytes: Uint8Array, signal: AbortSignal): Promise<string> {
  await init(new URL("https://example.com/soarwire_bg.wasm"));
  await init(fetch("https://example.com/soarwire_bg.wasm"));
  const tenant = new d3.Tenant({ baseUrl: "/soar", username: "Admin", site: "Security Operations" });
  const operation = d3.closeIncidents({ incidentNumbers: ["1"] as const, bypassRequiredTasks: true, conclusion: undefined });
  const request = tenant.request(operation, { nowMs: 5 });
  same<typeof request.method, "POST">(true);
  const sent = await fetch(request.url, { method: request.method, headers: { ...request.headers }, body: request.body });
  const report: Report = operation.parse(sent.status, sent.headers, new Uint8Array(await sent.arrayBuffer()));
  operation.parse(200, { "retry-after": "7" }, bytes);
  operation.parse(200, [["retry-after", "7"]], "text");

  const sandbox = new Sandbox({ seed: 7, d3: { incidents: [{ number: "A-1" }] } });
  const faults: Fault[] = [{ kind: "rate_limited", retry_after: 1, times: null }, { kind: "left_out", count: 2 }];
  sandbox.script(...faults);
  await run(tenant, operation, { fetch: sandbox.fetch, signal, timeoutMs: 5 });
  await run(tenant, operation, { fetch, onWait: ({ why }) => same<typeof why, "pacing" | "retry_after" | "backoff">(true) });
  await run(tenant, operation, { connectTimeoutMs: 5, reuseConnections: false, onAttempt: async () => undefined });
  // @ts-expect-error: an option that does not exist.
  await run(tenant, operation, { timeout: 5 });
  await run(new d3.Tenant(sandbox.tenants.d3), operation);
  await run(new xpanse.Tenant(sandbox.tenants.xpanse), xpanse.updateIncident({ incidentId: 1, status: "new" }));
  // Each operation has its own answer.
  const listed = await run(new xpanse.Tenant(sandbox.tenants.xpanse), xpanse.getIncidents({ filters: [{ field: "status", operator: "eq", value: "new" }], sort: { field: "creation_time", keyword: "desc" } }));
  same<typeof listed, Page>(true);
  same<ReturnType<typeof listed.rows>, Row[]>(true);
  same<typeof listed.total, number | null>(true);
  xpanse.getIncidents({ searchTo: 10, ...listed.next });
  const [typed] = xpanse.Incident.of(listed);
  if (typed !== undefined) {
    same<typeof typed, xpanse.Incident>(true);
    same<typeof typed.creationTime, Date | null>(true);
    same<typeof typed.tags, string[] | null>(true);
    same<typeof typed.alertCount, number | null>(true);
    same<typeof typed.xpanseRiskExplainer, Json>(true);
    // @ts-expect-error: the vendor's data is read-only.
    typed.status = "resolved";
  }
  same<ReturnType<typeof d3.Incident.of>, d3.Incident[]>(true);
  // @ts-expect-error: a page has no outcomes.
  listed.succeeded;
  // @ts-expect-error: neither way round.
  xpanse.getIncidents({ sort: { field: "creation_time", keyword: "up" } });
  const asset = new xpanse.Tenant({ baseUrl: "/xpanse" });
  same<Awaited<ReturnType<typeof details>>, Details>(true);
  async function details() {
    return run(asset, xpanse.getIncidentExtraData({ incidentId: 7, alertsLimit: 5 }));
  }
  const made = await run(tenant, d3.createIncident({ incidentType: "Phishing", rawData: { mails: [{ from: null }] } }));
  same<typeof made, Created>(true);
  same<typeof made.id, string | null>(true);
  const key: Validity = await run(asset, xpanse.validateKey());
  same<typeof key.valid, boolean>(true);
  const replied = await run(tenant, d3.command({ name: "GetUsersBySite", effect: "reads" }));
  same<typeof replied, Report | Reply>(true);
  if (replied instanceof Reply) same<typeof replied.rawData, Json>(true);
  else replied.succeeded.join();
  // @ts-expect-error: perhaps a report.
  replied.rawData;
  d3.setFields({ changes: [{ incidentNumber: "1", fields: { Severity: "High" } }] });
  // @ts-expect-error: named as in the core.
  d3.setFields({ changes: [{ incident_number: "1", fields: {} }] });
  const period = { startTime: "2026-11-01 00:00:00", endTime: "2026-11-02 00:00:00" };
  const numbered = await run(tenant, d3.getIncidents({ ...period, filter: [[{ field: "Status", operator: "=", value: "Open" }, { field: "Owner", operator: "IS EMPTY" }]] }));
  d3.getIncidents({ ...period, ...numbered.next });
  // @ts-expect-error: one condition is no list of them.
  d3.getIncidents({ ...period, filter: [{ field: "Status", operator: "=", value: "Open" }] });
  // @ts-expect-error: no effect.
  d3.command({ name: "X", effect: "writes" });
  same<Row["id"], string | null>(true);
  const list = pages(asset, xpanse.getIncidents(), { limit: 5, signal });
  for await (const page of list) same<typeof page, Page>(true);
  same<typeof list.end, PagesEnd | null>(true);
  if (list.operation !== null) pages(asset, list.operation);
  // @ts-expect-error: it does not list.
  pages(tenant, operation);
  // @ts-expect-error: of another vendor.
  pages(tenant, xpanse.getIncidents());
  // @ts-expect-error: no option.
  pages(asset, xpanse.getIncidents(), { limits: 5 });
  const guard: Guard = [{ field: "status", operator: "in", value: ["new", null] }];
  const planned = plan(operation, { chunk: 10, guard, ids: ["1", 2] });
  same<typeof planned, Plan<"d3">>(true);
  const journal: Journal = new MemoryJournal();
  const ended = await runBulk(tenant, planned, {
    journal, signal, abandon: signal, concurrency: 2, deadlineMs: 5, breaker: 0, maxAttempts: 1,
    onProgress: ({ counts, leftMs, waiting }) => (same<typeof counts, BulkCounts>(true), same<typeof leftMs, number | null>(true), waiting?.why),
    onOutcome: (row) => same<typeof row, BulkRow>(true),
    onEvent: (event) => same<typeof event, CallEvent>(true),
    acquire: async (count) => same<typeof count, number>(true),
  });
  same<ReturnType<typeof done>, BulkReport<"d3">>(true);
  function done() {
    return ended.requireAll();
  }
  const thrown: unknown = ended;
  if (thrown instanceof BulkIncomplete) same<typeof thrown.report, BulkReport>(true);
  // @ts-expect-error: no function.
  await resume(tenant, journal, { acquire: 5 });
  same<typeof ended, BulkReport<"d3">>(true);
  same<Awaited<ReturnType<typeof ended.settle>>, BulkReport<"d3">>(true);
  same<BulkRow["outcome"], BulkOutcome>(true);
  await runBulk(tenant, ended.retry({ unknown: true }), { journal: "a name" });
  const gone: BulkReport<"d3"> = await resume(tenant, "a name", { signal });
  gone.rows[0]?.settled === "in_effect";
  for (const request of planned.requests()) same<typeof request, Operation<"d3", Report>>(true);
  const { plan: stored, user } = await readJournal(journal);
  same<typeof stored, Plan>(true);
  same<typeof user, string | null>(true);
  // @ts-expect-error: of another vendor.
  await runBulk(asset, planned);
  // @ts-expect-error: the journal is the second argument.
  await resume(tenant, "a name", { journal });
  // @ts-expect-error: a page is no report of incidents.
  plan(xpanse.getIncidents());
  // @ts-expect-error: no column for a guard.
  plan(operation, { guard: [{ field: "id", operator: "in", value: "1" }] });
  same<typeof ended.failed, Failed[]>(true);
  same<ReturnType<typeof ended.row>, BulkRow | undefined>(true);
  same<ReturnType<typeof restored>, BulkReport<"d3">>(true);
  function restored() {
    return BulkReport.fromJson(planned, "{}");
  }
  // @ts-expect-error: nothing is added to a report.
  ended.rows.push();
  const settlement = await settle(tenant, operation, report, { signal });
  same<typeof settlement, Settlement<"d3", Report>>(true);
  if (settlement.operation !== null) same<Awaited<ReturnType<typeof again>>, Report>(true);
  async function again() {
    return run(tenant, settlement.operation ?? operation);
  }
  const [first] = settlement.rows;
  if (first?.settled.status === "cannot_tell") same<typeof first.settled.why, string>(true);
  const failed = async (thrown: Incomplete | AnySoarwireError) => settle(tenant, operation, thrown);
  await failed(operation.lost("timeout"));
  // @ts-expect-error: perhaps no error of this package.
  await settle(tenant, operation, new Error());
  same<ReturnType<typeof Settlement.fromJson>, Settlement>(true);
  const found = d3.searchIncidents({ status: "Open" });
  const view = overview({ soc: { tenant, operation: found, options: { signal } }, asset: { tenant: asset, operation: xpanse.getAlerts() } }, { signal });
  for await (const row of view) same<typeof row, OverviewRow>(true);
  same<ReturnType<typeof view.ends.get>, PagesEnd | undefined>(true);
  same<ReturnType<typeof view.failures.get>, AnySoarwireError | undefined>(true);
  // @ts-expect-error: of another vendor.
  overview({ asset: { tenant: asset, operation: found } });
  // @ts-expect-error: it does not list.
  overview({ soc: { tenant, operation } });
  // An operation needs a tenant of its vendor.
  // @ts-expect-error: of another vendor.
  await run(tenant, xpanse.updateIncident({ incidentId: "1", status: "new" }));
  const named = xpanse.updateIncident({ incidentId: "1", status: "new" });
  // @ts-expect-error: of another vendor, through a variable.
  await run(tenant, named, { signal });
  // @ts-expect-error: of another vendor.
  await run(new xpanse.Tenant({ baseUrl: "/xpanse" }), operation);
  // @ts-expect-error: of another vendor.
  tenant.unsigned(named);
  // @ts-expect-error: missing.
  await run(tenant);
  // @ts-expect-error: perhaps undefined.
  await run(tenant, Math.random() > 0.5 ? operation : undefined);
  // @ts-expect-error: a copy is not a tenant.
  await run({ ...tenant }, operation);
  // @ts-expect-error: a copy is not an operation.
  await run(tenant, { ...operation });
  same<Awaited<ReturnType<typeof both<"d3", Report>>>, Report>(true);
  // A `URL` object is accepted as well as a string.
  new d3.Tenant({ baseUrl: new URL("https://soc.example.com/VSOC"), username: "a", site: "b" });
  new xpanse.Tenant({ baseUrl: new URL("https://soc.example.com/") });
  // Answers are read-only.
  // @ts-expect-error: a read-only list.
  report.succeeded.push("2");
  // @ts-expect-error: a read-only parameter.
  operation.params["owner"] = "x";
  const own: Fetch = (url, init) => fetch(url, init);
  await run(tenant, operation, { fetch: own });

  // Absent, clear and set.
  xpanse.updateIncident({ incidentId: "1", assignee: clear, severity: clear });
  xpanse.updateIncident({ incidentId: "1", assignee: { mail: "a@example.com", prettyName: "A" }, severity: "a word of the tenant's" });
  // @ts-expect-error: null says neither.
  xpanse.updateIncident({ incidentId: "1", assignee: null });
  // @ts-expect-error: null says neither.
  xpanse.updateIncident({ incidentId: "1", severity: null });
  // @ts-expect-error: a status cannot be cleared.
  xpanse.updateIncident({ incidentId: "1", status: clear });
  // @ts-expect-error: misspelt.
  d3.closeIncidents({ incidentNumbers: ["1"], bypassRequiredTask: true });
  // @ts-expect-error: of another vendor.
  tenant.request(xpanse.updateIncident({ incidentId: "1", status: "new" }));
  // @ts-expect-error: one way in only.
  new d3.Tenant({ baseUrl: "/soar", username: "a", site: "b", auth: { keyId: "1", key: "k", type: "standard" } });
  // @ts-expect-error: one of the two.
  new xpanse.Tenant({ fqdn: "a", baseUrl: "b" });
  // @ts-expect-error: the type of the key must be said.
  new xpanse.Tenant({ fqdn: "a", auth: { keyId: 1, key: "k" } });

  // Credentials that functions give, and what goes through JSON.
  new d3.Tenant({ baseUrl: "/soar", username: "a", site: "b", auth: { apiKey: async () => "k" } });
  new d3.Tenant({ baseUrl: "/soar", username: "a", site: "b", auth: { apiKeys: { CloseIncident: () => "k", "*": "text" } } });
  new xpanse.Tenant({ fqdn: "a", auth: { keyId: 1, key: () => Promise.resolve("k"), type: "advanced" } });
  // @ts-expect-error: no text.
  new d3.Tenant({ baseUrl: "/soar", username: "a", site: "b", auth: { apiKey: () => 7 } });
  // @ts-expect-error: signed once, when the tenant is made.
  new d3.Tenant({ baseUrl: "/soar", username: "a", site: "b", auth: { jwtSecret: () => "k", jwtPayload: {} } });
  same<ReturnType<typeof SoarwireError.fromJson>, AnySoarwireError>(true);
  const merged: Report = Report.merged([report, Report.fromJson(report.toJSON()), Report.fromJson(report.toJSONText())]);
  const page: Page = Page.fromJson(listed.toJSON());
  // @ts-expect-error: a page has no outcomes.
  Report.merged([merged, page]);

  const said = ({ status, ...rest }: Outcome): string => `${status}${Object.keys(rest).length}`;
  return report.outcomes(0, 5).map(({ id, outcome }) => `${id} ${told(outcome)} ${said(outcome)}`).join();
}

export function filters(since: Date, field: "status" | "starred", operator: "=" | "IS EMPTY"): void {
  const made = xpanse.incidentFilter("creation_time", "gte", since);
  same<typeof made, xpanse.Filter>(true);
  xpanse.incidentFilter("creation_time", "lte", 5);
  xpanse.incidentFilter("status", "neq", "a word of the tenant's");
  xpanse.incidentFilter("starred", "eq", true);
  xpanse.incidentFilter("cloud_management_status", "in", ["Managed Cloud"] as const);
  xpanse.alertFilter("alert_id_list", "in", [7]);
  xpanse.alertFilter("first_observed", "range", { from: [1, null] });
  // @ts-expect-error: a field that is not documented; written as an object it is taken.
  xpanse.incidentFilter("severity", "in", ["high"]);
  // @ts-expect-error: an operator that the field does not take.
  xpanse.incidentFilter("status", "in", ["new"]);
  // @ts-expect-error: no text.
  xpanse.incidentFilter("status", "eq", 5);
  // @ts-expect-error: no time.
  xpanse.incidentFilter("creation_time", "gte", "yesterday");
  // @ts-expect-error: ids of incidents are text.
  xpanse.incidentFilter("incident_id_list", "in", [7]);
  // @ts-expect-error: ids of alerts are numbers.
  xpanse.alertFilter("alert_id_list", "in", ["7"]);
  // @ts-expect-error: of the other list.
  xpanse.alertFilter("starred", "eq", true);
  // @ts-expect-error: perhaps a flag, which is no text.
  xpanse.incidentFilter(field, "eq", "new");
  same<ReturnType<typeof xpanse.alertSort>, xpanse.Sort>(true);
  // @ts-expect-error: incidents cannot be sorted by it.
  xpanse.incidentSort("severity", "asc");
  // @ts-expect-error: no keyword.
  xpanse.alertSort("severity", "down");
  const open = d3.condition("Status", "=", "Open");
  same<typeof open, d3.Condition>(true);
  const risky = d3.condition({ section: "Risk", field: "Score" }, ">=", 80);
  d3.getIncidents({ startTime: "", endTime: "", filter: [[open, risky], [d3.condition("Owner", "IS EMPTY")]] });
  // @ts-expect-error: missing.
  d3.condition("Status", "=");
  // @ts-expect-error: it takes none.
  d3.condition("Status", "IS EMPTY", "x");
  // @ts-expect-error: no operator.
  d3.condition("Status", "==", "Open");
  // @ts-expect-error: a pattern is text.
  d3.condition("Status", "LIKE", 5);
  // @ts-expect-error: no value.
  d3.condition("Status", "=", null);
  // @ts-expect-error: perhaps no operator that takes a value.
  d3.condition("Status", operator, 5, 6);
}

/** Code that is generic over the vendor. */
async function both<V extends "d3" | "xpanse", A extends Answer>(tenant: Tenant<V>, operation: Operation<V, A>): Promise<A> {
  const sent: string = tenant.request(operation).body + tenant.unsigned(operation).url;
  return sent === "" ? Promise.reject(new Error()) : await run(tenant, operation, {});
}

function told(outcome: Outcome): string {
  switch (outcome.status) {
    case "succeeded":
    case "unreported":
      return outcome.status;
    case "failed":
      return outcome.reason;
    case "unknown":
      same<typeof outcome.why, AnySoarwireError["kind"]>(true);
      return outcome.why;
  }
}

export function explain(error: unknown): string {
  if (isKind(error, "rate_limited")) {
    same<typeof error.kind, "rate_limited">(true);
    same<typeof error.status, number>(true);
    return `wait ${error.retryAfterMs ?? 0}`;
  }
  if (!isSoarwireError(error)) return "another";
  switch (error.kind) {
    case "invalid_request":
      same<typeof error.field, string>(true);
      same<typeof error.report, null>(true);
      return `${error.field} ${error.reason}`;
    case "server_error":
      same<typeof error.family, "service">(true);
      return error.body.tier === "raw" ? String(error.body.bytes.length) : error.body.tier;
    case "interrupted":
      return error.report === null ? error.reason : error.report.unknown.join();
    default:
      // @ts-expect-error: dealt with above.
      return error.kind === "server_error" ? "" : error.vendorMessage ?? error.message;
  }
}

export function dispose(): void {
  using operation = d3.closeIncident();
  operation.asked.includes("x");
}
