import { invalid } from "./refusals.js";
import type { ConditionOperators } from "./generated/d3-conditions.js";
import type { AlertFilterFields, AlertSortField, IncidentFilterFields, IncidentSortField } from "./generated/xpanse-filters.js";
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

/**
 * A filter of {@link xpanse.getIncidents}, such as `incidentFilter("status", "eq", "new")`. Times may be a `Date`.
 *
 * @throws {@link SoarwireError} `invalid_request` for an invalid `Date`.
 */
export const incidentFilter: FilterOf<IncidentFilterFields> = filter;

/**
 * A filter of {@link xpanse.getAlerts}, such as `alertFilter("severity", "in", ["high"])`. Times may be a `Date`.
 *
 * @throws {@link SoarwireError} `invalid_request` for an invalid `Date`.
 */
export const alertFilter: FilterOf<AlertFilterFields> = filter;

/** A sort order of {@link xpanse.getIncidents}, such as `incidentSort("creation_time", "desc")`. */
export const incidentSort: SortOf<IncidentSortField> = sort;

/** A sort order of {@link xpanse.getAlerts}, such as `alertSort("severity", "desc")`. */
export const alertSort: SortOf<AlertSortField> = sort;

/**
 * A condition of {@link d3.getIncidents}, such as `condition("Status", "=", "Open")`. A dynamic field is an object with its
 * `section`.
 */
export const condition: ConditionOf<ConditionOperators> = (field, operator, ...given) => {
  const [value] = given as readonly (string | number | boolean)[];
  return { ...(typeof field === "string" ? { field } : field), operator, ...(value !== undefined && { value }) };
};

function filter(field: string, operator: string, value: unknown): Filter {
  if (!(value instanceof Date)) return { field, operator, value: value as Json };
  const ms = value.getTime();
  if (Number.isNaN(ms)) throw invalid(`${field}.value`, "is an invalid Date");
  return { field, operator, value: ms };
}

function sort(field: string, keyword: Sort["keyword"]): Sort {
  return { field, keyword };
}
