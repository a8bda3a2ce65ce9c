import { type Members, U16, textOrNull } from "./canonical.js";
import { invalid } from "../refusals.js";

/** The largest number of bytes. */
const U53 = 2n ** 53n - 1n;

const TIERS = ["empty", "documented", "json", "raw"];

/** @internal The body of a refusal in canonical JSON. */
export function rebuiltBody(given: Members): string {
  if (given.raw("body") === undefined) return '{"tier":"empty","text":""}';
  const body = given.inside("body");
  const tier = body.text("tier");
  const bytes = rebuiltBytes(body, given.named("body"));
  if (tier === undefined || !TIERS.includes(tier)) throw body.refusal("tier", "must be `empty`, `documented`, `json` or `raw`");
  if (tier === "empty") return '{"tier":"empty","text":""}';
  if (tier !== "raw" && !bytes.startsWith('"text"')) throw body.refusal("text", "must be text");
  return `{"tier":"${tier}",${bytes}}`;
}

/** @internal Where and why a body could not be decoded, in canonical JSON and in words. */
export function rebuiltUndecodable(given: Members, meaning: string): { readonly json: string; readonly reason: string } {
  const told = given.raw("undecodable") === undefined ? undefined : given.inside("undecodable", "");
  const [offset = "0", expected = "", status = "0"] = [told?.number("offset", U53), told?.text("expected"), told?.number("status", U16)];
  const [type, length] = [told?.text("content_type"), told?.number("length", U53)];
  const beginning = told?.raw("beginning") === undefined ? '"text":""' : rebuiltBytes(told.inside("beginning", ""), "beginning");
  const where = length === "0" ? "the body is empty" : `at byte ${offset} of the body`;
  return {
    json: `{"offset":${offset},"expected":${JSON.stringify(expected)},"status":${status},"content_type":${textOrNull(type)},"length":${length ?? null},"beginning":{${beginning}}}`,
    reason: expected === "" ? meaning : `${where}, expected ${expected}`,
  };
}

/** The member for bytes: `text`, or `hex` where they are no text. */
function rebuiltBytes(bytes: Members, field: string): string {
  const text = bytes.text("text");
  if (text !== undefined) return `"text":${JSON.stringify(text)}`;
  const hex = bytes.text("hex") ?? "";
  if (!/^(?:[\da-f]{2})*$/i.test(hex)) throw invalid(field, "must have `text`, or an even number of `hex` digits");
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return `"text":${JSON.stringify(decoder.decode(Uint8Array.from(hex.match(/../g) ?? [], (byte) => parseInt(byte, 16))))}`;
  } catch {
    return `"hex":"${hex.toLowerCase()}"`;
  }
}
