"""How often each call may be made in a minute and a day, and the errcode when that is exceeded."""

from collections import Counter

from msgspec import Struct
from msgspec.structs import replace

from service.emulators.wechat.clock import Clock
from service.emulators.wechat.errors import WeChatError


class Quota(Struct, frozen=True):
    """Limits in calls; None is unlimited."""

    per_minute: int | None = None
    per_day: int | None = None
    minute_errcode: int = 45011
    day_errcode: int = 45009


PUBLISHED = {
    "jscode2session": Quota(per_minute=100),
    "stable_token": Quota(per_minute=10_000, per_day=500_000),
    "msg_sec_check": Quota(per_minute=4_000, per_day=2_000_000, minute_errcode=44991),
    "media_check_async": Quota(per_minute=2_000, per_day=200_000, minute_errcode=44991),
    "getwxacodeunlimit": Quota(per_minute=5_000, minute_errcode=45009),
    "generate_urllink": Quota(per_day=500_000, day_errcode=44993),
}


class Quotas:
    """Counts in fixed windows of the emulator's clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._quotas = dict(PUBLISHED)
        self._spent: Counter[tuple[str, str, int, int]] = Counter()

    def set(self, call: str, per_minute: int | None, per_day: int | None) -> None:
        """Replace the numbers of one call, keeping its errcodes."""
        quota = self._quotas.get(call, Quota())
        self._quotas[call] = replace(quota, per_minute=per_minute, per_day=per_day)

    def spend(self, call: str, openid: str = "") -> None:
        """Count one call, per person where WeChat counts so; WeChatError beyond the limit."""
        quota = self._quotas.get(call, Quota())
        self._count(call, openid, 60, quota.per_minute, quota.minute_errcode)
        self._count(call, openid, 86400, quota.per_day, quota.day_errcode)

    def _count(self, call: str, openid: str, window: int, limit: int | None, errcode: int) -> None:
        key = (call, openid, window, int(self._clock.now() // window))
        self._spent[key] += 1
        if limit is not None and self._spent[key] > limit:
            raise WeChatError(errcode)
