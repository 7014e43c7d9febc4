"""Pages: keyset cursors, signed so that nobody makes up a place to start from."""

import base64
import binascii
import hmac
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar

import msgspec
from msgspec import Meta

from service.foundation import tokens
from service.foundation.drafts import Draft
from service.foundation.errors import Invalid

SIGNATURE = 16
T = TypeVar("T")
Row = TypeVar("Row")


class PageQuery(Draft):
    """Where a page starts."""

    cursor: Annotated[str, Meta(max_length=300, description="`next` of the page before.")] = ""


class Page(msgspec.Struct, Generic[T]):
    """Items, and the cursor of the next page (empty on the last)."""

    items: list[T]
    next: str = ""


def after(cursor: str, place: type[T]) -> T | None:
    """The place that a cursor names, None for the first page; Invalid unless we made it."""
    if not cursor:
        return None
    try:
        data = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        signature, packed = data[:SIGNATURE], data[SIGNATURE:]
        if hmac.compare_digest(signature, tokens.sign("cursor", packed)):
            return msgspec.msgpack.decode(packed, type=place)
    except (binascii.Error, ValueError, msgspec.DecodeError):
        pass
    raise Invalid.field("cursor", "cursor.invalid", "翻页的位置失效了，请从头再看")


def cut(rows: Sequence[Row], most: int, place: Callable[[Row], Any]) -> tuple[Sequence[Row], str]:
    """The rows of one page out of up to `most` + 1, and the cursor behind its last."""
    if len(rows) <= most:
        return rows, ""
    packed = msgspec.msgpack.encode(place(rows[most - 1]))
    data = tokens.sign("cursor", packed) + packed
    return rows[:most], base64.urlsafe_b64encode(data).decode().rstrip("=")
