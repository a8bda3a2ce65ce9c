const { d3, run, SoarwireError } = require("soarwire");
const { Sandbox } = require("soarwire/sandbox");

const close = (numbers) => d3.closeIncidents({ incidentNumbers: numbers, bypassRequiredTasks: true });

test("a call through the sandbox", async () => {
  const sandbox = new Sandbox();
  const tenant = new d3.Tenant(sandbox.tenants.d3);
  const [{ number }] = sandbox.incidents().d3;
  const options = { fetch: sandbox.fetch, maxAttempts: 1 };
  const report = await run(tenant, close([number, "none"]), options);
  expect(report.counts).toEqual({ asked: 2, succeeded: 1, failed: 1, unreported: 0, unknown: 0 });
  expect(() => close([])).toThrow(SoarwireError);
  for (const [fault, expected] of [
    [{ kind: "cut_mid_body" }, "interrupted"],
    [{ kind: "rate_limited" }, "rate_limited"],
    [{ kind: "redirect", location: "/elsewhere" }, "unexpected_status"],
  ]) {
    sandbox.script(fault);
    await expect(run(tenant, close([number]), options)).rejects.toMatchObject({ kind: expected });
  }
});
