"""Every row of `tests/behaviours/rebuilt.json`: answers and errors made from canonical JSON, as Rust and TypeScript make them."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import pytest

from soarwire import Page, Report, SoarwireError, errors

ROWS = json.loads((pathlib.Path(__file__).parent.parent / "behaviours" / "rebuilt.json").read_text("utf-8"))


def made(what: str, given: Any) -> Report | Page | SoarwireError:
    if what == "merged":
        return Report.merged([Report.from_json(text) for text in given])
    if what == "report":
        return Report.from_json(given)
    return Page.from_json(given) if what == "page" else SoarwireError.from_json(given)


@pytest.mark.parametrize("row", ROWS, ids=range(len(ROWS)))
def test_what_comes_from_json_is_the_same_in_every_language(row: dict[str, Any]) -> None:
    if "field" in row:
        with pytest.raises(errors.InvalidRequest) as caught:
            made(row["what"], row["given"])
        assert caught.value.field == row["field"]
        return
    one = made(row["what"], row["given"])
    assert one.to_json() == row["canonical"]
    if isinstance(one, SoarwireError):
        assert str(one) == row["message"]
