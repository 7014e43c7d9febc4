"""Clocks: what a vendor says the time is. Signatures and deadlines stand on it."""

from collections.abc import AsyncIterator
from email.utils import parsedate_to_datetime

import httpx

from service.doctor.findings import Finding, judged
from service.foundation import clock

SKEW_SECONDS = 60
"""A Date has whole seconds and was on its way; Kodo refuses what is 15 minutes off."""


async def skew_of(http: httpx.AsyncClient, name: str, url: str) -> AsyncIterator[Finding]:
    """Compare our clock with the `Date` of any answer, whatever else it says; none says nothing."""
    try:
        told = (await http.get(url, timeout=5)).headers.get("date")
    except httpx.HTTPError:
        return
    if not told:
        return
    skew = abs((parsedate_to_datetime(told) - clock.now()).total_seconds())
    what = f"{name}的时钟和本机相差 {skew:.0f} 秒"
    mend = "签名会被拒绝：启用时间同步（timedatectl set-ntp true）"
    yield judged(skew < SKEW_SECONDS, what, mend)
