import type { RequestPreview } from "../wire.ts";

/** The request as a shell command: without the keys, which a gateway adds, but with an attempt id, which it requires. */
export function curl(request: RequestPreview): string {
  const url = new URL(request.url, location.href).href;
  const headers = [...request.headers, ["x-soarwire-attempt", attempt()] as const].map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  return ["curl", `-X ${request.method}`, quoted(url), ...headers, `--data-raw ${quoted(request.body)}`].join(" \\\n  ");
}

function attempt(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
