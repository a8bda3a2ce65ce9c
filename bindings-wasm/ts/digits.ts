/**
 * @internal Decodes the variable-length numbers of a text from `at` to `end`: digits of five bits, the lowest first; a sixth bit
 * marks that more follow.
 */
export function decode(text: string, at = 0, end = text.length): number[] {
  const numbers: number[] = [];
  let [number, shift] = [0, 0];
  for (; at < end; at++) {
    const digit = text.charCodeAt(at) - 48;
    number |= (digit & 31) << shift;
    shift += 5;
    if (digit < 32) {
      numbers.push(number >>> 0);
      number = shift = 0;
    }
  }
  return numbers;
}

/** @internal Decodes a signed difference; the lowest bit is the sign. */
export function decodeSigned(number: number): number {
  return (number >>> 1) ^ -(number & 1);
}

/** Up to this length it is quicker to decode here than to call `TextDecoder`. */
const SHORT = 128;

/** @internal Decodes a short ASCII text; `undefined` for another one. */
export function ascii(bytes: Uint8Array, start: number, end: number): string | undefined {
  if (end - start > SHORT) return undefined;
  let text = "";
  let all = 0;
  // Eight at a time, the last ones with what follows them.
  for (let at = start; at < end; at += 8) {
    const a = bytes[at] as number;
    const b = bytes[at + 1] as number;
    const c = bytes[at + 2] as number;
    const d = bytes[at + 3] as number;
    const e = bytes[at + 4] as number;
    const f = bytes[at + 5] as number;
    const g = bytes[at + 6] as number;
    const h = bytes[at + 7] as number;
    all |= a | b | c | d | e | f | g | h;
    text += String.fromCharCode(a, b, c, d, e, f, g, h);
  }
  return all > 127 ? undefined : text.slice(0, end - start);
}
