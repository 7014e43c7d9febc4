"""io: private downloads of originals and of what image operations derive from them."""

import asyncio
import os
from typing import BinaryIO, cast
from urllib.parse import quote, unquote

from sanic import HTTPResponse, Request, empty

from service.emulators.kodo.byte_range import Span, read_range
from service.emulators.kodo.errors import KodoError
from service.emulators.kodo.files import CHUNK, read_chunks
from service.emulators.kodo.fops import Rendition, run
from service.emulators.kodo.kodo import Kodo, name_call, of
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
    if not kodo.store.exists(key):
        raise _not_found()
    try:
        rendition = await _rendition(kodo, key, _operation(query))
        file = rendition.path.open("rb")
    except FileNotFoundError as error:  # deleted meanwhile
        raise _not_found() from error
    with file:
        return await _send(request, rendition, file, answer)


async def _rendition(kodo: Kodo, key: str, operation: str) -> Rendition:
    found = kodo.store.get(key)
    if found.status:
        raise KodoError(403, "file is disabled")
    if not operation:
        return Rendition(kodo.store.path(found), found.mime_type, found.hash)
    return await asyncio.to_thread(run, kodo.store, found, operation)


def _not_found() -> KodoError:
    return KodoError(404, "Document not found")


def _operation(query: str) -> str:
    first = query.partition("&")[0]
    return "" if first.partition("=")[0] in ("e", "token", "attname", "") else unquote(first)


async def _send(
    request: Request, rendition: Rendition, file: BinaryIO, answer: Answer
) -> HTTPResponse | None:
    size = os.fstat(file.fileno()).st_size
    headers = {
        "ETag": f'"{rendition.etag}"',
        "Cache-Control": ONE_YEAR,
        "Accept-Ranges": "bytes",
        **_disposition(request),
    }
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return empty(304, headers=headers)
    span = read_range(request.headers.get("range"), size)
    start, length = span or Span(0, size)
    if span:
        headers["Content-Range"] = f"bytes {start}-{start + length - 1}/{size}"
    headers["Content-Length"] = str(length)
    status = 206 if span else 200
    if request.method == "HEAD":
        return empty(status, headers=headers | {"Content-Type": rendition.mime_type})
    response = await request.respond(
        None, status=status, headers=headers, content_type=rendition.mime_type
    )
    file.seek(start)
    await _stream(cast(HTTPResponse, response), file, length, answer)
    return None


async def _stream(response: HTTPResponse, file: BinaryIO, length: int, answer: Answer) -> None:
    sent = 0
    async for chunk in read_chunks(file, length, answer.bytes_per_second or CHUNK):
        await response.send(chunk)
        await asyncio.sleep(1 if answer.bytes_per_second else 0)
        sent += len(chunk)
        if answer.cut is not None and sent >= answer.cut:
            raise ConnectionResetError("scripted")
    await response.eof()


def _disposition(request: Request) -> dict[str, str]:
    name = request.args.get("attname")
    if name is None:
        return {}
    return {"Content-Disposition": f"attachment; filename*=utf-8''{quote(name, safe='')}"}
