import type { Answer } from "../answer.js";
import type { Vendor } from "../kinds.js";
import { Operation } from "../operation.js";
import { Owned } from "../owned.js";
import { Members } from "../rebuilt/canonical.js";
import { loader } from "./core.js";
import { told } from "./crossing.js";

/** What a reading says about one incident: whether what an operation asked for is in effect now. It never says who did it. */
export type Settled =
  /** All that was asked for is in effect. */
  | { readonly status: "in_effect" }
  /** Something that was asked for is not in effect. */
  | { readonly status: "not_in_effect" }
  /** It cannot be determined; why not, in words. */
  | { readonly status: "cannot_tell"; readonly why: string };

/** An incident with what is known about it. */
export interface SettledIncident {
  /** The incident's number or id, as it was asked for. */
  readonly id: string;
  /** What is known about it. */
  readonly settled: Settled;
}

/** How many incidents were settled, and how. */
export interface SettlementCounts {
  /** All that were settled. */
  readonly settled: number;
  /** For which all is in effect. */
  readonly inEffect: number;
  /** For which something is not in effect. */
  readonly notInEffect: number;
  /** Those that cannot be determined. */
  readonly cannotTell: number;
}

/** A settlement as every language of soarwire writes it. */
export interface SettlementJson {
  /** For which all is in effect. */
  readonly in_effect: readonly string[];
  /** For which something is not in effect. */
  readonly not_in_effect: readonly string[];
  /** Those that cannot be determined, and why. */
  readonly cannot_tell: readonly { readonly id: string; readonly why: string }[];
  /** The id of the operation. */
  readonly operation: string;
  /** The parameters of the operation, named as in every language (snake_case). */
  readonly params: object;
  /** All that were settled, in the order in which they were asked for. */
  readonly asked: readonly string[];
}

const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** What is in effect after a call of which that was not known: what {@link settle} gives. Lists are in the order asked. */
export class Settlement<V extends Vendor = Vendor, A extends Answer = Answer> extends Owned {
  /** @internal Settlements with equal data, of equal operations, are equal. */
  readonly data: string;
  /** @internal The operation that was settled. */
  readonly settled: Operation<V, A>;
  readonly #said: SettlementJson;

  /** @internal */
  constructor(operation: Operation<V, A>, data: string) {
    super();
    this.data = data;
    this.settled = operation;
    // Handed out more than once.
    this.#said = JSON.parse(data, (_, value: unknown) => Object.freeze(value)) as SettlementJson;
  }

  /**
   * An equal settlement from the canonical JSON of any language: the text of {@link Settlement.toJSONText}, or the object of
   * {@link Settlement.toJSON}.
   *
   * @throws {@link SoarwireError} `invalid_request` for anything else, naming the member.
   */
  static fromJson(json: string | object): Settlement {
    // Refuses what is no object.
    Members.of(json, "settlement");
    const text = typeof json === "string" ? json : JSON.stringify(json);
    const { settlement } = loader.use();
    const data = told(() => settlement(text));
    const { operation: id, params } = JSON.parse(data) as SettlementJson;
    return new Settlement(new Operation<Vendor, Answer>(id.split(".")[0] as Vendor, id, undefined, params), data);
  }

  /** The incidents for which all that was asked for is in effect. */
  get inEffect(): readonly string[] {
    return this.#said.in_effect;
  }

  /** The incidents for which something that was asked for is not in effect: to send it again for them, run {@link Settlement.operation}. */
  get notInEffect(): readonly string[] {
    return this.#said.not_in_effect;
  }

  /** The incidents whose state cannot be determined, and why. */
  get cannotTell(): readonly { readonly id: string; readonly why: string }[] {
    return this.#said.cannot_tell;
  }

  /** Each incident that was settled, in the order in which it was asked for. */
  get rows(): SettledIncident[] {
    const inEffect = new Set(this.inEffect);
    const why = new Map(this.cannotTell.map(({ id, why }) => [id, why]));
    return this.#said.asked.map((id) => {
      const reason = why.get(id);
      if (reason !== undefined) return { id, settled: { status: "cannot_tell", why: reason } };
      return { id, settled: { status: inEffect.has(id) ? "in_effect" : "not_in_effect" } };
    });
  }

  /** What is known about an incident; `undefined` if it was not settled. */
  get(id: string): Settled | undefined {
    return this.rows.find((row) => row.id === id)?.settled;
  }

  /** How many incidents were settled, and how. */
  get counts(): SettlementCounts {
    const [inEffect, notInEffect, cannotTell] = [this.inEffect.length, this.notInEffect.length, this.cannotTell.length];
    return { settled: this.#said.asked.length, inEffect, notInEffect, cannotTell };
  }

  /** The counts in words; what `console.log` prints. */
  get summary(): string {
    const { inEffect, notInEffect, cannotTell } = this.counts;
    return `${inEffect} in effect, ${notInEffect} not in effect, ${cannotTell} cannot be determined`;
  }

  /** The operation for the incidents for which it is not in effect; `null` if there are none. */
  get operation(): Operation<V, A> | null {
    return this.notInEffect.length === 0 ? null : this.settled.only(this.notInEffect);
  }

  /** The settlement as every language of soarwire writes it. */
  toJSON(): SettlementJson {
    return JSON.parse(this.data) as SettlementJson;
  }

  /** The text of {@link Settlement.toJSON}. */
  toJSONText(): string {
    return this.data;
  }
}

// Node prints this instead of the data.
Object.defineProperty(Settlement.prototype, INSPECT, {
  value: function (this: Settlement, _: number, options: object, inspect: ((value: object, options: object) => string) | undefined): unknown {
    const { settled, summary } = this;
    return `Settlement ${inspect === undefined ? summary : inspect({ operation: settled.id, summary }, options)}`;
  },
});
