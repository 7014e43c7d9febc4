"""Plain Sanic: `/ready` answers bytes that it was given, `/asyncpg` one normalised statement.

Run by the feed benchmark as `python -m benchmarks.peers.plain <port> <database url> <file>`.
"""

import json
import sys
from pathlib import Path

import asyncpg
import msgspec
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


if __name__ == "__main__":
    port, url, file = sys.argv[1:]
    create(url, Path(file).read_bytes()).run(
        "127.0.0.1", int(port), single_process=True, motd=False, access_log=False
    )
