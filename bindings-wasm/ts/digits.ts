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

/** @internal Encodes a number for {@link decode}. */
export function encode(number: number): string {
  let digits = "";
  for (; number > 31; number >>>= 5) digits += String.fromCharCode(80 + (number & 31));
  return digits + String.fromCharCode(48 + number);
}
