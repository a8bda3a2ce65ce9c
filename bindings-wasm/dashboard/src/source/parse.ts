import { type Incident, type Vendor, keyOf } from "../model/incident.ts";
import { parseCsv } from "./csv.ts";

export interface Parsed {
  readonly rows: readonly Incident[];
  /** What could not be used, in words. */
  readonly problems: readonly string[];
}

/** Names under which exports write what a row shows; compared by their letters and digits alone, without case. */
const NAMES: Record<keyof Fields, readonly string[]> = {
  vendor: ["vendor", "product", "tenant"],
  id: ["id", "incident", "number", "incidentnumber", "incidentno", "incidentid", "irnumber"],
  title: ["title", "name", "incidenttitle", "incidentname", "description", "summary"],
  severity: ["severity", "priority"],
  status: ["status", "state"],
  owner: ["owner", "assignee", "assignedto", "assigneduserprettyname", "assignedusermail"],
};

interface Fields {
  vendor: string;
  id: string;
  title: string;
  severity: string;
  status: string;
  owner: string;
}

/** Incidents as people have them: JSON, a CSV with a header line, or bare numbers. `vendor` is whose they are if nothing says. */
export function parse(text: string, vendor: Vendor): Parsed {
  const trimmed = text.trim();
  if (trimmed === "") return { rows: [], problems: ["Nothing was given."] };
  const problems: string[] = [];
  const records = /^[[{"]/u.test(trimmed) ? fromJson(trimmed, vendor, problems) : undefined;
  const rows = new Map<string, Incident>();
  for (const [at, record] of (records ?? fromCsv(trimmed, problems)).entries()) {
    const row = incident(record, vendor);
    if (typeof row === "string") problems.push(`Entry ${at + 1} ${row}.`);
    else rows.set(row.key, row);
  }
  return { rows: [...rows.values()], problems };
}

/** Nothing for what is no JSON: a CSV may begin with a quote, too. */
function fromJson(text: string, vendor: Vendor, problems: string[]): unknown[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    if (!text.startsWith('"')) {
      problems.push("This looks like JSON but cannot be parsed.");
      return [];
    }
    return undefined;
  }
  if (Array.isArray(value)) return value;
  if (typeof value !== "object" || value === null) return [value];
  const byVendor = value as Partial<Record<Vendor, unknown>>;
  const lists = (["d3", "xpanse"] as const).flatMap((name) => {
    const list = byVendor[name];
    return Array.isArray(list) ? list.map((entry: unknown) => ({ ...asRecord(entry), vendor: name })) : [];
  });
  if (lists.length > 0) return lists;
  return listIn(value) ?? [{ vendor, ...value }];
}

/** An answer of an API wraps its list in an object or two; what names an incident itself is no wrapping. */
function listIn(value: unknown): unknown[] | undefined {
  if (Array.isArray(value)) return value;
  if (typeof value !== "object" || value === null || isNamed(Object.keys(value))) return undefined;
  return Object.values(value).map(listIn).find((list) => list !== undefined);
}

/** Whether one of the names is that of an incident's number. */
function isNamed(names: readonly string[]): boolean {
  return names.some((name) => NAMES.id.includes(plainName(name)));
}

function asRecord(entry: unknown): object {
  return typeof entry === "object" && entry !== null ? entry : { id: entry };
}

function fromCsv(text: string, problems: string[]): unknown[] {
  const [head = [], ...lines] = parseCsv(text);
  if (isNamed(head)) return lines.map((line) => Object.fromEntries(head.map((name, at) => [name, line[at] ?? ""])));
  const words = text.split(/[\s,;]+/u).filter((word) => word !== "").map((word) => word.replace(/^"(.*)"$/u, "$1"));
  // Titles and severities among the numbers: taken for numbers, they would be sent as such.
  const other = words.find((word) => !/\d/u.test(word));
  if (other === undefined) return words;
  problems.push(`“${other}” is not an incident number. A list with more columns needs a header line, with one column named “number”.`);
  return [];
}

function incident(record: unknown, otherwise: Vendor): Incident | string {
  const given = new Map(Object.entries(asRecord(record)).map(([name, value]) => [plainName(name), value as unknown]));
  const fields = {} as Fields;
  for (const [field, names] of Object.entries(NAMES) as [keyof Fields, readonly string[]][]) {
    const value = names.map((name) => given.get(name)).find((found) => typeof found === "number" || (typeof found === "string" && found !== ""));
    // JSON.parse has rounded it by now: it would be another incident.
    if (field === "id" && typeof value === "number" && !Number.isSafeInteger(value)) return "has a number too long for JSON: write it as text";
    fields[field] = value === undefined ? "" : String(value).trim();
  }
  if (fields.id === "") return "has no incident number";
  const vendor = vendorIn(fields.vendor) ?? otherwise;
  const { id, title, severity, status, owner } = fields;
  return { key: keyOf(vendor, id), vendor, id, title, severity, status, owner, marks: [] };
}

function vendorIn(word: string): Vendor | undefined {
  if (/xpanse|cortex/iu.test(word)) return "xpanse";
  return /d3/iu.test(word) ? "d3" : undefined;
}

function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
}
