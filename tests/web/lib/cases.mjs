// Runs one vector through the package, in Node and in a page alike.

import { OPERATIONS } from "./operations.mjs";

/** The kinds of answers, as the cases name them, and their classes. */
const ANSWERS = { report: "Report", page: "Page", details: "Details", created: "Created", validity: "Validity", reply: "Reply" };

/** By type of parameter: the members that are named otherwise in TypeScript. */
const MEMBERS = { Assignee: ["pretty_name"], Changes: ["incident_number"] };

const camel = (name) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
const renamed = (object, names) => Object.fromEntries(Object.entries(object).map(([name, value]) => [names.includes(name) ? camel(name) : name, value]));
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** `{ mismatches, canonical }` of the case that is `text`. */
export function runCase(soarwire, text) {
  const expected = JSON.parse(text);
  const ran = carryOut(soarwire, expected);
  const mismatches = [];
  // What an operation answers with, or the report of an error that may have been carried out.
  const answer = ran.answer ?? ran.error?.report ?? null;
  const kind = Object.keys(ANSWERS).find((name) => answer instanceof soarwire[ANSWERS[name]]);
  if (ran.answer && ![kind, "anyanswer"].includes(OPERATIONS[expected.operation].answer)) mismatches.push(`answer: is a ${kind}`);
  if (expected.request && !ran.request) mismatches.push("request: none was built");
  else if (expected.request) checkRequest(expected.request, ran.request, mismatches);
  if (expected.error && !ran.error) mismatches.push("error: there was none");
  else if (!expected.error && ran.error) mismatches.push(`error: not expected, got ${ran.error.toJSONText()}`);
  else if (expected.error) checkError(expected.error, JSON.parse(ran.error.toJSONText()), mismatches);
  for (const name of Object.keys(ANSWERS).filter((name) => expected[name])) {
    if (name !== kind) mismatches.push(`${name}: there was none`);
    else checkAnswer(name, expected[name], answer.toJSON(), mismatches);
  }
  if (ran.error) checkShape(soarwire, ran.error, mismatches);
  if (ran.error) checkRebuiltError(soarwire, ran.error, mismatches);
  if (answer instanceof soarwire.ListAnswer) checkRebuilt(soarwire, answer, mismatches);
  const texts = [ran.request, answer, ran.error].map((made) => made?.toJSONText() ?? "null");
  return { mismatches, canonical: texts.join("\t") };
}

function carryOut(soarwire, expected) {
  let request;
  try {
    const operation = build(soarwire, expected);
    if (expected.tenant) {
      const { tenant, moment } = open(soarwire, expected.operation, expected.tenant);
      request = tenant.request(operation, moment);
    }
    if (!expected.response) return { request };
    const { status, headers, body, body_base64: encoded } = expected.response;
    const bytes = encoded === undefined ? body ?? "" : Uint8Array.from(atob(encoded), (character) => character.codePointAt(0));
    return { request, answer: operation.parse(status, headers, bytes) };
  } catch (error) {
    if (!soarwire.isSoarwireError(error)) throw error;
    return { request, error };
  }
}

function build(soarwire, { operation, params }) {
  const { vendor, function: name, params: known } = OPERATIONS[operation];
  const given = Object.entries(params).map(([param, value]) => {
    const declared = Object.hasOwn(known, param) ? known[param] : undefined;
    if (declared === undefined) return [param, value];
    if (declared.clearable && value === null) return [declared.name, soarwire.clear];
    const members = MEMBERS[declared.type] ?? [];
    const inner = (value) => (isObject(value) ? renamed(value, members) : value);
    return [declared.name, Array.isArray(value) ? value.map(inner) : inner(value)];
  });
  return soarwire[vendor][name](Object.fromEntries(given));
}

function open(soarwire, operation, config) {
  const { auth, ...rest } = config;
  const settings = renamed(rest, Object.keys(rest));
  const [vendor] = operation.split(".");
  const { nonce, now_ms: nowMs, ...keys } = auth ?? {};
  if (auth) settings.auth = renamed(keys, Object.keys(keys));
  if (auth && vendor === "xpanse" && ("key" in keys || "key_id" in keys)) settings.auth.type = nonce === undefined ? "standard" : "advanced";
  return { tenant: new soarwire[vendor].Tenant(settings), moment: { nonce: nonce ?? "", nowMs: nowMs ?? 0 } };
}

