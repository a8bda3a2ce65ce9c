"""Runs for `AsyncClient`: the engine of `Client` on a thread, and what it tells on the event loop."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet

from .._soarwire import BulkControl
from ._errors import Incomplete

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .._soarwire import BulkReport, BulkRow, Progress

# How long the thread of a run waits for the event loop before it looks whether there still is one.
PATIENCE = 1.0


class _Telling:
    """Tells callbacks on the event loop, and has the run wait for them: what they raise stops it."""

    def __init__(self, loop: asyncio.AbstractEventLoop, settings: dict[str, Any]) -> None:
        self._loop = loop
        self._on_progress: Callable[[Progress], object] | None = settings["on_progress"]
        self._on_outcome: Callable[[BulkRow], object] | None = settings["on_outcome"]
        # Told together, a tenth of a second at a time.
        self._rows: list[BulkRow] = []

    def outcome(self, row: BulkRow) -> None:
        self._rows.append(row)

    def progress(self, progress: Progress) -> None:
        rows, self._rows = self._rows, []
        if not rows and self._on_progress is None:
            self._check()
            return
        told: Future[None] = Future()
        self._loop.call_soon_threadsafe(self._tell, told, rows, progress)
        while True:
            try:
                return told.result(PATIENCE)
            except NotYet:
                if told.done():
                    raise
                self._check()

    def _tell(self, told: Future[None], rows: list[BulkRow], progress: Progress) -> None:
        try:
            if self._on_outcome is not None:
                for row in rows:
                    self._on_outcome(row)
            if self._on_progress is not None:
                self._on_progress(progress)
        except Exception as raised:
            told.set_exception(raised)
        except BaseException as raised:
            told.set_exception(raised)
            raise
        else:
            told.set_result(None)

    def _check(self) -> None:
        """Ends a run of which the event loop is gone."""
        if self._loop.is_closed() or not threading.main_thread().is_alive():
            raise RuntimeError("the event loop was closed during the run: await it to its end")


async def run(begin: Callable[..., BulkReport], settings: dict[str, Any]) -> BulkReport:
    """Runs ``begin`` on a thread. The first cancellation lets what is in flight finish, the second does not."""
    loop = asyncio.get_running_loop()
    control = BulkControl()
    telling = _Telling(loop, settings)
    over: asyncio.Future[BulkReport | BaseException] = loop.create_future()
    settings = {**settings, "_control": control, "on_progress": telling.progress}
    if settings["on_outcome"] is not None:
        settings["on_outcome"] = telling.outcome

    def done(result: BulkReport | BaseException) -> None:
        if not over.done():
            over.set_result(result)

    def work() -> None:
        result: BulkReport | BaseException
        try:
            result = begin(**settings)
        except BaseException as raised:
            result = raised
        if not loop.is_closed():
            loop.call_soon_threadsafe(done, result)

    # It is no thread of an executor: those of the loop are for others, and few.
    threading.Thread(target=work, name="soarwire-bulk").start()
    cancelled: asyncio.CancelledError | None = None
    while not over.done():
        try:
            await asyncio.shield(over)
        except asyncio.CancelledError as raised:
            control.cancel() if cancelled is None else control.abandon()
            cancelled = cancelled or raised
    result = over.result()
    if cancelled is not None:
        cancelled.__context__ = result if isinstance(result, BaseException) else Incomplete(result)
        raise cancelled
    if isinstance(result, BaseException):
        raise result
    return result
