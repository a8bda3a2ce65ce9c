import { useEffect, useReducer } from "preact/hooks";
import { VENDOR_NAMES } from "../model/incident.ts";
import { vendorOf } from "../model/order.ts";
import type { Run, Wait } from "../run/run.ts";

/** Shorter waits are over before they are read. */
const WORTH_SAYING_MS = 1500;

/** What the run waits for, counted down. */
export function Waits({ run }: { run: Run }) {
  const [, tick] = useReducer((turn: number) => turn + 1, 0);
  const waits = [...run.waits.value].filter(([, { ms }]) => ms >= WORTH_SAYING_MS);
  const waiting = waits.length > 0;
  useEffect(() => {
    if (!waiting) return undefined;
    const timer = setInterval(() => tick(undefined), 250);
    return () => clearInterval(timer);
  }, [waiting]);
  // Calls of one tenant wait for the same thing; once is enough.
  const sentences = new Set(waits.map(([call, wait]) => `${VENDOR_NAMES[vendorOf(run.calls[call]!.order)]}: ${sentence(wait)}`));
  return (
    <ul class="waits">
      {[...sentences].map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}

/**
 * What the server asked for. soarwire adds up to a tenth, so that not everybody comes back at once; under ten seconds that
 * is less than one, and above it the number is an estimate.
 */
export function asked(ms: number): string {
  const seconds = Math.floor((ms + 50) / 1000);
  return seconds < 10 ? `${seconds} s` : `about ${seconds} s`;
}

function sentence({ why, ms, until }: Wait): string {
  const left = Math.max(0, Math.ceil((until - Date.now()) / 1000));
  switch (why) {
    case "retry_after":
      return `the server asked for ${asked(ms)}, ${left} s left`;
    case "backoff":
      return `waiting before the next attempt, ${left} s left`;
    case "pacing":
      return `keeping the pace that the vendor documents, ${left} s left`;
  }
}
