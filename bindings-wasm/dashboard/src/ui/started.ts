import type { Run } from "../run/run.ts";

/** When a run was started; with the day when that is another. */
export function started({ startedAt }: Run): string {
  const at = new Date(startedAt);
  return at.toDateString() === new Date().toDateString() ? at.toLocaleTimeString() : at.toLocaleString();
}
