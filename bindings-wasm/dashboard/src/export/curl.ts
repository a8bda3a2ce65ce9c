import type { RequestPreview } from "../wire.ts";

/** The request for a shell. What a gateway adds, the keys, is not in it; what it tells attempts apart by is. */
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
