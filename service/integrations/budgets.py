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


async def spend(valkey: Redis, account: str, call: str, quotas: tuple[Quota, ...]) -> None:
    """Count one call of `account` (vendor and app, `wechat:wx…`) over all processes.

    VendorPaused when KEPT_PERCENT of a quota are spent. Without Valkey each process counts alone.
    """
    now = int(clock.now().timestamp()) + CHINA_SECONDS
    for quota in quotas:
        subject = f"{account}:{call}:{quota.seconds}:{now // quota.seconds}"
        most = quota.calls * KEPT_PERCENT // 100
        try:
            await allow(valkey, "vendor", subject, most=most, seconds=quota.seconds)
        except TooMany:
            vendor = account.partition(":")[0]
            raise VendorPaused(vendor, f"{call}: {most} calls in {quota.seconds} s") from None
