import { useEffect, useState } from "preact/hooks";

/** Seconds since 1970, anew every so many seconds. */
export function useNow(every: number): number {
  const [now, set] = useState(seconds);
  useEffect(() => {
    const timer = setInterval(() => set(seconds()), every * 1000);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
