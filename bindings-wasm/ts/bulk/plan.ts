import type * as glue from "../soarwire_bulk_bg.js";
import { invalid } from "../refusals.js";
import type { JsonObject } from "../json.js";
import type { Vendor } from "../kinds.js";
import { type Effect, Operation, type OperationJson, heldBy } from "../operation.js";
import { Owned } from "../owned.js";
import type { Report } from "../report.js";
import { checkNames } from "../run-options.js";
import { given } from "./core.js";

/**
 * A condition on the common row of an incident. It is read right before the write; an incident for which it does not hold is skipped.
 * Texts compare without case and surrounding white space; `null` stands for a field that is absent.
 */
export interface Condition {
  /** The column of the row. */
  readonly field: "title" | "status" | "severity" | "owner" | "created" | "modified";
  /** Whether it must be one of the values, or none of them. */
  readonly operator: "in" | "not_in";
  /** The values; a single one need not be a list. */
  readonly value: string | null | readonly (string | null)[];
}

/** What an incident must look like right before it is written to: all conditions must hold. */
export type Guard = readonly Condition[];

/** Settings of a plan. */
export interface PlanOptions {
  /** The incidents, instead of those that the operation names. Changes are the same for all then. */
  readonly ids?: Iterable<string | number> | undefined;
  /** How many incidents a request has at most. 100, or 1 where the vendor takes one a request. */
  readonly chunk?: number | undefined;
  /** Incidents for which it does not hold are skipped. */
  readonly guard?: Guard | undefined;
  /** The tenant that it is for, its base URL: a run on another one is refused. */
  readonly tenant?: string | undefined;
}

/** A plan as every language of soarwire writes it. */
export interface PlanJson {
  /** The id of the operation. */
  readonly operation: string;
  /** Its parameters but for the incidents. */
  readonly params: JsonObject;
  /** The incidents. */
  readonly ids: readonly string[];
  /** How many incidents a request has at most. */
  readonly chunk: number;
  /** The tenant that it is for. */
  readonly tenant: string | null;
  /** Which incidents are skipped. */
  readonly guard: Guard;
  /** The changes of each incident, where they are not the same for all. */
  readonly fields?: readonly JsonObject[];
}

const NAMES: { readonly [Name in keyof Required<PlanOptions>]: true } = { ids: true, chunk: true, guard: true, tenant: true };

/**
 * Plans an operation for many incidents: each of them once, divided into requests. Nothing is sent.
 *
 * ```ts
 * const close = bulk.plan(d3.closeIncidents({ incidentNumbers: numbers, bypassRequiredTasks: true, conclusion: "Contained." }), { chunk: 100 });
 * console.log(String(close)); // the dry run
 * ```
 *
 * @param operation - The operation with its incidents, or with any one where `ids` names them.
 * @throws {@link SoarwireError} `invalid_request`, naming the setting, or `operation` for one that cannot be divided.
 */
export function plan<V extends Vendor>(operation: Operation<V, Report>, options: PlanOptions = {}): Plan<V> {
  heldBy(operation);
  checkNames(options, NAMES, "plan");
  const { ids, chunk, guard, tenant } = options;
  if (tenant !== undefined && typeof tenant !== "string") throw invalid("tenant", "must be text");
  const made = given((core) => {
    const guarding = guard === undefined ? undefined : JSON.stringify(guard);
    return new core.Plan(JSON.stringify(operation), ids === undefined ? undefined : textsOf(ids), whole("chunk", chunk), guarding, tenant);
  });
  return new Plan<V>(made);
}

/** The ids as a JSON array of texts. */
function textsOf(ids: Iterable<string | number>): string {
  // A text is an iterable of its letters.
  if (typeof ids === "string") throw invalid("ids", "must be several ids, such as a list: put a single one in brackets");
  const texts: string[] = [];
  for (const id of ids) {
    if (typeof id !== "string" && !Number.isSafeInteger(id)) throw invalid(`ids[${texts.length}]`, "must be text or a whole number");
    if (/\p{Surrogate}/u.test(String(id))) throw invalid(`ids[${texts.length}]`, "holds half a surrogate pair, which UTF-8 does not have");
    texts.push(String(id));
  }
  return JSON.stringify(texts);
}

/** A count that the core takes. */
function whole<T extends number | undefined>(name: string, count: T): T {
  if (count !== undefined && !(Number.isInteger(count) && count >= 0 && count < 2 ** 32)) throw invalid(name, "must be a whole number");
  return count;
}

