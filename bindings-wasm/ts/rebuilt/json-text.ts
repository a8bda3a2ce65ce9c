/** The deepest nesting that is read, as in the core. */
const MAX_DEPTH = 128;

/** @internal The elements of a list, each as JSON text; the text must be valid JSON. */
export function elements(list: string): string[] {
  const found: string[] = [];
  let [depth, start] = [0, 1];
  for (let at = 0; at < list.length; at++) {
    switch (list[at]) {
      case '"':
        at = endOfString(list, at);
        break;
      case "[":
      case "{":
        if (++depth > MAX_DEPTH) throw new RangeError(`at most ${MAX_DEPTH} levels of nesting`);
        break;
      case "]":
      case "}":
        if (--depth === 0) found.push(list.slice(start, at));
        break;
      case ",":
        if (depth === 1) {
          found.push(list.slice(start, at));
          start = at + 1;
        }
    }
  }
  // Between the brackets of an empty list there is one part without a value.
  return found.length === 1 && (found[0] as string).trim() === "" ? [] : found;
}

/** @internal The members of an object, each value as JSON text, in order; of a duplicate key the last. The text must be valid JSON. */
export function members(object: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const member of elements(object)) {
    const start = member.indexOf('"');
    const end = endOfString(member, start) + 1;
    const key = JSON.parse(member.slice(start, end)) as string;
    // Stands where it comes last.
    found.delete(key);
    found.set(key, member.slice(member.indexOf(":", end) + 1).trim());
  }
  return found;
}

/** @internal Valid JSON without white space; strings and numbers keep their spelling, of a duplicate key the last stays. */
export function compacted(json: string): string {
  const text = json.trim();
  if (text.startsWith("[")) return `[${elements(text).map(compacted).join()}]`;
  if (!text.startsWith("{")) return text;
  return `{${Array.from(members(text), ([key, value]) => `${JSON.stringify(key)}:${compacted(value)}`).join()}}`;
}

/** Where the string that begins at `at` ends. */
function endOfString(text: string, at: number): number {
  do {
    if (text[at] === "\\") at++;
    at++;
  } while (text[at] !== '"');
  return at;
}
