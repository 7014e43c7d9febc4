"""`POST /`: the form upload, streamed to disk whatever the order of its parts."""

from collections.abc import AsyncIterator
from typing import cast

from sanic import HTTPResponse, Request

from service.emulators.kodo.errors import KodoError, invalid_argument
from service.emulators.kodo.incoming import Content, Incoming
from service.emulators.kodo.intake import Arrival, accept
from service.emulators.kodo.kodo import name_call, of
from service.emulators.kodo.multipart import MultipartReader, Part


async def upload(request: Request) -> HTTPResponse:
    """Take a multipart/form-data upload; answers and errors as Kodo's upload host."""
    kodo = of(request)
    name_call(request, "upload", "")
    reader = MultipartReader(request.headers.get("content-type", ""), chunks_of(request))
    with kodo.store.incoming() as incoming:
        file, fields = await _read(reader, incoming)
        name_call(request, "upload", fields.get("key", ""))
        policy = kodo.signatures.policy(fields.get("token", ""))
        if file is None:
            raise KodoError(400, "file is not specified in multipart")
        content = await incoming.seal()
        _require_crc32(fields.get("crc32"), content)
        arrival = Arrival(
            policy=policy,
            content=content,
            key=fields.get("key"),
            fname=file.filename or "",
            mime_type=file.content_type,
            variables=_with_prefix(fields, "x:"),
            metadata=_with_prefix(fields, "x-qn-meta-"),
        )
        return await accept(request, arrival)


async def chunks_of(request: Request) -> AsyncIterator[bytes]:
    """The body of a `stream=True` route, as it arrives."""
    async for chunk in cast(AsyncIterator[bytes], request.stream):
        yield chunk


async def _read(reader: MultipartReader, incoming: Incoming) -> tuple[Part | None, dict[str, str]]:
    file, fields = None, {}
    async for part in reader.parts():
        if part.name != "file":
            fields[part.name] = await part.text()
            continue
        if file is not None:
            raise invalid_argument()
        file = part
        async for chunk in part.body:
            await incoming.write(chunk)
    return file, fields


def _require_crc32(expected: str | None, content: Content) -> None:
    if expected and expected != str(content.crc32):
        raise KodoError(406, "crc32 check error")


def _with_prefix(fields: dict[str, str], prefix: str) -> dict[str, str]:
    return {name: value for name, value in fields.items() if name.startswith(prefix)}
