import type { Plain } from "./names.js";
import { Owned } from "./owned.js";

/** @internal The operation that an answer answers: its id and its parameters. */
export interface Answered {
  readonly id: string;
  readonly params: Plain;
}

/** How a call went, as the core tells it. */
interface Made {
  readonly attempts: number;
  readonly elapsed_ms: number | null;
  readonly request_id: string | null;
}

/** @internal What the core says of an answer that it only parses: nothing of a call. */
export const UNTOLD = '"attempts":1,"elapsed_ms":null,"request_id":null}';

const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** What all answers have in common: see `Report`, `Page`, `Details`, `Created`, `Validity` and `Reply`. */
export abstract class BaseAnswer extends Owned {
  /** The id of the operation, such as `d3.close_incidents`. */
  readonly operation: string;
  /** @internal The core's data about the answer: see `answer.rs`. Answers with equal data (and equal bodies) are equal. */
  readonly data: string;
  /** @internal The parameters of the operation, which are part of the answer's value. */
  readonly params: Plain;
  /** Not part of the answer's value. */
  readonly #made: string;

  /** @internal */
  constructor(data: string, { id, params }: Answered) {
    super();
    this.operation = id;
    const end = data.indexOf("\n");
    this.#made = end === 0 ? `{${UNTOLD}` : data.slice(0, end);
    this.data = data.slice(end + 1);
    this.params = params;
  }

  /** The answer in a few words; what `console.log` prints. */
  abstract get summary(): string;

  /** The text of `toJSON()`, the vendor's numbers in their own spelling. */
  abstract toJSONText(): string;

  /** How often the request was sent; 1 for an answer that was only parsed. */
  get attempts(): number {
    return this.#how().attempts;
  }

  /** How long the call took, waits included, in milliseconds; `null` for an answer that was only parsed. */
  get elapsedMs(): number | null {
    return this.#how().elapsed_ms;
  }

  /**
   * The id by which the vendor, or a proxy before it, names this answer in its own logs; `null` if the answer has none. It is the
   * first of the headers `x-request-id`, `x-correlation-id`, `request-id`, `x-amzn-requestid`, `x-amz-request-id`,
   * `x-ms-request-id`, `x-trace-id` and `cf-ray`.
   */
  get requestId(): string | null {
    return this.#how().request_id;
  }

  /** @internal The last members of the canonical JSON: how the call went. */
  get lastMembers(): string {
    return this.#made.slice(1);
  }

  #how(): Made {
    return JSON.parse(this.#made) as Made;
  }
}

// Node prints this instead of the data.
Object.defineProperty(BaseAnswer.prototype, INSPECT, {
  value: function (this: BaseAnswer, _: number, options: object, inspect: ((value: object, options: object) => string) | undefined): unknown {
    const { operation, summary } = this;
    return `${this.constructor.name} ${inspect === undefined ? summary : inspect({ operation, summary }, options)}`;
  },
});
