"""Plain Sanic: `/ready` answers bytes that it was given, `/asyncpg` one normalised statement.

Run by the feed benchmark as `python -m benchmarks.peers.plain <port> <database url> <file>`, on the
same server as ours.
"""

import json
import os
import sys
from pathlib import Path

import asyncpg
import msgspec
from granian import Granian
from granian.constants import Interfaces
from sanic import Request, Sanic
from sanic.response import HTTPResponse

SQL = (Path(__file__).parent / "page.sql").read_text(encoding="utf-8")
JSON = "application/json"


def create(url: str, ready: bytes) -> Sanic:
    """The application; its pool opens with the server."""
    app = Sanic("plain", configure_logging=False)
    app.config.ACCESS_LOG = False

    @app.before_server_start
    async def opening(app: Sanic, _: object) -> None:
        app.ctx.pool = await asyncpg.create_pool(url, min_size=4, max_size=10)

    @app.get("/ready")
    async def bytes_in_memory(_: Request) -> HTTPResponse:
        return HTTPResponse(ready, content_type=JSON)

    @app.get("/asyncpg")
    async def one_statement(_: Request) -> HTTPResponse:
        rows = await app.ctx.pool.fetch(SQL)
        items = [dict(row) | {"pictures": json.loads(row["pictures"] or "[]")} for row in rows]
        return HTTPResponse(msgspec.json.encode({"items": items}), content_type=JSON)

    return app


def from_environment() -> Sanic:
    """What granian serves in its one worker."""
    return create(os.environ["PLAIN_URL"], Path(os.environ["PLAIN_PAGE"]).read_bytes())


if __name__ == "__main__":
    port, os.environ["PLAIN_URL"], os.environ["PLAIN_PAGE"] = sys.argv[1:]
    Granian(
        "benchmarks.peers.plain:from_environment",
        factory=True,
        interface=Interfaces.ASGI,
        address="127.0.0.1",
        port=int(port),
        log_access=False,
        websockets=False,
    ).serve()
