import { compacted, members } from "./json-text.js";

/** The keys under which an item gives the number of its incident, as in the core; of several the first that says anything counts. */
const NUMBER_KEYS = ["incidentnumber", "incidentno", "irnumber"];

/**
 * @internal For each incident the text of the item about it, as the core finds it: of several the one that gives the reason for which the
 * incident failed, or else the first.
 */
export function itemsAbout(items: readonly string[], reasons: ReadonlyMap<string, string>): Map<string, string> {
  const found = new Map<string, string>();
  const decided = new Set<string>();
  for (const item of items) {
    const entries = members(item);
    const id = numberIn(entries);
    if (id === undefined || decided.has(id)) continue;
    const reason = reasons.get(id);
    const decides = reason !== undefined && [...entries.values()].some((value) => shown(value) === reason);
    if (decides || !found.has(id)) found.set(id, item);
    if (decides) decided.add(id);
  }
  return found;
}

/** The number of the incident that an item is about; `undefined` also for two different ones under keys of one meaning. */
function numberIn(entries: ReadonlyMap<string, string>): string | undefined {
  for (const plain of NUMBER_KEYS) {
    const values = Array.from(entries, ([key, value]) => (key.replace(/[ _]/g, "").replace(/[A-Z]/g, (letter) => letter.toLowerCase()) === plain ? word(value) : ""));
    const numbers = new Set(values.filter((number) => !/^\p{White_Space}*$/u.test(number)));
    if (numbers.size > 0) return numbers.size === 1 ? [...numbers][0] : undefined;
  }
  return undefined;
}

/** What a string says, or the spelling of a number; anything else is blank. */
function word(value: string): string {
  return /^["\d-]/.test(value) ? shown(value) : "";
}

/** What a string says, anything else as JSON. Half of a surrogate pair is replaced, as in the core. */
function shown(value: string): string {
  return value.startsWith('"') ? (JSON.parse(value) as string).replace(/\p{Surrogate}/gu, "\ufffd") : compacted(value);
}
