import type { Request } from "./request.js";
import { randomNonce } from "./tenant.js";

/**
 * @internal The headers that one attempt goes out with. A request without credentials goes to a gateway, and there every
 * attempt has a name of its own: browsers send a POST again by themselves, and the gateway tells the copy by its name.
 * The vendors take no such header, so a signed request has none.
 */
export function attemptHeaders(request: Request): Record<string, string> {
  const { headers, signed } = request;
  return signed ? { ...headers } : { ...headers, "x-soarwire-attempt": attemptName() };
}

/** 128 random bits in hex. Not by `crypto.randomUUID`, which pages over plain HTTP do not have. */
function attemptName(): string {
  return randomNonce().slice(0, 32);
}
