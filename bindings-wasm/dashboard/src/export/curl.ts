import type { RequestPreview } from "../wire.ts";

/** The request for a shell. What a gateway adds, the keys, is not in it. */
export function curl(request: RequestPreview): string {
  const url = new URL(request.url, location.href).href;
  const headers = request.headers.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  return ["curl", `-X ${request.method}`, quoted(url), ...headers, `--data-raw ${quoted(request.body)}`].join(" \\\n  ");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
