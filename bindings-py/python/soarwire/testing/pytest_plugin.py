"""The pytest plugin: registers the fixture ``soarwire_sandbox``."""

from __future__ import annotations

import pytest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from . import Sandbox


@pytest.fixture
def soarwire_sandbox() -> Iterator[Sandbox]:
    """Simulated D3 and Xpanse tenants, new for each test: see `soarwire.testing.Sandbox`."""
    from . import Sandbox

    with Sandbox() as sandbox:
        yield sandbox
