"""Rate limits: so many acts per window and subject, counted in this process and in Valkey at once.

The larger count decides. With Valkey gone, or emptied, each process goes on from what it counted
itself; with a process restarted, Valkey knows what it had let through.
"""

from collections import OrderedDict
from time import monotonic

from redis.asyncio import Redis
from redis.exceptions import RedisError

from service.foundation.errors import TooMany

_COUNT = """
local n = redis.call('incr', KEYS[1])
if n == 1 then redis.call('expire', KEYS[1], ARGV[1]) end
return {n, redis.call('ttl', KEYS[1])}
"""
ALONE_SECONDS = 5
"""How long a process counts alone after Valkey has failed it, before it asks again."""
MOST_KEPT = 50_000
"""Counts in this process, some 20 MB. Beyond it the one that was longest not counted goes: whoever
would lose theirs by that must come from so many other subjects in between."""
_local: OrderedDict[str, tuple[float, int]] = OrderedDict()
_alone_until = 0.0


async def allow(valkey: Redis, what: str, subject: str, *, most: int, seconds: int) -> None:
    """Count one act of `subject`; raise TooMany above `most` in a window of `seconds`."""
    allow_here(what, subject, most=most, seconds=seconds)
    count, left = await _count_there(valkey, _name(what, subject), seconds) or (0, 0)
    if count > most:
        raise TooMany(retry_after=max(int(left), 1))


def allow_here(what: str, subject: str, *, most: int, seconds: int) -> None:
    """The same by what this process alone has counted: for what happens at every request."""
    count, left = _count_here(_name(what, subject), seconds)
    if count > most:
        raise TooMany(retry_after=left)


def counted_here(what: str, subject: str, seconds: int) -> int:
    """How many acts of `subject` this process has seen in this window, with this one."""
    return _count_here(_name(what, subject), seconds)[0]


def _name(what: str, subject: str) -> str:
    return f"limit:{what}:{subject}"


async def _count_there(valkey: Redis, name: str, seconds: int) -> tuple[int, int] | None:
    global _alone_until  # noqa: PLW0603
    if monotonic() < _alone_until:
        return None
    try:
        count, left = await valkey.eval(_COUNT, 1, name, seconds)  # type: ignore[misc]
    except (RedisError, OSError):
        _alone_until = monotonic() + ALONE_SECONDS
        return None
    return count, left


def _count_here(name: str, seconds: int) -> tuple[int, int]:
    """The count in this process and how many seconds its window has left."""
    ends, count = _local.pop(name, (0.0, 0))
    if ends <= monotonic():
        ends, count = monotonic() + seconds, 0
    _local[name] = ends, count + 1
    if len(_local) > MOST_KEPT:
        _local.popitem(last=False)
    return count + 1, int(ends - monotonic()) + 1
