"""The installed command ``soarwire`` as a user has it, beside a sandbox."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from soarwire.testing import Sandbox

SCRIPT = [str(Path(sysconfig.get_path("scripts")) / ("soarwire.exe" if sys.platform == "win32" else "soarwire"))]
KEYS = {"SOC_D3_KEY": "sandbox-d3-key", "SOC_XPANSE_KEY": "sandbox-xpanse-advanced-key"}
# What nobody may ever read in an output.
SECRETS = (*KEYS.values(), "sandbox-xpanse-standard-key", "sandbox.d3.jwt")


class Commands:
    """Runs the command with a tenants file, ``d3`` and ``xpanse``, that is for a sandbox."""

    def __init__(self, sandbox: Sandbox, folder: Path) -> None:
        self.sandbox = sandbox
        self.folder = folder
        self.config = folder / "tenants.toml"
        told = sandbox.credentials
        self.config.write_text(
            f'[tenants.d3]\nvendor = "d3"\nbase_url = "{told["d3"]["base_url"]}"\nusername = "Admin"\n'
            f'site = "Security Operations"\nkey_env = "SOC_D3_KEY"\nrequests_per_second = 0\n'
            f'[tenants.xpanse]\nvendor = "xpanse"\nbase_url = "{told["xpanse"]["base_url"]}"\nkey_id = "2"\n'
            f'key_env = "SOC_XPANSE_KEY"\nrequests_per_second = 0\n',
            encoding="utf-8",
        )
        # No variable that says how to print, and folders of its own.
        plain = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
        self.environment = {**plain, **KEYS, "SOARWIRE_CONFIG": str(self.config)}
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "LOCALAPPDATA"):
            self.environment[name] = str(folder / "home")

    def __call__(
        self, *arguments: str, input: str | None = None, env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Runs it to its end; without ``input`` there is none."""
        ran = subprocess.run(
            [*SCRIPT, *arguments], input=input or "", capture_output=True, encoding="utf-8", timeout=60, check=False,
            env={**self.environment, **(env or {})}, cwd=self.folder,
        )  # fmt: skip
        assert not any(secret in ran.stdout + ran.stderr for secret in SECRETS)
        assert "Traceback" not in ran.stderr, ran.stderr
        return ran

    def json(self, *arguments: str, code: int = 0, **settings: Any) -> Any:
        """Runs it with ``--json``, and reads all of stdout."""
        ran = self(*arguments, "--json", **settings)
        assert ran.returncode == code, ran.stdout + ran.stderr
        return json.loads(ran.stdout)

    def refuses(self, *arguments: str, code: int = 2, **settings: Any) -> str:
        """The one line with which it ends, having done nothing."""
        before = self.sandbox.effects["totals"]
        ran = self(*arguments, **settings)
        assert ran.returncode == code, ran.stdout + ran.stderr
        assert ran.stdout == ""
        assert self.sandbox.effects["totals"] == before
        lines = ran.stderr.splitlines()
        assert lines[-1].startswith("soarwire: ")
        return lines[-1].removeprefix("soarwire: ")
