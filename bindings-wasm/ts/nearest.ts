/** @internal The name that was probably meant; `undefined` if none is near. */
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

/** How many letters have to be put in, taken out or changed to make one of the other. */
function distance(one: string, other: string): number {
  // A name is short; a key of a megabyte that somebody made up need not be compared.
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
