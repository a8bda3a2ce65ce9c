import type { Request } from "./request.js";

/**
 * @internal Reduces an error that a transport threw to its name, code and message, without the credentials of the request.
 * Everything else may contain the request or the response (undici keeps the raw bytes, axios its configuration with the key),
 * and printing the error would print that too.
 */
export function causeOf(thrown: unknown, request: Request): Error | undefined {
  if (thrown === undefined) return undefined;
  const secrets = credentials(request);
  const Kind = tried(() => thrown instanceof TypeError) === true ? TypeError : Error;
  const message = text(thrown, "message") ?? (typeof thrown === "object" ? "" : tried(() => String(thrown)));
  const kept = new Kind(without(secrets, message ?? ""));
  const name = without(secrets, text(thrown, "name") ?? "Error");
  // Platforms wrap the system error, whose code is more specific.
  const code = text(thrown, "code") ?? text(member(thrown, "cause"), "code");
  hidden(kept, "name", name);
  hidden(kept, "stack", kept.message === "" ? name : `${name}: ${kept.message}`);
  if (code !== undefined) Object.assign(kept, { code: without(secrets, code) });
  return kept;
}

function hidden(error: Error, key: "name" | "stack", value: string): void {
  Object.defineProperty(error, key, { value, configurable: true, writable: true, enumerable: false });
}

/** The result of `read`; `undefined` if it throws, as a getter of a thrown value may. */
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

/** The credentials of a request, plain and in quoted forms, the longest first. */
function credentials(request: Request): string[] {
  const shown = request.toJSON().headers;
  const secret = Object.entries(request.headers).filter(([name, value]) => shown[name] !== value);
  // `Bearer` is not a credential.
  const words = secret.flatMap(([, value]) => [value, ...value.split(" ").slice(1)]);
  const quoted = words.flatMap((word) => [word, JSON.stringify(word).slice(1, -1), encodeURIComponent(word)]);
  return [...new Set(quoted)].filter((word) => word !== "").sort((a, b) => b.length - a.length);
}

function without(secrets: readonly string[], message: string): string {
  return secrets.reduce((left, secret) => left.replaceAll(secret, "***"), message);
}
