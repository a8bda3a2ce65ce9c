/** @internal The closest known name; `undefined` if none is close. */
export function nearest(given: string, names: readonly string[]): string | undefined {
  const plain = (name: string): string => name.replace(/[^a-z0-9]/gi, "").toLowerCase();
  let found: string | undefined;
  let least = Math.max(2, given.length / 3);
  for (const name of names) {
    const steps = distance(plain(given), plain(name));
    if (steps < least || (steps === least && found === undefined)) [found, least] = [name, steps];
  }
  return found;
}

/** The edit distance of two names (Levenshtein). */
function distance(one: string, other: string): number {
  // Names are short; do not compare an arbitrarily long key.
  if (Math.abs(one.length - other.length) > 8) return Infinity;
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let at = 0; at < one.length; at++) {
    const next = [at + 1];
    for (let to = 0; to < other.length; to++) {
      const change = (row[to] as number) + (one[at] === other[to] ? 0 : 1);
      next.push(Math.min(change, (row[to + 1] as number) + 1, (next[to] as number) + 1));
    }
    row = next;
  }
  return row[other.length] as number;
}
