"""A streaming reader of multipart/form-data (RFC 7578): no part is ever held whole."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from email.utils import decode_rfc2231
from urllib.parse import unquote

from sanic.headers import parse_content_header

from service.emulators.kodo.errors import KodoError, invalid_argument

HEADER_LIMIT = 16 * 1024


@dataclass(frozen=True)
class Part:
    """One part; `body` yields its bytes once. `filename` is None for an ordinary field."""

    name: str
    filename: str | None
    content_type: str | None
    body: AsyncIterator[bytes]

    async def text(self, limit: int = 1024 * 1024) -> str:
        """The whole body as UTF-8; raise 400 when it is none or longer than `limit` bytes."""
        data = bytearray()
        async for chunk in self.body:
            data += chunk
            if len(data) > limit:
                raise invalid_argument()
        try:
            return data.decode()
        except UnicodeDecodeError as error:
            raise invalid_argument() from error


class MultipartReader:
    """Cuts a stream of chunks into parts; raise 400 when the form is malformed or ends early."""

    def __init__(self, content_type: str, chunks: AsyncIterator[bytes]) -> None:
        kind, options = parse_content_header(content_type)
        boundary = options.get("boundary")
        if kind != "multipart/form-data" or not isinstance(boundary, str):
            raise KodoError(400, "request Content-Type isn't multipart/form-data")
        self._delimiter = b"\r\n--" + boundary.encode()
        # The first delimiter stands at the very start, without its line break.
        self._buffer = bytearray(b"\r\n")
        self._chunks = chunks

    async def parts(self) -> AsyncIterator[Part]:
        """The parts in their order; what a caller leaves of a body unread is skipped."""
        await _skip(self._until_delimiter())
        while await self._take(2) != b"--":
            part = _part(await self._header_block(), self._until_delimiter())
            yield part
            await _skip(part.body)

    async def _until_delimiter(self) -> AsyncIterator[bytes]:
        kept = len(self._delimiter) - 1
        while (end := self._buffer.find(self._delimiter)) < 0:
            if len(self._buffer) > kept:
                ready = bytes(self._buffer[:-kept])
                del self._buffer[:-kept]
                yield ready
            await self._fill()
        ready = bytes(self._buffer[:end])
        del self._buffer[: end + len(self._delimiter)]
        if ready:
            yield ready

    async def _header_block(self) -> str:
        while (end := self._buffer.find(b"\r\n\r\n")) < 0:
            if len(self._buffer) > HEADER_LIMIT:
                raise invalid_argument()
            await self._fill()
        return (await self._take(end + 4)).decode(errors="replace")

    async def _take(self, length: int) -> bytes:
        while len(self._buffer) < length:
            await self._fill()
        taken = bytes(self._buffer[:length])
        del self._buffer[:length]
        return taken

    async def _fill(self) -> None:
        try:
            self._buffer += await anext(self._chunks)
        except StopAsyncIteration as error:
            raise KodoError(400, "multipart: NextPart: EOF") from error


def _part(block: str, body: AsyncIterator[bytes]) -> Part:
    headers = {}
    for line in block.split("\r\n"):
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    _, options = parse_content_header(headers.get("content-disposition", ""))
    name = options.get("name")
    if not isinstance(name, str):
        raise invalid_argument()
    return Part(name, _filename(options), headers.get("content-type"), body)


def _filename(options: dict[str, int | str]) -> str | None:
    if "filename*" in options:
        charset, _, value = decode_rfc2231(str(options["filename*"]))
        return unquote(value, encoding=charset or "utf-8")
    return str(options["filename"]) if "filename" in options else None


async def _skip(body: AsyncIterator[bytes]) -> None:
    async for _ in body:
        pass
