"""Rate limits: so many acts per window and subject, counted in Valkey, locally without it."""

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
_local: dict[str, tuple[float, int]] = {}
_alone_until = 0.0


async def allow(valkey: Redis, what: str, subject: str, *, most: int, seconds: int) -> None:
    """Count one act of `subject`; raise TooMany above `most` in a window of `seconds`."""
    name = f"limit:{what}:{subject}"
    count, left = await _count_there(valkey, name, seconds) or _count_here(name, seconds)
    if count > most:
        raise TooMany(retry_after=max(int(left), 1))


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
    """The same count in this process alone, while Valkey is away."""
    ends, count = _local.get(name, (0.0, 0))
    if ends < monotonic():
        ends, count = monotonic() + seconds, 0
        if len(_local) > 10_000:
            _local.clear()
    _local[name] = ends, count + 1
    return count + 1, int(ends - monotonic()) + 1
