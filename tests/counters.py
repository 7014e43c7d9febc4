"""What was counted for rate limits, forgotten: how often somebody may try is another story."""

from redis.asyncio import Redis

from service.foundation import limits


async def forget(valkey: Redis) -> None:
    """Nobody has asked for anything yet, by Valkey's count and by this process's own."""
    limits._local.clear()
    await valkey.flushdb()
