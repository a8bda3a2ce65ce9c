"""A sandbox that another process serves, over its admin route."""

from __future__ import annotations

import json
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit


class Remote:
    """What a forked child uses in the place of the server that it inherited: that one's threads and locks are the
    parent's."""

    def __init__(self, url: str) -> None:
        self._place = urlsplit(url).netloc

    def _ask(self, method: str, route: str, body: object = None) -> Any:
        connection = HTTPConnection(self._place, timeout=30)
        try:
            connection.request(method, f"/_sandbox/{route}", None if body is None else json.dumps(body))
            answer = connection.getresponse()
            said = json.loads(answer.read())
        finally:
            connection.close()
        if answer.status != 200:
            raise ValueError(said["error"])
        return said

    def script(self, faults: object) -> None:
        self._ask("POST", "faults", faults)

    def clear_faults(self) -> None:
        self._ask("DELETE", "faults")

    @property
    def pending_faults(self) -> int:
        return int(self._ask("GET", "")["pending_faults"])

    def effects(self) -> dict[str, Any]:
        return dict(self._ask("GET", "effects"))

    def incidents(self) -> dict[str, list[dict[str, Any]]]:
        return dict(self._ask("GET", "incidents"))

    def requests(self) -> list[dict[str, Any]]:
        return list(self._ask("GET", "requests"))

    def reset(self) -> None:
        self._ask("POST", "reset")
