/** The names of parameters or settings, as TypeScript and as the core spell them. */
export type Names = Readonly<Record<string, string>>;

const spellings = new Map<string, string>();

/** A name, known from now on to {@link spelt} and {@link camel}. */
export function known(here: string, there: string): void {
  spellings.set(there, here);
}

/** A table of names, known from now on to {@link spelt} and {@link camel}. */
export function names<N extends Names>(table: N): N {
  for (const [here, there] of Object.entries(table)) known(here, there);
  return table;
}

/** A field that the core names, such as `incident_numbers[1]` or `assignee.pretty_name`, as TypeScript spells it. */
export function camel(field: string): string {
  return field.replace(/[a-z_]+/g, (name) => spellings.get(name) ?? name);
}

/** A text of the core, the names that it marks with backticks as TypeScript spells them, and nothing else changed. */
export function spelt(text: string): string {
  return text.replace(/`[a-z_]+`/g, (marked) => `\`${spellings.get(marked.slice(1, -1)) ?? marked.slice(1, -1)}\``);
}
