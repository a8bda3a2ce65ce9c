// Runs rows of tests/behaviours/table.json through the package, in Node and in a page, and returns the outcome of each call.

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const names = { attempt_timeout_ms: "attemptTimeoutMs", connect_timeout_ms: "connectTimeoutMs", max_attempts: "maxAttempts", body_limit: "bodyLimit", reuse_connections: "reuseConnections" };

/** The outcomes of the calls of a row served at `url`. */
async function outcomes({ d3, isSoarwireError, run }, { calls = ["append"], pause_ms = 0, settings = {} }, url, auth) {
  const tenant = new d3.Tenant({ baseUrl: url, username: "Admin", site: "Security Operations", auth });
  const options = { maxAttempts: 1, requestsPerSecond: 0, timeoutMs: 20_000, ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [names[name], value])) };
  const told = [];
  for (const [nth, call] of calls.entries()) {
    if (nth > 0) await pause(pause_ms);
    const close = d3.closeIncidents({ incidentNumbers: ["a"], bypassRequiredTasks: true, ...(call === "append" && { conclusion: "Contained." }) });
    try {
      const report = await run(tenant, close, options);
      told.push(report.allSucceeded ? "succeeded" : report.failed[0]?.reason ?? report.toJSONText());
    } catch (error) {
      if (!isSoarwireError(error)) throw error;
      told.push({ kind: error.kind, maybe_executed: error.maybeExecuted, reason: error.reason });
    }
  }
  return told;
}

/** The outcomes of all rows, run concurrently. */
export function all(soarwire, rows, urls, auth) {
  return Promise.all(rows.map((row) => outcomes(soarwire, row, urls[row.name], auth)));
}
