"""The port on which Prometheus reads metrics: no part of what phones reach."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import structlog

from service.foundation import metrics
from service.foundation.settings import SettingsError

PATIENCE = 10
"""Seconds for one answer, its question included."""
_WANTED = b"GET /metrics "
_OK = "200 OK\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8"
_ELSE = "404 Not Found"
_FAILED = "500 Internal Server Error"
_UNHEARD = (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError)

Refresh = Callable[[], Awaitable[None]]
log = structlog.get_logger("metrics")


def require_free(host: str, port: int) -> None:
    """SettingsError where another program has the port; processes of one `serve` share theirs."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            why = f"metrics cannot be read at {host}:{port}: {error.strerror}"
            raise SettingsError(why) from error


@asynccontextmanager
async def served(
    host: str, port: int, *, shared: bool = False, refresh: Refresh | None = None
) -> AsyncIterator[None]:
    """Answer `GET /metrics` at this port until the block ends; nowhere where it is 0.

    `shared` with other processes that answer the same; `refresh` is awaited before each answer.
    """
    if not port:
        yield
        return
    if not shared:
        require_free(host, port)

    async def heard(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(*_UNHEARD):
            async with asyncio.timeout(PATIENCE):
                await _answer(reader, writer, refresh)
        writer.close()

    server = await asyncio.start_server(heard, host, port, reuse_port=shared or None)
    try:
        yield
    finally:
        server.close()


async def _answer(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, refresh: Refresh | None
) -> None:
    asked = await reader.readuntil(b"\r\n\r\n")
    status, body = _ELSE, b""
    if asked.startswith(_WANTED):
        try:
            status, body = _OK, await _fresh(refresh)
        except Exception as error:
            log.error("metrics not read", exc_info=error)
            status = _FAILED
    head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    writer.write(head.encode() + body)
    await writer.drain()


async def _fresh(refresh: Refresh | None) -> bytes:
    """In a thread: merging what the processes count takes longer than most requests."""
    if refresh:
        await refresh()
    return await asyncio.to_thread(metrics.page)
