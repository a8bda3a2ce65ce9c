/** The names of parameters or settings, as TypeScript and as the core spell them. */
export type Names = Readonly<Record<string, string>>;

const spellings = new Map<string, string>();

/** A table of names, known from now on to {@link camel}. */
export function names<N extends Names>(table: N): N {
  for (const [here, there] of Object.entries(table)) spellings.set(there, here);
  return table;
}

/** What the core says, with the names of parameters and settings as TypeScript spells them, and nothing else changed. */
export function camel(text: string): string {
  return text.replace(/\b[a-z]+(?:_[a-z]+)+\b/g, (name) => spellings.get(name) ?? name);
}
