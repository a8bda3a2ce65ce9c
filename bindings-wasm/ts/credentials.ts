import { camel } from "./casing.js";
import { SoarwireError } from "./errors.js";
import { invalid } from "./refusals.js";
import { type AnySoarwireError, isSoarwireError } from "./soarwire-error.js";
import type { Operation } from "./operation.js";
import type { Request } from "./request.js";
import type { Moment, Tenant } from "./tenant.js";

/**
 * A credential: text, or a function that gives it, at once or as a promise. The function is called whenever an attempt is signed, for
 * keys that rotate and tokens that expire: cache what has to be fetched.
 */
export type Credential = string | (() => string | PromiseLike<string>);

/** @internal A credential that is asked for, attempt by attempt. */
export interface Source {
  /** The core's name of the setting. */
  readonly field: string;
  readonly give: () => unknown;
  /** The tenant with what was given. */
  readonly tenant: (secret: string) => Tenant;
}

/** @internal The source of a tenant's credential for a command, by its wire name; none where the credential is text. */
export type Sources = (wireName: string) => Source | undefined;

/** What stands in the place of a credential until it is asked for. It is never sent. */
const UNASKED = "unasked";

/** @internal Whether a credential is a function. */
export function isAsked(credential: unknown): credential is () => unknown {
  return typeof credential === "function";
}

/** @internal The settings, without the functions that these may be. */
export function unasked(settings: object, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(settings).map(([name, value]): [string, unknown] => [name, isAsked(value) && names.includes(name) ? UNASKED : value]));
}

/** @internal What a source gives, now. */
export function secretNow(source: Source, operation: Operation): string {
  let given: unknown;
  try {
    given = source.give();
  } catch (thrown) {
    throw noCredential(source, operation, thrown);
  }
  if (isPromise(given)) {
    // Nobody else hears of its failure.
    Promise.resolve(given).catch(() => undefined);
    throw invalid(camel(source.field), "is given by an asynchronous function, which only `run` waits for");
  }
  if (typeof given !== "string") throw noCredential(source, operation, wrongType(given));
  return given;
}

/** @internal What a source gives, awaited; or what it failed with. */
export async function secretOf(source: Source): Promise<{ readonly secret: string } | { readonly failed: unknown }> {
  try {
    const given = await source.give();
    return typeof given === "string" ? { secret: given } : { failed: wrongType(given) };
  } catch (failed) {
    return { failed };
  }
}

/** @internal The request of an operation, signed with what a source gave; or what is wrong with that. */
export function signedWith(source: Source, secret: string, operation: Operation, moment: Moment): { readonly request: Request } | { readonly wrong: AnySoarwireError } {
  try {
    return { request: source.tenant(secret).request(operation, moment) };
  } catch (wrong) {
    if (isSoarwireError(wrong)) return { wrong };
    throw wrong;
  }
}

function isPromise(given: unknown): given is PromiseLike<unknown> {
  return typeof given === "object" && given !== null && typeof (given as { then?: unknown }).then === "function";
}

function wrongType(given: unknown): TypeError {
  return new TypeError(`the function must give a string, not ${given === null ? "null" : typeof given}`);
}

/** The error of a call that has no credential, as the core makes it. */
function noCredential({ field }: Source, operation: Operation, cause: unknown): Error {
  const reason = `the function that provides \`${field}\` failed`;
  const error = SoarwireError.fromJson({ kind: "missing_credential", field, reason, operation: operation.id, asked: operation.asked });
  Object.defineProperty(error, "cause", { value: cause, configurable: true, writable: true });
  return error;
}
