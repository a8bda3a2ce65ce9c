"""A server that says what it is told to, and misbehaves in any way: for the tests of clients."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

from soarwire import d3

OK = b'{"contextData": [{"Incident Number": "a", "Result": "Successful"}]}'

Serve = Callable[[socket.socket], None]


def answer(status: str = "200 OK", body: bytes = OK, *headers: str) -> bytes:
    head = "\r\n".join([f"HTTP/1.1 {status}", f"content-length: {len(body)}", *headers])
    return head.encode() + b"\r\n\r\n" + body


def read(connection: socket.socket) -> bytes:
    """One request; empty if there is no complete one."""
    said = b""
    while b"\r\n\r\n" not in said:
        chunk = connection.recv(65536)
        if not chunk:
            return b""
        said += chunk
    head, body = said.split(b"\r\n\r\n", 1)
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    while len(body) < length:
        body += connection.recv(65536)
    return head


class Server:
    """Serves every connection on a thread of its own, and counts what it got."""

    def __init__(self, *serve: Serve) -> None:
        self._serve = serve
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self.requests = 0
        self.connections = 0

    @property
    def tenant(self) -> d3.Tenant:
        port = self._listener.getsockname()[1]
        return d3.Tenant(f"http://127.0.0.1:{port}", username="Admin", site="S", api_key="k")

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection = self._listener.accept()[0]
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._open.append(connection)
                serve = self._serve[min(self.connections, len(self._serve) - 1)]
                self.connections += 1
                self._start(self._one, serve, connection)

    def _one(self, serve: Serve, connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            serve(connection)

    def _start(self, work: Any, *arguments: Any) -> None:
        thread = threading.Thread(target=work, args=arguments)
        self._threads.append(thread)
        thread.start()

    def __enter__(self) -> Server:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        for connection in self._open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(10)
            assert not thread.is_alive()
        for connection in self._open:
            connection.close()
        self._listener.close()


def says(*answers: bytes) -> Serve:
    """Gives one answer to each request, repeating the last."""

    def serve(connection: socket.socket) -> None:
        count = 0
        while read(connection):
            connection.sendall(answers[min(count, len(answers) - 1)])
            count += 1

    return serve


def then_closes(said: bytes) -> Serve:
    def serve(connection: socket.socket) -> None:
        read(connection)
        connection.sendall(said)
        connection.shutdown(socket.SHUT_RDWR)

    return serve


def then_resets(said: bytes) -> Serve:
    def serve(connection: socket.socket) -> None:
        read(connection)
        connection.sendall(said)
        time.sleep(0.05)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        connection.close()

    return serve


def then_waits(said: bytes) -> Serve:
    def serve(connection: socket.socket) -> None:
        read(connection)
        connection.sendall(said)
        connection.recv(1)

    return serve


def closes_at_once(connection: socket.socket) -> None:
    connection.shutdown(socket.SHUT_RDWR)
