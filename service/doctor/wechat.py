"""WeChat: reachable, our credentials accepted, and its clock like ours."""

from collections.abc import AsyncIterator

import httpx
from redis.asyncio import Redis

from service.doctor.clocks import skew_of
from service.doctor.findings import Finding, fine, wrong
from service.foundation.settings import Settings
from service.integrations.errors import VendorPaused, VendorUnavailable
from service.integrations.wechat.client import Client
from service.integrations.wechat.tokens import Tokens

MEND = {
    40001: "JIADANG_WECHAT_SECRET 不对：在微信公众平台核对 AppSecret",
    40125: "JIADANG_WECHAT_SECRET 不对：在微信公众平台核对 AppSecret",
    40013: "JIADANG_WECHAT_APPID 不对：在微信公众平台核对 AppID",
    40164: "在微信公众平台把这台机器的公网 IP 加入白名单",
    45009: "今天的次数用完了：明天再试，并找出谁在反复取令牌",
}
"""What WeChat's own code asks for (stable_token)."""


async def check(given: Settings) -> AsyncIterator[Finding]:
    """Ask for the token as everybody does: in its normal mode nobody's ends by that."""
    valkey = Redis.from_url(given.valkey_url, socket_timeout=1, socket_connect_timeout=1)
    async with httpx.AsyncClient() as http:
        try:
            await Tokens(given, Client(given, http, valkey), valkey).ask()
            yield fine("微信：令牌取到了")
        except VendorPaused as refused:
            mend = MEND.get(refused.number, "按微信的错误码核对 JIADANG_WECHAT_ 开头的设置")
            yield wrong(f"微信：拒绝了（{refused.number}）", mend)
        except VendorUnavailable as away:
            mend = "检查 JIADANG_WECHAT_BASE_URL、域名解析和出站防火墙；也可能是微信一时不在"
            yield wrong(f"微信：没有回应（{away.why}）", mend)
        finally:
            await valkey.aclose()
        async for finding in skew_of(http, "微信", given.wechat_base_url):
            yield finding
