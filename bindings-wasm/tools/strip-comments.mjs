// strip-comments.mjs FILE: takes the comments out of compiled code, in place; the types beside it have them too. Lines alone are
// looked at: the compilers write a comment on lines of its own.
import { readFileSync, writeFileSync } from "node:fs";

const [file] = process.argv.slice(2);
let inside = false;
const kept = readFileSync(file, "utf8").split("\n").filter((line) => {
  const text = line.trim();
  const comment = inside || text.startsWith("/*");
  if (comment) inside = !text.endsWith("*/");
  return !comment && !text.startsWith("//");
});
writeFileSync(file, kept.join("\n"));
