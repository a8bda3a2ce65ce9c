"""The work that the wheels of a release are optimised for still runs, and meets what it expects."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

TRAINING = Path(__file__).resolve().parents[2] / "bindings-py" / "tools" / "training.py"


def test_the_training_runs() -> None:
    subprocess.run([sys.executable, TRAINING], check=True, timeout=300)
