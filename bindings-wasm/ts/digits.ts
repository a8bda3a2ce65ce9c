/** @internal Decodes variable-length numbers: digits of five bits, the lowest first; a sixth bit marks that more follow. */
export function decode(text: string): Uint32Array {
  const numbers = new Uint32Array(text.length);
  let [count, number, shift] = [0, 0, 0];
  for (let at = 0; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48;
    number |= (digit & 31) << shift;
    if (digit > 31) {
      shift += 5;
    } else {
      numbers[count++] = number;
      number = shift = 0;
    }
  }
  return numbers.slice(0, count);
}

/** @internal Decodes a signed difference; the lowest bit is the sign. */
export function decodeSigned(number: number): number {
  return (number >>> 1) ^ -(number & 1);
}
