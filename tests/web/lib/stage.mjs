// What an example of the documentation runs in, in Node and in a page: wherever it sends, the simulated tenants answer; a
// path is a gateway's.
import { Sandbox, init } from "soarwire/sandbox";

await init();
const sandbox = new Sandbox();
const fault = globalThis.process?.env["STAGE_FAULT"];
if (fault !== undefined) sandbox.script(JSON.parse(fault));

const platform = globalThis.fetch;
const gateway = sandbox.gateway();
if (globalThis.process !== undefined) {
  // In Node the package has its own transport.
  const inside = (name) => import(new URL(`./node_modules/soarwire/dist/${name}`, import.meta.url));
  const [{ useTransport }, { overFetch }] = await Promise.all([inside("transport.js"), inside("fetch.js"), inside("node.js")]);
  useTransport(() => overFetch(sandbox.fetch));
}
globalThis.location ??= new URL("https://page.example.com/");
globalThis.fetch = (url, init) => {
  // The package loads its file by a `URL`, and sends by text.
  if (typeof url !== "string") return platform(url, init);
  return url.startsWith("/") ? gateway(url, init) : sandbox.fetch(url, init);
};
