import { encode } from "../digits.js";

/** The place and length of a text. */
export type Span = readonly [start: number, length: number];

/**
 * @internal The data of an answer, in sections, as the core writes it: see `answer.rs`. A section is given as it is, or as texts; the
 * items stand in the body, which is the last section.
 */
export function encoded(body: string, sections: readonly (string | readonly string[])[], items: readonly Span[]): string {
  const ends: number[] = [];
  let [data, behind, end] = ["", "", 0];
  for (const section of sections) {
    if (typeof section === "string") data += section;
    else {
      data += encode(body.length + behind.length) + section.map(({ length }) => encode(length)).join("");
      behind += section.join("");
    }
    ends.push(data.length);
  }
  for (const [start, length] of items) {
    const distance = start - end;
    data += encode(((distance << 1) ^ (distance >> 31)) >>> 0) + encode(length);
    end = start + length;
  }
  ends.push(data.length);
  data += body + behind;
  ends.push(data.length);
  let width = 1;
  while (data.length >> (5 * width) > 0) width++;
  const digits = (place: number): string => Array.from({ length: width }, (_, at) => String.fromCharCode(48 + ((place >> (5 * (width - 1 - at))) & 31))).join("");
  return data + ends.map(digits).join("") + String.fromCharCode(48 + width);
}
