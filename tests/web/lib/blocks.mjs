// The blocks of TypeScript and JavaScript in a file of the documentation, as modules of their own.
import { join } from "node:path";
import { read, root } from "./project.mjs";

// What a block without an `import` is a fragment of. In one line, so that the numbers of the lines stay.
const PREAMBLE = `
import { Reply, Report, clear, d3, init, isKind, isSoarwireError, run, xpanse } from "soarwire";
const tenant = new d3.Tenant({ baseUrl: "/soar", username: "Admin", site: "Security Operations" });
const close = d3.closeIncidents({ incidentNumbers: ["20261103-104"], bypassRequiredTasks: true, conclusion: "Contained." });
`.replaceAll("\n", " ");

/** The blocks, each on the lines where the file has it. */
export function blocks(path) {
  const text = read(join(root, path));
  return [...text.matchAll(/^```(ts|js|typescript|javascript)\n(.*?)^```/gms)].map(({ 1: language, 2: code, index }) => {
    const line = text.slice(0, index).split("\n").length + 1;
    const above = "\n".repeat(line - 1);
    const fragment = !/^import /m.test(code);
    return {
      name: `${path}:${line}`,
      stem: `${path.replaceAll("/", "-")}.${line}`,
      ending: language[0] === "t" ? "ts" : "js",
      fragment,
      // Braces: a fragment may have a tenant of its own.
      text: fragment ? `${PREAMBLE}{${above}${code}}\n` : above + code,
    };
  });
}
