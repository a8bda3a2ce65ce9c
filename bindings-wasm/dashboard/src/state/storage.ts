type Place = "localStorage" | "sessionStorage";

/** What was stored under this name; `undefined` when there is nothing, or the browser refuses. Used for preferences only. */
export function stored<T>(place: Place, name: string): T | undefined {
  try {
    return (JSON.parse(window[place].getItem(name) ?? "null") as T | null) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Stores a value; a browser that refuses costs a preference and nothing else. */
export function store(place: Place, name: string, value: unknown): void {
  try {
    window[place].setItem(name, JSON.stringify(value));
  } catch {
    // The storage is full or blocked.
  }
}
