"""What all tests rely on."""

from __future__ import annotations

import signal

# A script that starts the tests in the background has them ignore SIGINT, and with them every program that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)
