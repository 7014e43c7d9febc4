"""HTTP ranges (RFC 9110 §14): which bytes of a file one request wants."""

import re
from typing import NamedTuple

from service.emulators.kodo.errors import KodoError

_ONE_RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)


class Span(NamedTuple):
    """A stretch of bytes: where it starts and how long it is."""

    start: int
    length: int


def read_range(header: str | None, size: int) -> Span | None:
    """The one range asked of `size` bytes, None for the whole; raise 416 beyond the end.

    Several ranges, or another unit, are answered with the whole, as a server may.
    """
    match = _ONE_RANGE.fullmatch(header.strip()) if header else None
    if match is None or match[1] == match[2] == "":
        return None
    first, last = match.groups()
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end:
        raise KodoError(416, "requested range not satisfiable")
    return Span(start, end - start + 1)
