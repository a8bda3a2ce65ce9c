import type { Request } from "./request.js";
import { randomNonce } from "./tenant.js";

/**
 * @internal The headers of one attempt. A request without credentials goes to a gateway and carries a unique attempt id, by
 * which the gateway detects the duplicates that browsers send when they resend a POST on their own. The vendors do not know
 * this header, so signed requests do not have it.
 */
export function attemptHeaders(request: Request): Record<string, string> {
  const { headers, signed } = request;
  return signed ? { ...headers } : { ...headers, "x-soarwire-attempt": attemptName() };
}

/** 128 random bits in hex. `crypto.randomUUID` is unavailable in pages over plain HTTP. */
function attemptName(): string {
  return randomNonce().slice(0, 32);
}
