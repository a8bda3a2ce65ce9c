import { signal } from "@preact/signals";
import { type Incident, keyOf } from "../model/incident.ts";
import { type Fetch, Sandbox, connect } from "../wire.ts";
import { faultScript, faults } from "./faults.ts";
import type { Source } from "./source.ts";

const BASE = "/sandbox";
const READ_EVERY_MS = 250;

/** The simulated tenants inside the page: requests leave for nowhere. */
export class SandboxSource implements Source {
  readonly kind = "sandbox";
  readonly where = "in-page sandbox";
  readonly rows = signal<readonly Incident[]>([]);
  readonly connection;
  readonly suggestions;
  readonly #sandbox: Sandbox;
  #wrongKey = false;
  #resting = false;
  #stale = false;

  /** With so many generated incidents, half of each vendor; the sandbox's demo world when left out. */
  constructor(generate?: number) {
    const half = generate === undefined ? {} : { generate: Math.ceil(generate / 2), incidents: [] };
    this.#sandbox = new Sandbox({ d3: { ...half, path_prefix: `${BASE}/soar` }, xpanse: half });
    const { owners, cases, users } = this.#sandbox.access;
    this.suggestions = { owners, cases, mails: users.map(({ mail }) => mail) };
    this.connection = signal(connect(BASE, "Admin", "Security Operations", gateway(this.#sandbox, () => this.#wrongKey)));
    this.#read();
  }

  /** The switches as they are now, for all of the run. */
  begin(): void {
    this.#wrongKey = faults.value.has("wrongKey");
    this.#sandbox.clearFaults();
    this.#sandbox.script(...faultScript());
  }

  /** The tenants are asked what is true now, but not after each of the many answers a second. */
  settled(): void {
    if (this.#resting) {
      this.#stale = true;
      return;
    }
    this.#read();
    this.#stale = false;
    this.#resting = true;
    setTimeout(() => {
      this.#resting = false;
      if (this.#stale) this.settled();
    }, READ_EVERY_MS);
  }

  #read(): void {
    const { d3, xpanse } = this.#sandbox.incidents();
    this.rows.value = [...d3.map(fromD3), ...xpanse.map(fromXpanse)];
  }
}

/** A gateway of the page's own that adds the keys, or wrong ones. */
function gateway(sandbox: Sandbox, wrongKey: () => boolean): Fetch {
  const right = sandbox.gateway({ d3: `${BASE}/soar`, xpanse: `${BASE}/xpanse` });
  return (url, init) => {
    if (!wrongKey()) return right(url, init);
    const headers = { ...init.headers, d3key: "wrong", "x-xdr-auth-id": "1", authorization: "wrong" };
    return sandbox.fetch(url.replace(`${BASE}/xpanse`, ""), { ...init, headers });
  };
}

type Snapshot = ReturnType<Sandbox["incidents"]>;

function fromD3(row: Snapshot["d3"][number]): Incident {
  const { number: id, title, severity, status, owner, cases } = row;
  const marks = cases.map((number) => `case ${number}`);
  if (row.required_tasks_pending && status !== "Closed") marks.unshift("tasks pending");
  if (row.required_fields_missing && status !== "Closed") marks.unshift("fields missing");
  return { key: keyOf("d3", id), vendor: "d3", id, title, severity, status, owner, marks };
}

function fromXpanse(row: Snapshot["xpanse"][number]): Incident {
  const { incident_id: id, name: title, manual_severity, severity, status, assignee, comments } = row;
  return {
    key: keyOf("xpanse", id),
    vendor: "xpanse",
    id,
    title,
    severity: manual_severity ?? severity,
    status,
    owner: assignee ? assignee.pretty_name || assignee.mail : "",
    marks: [
      ...(manual_severity === null ? [] : ["severity set"]),
      ...(comments.length === 0 ? [] : [comments.length === 1 ? "1 comment" : `${comments.length} comments`]),
    ],
  };
}
