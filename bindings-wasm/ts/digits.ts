/** @internal The numbers of a text of digits of five bits, the lowest first; a sixth bit says that there are more. */
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

/** @internal A difference, whose lowest bit says that it is negative. */
export function decodeSigned(number: number): number {
  return (number >>> 1) ^ -(number & 1);
}
