"""Multipart upload v1: blocks of up to 4 MiB sent in chunks, then made into a file."""

import asyncio
import os
import re
from base64 import urlsafe_b64encode
from hashlib import sha1
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from sanic import HTTPResponse, Request, json

from service.emulators.kodo import base64url
from service.emulators.kodo.errors import KodoError, invalid_argument
from service.emulators.kodo.form_upload import chunks_of
from service.emulators.kodo.intake import Arrival, accept
from service.emulators.kodo.kodo import Kodo, name_call, of
from service.emulators.kodo.multipart_v2 import authorize
from service.emulators.kodo.qetag import BLOCK
from service.emulators.kodo.staging import Label, Piece, assemble

_CONTEXT = re.compile(r"([0-9a-f]{32})\.(\d{1,7})\.(\d{1,7})", re.ASCII)


class Context(NamedTuple):
    """Which block, how long it will be, and how much of it is there."""

    upload_id: str
    size: int
    written: int

    def text(self) -> str:
        """The `ctx` a client sends back."""
        return f"{self.upload_id}.{self.size}.{self.written}"


async def make_block(request: Request, size: int) -> HTTPResponse:
    """`POST /mkblk/<size>` with the block's first chunk -> the context of what is there."""
    kodo = of(request)
    authorize(request)
    name_call(request, "part", "")
    if not 0 < size <= BLOCK:
        raise invalid_argument()
    await kodo.scripts.play("part", "")
    chunk = await _chunk(request, size)
    upload_id, _ = kodo.staging.open(str(size))
    return await _append(request, Context(upload_id, size, 0), chunk)


async def put_chunk(request: Request, context: str, offset: int) -> HTTPResponse:
    """`POST /bput/<ctx>/<offset>`: the next chunk of a block."""
    kodo = of(request)
    authorize(request)
    name_call(request, "part", "")
    so_far = _read_context(context)
    if so_far.written != offset:
        raise _bad_context()
    await kodo.scripts.play("part", "")
    return await _append(request, so_far, await _chunk(request, so_far.size - offset))


async def make_file(request: Request, rest: str) -> HTTPResponse:
    """`POST /mkfile/<fsize>/key/<b64>/…`, the body being the contexts joined by commas."""
    kodo = of(request)
    policy = authorize(request)
    size, options = _options(rest)
    name_call(request, "upload", options.get("key", ""))
    pieces = [_piece(kodo, text) for text in request.body.decode().split(",")]
    if sum(piece.length for piece in pieces) != size:
        raise KodoError(400, "file size is not equal to the sum of its blocks")
    with kodo.store.incoming() as incoming:
        arrival = Arrival(
            policy=policy,
            content=await assemble(pieces, incoming),
            key=options.get("key"),
            fname=options.get("fname", ""),
            mime_type=options.get("mimeType"),
            variables={k: v for k, v in options.items() if k.startswith("x:")},
            metadata={k: v for k, v in options.items() if k.startswith("x-qn-meta-")},
            legacy=True,
        )
        response = await accept(request, arrival)
    for piece in pieces:
        kodo.staging.drop(piece.path.parent)
    return response


async def _chunk(request: Request, room: int) -> bytes:
    chunk = bytearray()
    async for each in chunks_of(request):
        chunk += each
        if len(chunk) > room:
            raise invalid_argument()
    return bytes(chunk)


async def _append(request: Request, so_far: Context, chunk: bytes) -> HTTPResponse:
    path, label = _block(of(request), so_far)
    written = so_far.written + len(chunk)
    await asyncio.to_thread(_write, path, so_far.written, chunk)
    return json(
        {
            "ctx": so_far._replace(written=written).text(),
            "checksum": urlsafe_b64encode(sha1(chunk, usedforsecurity=False).digest()).decode(),
            "crc32": crc32(chunk),
            "offset": written,
            "host": f"http://{request.host}",
            "expired_at": label.expire_at,
        }
    )


def _write(path: Path, offset: int, chunk: bytes) -> None:
    # A chunk sent twice starts over where its context says, so no byte is doubled.
    with path.open("r+b" if offset else "wb") as file:
        file.truncate(offset)
        file.seek(offset)
        file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def _read_context(text: str) -> Context:
    match = _CONTEXT.fullmatch(text)
    if match is None:
        raise _bad_context()
    return Context(match[1], int(match[2]), int(match[3]))


def _block(kodo: Kodo, context: Context) -> tuple[Path, Label]:
    found = kodo.staging.find(context.upload_id, str(context.size))
    if found is None:
        raise _bad_context()
    folder, label = found
    return folder / "block", label


def _piece(kodo: Kodo, text: str) -> Piece:
    context = _read_context(text)
    path, _ = _block(kodo, context)
    if path.stat().st_size < context.written:
        raise _bad_context()
    return Piece(path, context.written)


def _options(rest: str) -> tuple[int, dict[str, str]]:
    size, *pairs = rest.split("/")
    if not size.isdecimal() or len(pairs) % 2:
        raise invalid_argument()
    return int(size), {
        name: base64url.decode(value) for name, value in zip(pairs[::2], pairs[1::2], strict=True)
    }


def _bad_context() -> KodoError:
    return KodoError(701, "invalid ctx")
