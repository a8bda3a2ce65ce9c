"""Wheels as files: what is in one, read, checked against its own list and written anew."""

from __future__ import annotations

import base64
import hashlib
import zipfile
from pathlib import Path


def digest(content: bytes) -> str:
    """As RECORD has it."""
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def record_of(members: dict[str, bytes]) -> str:
    """The path of the wheel's list of files."""
    return next(name for name in members if name.endswith(".dist-info/RECORD"))


def read(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as wheel:
        return {name: wheel.read(name) for name in wheel.namelist()}


def record(members: dict[str, bytes]) -> bytes:
    """The list of files that fits the members."""
    own = record_of(members)
    lines = [f"{name},{digest(content)},{len(content)}" for name, content in members.items() if name != own]
    return "\n".join([*lines, f"{own},,", ""]).encode()


def write(path: Path, members: dict[str, bytes]) -> None:
    """Always the same bytes for the same members, with the list of files made anew."""
    members = {**members, record_of(members): record(members)}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as wheel:
        for name, content in members.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (0o100755 if name.endswith((".so", ".pyd")) else 0o100644) << 16
            wheel.writestr(info, content)
