"""The wire, byte by byte: requests as no library would send them, and all that comes back."""

import asyncio
import ssl
import struct
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

PATIENCE = 45
"""Seconds; whoever announces more than comes is cut off long before."""
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, RST_STREAM, SETTINGS, GOAWAY = 0, 1, 3, 4, 7
END_STREAM, END_HEADERS = 1, 4
BODILESS = {204, 304}
_STATUSES = {8: 200, 9: 204, 10: 206, 11: 304, 12: 400, 13: 404, 14: 500}
"""The static table of HPACK (RFC 7541, appendix A), as far as it holds statuses."""


@dataclass(frozen=True)
class Answer:
    """One answer: its status, and the id of the request if the service gave it."""

    status: int
    request_id: str = ""


async def exchange(port: int, sent: bytes, *, alpn: str = "") -> tuple[bytes, bool]:
    """All bytes that come back for `sent`, and whether the other side has closed; TLS if `alpn`."""
    context = _trusting(alpn) if alpn else None
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context)
    heard = bytearray()
    try:
        with suppress(ConnectionError):
            writer.write(sent)
            async with asyncio.timeout(PATIENCE):
                while piece := await reader.read(1 << 16):
                    heard += piece
                    if alpn == "h2" and _is_over(bytes(heard)):
                        return bytes(heard), False
        return bytes(heard), True
    except TimeoutError:
        return bytes(heard), False
    finally:
        writer.close()


def _trusting(alpn: str) -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_alpn_protocols([alpn])
    return context


def answers(came: bytes) -> list[Answer]:
    """Each answer in a stream of HTTP/1, which holds them whole and nothing else."""
    found = []
    while came:
        head, _, rest = came.partition(b"\r\n\r\n")
        line, *lines = head.decode("latin-1").split("\r\n")
        assert line.startswith(("HTTP/1.1 ", "HTTP/1.0 ")), came[:200]
        status = int(line.split(" ")[1])
        given = dict(line.lower().split(": ", 1) for line in lines)
        length = 0 if status < 200 or status in BODILESS else int(given["content-length"])
        assert len(rest) >= length, came
        came = rest[length:]
        if status >= 200:
            found.append(Answer(status, given.get("x-request-id", "")))
    return found


def frame(kind: int, stream: int, payload: bytes = b"", flags: int = 0) -> bytes:
    """One frame of HTTP/2 (RFC 9113 §4.1)."""
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def fields(pairs: Iterable[tuple[str, str]]) -> bytes:
    """A field block, each field literal and unindexed, as no library would let it be."""
    return b"".join(b"\0" + _string(name) + _string(value) for name, value in pairs)


def _string(words: str) -> bytes:
    raw = words.encode()
    assert len(raw) < 127 * 2
    length = bytes([len(raw)]) if len(raw) < 127 else bytes([127, len(raw) - 127])
    return length + raw


def _frames(came: bytes) -> Iterable[tuple[int, int, int, bytes]]:
    while len(came) >= 9:
        length = int.from_bytes(came[:3], "big")
        kind, flags, stream = struct.unpack(">BBI", came[3:9])
        if len(came) < 9 + length:
            return
        yield kind, flags, stream, came[9 : 9 + length]
        came = came[9 + length :]


def _is_over(came: bytes) -> bool:
    """Whether both streams that were opened, the case's and the probe's, have ended."""
    ended = {at for kind, flags, at, _ in _frames(came) if kind == RST_STREAM or flags & END_STREAM}
    return ended >= {1, 3}


def answers_of_streams(came: bytes) -> dict[int, list[int]]:
    """The statuses of each stream; 0 where it was reset, and stream 0's where all were."""
    found: dict[int, list[int]] = {}
    for kind, _, stream, payload in _frames(came):
        if kind == HEADERS:
            found.setdefault(stream, []).append(_status(payload))
        if kind in (RST_STREAM, GOAWAY):
            found.setdefault(stream, []).append(0)
    return found


def _status(block: bytes) -> int:
    if block[0] & 0x80:
        return _STATUSES[block[0] & 0x7F]
    assert block[0] & 0x0F == 8, block  # the name :status, its value literal
    return int(block[2 : 2 + block[1]])
