// Generated from the core's declarations by `cargo run -p soarwire-generate`: do not edit.

/** The operators of conditions, and what each takes. */
export interface ConditionOperators {
  /** The field is equal to this. */
  readonly "=": [value: string | number | boolean];
  /** The field is not equal to this. */
  readonly "!=": [value: string | number | boolean];
  /** The field is less than this. */
  readonly "<": [value: string | number];
  /** The field is greater than this. */
  readonly ">": [value: string | number];
  /** The field is this or less. */
  readonly "<=": [value: string | number];
  /** The field is this or greater. */
  readonly ">=": [value: string | number];
  /** The field is like this pattern, in which `%` stands for any text. */
  readonly "LIKE": [value: string];
  /** The field is empty. */
  readonly "IS EMPTY": [];
  /** The field is not empty. */
  readonly "IS NOT EMPTY": [];
}
