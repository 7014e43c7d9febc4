"""Serves a Sanic app over real HTTP for the length of a test."""

import asyncio
import socket
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from granian.constants import Interfaces
from granian.server.embed import Server

STARTUP_SECONDS = 30
_kept: deque[socket.socket] = deque(maxlen=60)


@asynccontextmanager
async def serving(app: Any, port: int | None = None) -> AsyncIterator[str]:
    """Serve an ASGI application on loopback and yield its base URL, e.g. `http://127.0.0.1:40123`.

    Without `port` a free one is taken; TimeoutError when the server does not start.
    """
    port = port or free_port()
    server = Server(
        app, address="127.0.0.1", port=port, interface=Interfaces.ASGI, log_enabled=False
    )
    task = asyncio.create_task(server.serve())
    try:
        async with asyncio.timeout(STARTUP_SECONDS):
            await _until_listening(port, task)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.stop()
        await task


def free_port() -> int:
    """A loopback TCP port that nobody else is given while the next few are handed out.

    The probe stays bound without listening: granian binds beside it (SO_REUSEPORT), and the kernel
    does not choose the port again for another process.
    """
    probe = socket.socket()
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    probe.bind(("127.0.0.1", 0))
    _kept.append(probe)
    return probe.getsockname()[1]


async def _until_listening(port: int, server: asyncio.Task[None]) -> None:
    while not server.done():
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except ConnectionRefusedError:
            await asyncio.sleep(0.002)
            continue
        writer.close()
        return
    await server  # raises what kept it from starting