function checkRequest(expected, request, mismatches) {
  const text = (what, wanted, found) => {
    if (wanted !== found) mismatches.push(`request.${what}: expected ${wanted}, got ${found}`);
  };
  if (expected.method !== undefined) text("method", expected.method, request.method);
  if (expected.url !== undefined) text("url", expected.url, request.url);
  for (const [name, value] of Object.entries(expected.headers ?? {})) text(`headers.${name}`, value, request.headers[name]);
  if (expected.body !== undefined && !equal(expected.body, JSON.parse(request.body))) mismatches.push(`request.body: got ${request.body}`);
  if (request.signed && Object.entries(request.headers).some(([name, value]) => request.toJSON().headers[name] !== "***" && /key|authorization|jwt/.test(name) && value !== "")) {
    mismatches.push("request: serialises a credential");
  }
}

function checkError(expected, found, mismatches) {
  for (const [key, value] of Object.entries(expected)) {
    if (!equal(value, found[key])) mismatches.push(`error.${key}: expected ${JSON.stringify(value)}, got ${JSON.stringify(found[key])}`);
  }
}

/** Lists have exactly the entries that are expected; objects, also those in lists, are compared on the keys that the case gives. */
function checkAnswer(kind, expected, found, mismatches) {
  for (const [key, wanted] of Object.entries(expected)) {
    const value = found[key];
    const inList = () => Array.isArray(value) && value.length === wanted.length && wanted.every((entry, index) => covers(entry, value[index]));
    if (Array.isArray(wanted) ? !inList() : !covers(wanted, value)) {
      mismatches.push(`${kind}.${key}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(value)}`);
    }
  }
}

/** The properties of an error say what its canonical text says. */
function checkShape(soarwire, error, mismatches) {
  const canonical = JSON.parse(error.toJSONText());
  const said = {
    family: error.family, kind: error.kind, status: error.status, code: error.code, message: error.vendorMessage, extra: error.extra,
    fields: error.fields, retry_after_ms: error.retryAfterMs, retryable: error.retryable, maybe_executed: error.maybeExecuted,
  };
  for (const [key, value] of Object.entries(said)) if (!equal(canonical[key], value)) mismatches.push(`error property ${key}: ${JSON.stringify(value)}`);
  if (!(error instanceof Error) || error.name !== "SoarwireError" || !soarwire.isKind(error, canonical.kind)) mismatches.push("error: is no Error of its kind");
  const vendor = canonical.message ?? "";
  if (vendor.length > 24 && error.message.includes(vendor)) mismatches.push("error: its message holds the vendor's");
}

/** An answer that went through JSON says the same. */
function checkRebuilt(soarwire, answer, mismatches) {
  const text = answer.toJSONText();
  const rebuilt = answer instanceof soarwire.Page ? soarwire.Page.fromJson(text) : soarwire.Report.fromJson(text);
  const said = (one) => {
    const values = [one.operation, one.summary, one.warnings, one.itemCount, one.items(), one.items(1, 2), one.attempts, one.elapsedMs, one.requestId, one.toJSON()];
    if (one instanceof soarwire.Page) return [...values, one.ids, one.rows(), one.total, one.capped, one.next];
    const of = one.asked.map((id) => [one.outcome(id), one.item(id)]);
    return [...values, one.asked, one.outcomes(), one.succeeded, one.failed, one.unreported, one.unknown, one.counts, one.statusText, one.allSucceeded, of];
  };
  if (rebuilt.toJSONText() !== text) mismatches.push(`rebuilt: ${rebuilt.toJSONText()}`);
  if (!equal(said(answer), said(rebuilt))) mismatches.push(`rebuilt: ${JSON.stringify(said(rebuilt))} instead of ${JSON.stringify(said(answer))}`);
}

/** An error that went through JSON says the same. */
function checkRebuiltError(soarwire, error, mismatches) {
  const text = error.toJSONText();
  const rebuilt = soarwire.SoarwireError.fromJson(text);
  const said = (one) => [one.message, one.field, one.reason, one.retryable, one.maybeExecuted, one.outcomes(), one.report?.toJSONText() ?? null, one.body?.tier ?? null];
  if (rebuilt.toJSONText() !== text) mismatches.push(`rebuilt error: ${rebuilt.toJSONText()}`);
  if (!equal(said(error), said(rebuilt))) mismatches.push(`rebuilt error: ${JSON.stringify(said(rebuilt))} instead of ${JSON.stringify(said(error))}`);
}

/** An object is compared on the keys that the case gives. */
function covers(expected, found) {
  if (!isObject(expected) || !isObject(found)) return equal(expected, found);
  return Object.keys(expected).every((key) => Object.hasOwn(found, key) && equal(expected[key], found[key]));
}

/** By JSON type: 1 = 1.0, true is not 1. */
function equal(a, b) {
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((element, index) => equal(element, b[index]));
  if (!isObject(a)) return a === b;
  const keys = Object.keys(a);
  return isObject(b) && keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key]));
}
