import { invalid } from "./errors.js";
import type { Json } from "./json.js";
import type { Condition, Filter, Sort } from "./params.js";

/** What an operator of a field takes; of several fields or operators, what all of them take. */
type Taken<Fields, F extends keyof Fields, O> = (
  F extends unknown ? (O extends keyof Fields[F] ? (value: Fields[F][O]) => void : never) : never
) extends (value: infer Value) => void ? Value : never;

/** Makes a filter of one of these fields. */
export type FilterOf<Fields> = <F extends keyof Fields & string, O extends keyof Fields[F] & string>(
  field: F,
  operator: O,
  value: Taken<Fields, F, O>,
) => Filter;

/** Makes a sort order by one of these fields. */
export type SortOf<Field> = (field: Field, keyword: Sort["keyword"]) => Sort;

/** A dynamic field of D3. */
export interface DynamicField {
  /** The section that it is in. */
  readonly section: string;
  /** Its name. */
  readonly field: string;
}

/** Makes a condition with one of these operators. */
export type ConditionOf<Operators extends Record<keyof Operators, readonly unknown[]>> = <O extends keyof Operators & string>(
  field: string | DynamicField,
  operator: O,
  ...value: Operators[O]
) => Condition;

/** @internal */
export function filter(field: string, operator: string, value: unknown): Filter {
  if (!(value instanceof Date)) return { field, operator, value: value as Json };
  if (Number.isNaN(value.getTime())) throw invalid(`${field}.value`, "is an invalid Date");
  return { field, operator, value: value.getTime() };
}

/** @internal */
export function sort(field: string, keyword: Sort["keyword"]): Sort {
  return { field, keyword };
}

/** @internal */
export function condition(field: string | DynamicField, operator: string, ...given: readonly unknown[]): Condition {
  const value = given[0] as string | number | boolean | undefined;
  return { ...(typeof field === "string" ? { field } : field), operator, ...(value !== undefined && { value }) };
}
