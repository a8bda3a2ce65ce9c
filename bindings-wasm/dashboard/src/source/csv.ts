/** CSV as RFC 4180 has it; the separator is the one of `,`, `;` and tab that the first line has most of. */
export function parseCsv(text: string): string[][] {
  const first = text.split(/\r?\n/u, 1)[0] ?? "";
  const separator = [",", ";", "\t"].reduce((best, one) => (first.split(one).length > first.split(best).length ? one : best));
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  const endRow = () => {
    row.push(cell);
    if (row.some((value) => value !== "")) rows.push(row);
    row = [];
    cell = "";
  };
  const clean = text.replace(/^\uFEFF/u, "");
  for (let at = 0; at < clean.length; at += 1) {
    const char = clean[at]!;
    if (quoted) {
      if (char !== '"') cell += char;
      else if (clean[at + 1] === '"') cell += clean[(at += 1)]!;
      else quoted = false;
    } else if (char === '"' && cell === "") quoted = true;
    else if (char === separator) {
      row.push(cell);
      cell = "";
    } else if (char === "\n") endRow();
    else if (char !== "\r") cell += char;
  }
  endRow();
  return rows;
}
