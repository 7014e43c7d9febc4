"""io: private downloads of originals and of what image operations derive from them."""

import asyncio
from typing import cast
from urllib.parse import quote, unquote

from sanic import HTTPResponse, Request, empty

from service.emulators.kodo.byte_range import Span, read_range
from service.emulators.kodo.errors import KodoError
from service.emulators.kodo.files import CHUNK, read_chunks
from service.emulators.kodo.fops import Rendition, run
from service.emulators.kodo.kodo import name_call, of
from service.emulators.kodo.scripts import Answer
from service.emulators.kodo.signatures import raw_url

ONE_YEAR = "public, max-age=31536000"


async def download(request: Request) -> HTTPResponse | None:
    """Serve `GET /<key>?[fop&]e=…&token=…`; Range and If-None-Match as any web server."""
    kodo = of(request)
    path, _, query = raw_url(request).partition("?")
    key = unquote(path[1:])
    name_call(request, "download", key)
    answer = await kodo.scripts.play("download", key)
    kodo.signatures.require_download(request, kodo.clock.now())
    try:
        found = kodo.store.get(key)
    except KodoError as error:
        raise KodoError(404, "Document not found") from error
    if found.status:
        raise KodoError(403, "file is disabled")
    operation = _operation(query)
    if operation:
        rendition = await asyncio.to_thread(run, kodo.store, found, operation)
    else:
        rendition = Rendition(kodo.store.path(found), found.mime_type, found.hash)
    return await _send(request, rendition, answer)


def _operation(query: str) -> str:
    first = query.partition("&")[0]
    return "" if first.partition("=")[0] in ("e", "token", "attname", "") else unquote(first)


async def _send(request: Request, rendition: Rendition, answer: Answer) -> HTTPResponse | None:
    headers = {
        "ETag": f'"{rendition.etag}"',
        "Cache-Control": ONE_YEAR,
        "Accept-Ranges": "bytes",
        **_disposition(request),
    }
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return empty(304, headers=headers)
    with rendition.path.open("rb") as file:
        size = rendition.path.stat().st_size
        span = read_range(request.headers.get("range"), size)
        status = 206 if span else 200
        if span:
            end = span.start + span.length - 1
            headers["Content-Range"] = f"bytes {span.start}-{end}/{size}"
        start, length = span or Span(0, size)
        headers["Content-Length"] = str(length)
        if request.method == "HEAD":
            return empty(status, headers=headers | {"Content-Type": rendition.mime_type})
        response = cast(
            HTTPResponse,
            await request.respond(
                None, status=status, headers=headers, content_type=rendition.mime_type
            ),
        )
        file.seek(start)
        pace = answer.bytes_per_second
        async for chunk in read_chunks(file, length, pace or CHUNK):
            await response.send(chunk)
            await asyncio.sleep(1 if pace else 0)
        await response.eof()
    return None


def _disposition(request: Request) -> dict[str, str]:
    name = request.args.get("attname")
    if name is None:
        return {}
    return {"Content-Disposition": f"attachment; filename*=utf-8''{quote(name, safe='')}"}
