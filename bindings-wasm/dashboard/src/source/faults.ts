import { signal } from "@preact/signals";
import type { Fault } from "../wire.ts";

export type FaultName = "slow" | "rateLimit" | "partial" | "leftOut" | "dropped" | "wrongKey";

/** What the sandbox can be told to do wrong, in words for the page and in the sandbox's own. */
interface FaultSwitch {
  readonly name: FaultName;
  readonly label: string;
  readonly effect: string;
  /** The script for one run; absent where the page's own gateway does it. */
  readonly script?: readonly Fault[];
}

/**
 * In the order of the script, where the first fault that fits strikes a request: a delay comes first, since it takes the
 * next fault along, and what strikes once comes before what strikes always.
 */
export const FAULTS: readonly FaultSwitch[] = [
  {
    name: "slow",
    label: "Slow answers",
    effect: "Every answer takes 2 seconds.",
    script: [{ kind: "delay", ms: 2000, times: null }],
  },
  {
    name: "rateLimit",
    label: "Rate limit",
    effect: "The first request of a run is told to wait 7 s. soarwire waits and sends it again: nothing was done.",
    script: [{ kind: "rate_limited", retry_after: "7" }],
  },
  {
    name: "dropped",
    label: "Dropped answer",
    effect: "The first request of a run is carried out and its answer lost. Only requests that append nothing are sent again.",
    script: [{ kind: "cut_after" }],
  },
  {
    name: "partial",
    label: "Partial failure",
    effect: "The first incident of each D3 request fails, and so does the first Xpanse request; the others succeed.",
    script: [
      { kind: "partial_failure", count: 1, reason: "The incident is locked by another user.", times: null },
      { kind: "status", on: "xpanse", status: 200, body: { reply: false, warnings: ["The incident is locked."] } },
    ],
  },
  {
    name: "leftOut",
    label: "Left out",
    effect: "The first incident of a D3 request is not mentioned in the answer: it becomes unreported, never succeeded.",
    script: [{ kind: "left_out", count: 1, times: null }],
  },
  {
    name: "wrongKey",
    label: "Wrong key",
    effect: "The gateway's keys are refused. The first refusal stops the run: the next request would fare no better.",
  },
];

/** The switches that are on. */
export const faults = signal<ReadonlySet<FaultName>>(new Set());

export function toggleFault(name: FaultName): void {
  const on = new Set(faults.value);
  if (!on.delete(name)) on.add(name);
  faults.value = on;
}

/** The script of the switches that are on. */
export function faultScript(): Fault[] {
  return FAULTS.filter(({ name }) => faults.value.has(name)).flatMap(({ script = [] }) => script);
}
