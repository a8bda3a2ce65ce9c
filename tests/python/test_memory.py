"""A 60 MiB reply is read within three times its size of memory, the reply itself included."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

SIZE = 60 << 20

CHILD = """
import resource, sys
from soarwire import d3

def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

asked = [f"20261103-{index}" for index in range(int(sys.argv[2]))]
operation = d3.CloseIncidents(asked, bypass_required_tasks=True)
before = peak()
with open(sys.argv[1], "rb") as file:
    body = file.read()
report = operation.parse(200, {}, body)
assert report.all_succeeded, report
print(peak() - before)
"""


def test_a_60_mib_reply_stays_within_three_times_its_size(tmp_path: Path) -> None:
    item = {"Status": "Closed", "Close Date": "11/03/2026 06:08 AM PST", "Result": "Successful", "Closed By": "Mira Osei"}
    count = SIZE // 160
    reply = tmp_path / "reply.json"
    with reply.open("w") as file:
        file.write('{"error": "", "returnData": "Successful", "contextData": [')
        for index in range(count):
            named = {"Incident Number": f"20261103-{index}", "Padding": "x" * 10, **item}
            file.write(("," if index else "") + json.dumps(named))
        file.write("]}")
    size = reply.stat().st_size
    assert size >= SIZE
    command = [sys.executable, "-c", CHILD, str(reply), str(count)]
    used = int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert used <= 3 * size, f"{used / size:.2f} times the reply"
