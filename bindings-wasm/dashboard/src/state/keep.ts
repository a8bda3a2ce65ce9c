type Place = "localStorage" | "sessionStorage";

/** Conveniences only: a browser that keeps nothing costs a preference, nothing else. */
export function kept<T>(place: Place, name: string): T | undefined {
  try {
    return (JSON.parse(window[place].getItem(name) ?? "null") as T | null) ?? undefined;
  } catch {
    return undefined;
  }
}

export function keep(place: Place, name: string, value: unknown): void {
  try {
    window[place].setItem(name, JSON.stringify(value));
  } catch {
    // Full, or forbidden.
  }
}
