"""seal_wheel.py FOLDER WHEEL…: writes wheels into FOLDER without a trace of the place where they were built.

maturin's bill of materials names the crates of the workspace by the folder that they were built in.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import wheel_file

# `path+file:///folder/of/crate#soarwire@0.1.0`, or `…/crate#0.1.0` where the folder has the crate's name; in a purl
# `?download_url=file:///folder/of/crate` or `file://.`.
LOCAL = re.compile(rb"path\+file://[^\"#]*?([A-Za-z0-9._-]+)#(?=[0-9])")
NAMED = re.compile(rb"path\+file://[^\"#]*#")
DOWNLOAD = re.compile(rb"\?download_url=file://[^\"#]*")


def sealed(bill: bytes) -> bytes:
    bill = LOCAL.sub(rb"\1@", bill)
    return DOWNLOAD.sub(b"", NAMED.sub(b"", bill))


def main() -> None:
    folder, *wheels = map(Path, sys.argv[1:])
    for path in wheels:
        members = wheel_file.read(path)
        wheel_file.write(
            folder / path.name,
            {name: sealed(content) if name.endswith(".cyclonedx.json") else content for name, content in members.items()},
        )


if __name__ == "__main__":
    main()
