"""Tries the installed package where nothing else of this project is built: `python tests/python/try_wheel.py`.

Every vector, and the tests that need the package, its sandbox and pytest alone, in this process. With `--threads` only the tests
that use many threads, and it is an error if Python has the GIL.
"""

from __future__ import annotations

import platform
import sys
from pathlib import Path

import pytest

import run_vectors
import soarwire._soarwire

HERE = Path(__file__).resolve().parent
# What the sandbox's faults lead to, on both clients; then what needs no server.
SANDBOX = ["test_sandbox.py", "test_clients.py", "test_async_engine.py", "test_events.py", "test_pages.py", "test_secrets.py"]
SANDBOX += ["test_reading.py", "test_overview.py", "test_documents.py"]
OFFLINE = ["test_call.py", "test_errors.py", "test_operations.py", "test_reports.py", "test_requests.py", "test_values.py"]
# Of frames there is only what needs no library for them.
OFFLINE += ["test_frames.py"]
THREADS = ["test_clients.py", "test_async_engine.py", "test_events.py", "test_fork.py"]


def main() -> int:
    threads = sys.argv[1:] == ["--threads"]
    engine = Path(str(soarwire._soarwire.__file__)).name
    print(platform.python_implementation(), platform.python_version(), platform.machine(), *platform.libc_ver(), engine)
    if threads and getattr(sys, "_is_gil_enabled", lambda: True)():
        print("this Python has the GIL, or soarwire asked for it")
        return 1
    sys.argv[1:] = []
    vectors = 0 if threads else run_vectors.main()
    files = THREADS if threads else SANDBOX + OFFLINE
    # The package is there already when pytest comes to look at its plugin.
    quiet = ["-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
    tests = pytest.main([*quiet, *(str(HERE / file) for file in files)])
    return int(bool(vectors or tests))


if __name__ == "__main__":
    sys.exit(main())
