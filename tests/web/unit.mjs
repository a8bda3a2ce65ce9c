#!/usr/bin/env node
// unit.mjs: the tests in unit/, with the packed package installed beside them.
import { spawnSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { blocks } from "./lib/blocks.mjs";
import { copy, here, project } from "./lib/project.mjs";

const home = project("unit");
const files = readdirSync(join(here, "unit"));
for (const file of files) copy(join(here, "unit", file), join(home, file));
for (const table of ["events.json", "bulk_events.json", "rebuilt.json"]) copy(join(here, "..", "behaviours", table), join(home, table));
copy(join(here, "../typed/values.json"), join(home, "typed.json"));
const [driver] = blocks("docs/drivers.md");
writeFileSync(join(home, "driver.js"), driver.text);
const ran = spawnSync(process.execPath, ["--expose-gc", "--test", ...process.argv.slice(2), ...files], { cwd: home, stdio: "inherit" });
process.exitCode = ran.status ?? 1;
