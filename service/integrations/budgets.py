"""Budgets: how often we call a vendor, kept below its published quotas so that none is exceeded."""

from dataclasses import dataclass

from redis.asyncio import Redis

from service.foundation import clock
from service.foundation.errors import TooMany
from service.foundation.limits import allow
from service.integrations.errors import VendorPaused

SECOND, MINUTE, DAY = 1, 60, 86_400
CHINA_SECONDS = 8 * 3600
"""Vendors' days begin at midnight in China."""
KEPT_PERCENT = 90


@dataclass(frozen=True)
class Quota:
    """So many calls in each window of `seconds`, as the vendor counts."""

    calls: int
    seconds: int


WECHAT: dict[str, tuple[Quota, ...]] = {
    "/cgi-bin/stable_token": (Quota(10_000, MINUTE), Quota(500_000, DAY)),
    "/wxa/msg_sec_check": (Quota(4_000, MINUTE), Quota(2_000_000, DAY)),
    "/wxa/media_check_async": (Quota(2_000, MINUTE), Quota(200_000, DAY)),
    "/wxa/getwxacodeunlimit": (Quota(5_000, MINUTE),),
    "/wxa/generate_urllink": (Quota(100, SECOND), Quota(500_000, DAY)),
}
"""WeChat's published numbers. jscode2session is limited per person, whom only the answer names."""
FORCES = (Quota(20, DAY),)
"""Of new tokens by force, a call of its own to us."""
_ALL = WECHAT | {"force_refresh": FORCES}
WINDOWS = {SECOND: "second", MINUTE: "minute", DAY: "day"}


async def spend(valkey: Redis, account: str, call: str, quotas: tuple[Quota, ...]) -> None:
    """Count one call of `account` (vendor and app, `wechat:wx…`) over all processes.

    VendorPaused when KEPT_PERCENT of a quota are spent. Without Valkey each process counts alone.
    """
    for quota in quotas:
        most = quota.calls * KEPT_PERCENT // 100
        subject = _window(account, call, quota)
        try:
            await allow(valkey, "vendor", subject, most=most, seconds=quota.seconds)
        except TooMany:
            vendor = account.partition(":")[0]
            raise VendorPaused(vendor, f"{call}: {most} calls in {quota.seconds} s") from None


async def spent(valkey: Redis, account: str) -> list[tuple[str, str, float]]:
    """How much of each budget is spent in its window that is open now, as a part of what we allow
    ourselves: `(call, "day", 0.4)`. Raises RedisError where Valkey is away.
    """
    kept = [(call, quota) for call, quotas in _ALL.items() for quota in quotas]
    names = [f"limit:vendor:{_window(account, call, quota)}" for call, quota in kept]
    counts = await valkey.mget(names)
    return [
        (
            call.rpartition("/")[2],
            WINDOWS[quota.seconds],
            int(count or 0) * 100 / (quota.calls * KEPT_PERCENT),
        )
        for (call, quota), count in zip(kept, counts, strict=True)
    ]


def _window(account: str, call: str, quota: Quota) -> str:
    now = int(clock.now().timestamp()) + CHINA_SECONDS
    return f"{account}:{call}:{quota.seconds}:{now // quota.seconds}"
