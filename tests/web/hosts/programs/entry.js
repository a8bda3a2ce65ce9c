export { d3, run } from "soarwire";
export { Sandbox } from "soarwire/sandbox";
