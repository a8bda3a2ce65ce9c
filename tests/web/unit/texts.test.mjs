// Texts on their way into the core and back. Those that are ASCII take a shorter one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { d3 } from "soarwire";

const tenant = new d3.Tenant({ baseUrl: "/soar", username: "Admin", site: "North" });
/** The first and the last unit that is not ASCII, two whose low byte is, and a pair. */
const CHARACTERS = ["\u0080", "\uffff", "\u0141", "\u4e41", "\u{1f600}"];

test("a character that is not ASCII is the same wherever it stands", () => {
  for (const character of CHARACTERS) {
    for (let at = 0; at < 20; at++) {
      const id = `${"x".repeat(at)}${character}${"y".repeat(at % 9)}`;
      const close = d3.closeIncidents({ incidentNumbers: [id, "z"], bypassRequiredTasks: true });
      assert.deepEqual(JSON.parse(tenant.unsigned(close).body).CommandParams["Incident Numbers"], [id, "z"]);
      const items = [{ "Incident Number": "z", Result: "Successful" }, { "Incident Number": id, Result: "Failed", "Error message": `${id}.` }];
      const report = close.parse(200, null, JSON.stringify({ error: "", returnData: id, contextData: items, warnings: [id, "w"] }));
      assert.deepEqual([report.asked, report.succeeded, report.failed], [[id, "z"], ["z"], [{ id, reason: `${id}.` }]]);
      assert.deepEqual([report.items(), report.item("z"), report.statusText, report.warnings], [items, items[0], id, [id, "w"]]);
    }
  }
});

test("places in an answer have as many digits as the last one needs", () => {
  for (const length of [0, 1, 200, 900, 1100, 3900, 5000, 40_000]) {
    const close = d3.closeIncidents({ incidentNumbers: ["a", "b"], bypassRequiredTasks: true });
    const items = [{ "Incident Number": "b", Result: "Failed", "Error message": `-${"r".repeat(length)}` }, { "Incident Number": "a", Result: "Successful" }];
    const report = close.parse(200, null, JSON.stringify({ returnData: "Partially", contextData: items }));
    assert.deepEqual([report.succeeded, report.failed, report.items()], [["a"], [{ id: "b", reason: items[0]["Error message"] }], items]);
    assert.deepEqual([report.counts.asked, report.statusText, report.warnings], [2, "Partially", []]);
  }
});
