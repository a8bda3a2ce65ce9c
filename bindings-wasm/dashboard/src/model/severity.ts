/** Known words from bad to harmless; the vendors' words are open, so there is always another. */
const RANKS = ["critical", "high", "medium", "low", "informational"] as const;

export type Severity = (typeof RANKS)[number] | "other";

export function severityOf(word: string): Severity {
  const lower = word.trim().toLowerCase();
  return RANKS.find((rank) => rank === lower) ?? "other";
}

/** 0 is the worst. */
export function severityRank(word: string): number {
  const rank = RANKS.findIndex((known) => known === word.trim().toLowerCase());
  return rank < 0 ? RANKS.length : rank;
}

/** "under_investigation" as people write it; other words as they came. */
export function spoken(word: string): string {
  const text = word.replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
