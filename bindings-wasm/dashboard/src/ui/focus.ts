/** Where the focus goes when what had it is gone: to what the press led to, and never nowhere. */
export function focusFilter(): void {
  document.getElementById("filter-text")?.focus();
}

export function focusRuns(): void {
  document.getElementById("runs")?.focus();
}
