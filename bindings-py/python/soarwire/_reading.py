"""Reading page by page, and settling: loops around the state machines of the core."""

from __future__ import annotations

from _thread import allocate_lock

from ._soarwire import BulkReport, Pages, Settle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from typing import Any, Literal, SupportsIndex

    from ._aio import AsyncClient
    from ._error import Incomplete, SoarwireError
    from ._soarwire import Client, Operation, Page, Report, Row, Settlement

__all__ = ["AsyncPageIterator", "PageIterator"]


class _Turning:
    """How far a list was read, and that one page at a time is read."""

    def __init__(self, pages: Pages, options: dict[str, Any]) -> None:
        self._pages = pages
        self._options = options
        self._lock = allocate_lock()

    @property
    def end(self) -> Literal["complete", "capped", "moved", "stopped"] | None:
        """Why there are no more pages, as `Pages.end`; ``None`` while there are, and after an error."""
        return self._pages.end

    @property
    def count(self) -> int:
        """The number of pages that were read."""
        return len(self._pages)

    @property
    def operation(self) -> Operation[Page] | None:
        """What asks for the next page, also for one that could not be read; ``None`` after the last one. A list can be read
        on from there in another process, where ids that came before are not known."""
        return self._pages.operation

    def _begin(self) -> Operation[Page] | None:
        """What to send now. Two that ask for the same page would make one of them the end of the list."""
        if not self._lock.acquire(blocking=False):
            raise RuntimeError("the next page is being read already: let one thread or task read a list")
        return self._pages.operation

    def _done(self) -> None:
        self._lock.release()

    def __repr__(self) -> str:
        end = f", {self.end}" if self.end else ""
        return f"<soarwire.{type(self).__name__}: {self.count} pages{end}>"


class PageIterator(_Turning):
    """The pages of a list, which `Client.pages` reads one at a time. Nothing is read ahead.

    Every incident is given once, and it always ends; then ``end`` says whether some may have been missed. An error while a
    page is read keeps the pages so far: loop over the same object again to go on with the page that could not be read.
    """

    def __init__(
        self, client: Client, operation: Operation[Page], limit: SupportsIndex | None, options: dict[str, Any]
    ) -> None:
        super().__init__(Pages(operation, limit=limit), options)
        self._client = client

    def __iter__(self) -> PageIterator:
        return self

    def __next__(self) -> Page:
        operation = self._begin()
        try:
            if operation is None:
                raise StopIteration
            return self._pages.take(self._client.run(operation, **self._options))
        finally:
            self._done()

    def rows(self) -> Iterator[Row]:
        """The common view of the incidents or alerts of all pages that are still to be read."""
        for page in self:
            yield from page.rows

    def items(self) -> Iterator[dict[str, Any]]:
        """The vendor's own items of all pages that are still to be read, as dicts."""
        for page in self:
            yield from page.iter_items()


class AsyncPageIterator(_Turning):
    """The pages of a list, which `AsyncClient.pages` reads one at a time, for ``async for``. Nothing is read ahead.

    Every incident is given once, and it always ends; then ``end`` says whether some may have been missed. An error while a
    page is read, or a cancelled task, keeps the pages so far: loop over the same object again to go on with the page that
    could not be read.
    """

    def __init__(
        self, client: AsyncClient, operation: Operation[Page], limit: SupportsIndex | None, options: dict[str, Any]
    ) -> None:
        super().__init__(Pages(operation, limit=limit), options)
        self._client = client

    def __aiter__(self) -> AsyncPageIterator:
        return self

    async def __anext__(self) -> Page:
        operation = self._begin()
        try:
            if operation is None:
                raise StopAsyncIteration
            return self._pages.take(await self._client.run(operation, **self._options))
        finally:
            self._done()

    async def rows(self) -> AsyncIterator[Row]:
        """The common view of the incidents or alerts of all pages that are still to be read."""
        async for page in self:
            for row in page.rows:
                yield row

    async def items(self) -> AsyncIterator[dict[str, Any]]:
        """The vendor's own items of all pages that are still to be read, as dicts."""
        async for page in self:
            for item in page.iter_items():
                yield item


def _settling(operation: Operation, outcome: Report | SoarwireError | Incomplete | None) -> Settle:
    if outcome is None:
        raise TypeError("settle() takes an operation and its outcome, or a bulk.BulkReport alone")
    return Settle(operation, outcome)


def settle(
    client: Client,
    operation: Operation | BulkReport,
    outcome: Report | SoarwireError | Incomplete | None,
    options: dict[str, Any],
) -> Settlement | BulkReport:
    """What is in effect after a call, or after a run; for `Client.settle`."""
    if isinstance(operation, BulkReport):
        rest = operation._settle()
        if rest is not None:
            while (reading := rest.operation) is not None:
                rest.take(client.run(reading, **options))
            operation._take(rest)
        return operation
    settling = _settling(operation, outcome)
    while (reading := settling.operation) is not None:
        settling.take(client.run(reading, **options))
    return settling.finish()


async def settle_async(
    client: AsyncClient,
    operation: Operation | BulkReport,
    outcome: Report | SoarwireError | Incomplete | None,
    options: dict[str, Any],
) -> Settlement | BulkReport:
    """The same for `AsyncClient.settle`."""
    if isinstance(operation, BulkReport):
        import asyncio

        rest = operation._settle()
        if rest is not None:
            while (reading := rest.operation) is not None:
                rest.take(await client.run(reading, **options))
            await asyncio.get_running_loop().run_in_executor(None, operation._take, rest)
        return operation
    settling = _settling(operation, outcome)
    while (reading := settling.operation) is not None:
        settling.take(await client.run(reading, **options))
    return settling.finish()
