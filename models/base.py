"""What every table has: a time-ordered key and the moment the row was written."""

import os
import time
from uuid import UUID

from tortoise import Model, fields

RESTRICT = fields.OnDelete.RESTRICT


_last_tick = 0


def uuid7() -> UUID:
    """A UUID version 7 (RFC 9562 §5.7), ascending within this process.

    48 bits of Unix milliseconds, 12 bits of their fraction (§6.2, method 3; counted up where the
    clock stands still) and 62 random bits: rows written one after the other sort in that order.
    """
    global _last_tick  # noqa: PLW0603
    _last_tick = max(time.time_ns() * 4096 // 1_000_000, _last_tick + 1)
    milliseconds, fraction = divmod(_last_tick, 4096)
    random = int.from_bytes(os.urandom(8)) >> 2
    return UUID(int=milliseconds << 80 | 0x7 << 76 | fraction << 64 | 0x2 << 62 | random)


class Record(Model):
    id = fields.UUIDField(primary_key=True, default=uuid7)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        abstract = True
