"""examine_wheels.py FOLDER NAME…: what holds for every wheel of a release, and for the sdist, held against the files in FOLDER.

Each NAME (manylinux-x86_64, …) has a wheel for the stable ABI and one for free-threaded Python. None of them names a folder of the
machine that built it, each lists its files truly, has the licences and a bill of materials, and fits in the limit of size.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import wheel_file

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 3_000_000
ABIS = {"cp39-abi3": "_soarwire.abi3.so", "cp314-cp314t": "_soarwire.cpython-314t-"}
WINDOWS = {"cp39-abi3": "_soarwire.pyd", "cp314-cp314t": "_soarwire.cp314t-win_amd64.pyd"}
PLATFORMS = {
    "manylinux-x86_64": "manylinux2014_x86_64.manylinux_2_17_x86_64",
    "manylinux-aarch64": "manylinux2014_aarch64.manylinux_2_17_aarch64",
    "musllinux-x86_64": "musllinux_1_2_x86_64",
    "musllinux-aarch64": "musllinux_1_2_aarch64",
    "windows-x86_64": "win_amd64",
    "windows-msvc": "win_amd64",
    "macos-universal2": "macosx_*_universal2",
}


def folders() -> list[bytes]:
    """The folders of this machine, and those that builds usually have their home in."""
    cargo = os.environ.get("CARGO_HOME") or str(Path.home() / ".cargo")
    own = {str(ROOT), str(Path.home()), cargo, os.environ.get("CARGO_TARGET_DIR") or str(ROOT / "target")}
    usual = {"/root/", "/home/", "/Users/", "C:\\Users\\"}
    return sorted(folder.encode() for folder in own | usual if len(folder) > 1)


def told(name: str, content: bytes) -> Iterator[str]:
    """Where something was built, as far as the file `name` says it."""
    for folder in folders():
        at = content.find(folder)
        if at >= 0:
            shown = re.sub(rb"[^ -~]+", b" ", content[max(0, at - 20) : at + 80]).decode()
            yield f"{name} names a folder of the machine that built it: {shown}"


def bill(members: dict[str, bytes]) -> Iterator[str]:
    """What is wrong with the bill of materials."""
    found = [content for name, content in members.items() if ".dist-info/sboms/" in name and name.endswith(".cyclonedx.json")]
    if len(found) != 1:
        yield f"there are {len(found)} bills of materials"
        return
    bill = json.loads(found[0])
    crates = {component["name"] for component in bill.get("components", ())}
    if bill.get("bomFormat") != "CycloneDX" or not {"soarwire", "pyo3", "rustls"} <= crates:
        yield f"the bill of materials lists {len(crates)} crates: soarwire, pyo3 or rustls is missing"
    if b"file://" in found[0]:
        yield "the bill of materials names files of the machine that built it"


def lists_truly(members: dict[str, bytes]) -> Iterator[str]:
    if members[wheel_file.record_of(members)] != wheel_file.record(members):
        yield "RECORD is not the list of the wheel's files"


def wheel(path: Path, engine: str) -> Iterator[str]:
    """What is wrong with a wheel whose compiled part has a name that begins with `engine`."""
    if path.stat().st_size > LIMIT:
        yield f"it has {path.stat().st_size} bytes; the limit is {LIMIT}"
    members = wheel_file.read(path)
    for name, content in members.items():
        yield from told(name, content)
    yield from bill(members)
    yield from lists_truly(members)
    if sum(name.startswith(f"soarwire/{engine}") for name in members) != 1:
        yield f"it has no {engine}"
    if sum("/licenses/LICENSE-" in name for name in members) != 2:
        yield "it has not both licences"
    metadata = next(content for name, content in members.items() if name.endswith(".dist-info/METADATA"))
    if b"\nRequires-Python: >=3.9\n" not in metadata:
        yield "it does not say that it needs Python 3.9"


def agrees(path: Path, tag: str) -> Iterator[str]:
    """Whether what the compiled part links to is what the tag promises, as `auditwheel show` judges it."""
    from auditwheel.architecture import Architecture
    from auditwheel.libc import Libc
    from auditwheel.wheel_abi import analyze_wheel_abi

    # auditwheel knows musl by the name that Alpine gives its file. The linker's name for it is `libc.so`, and musl is what
    # answers to every name that begins so. It is left out where auditwheel looks, and must be the only one.
    musl = "musllinux" in tag
    seen = analyze_wheel_abi(
        Libc.MUSL if musl else Libc.GLIBC,
        Architecture("aarch64" if tag.endswith("aarch64") else "x86_64"),
        path,
        frozenset({"libc.so"} if musl else ()),
        disable_isa_ext_check=False,
        allow_graft=False,
    )
    if seen.overall_policy.name not in tag.split("."):
        yield f"auditwheel says {seen.overall_policy.name}, the tag {tag}"
    if musl and seen.external_refs[seen.overall_policy.name].libs:
        yield f"it links to more than libc.so: {seen.external_refs[seen.overall_policy.name].libs}"


def sdist(folder: Path) -> Iterator[str]:
    found = list(folder.glob("soarwire-*.tar.gz"))
    if len(found) != 1:
        yield f"there are {len(found)} sdists"
        return
    with tarfile.open(found[0]) as archive:
        for member in archive:
            content = archive.extractfile(member) if member.isfile() else None
            if content is not None:
                yield from (f"{found[0].name}: {problem}" for problem in told(member.name, content.read()))


def examine(folder: Path, names: list[str]) -> Iterator[str]:
    yield from sdist(folder)
    for name in names:
        tag = PLATFORMS[name]
        for abi, engine in ABIS.items():
            found = list(folder.glob(f"soarwire-*-{abi}-{tag}.whl"))
            if len(found) != 1:
                yield f"there are {len(found)} wheels *-{abi}-{tag}"
                continue
            problems = list(wheel(found[0], WINDOWS[abi] if tag.startswith("win") else engine))
            if "linux" in tag:
                problems += agrees(found[0], tag)
            print(f"{found[0].name}: {found[0].stat().st_size} bytes, {'ok' if not problems else 'FAILED'}")
            yield from (f"{found[0].name}: {problem}" for problem in problems)


def main() -> int:
    problems = list(examine(Path(sys.argv[1]), sys.argv[2:]))
    print(*problems, sep="\n", end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