let heldOf: (plan: Plan) => glue.Plan;

/**
 * An operation for many incidents: what {@link plan} gives. Plain data without secrets: it prints as a dry run, compares, goes through
 * JSON, and divides into shards.
 */
export class Plan<V extends Vendor = Vendor> extends Owned {
  /** The vendor. */
  readonly vendor: V;
  /** @internal The canonical JSON: plans with equal data are equal. */
  readonly data: string;
  readonly #held: glue.Plan;
  #parsed: PlanJson | undefined;

  static {
    heldOf = (plan) => {
      if (typeof plan !== "object" || plan === null || !(#held in plan)) {
        throw invalid("plan", "must be a plan made by this copy of the package, by `plan` or `Plan.fromJson`");
      }
      return plan.#held;
    };
  }

  /** @internal */
  constructor(held: glue.Plan) {
    super();
    this.#held = held;
    this.data = held.to_json();
    this.vendor = /^\{"operation":"(\w+)/.exec(this.data)?.[1] as V;
  }

  /**
   * The plan of what `toJSON()` or `toJSONText()` gave, in any language.
   *
   * @throws {@link SoarwireError} `invalid_request`, naming the member.
   */
  static fromJson(json: string | object): Plan {
    return new Plan(given((core) => core.Plan.from_json(typeof json === "string" ? json : JSON.stringify(json))));
  }

  /** The id of the operation, such as `d3.close_incidents`. */
  get operation(): string {
    return this.#json().operation;
  }

  /** The parameters but for the incidents, named as in every language (snake_case). */
  get params(): JsonObject {
    return this.#json().params;
  }

  /** The incidents, each once, in the order given. */
  get ids(): readonly string[] {
    return this.#json().ids;
  }

  /** How many incidents there are. */
  get count(): number {
    return this.ids.length;
  }

  /** How many incidents a request has at most. */
  get chunk(): number {
    return this.#json().chunk;
  }

  /** The tenant that it is for; `null` if it names none. */
  get tenant(): string | null {
    return this.#json().tenant;
  }

  /** Which incidents are skipped; an empty list if none are. */
  get guard(): Guard {
    return this.#json().guard;
  }

  /** What repeating a request would do. */
  get effect(): Effect {
    return this.#held.effect() as Effect;
  }

  /** How many requests it takes, if none is divided or repeated. */
  get requestCount(): number {
    return this.#held.request_count();
  }

  /**
   * The operation of a request, counted from 0; `undefined` behind the last.
   *
   * @throws {@link SoarwireError} `invalid_request` for parameters that do not go with these incidents.
   */
  request(index: number): Operation<V, Report> | undefined {
    const json = given(() => this.#held.request(whole("index", index)));
    if (json === "") return undefined;
    const { operation, params } = JSON.parse(json) as OperationJson;
    return new Operation<V, Report>(this.vendor, operation, undefined, params);
  }

  /** All requests, in order, each made when it is asked for. */
  *requests(): Generator<Operation<V, Report>, undefined> {
    for (let index = 0; index < this.requestCount; index++) yield this.request(index) as Operation<V, Report>;
  }

  /**
   * Part `index` of `count`: every request whose number, divided by `count`, leaves `index`. All parts together are the plan.
   *
   * @throws {@link SoarwireError} `invalid_request` if there is no such part.
   */
  shard(index: number, count: number): Plan<V> {
    return new Plan<V>(given(() => this.#held.shard(whole("index", index), whole("count", count))));
  }

  /** The plan as every language of soarwire writes it. */
  toJSON(): PlanJson {
    return JSON.parse(this.data) as PlanJson;
  }

  /** The text of {@link Plan.toJSON}, numbers in their own spelling. */
  toJSONText(): string {
    return this.data;
  }

  /** The dry run: what would be sent, in a few lines. */
  override toString(): string {
    return this.#held.text();
  }

  #json(): PlanJson {
    // Handed out more than once.
    return (this.#parsed ??= JSON.parse(this.data, (_, value: unknown) => Object.freeze(value)) as PlanJson);
  }
}

/** @internal The core's part of a plan. */
export function planHeld(plan: Plan): glue.Plan {
  return heldOf(plan);
}

// Node prints this instead of the data.
Object.defineProperty(Plan.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value: function (this: Plan): string {
    return `Plan ${this.toString()}`;
  },
});
