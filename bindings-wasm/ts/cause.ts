import type { Request } from "./request.js";

/**
 * @internal What is kept of an error that a transport threw: its name, code and message, without the credentials of the
 * request. Everything else may hold the request or the answer: undici keeps the raw bytes, axios its configuration with the
 * key, and whoever prints an error prints all of that.
 */
export function causeOf(thrown: unknown, request: Request): Error | undefined {
  if (thrown === undefined) return undefined;
  const secrets = credentials(request);
  const Kind = tried(() => thrown instanceof TypeError) === true ? TypeError : Error;
  const message = text(thrown, "message") ?? (typeof thrown === "object" ? "" : tried(() => String(thrown)));
  const kept = new Kind(without(secrets, message ?? ""));
  const name = without(secrets, text(thrown, "name") ?? "Error");
  // Platforms wrap the error of the system, whose code says more than the wrapper.
  const code = text(thrown, "code") ?? text(member(thrown, "cause"), "code");
  hidden(kept, "name", name);
  hidden(kept, "stack", kept.message === "" ? name : `${name}: ${kept.message}`);
  if (code !== undefined) Object.assign(kept, { code: without(secrets, code) });
  return kept;
}

function hidden(error: Error, key: "name" | "stack", value: string): void {
  Object.defineProperty(error, key, { value, configurable: true, writable: true, enumerable: false });
}

/** What reading gives: whatever was thrown, it must not throw again. */
function tried<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function member(of: unknown, name: string): unknown {
  return typeof of === "object" && of !== null ? tried(() => (of as Record<string, unknown>)[name]) : undefined;
}

function text(of: unknown, name: string): string | undefined {
  const found = member(of, name);
  return typeof found === "string" ? found : undefined;
}

/** The credentials of a request, as they are and as they may be quoted; the longest first. */
function credentials(request: Request): string[] {
  const shown = request.toJSON().headers;
  const secret = Object.entries(request.headers).filter(([name, value]) => shown[name] !== value);
  // `Bearer` is none.
  const words = secret.flatMap(([, value]) => [value, ...value.split(" ").slice(1)]);
  const quoted = words.flatMap((word) => [word, JSON.stringify(word).slice(1, -1), encodeURIComponent(word)]);
  return [...new Set(quoted)].filter((word) => word !== "").sort((a, b) => b.length - a.length);
}

function without(secrets: readonly string[], message: string): string {
  return secrets.reduce((left, secret) => left.replaceAll(secret, "***"), message);
}
