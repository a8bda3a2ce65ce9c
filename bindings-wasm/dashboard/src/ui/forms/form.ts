import type { Vendor } from "../../model/incident.ts";
import type { Order } from "../../model/order.ts";
import type { Suggestions } from "../../source/source.ts";
import type { FieldProblem } from "../../wire.ts";
import type { ComponentChild } from "preact";

/** What a form gets to know. */
export interface FormProps {
  readonly chosen: Readonly<Record<Vendor, number>>;
  readonly suggestions: Suggestions;
  readonly problem: FieldProblem | undefined;
}

/** A form and what is read from it. What is wrong with a value is for the core to say. */
export interface Form {
  readonly Fields: (props: FormProps) => ComponentChild;
  readonly orders: (data: FormData, chosen: Readonly<Record<Vendor, number>>) => Order[];
}

/** An input that was left alone is absent; white space is not, and the core refuses it. */
export function text(data: FormData, name: string): string | undefined {
  const value = data.get(name);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** What was typed, be it nothing: for fields that must be given. */
export function required(data: FormData, name: string): string {
  return text(data, name) ?? "";
}
