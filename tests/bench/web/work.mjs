// The work that tests/bench/web/run.mjs measures in the page: by soarwire, and by hand with a validation library.
import { incidentPage, zodPage } from "./incidents.mjs";
import { init, d3, xpanse } from "/node_modules/soarwire/dist/browser.js";
import * as v from "/peers/valibot/dist/index.mjs";
import { z } from "/peers/zod/index.js";

const COUNT = 10_000;
const FAILING = 100;

/** The same numbers at every run. */
function random(seed) {
  return () => (seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0) / 2 ** 32;
}

function item(number, failed) {
  return failed
    ? { "Incident Number": number, Status: "Open", "Close Date": "", Result: "Failed", "Closed By": "", "Error message": "A required task is still pending" }
    : { "Incident Number": number, Status: "Closed", "Close Date": "11/03/2026 06:08 AM PST", Result: "Successful", "Closed By": "Mira Osei" };
}

/** A close reply about every incident, in another order than asked; of `failing` items one failed. Spaced as servers do. */
function closeReply(asked, failing) {
  const next = random(7);
  const mixed = asked.map((number) => [next(), number]).sort(([a], [b]) => a - b);
  const spaced = (object) => `{${Object.entries(object).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(", ")}}`;
  const items = mixed.map(([, number], index) => spaced(item(number, index % failing === 0)));
  return new TextEncoder().encode(`{"error": "", "returnData": "Successful", "contextData": [${items.join(", ")}]}`);
}

const RESULTS = ["Successful", "Succeed", "Failed"];
const zodEnvelope = z.object({
  error: z.string(),
  returnData: z.string(),
  contextData: z.array(
    z.object({
      "Incident Number": z.string(),
      Status: z.string().optional(),
      "Close Date": z.string().optional(),
      Result: z.enum(RESULTS),
      "Closed By": z.string().optional(),
      "Error message": z.string().optional(),
    }),
  ),
});
const valibotEnvelope = v.object({
  error: v.string(),
  returnData: v.string(),
  contextData: v.array(
    v.object({
      "Incident Number": v.string(),
      Status: v.optional(v.string()),
      "Close Date": v.optional(v.string()),
      Result: v.picklist(RESULTS),
      "Closed By": v.optional(v.string()),
      "Error message": v.optional(v.string()),
    }),
  ),
});
const byZod = (value) => zodEnvelope.parse(value);
const byValibot = (value) => v.parse(valibotEnvelope, value);

/** What a careful page does by hand: reconcile with what was asked. */
function reconciled(asked, items) {
  const found = new Map(items.map((item) => [item["Incident Number"], item]));
  const [succeeded, failed] = [[], []];
  let unreported = 0;
  for (const number of asked) {
    const item = found.get(number);
    if (item === undefined) unreported++;
    else if (item.Result === "Failed") failed.push({ id: number, reason: item["Error message"] ?? "" });
    else succeeded.push(number);
  }
  return { succeeded, failed, counts: { asked: asked.length, succeeded: succeeded.length, failed: failed.length, unreported, unknown: 0 } };
}

const read = (body) => JSON.parse(new TextDecoder().decode(body));

function bigReport() {
  const asked = Array.from({ length: COUNT }, (_, index) => `20261103-${index}`);
  const body = closeReply(asked, FAILING);
  const operation = d3.closeIncidents({ incidentNumbers: asked, bypassRequiredTasks: true });
  const ours = () => {
    const report = operation.parse(200, null, body);
    const shown = { counts: report.counts, failed: report.failed, items: report.items(0, 50) };
    report.free();
    return shown;
  };
  const peer = (validated) => () => {
    const { contextData } = validated(read(body));
    const { counts, failed } = reconciled(asked, contextData);
    return { counts, failed, items: contextData.slice(0, 50) };
  };
  return [ours, peer];
}

function smallCall() {
  const asked = ["20261103-104", "20261103-105"];
  const body = closeReply(asked, 2);
  const tenant = new d3.Tenant({ baseUrl: "/soar", username: "Admin", site: "North" });
  const ours = () => {
    const operation = d3.closeIncidents({ incidentNumbers: asked, bypassRequiredTasks: true });
    const { url, headers, body: sent } = tenant.unsigned(operation);
    const report = operation.parse(200, null, body);
    const shown = { url, headers, sent, succeeded: report.succeeded, failed: report.failed };
    report.free();
    operation.free();
    return shown;
  };
  const peer = () => {
    const params = { "Incident Numbers": asked, "Bypass Required Pending Tasks": "Yes" };
    const sent = JSON.stringify({ Username: "Admin", Site: "North", CommandParams: params });
    const headers = { "content-type": "application/json", accept: "application/json" };
    const { succeeded, failed } = reconciled(asked, byZod(read(body)).contextData);
    return { url: "/soar/api/Command/CloseIncidentInBulk", headers, sent, succeeded, failed };
  };
  return [ours, peer];
}

/** A page of incidents, five fields of each read. */
function bigPage() {
  const body = incidentPage(COUNT);
  const operation = xpanse.getIncidents();
  const five = ({ id, status, severity, owner, description }) => [id, status, severity, owner, description];
  const ours = () => {
    const page = operation.parse(200, null, body);
    const shown = xpanse.Incident.of(page).map((incident) =>
      five({ id: incident.incidentId, status: incident.status, severity: incident.severity, owner: incident.assignedUserMail, description: incident.description }),
    );
    page.free();
    return shown;
  };
  const peer = () =>
    zodPage.parse(read(body)).reply.incidents.map((incident) =>
      five({ id: incident.incident_id, status: incident.status, severity: incident.severity, owner: incident.assigned_user_mail, description: incident.description }),
    );
  return [ours, peer];
}

/** Microseconds a call; one round runs ours, then the peer, and the first rounds do not count. */
function interleave(ours, peer, name, rounds, calls) {
  const [mine, other] = [ours(), peer()].map((shown) => JSON.stringify(shown));
  if (mine !== other) throw new Error(`not the same work: ${mine.slice(0, 400)} and ${other.slice(0, 400)}`);
  const times = [[], []];
  for (let round = -3; round < rounds; round++) {
    [ours, peer].forEach((work, index) => {
      const start = performance.now();
      for (let call = 0; call < calls; call++) work();
      if (round >= 0) times[index].push(((performance.now() - start) * 1_000) / calls);
    });
  }
  const [a, b] = times.map((taken) => taken.sort((one, two) => one - two)[taken.length >> 1]);
  const digits = (value) => Math.round(value * 1_000) / 1_000;
  return { ours: digits(a), peer: digits(b), ratio: digits(a / b), unit: "us", peer_name: name };
}

const BY_ZOD = "TextDecoder + JSON.parse + zod";

const ROWS = {
  "web.incidents_10k": (rounds) => interleave(...bigPage(), BY_ZOD, Math.ceil(rounds / 3), 1),
  "web.report_10k": (rounds) => report(byZod, `${BY_ZOD} + scan`, rounds),
  "web.report_10k_valibot": (rounds) => report(byValibot, "TextDecoder + JSON.parse + valibot + scan", rounds),
  "web.small_call": (rounds) => interleave(...smallCall(), "object + JSON + zod by hand", rounds, 1_000),
};

function report(validated, name, rounds) {
  const [ours, peer] = bigReport();
  return interleave(ours, peer(validated), name, rounds, 3);
}

export async function row(name, rounds) {
  await init();
  return ROWS[name](rounds);
}
