"""Wheels that must not be released are found out, and a sealed wheel names no folder."""

from __future__ import annotations

import json
import subprocess
import tempfile
import unittest
from pathlib import Path

import examine_wheels
import seal_wheel
import wheel_file

ENGINE = "soarwire/_soarwire.abi3.so"
INFO = "soarwire-1.0.0.dist-info"
BILL = f"{INFO}/sboms/soarwire.cyclonedx.json"
GOOD = {
    ENGINE: b"\x7fELF /cargo/index/crate/src/lib.rs",
    f"{INFO}/METADATA": b"Name: soarwire\nRequires-Python: >=3.9\n\nText.\n",
    f"{INFO}/licenses/LICENSE-MIT": b"MIT\n",
    f"{INFO}/licenses/LICENSE-APACHE": b"Apache\n",
    BILL: json.dumps(
        {"bomFormat": "CycloneDX", "components": [{"name": name} for name in ("soarwire", "pyo3", "rustls")]}
    ).encode(),
    f"{INFO}/RECORD": b"",
}


class Examined(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "soarwire-1.0.0-cp39-abi3-win_amd64.whl"

    def problems(self, **changed: bytes) -> list[str]:
        wheel_file.write(self.path, {**GOOD, **changed})
        return list(examine_wheels.wheel(self.path, "_soarwire.abi3.so"))

    def test_a_good_wheel(self) -> None:
        self.assertEqual(self.problems(), [])

    def test_a_folder_of_the_machine(self) -> None:
        for folder in ("/root/.cargo/registry", "/home/someone/project", str(examine_wheels.ROOT / "core/src/lib.rs")):
            (problem,) = self.problems(**{ENGINE: b"panicked at \0" + folder.encode()})[:1]
            self.assertRegex(problem, "names a folder")

    def test_a_bill_of_materials_that_is_missing_or_says_nothing(self) -> None:
        self.assertRegex(self.problems(**{BILL: b"{}"})[0], "lists 0 crates")
        wheel_file.write(self.path, {name: content for name, content in GOOD.items() if name != BILL})
        self.assertEqual(list(examine_wheels.wheel(self.path, "_soarwire.abi3.so")), ["there are 0 bills of materials"])

    def test_too_large(self) -> None:
        from random import Random

        self.assertRegex(self.problems(**{ENGINE: Random(1).randbytes(examine_wheels.LIMIT)})[0], "the limit is")

    def test_another_python(self) -> None:
        self.assertIn("3.9", self.problems(**{f"{INFO}/METADATA": b"Requires-Python: >=3.12\n"})[0])

    def test_another_engine(self) -> None:
        wheel_file.write(self.path, GOOD)
        self.assertEqual(len(list(examine_wheels.wheel(self.path, "_soarwire.cpython-314t-"))), 1)

    def test_a_list_of_files_that_does_not_fit(self) -> None:
        members = {**GOOD, f"{INFO}/RECORD": b"something else"}
        self.assertEqual(list(examine_wheels.lists_truly(members)), ["RECORD is not the list of the wheel's files"])

    def test_a_wheel_that_is_not_there(self) -> None:
        found = list(examine_wheels.examine(self.path.parent, ["windows-x86_64"]))
        self.assertEqual(found[0], "there are 0 sdists")
        self.assertRegex(found[1], r"0 wheels \*-cp39-abi3-win_amd64")


class Sealed(unittest.TestCase):
    def test_crates_of_the_workspace_have_no_folder(self) -> None:
        bill = (
            b'"path+file:///build/x/core#soarwire@0.1.0" "path+file:///build/soarwire-py#0.1.0" '
            b'"pkg:cargo/soarwire@0.1.0?download_url=file:///build/x/core" "registry+https://example.com/index#pyo3@0.30.1"'
        )
        self.assertEqual(
            seal_wheel.sealed(bill),
            b'"soarwire@0.1.0" "soarwire-py@0.1.0" "pkg:cargo/soarwire@0.1.0" "registry+https://example.com/index#pyo3@0.30.1"',
        )


class ReleaseNotes(unittest.TestCase):
    def notes(self, tag: str, changelog: str) -> tuple[int, str]:
        with tempfile.NamedTemporaryFile("w", suffix=".md") as file:
            file.write(changelog)
            file.flush()
            command = [examine_wheels.ROOT / "tests/tools/release-notes", tag, file.name]
            ran = subprocess.run(command, capture_output=True, text=True, check=False)
            return ran.returncode, ran.stdout + ran.stderr

    def setUp(self) -> None:
        manifest = (examine_wheels.ROOT / "Cargo.toml").read_text()
        self.version = manifest.split('[workspace.package]\nversion = "')[1].split('"')[0]

    def test_the_section_of_the_version(self) -> None:
        changelog = f"# Changelog\n\n## [Unreleased]\n\n- new\n\n## [{self.version}] - 2026-11-30\n\n### Added\n\n- old\n\n## [0.0.1]\n\n- older\n"
        self.assertEqual(self.notes(f"v{self.version}", changelog), (0, "### Added\n\n- old\n"))

    def test_nothing_is_released_without_notes_or_with_another_version(self) -> None:
        status, said = self.notes(f"v{self.version}", "# Changelog\n\n## [Unreleased]\n\n- new\n")
        self.assertEqual((status, f"no section for {self.version}" in said), (1, True))
        self.assertEqual(self.notes("v99.0.0", f"## [{self.version}]\n\n- x\n")[0], 1)
        self.assertEqual(self.notes(self.version, f"## [{self.version}]\n\n- x\n")[0], 1)


if __name__ == "__main__":
    unittest.main()
