// Filters, conditions and sort orders, made by field: plain objects that lists take.
import assert from "node:assert/strict";
import { test } from "node:test";
import { d3, isKind, xpanse } from "soarwire";

const since = new Date("2026-11-03T00:00:00Z");

const refused = (work, field) => assert.throws(work, (error) => isKind(error, "invalid_request") && error.field === field);

test("a field makes plain filters", () => {
  assert.deepEqual(
    [
      xpanse.incidentFilter("status", "eq", "new"),
      xpanse.incidentFilter("creation_time", "gte", since),
      xpanse.incidentFilter("creation_time", "lte", 5),
      xpanse.alertFilter("severity", "in", ["high", "critical"]),
    ],
    [
      { field: "status", operator: "eq", value: "new" },
      { field: "creation_time", operator: "gte", value: 1_793_664_000_000 },
      { field: "creation_time", operator: "lte", value: 5 },
      { field: "severity", operator: "in", value: ["high", "critical"] },
    ],
  );
  assert.deepEqual(xpanse.incidentSort("creation_time", "desc"), { field: "creation_time", keyword: "desc" });
  assert.deepEqual(xpanse.alertSort("severity", "asc"), { field: "severity", keyword: "asc" });
  refused(() => xpanse.incidentFilter("creation_time", "gte", new Date("nonsense")), "creation_time.value");
});

test("lists take them, and refuse what the types would not allow", () => {
  const filters = [xpanse.incidentFilter("status", "eq", "new"), xpanse.incidentFilter("creation_time", "gte", since)];
  const list = xpanse.getIncidents({ filters, sort: xpanse.incidentSort("creation_time", "desc") });
  assert.deepEqual(list.params, { filters, sort: { field: "creation_time", keyword: "desc" } });
  refused(() => xpanse.getIncidents({ filters: [xpanse.incidentFilter("status", "in", ["new"])] }), "filters[0].operator");
  refused(() => xpanse.getIncidents({ filters: [xpanse.incidentFilter("status", "eq", since)] }), "filters[0].value");
  refused(() => xpanse.getIncidents({ sort: xpanse.incidentSort("creation_time", "up") }), "sort.keyword");
});

test("a field of D3 makes plain conditions", () => {
  const all = [
    d3.condition("Status", "=", "Open"),
    d3.condition("Owner", "IS EMPTY"),
    d3.condition({ section: "Risk", field: "Score" }, ">=", 0),
  ];
  assert.deepEqual(all, [
    { field: "Status", operator: "=", value: "Open" },
    { field: "Owner", operator: "IS EMPTY" },
    { section: "Risk", field: "Score", operator: ">=", value: 0 },
  ]);
  const period = { startTime: "2026-11-01 00:00:00", endTime: "2026-11-04 00:00:00" };
  assert.deepEqual(d3.getIncidents({ ...period, filter: [all] }).params.filter, [all]);
  refused(() => d3.getIncidents({ ...period, filter: [[d3.condition("Status", "=")]] }), "filter[0][0].value");
  refused(() => d3.getIncidents({ ...period, filter: [[d3.condition(" ", "IS EMPTY")]] }), "filter[0][0].field");
});
