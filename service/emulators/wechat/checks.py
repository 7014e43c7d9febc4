"""The content checks: a text is judged at once, a picture later and by push."""

import asyncio
from functools import partial
from typing import Any

from service.emulators.wechat import verdicts
from service.emulators.wechat.edge import Call, ok
from service.emulators.wechat.errors import WeChatError, three_words
from service.emulators.wechat.media import Unreadable, fetch
from service.emulators.wechat.people import check_openid
from service.emulators.wechat.platform import Platform
from service.emulators.wechat.scripts import Answer

CONTENT_CHARACTERS = 2500
DOWNLOAD_FAILED = -1008
# The event comes from WeChat itself, not from the author: only trace_id tells what it is about.
SYSTEM_OPENID = "oWeChatContentSecuritySystem"


async def msg_sec_check(call: Call) -> dict[str, object]:
    """POST /wxa/msg_sec_check, version 2: judges content, title, nickname and signature."""
    body = call.body
    content = body.get("content")
    if not isinstance(content, str) or not 0 < len(content) <= CONTENT_CHARACTERS:
        raise WeChatError(47001)
    _check_author(call.platform, body)
    texts = (str(body.get(name) or "") for name in ("title", "nickname", "signature"))
    verdict = verdicts.scripted(call.answer) or verdicts.of_text("\n".join((content, *texts)))
    return ok(trace_id=three_words(), result=verdict.result(), detail=verdict.detail())


async def media_check_async(call: Call) -> dict[str, object]:
    """POST /wxa/media_check_async, version 2: the verdict follows by push, found by trace_id."""
    body = call.body
    url, media_type = body.get("media_url"), body.get("media_type")
    if not isinstance(url, str) or not url.startswith(("http://", "https://")):
        raise WeChatError(47001)
    if media_type not in (1, 2):
        raise WeChatError(40004)
    _check_author(call.platform, body)
    trace_id = three_words()
    judge = partial(_judge, call.platform, call.answer, url, media_type, trace_id)
    match call.answer.push:
        case "before_reply":
            await judge()
        case "held":
            call.platform.held.append(judge)
        case "once" | "twice":
            call.afterwards.append(judge)
    return ok(trace_id=trace_id)


def _check_author(platform: Platform, body: dict[str, Any]) -> None:
    if body.get("version") != 2:
        raise WeChatError(47001)
    if body.get("scene") not in (1, 2, 3, 4):
        raise WeChatError(40129)
    check_openid(body.get("openid"))
    platform.people.require_seen(body["openid"])


async def _judge(
    platform: Platform, answer: Answer, url: str, media_type: int, trace_id: str
) -> None:
    errcode = answer.push_errcode or await _download_errcode(platform, url, media_type)
    await asyncio.sleep(answer.push_delay_seconds)
    event = _event(platform, trace_id, verdicts.scripted(answer) or verdicts.PASS, errcode)
    await platform.push.send(event)
    if answer.push == "twice":
        await platform.push.send(event)


async def _download_errcode(platform: Platform, url: str, media_type: int) -> int:
    try:
        await fetch(platform.http, url, media_type)
    except Unreadable:
        return DOWNLOAD_FAILED
    return 0


def _event(
    platform: Platform, trace_id: str, verdict: verdicts.Verdict, errcode: int
) -> dict[str, object]:
    fields = {"appid": platform.config.appid, "trace_id": trace_id, "version": 2}
    fields |= {"result": verdict.result(), "detail": verdict.detail()}
    # A result counts only with errcode 0; carrying one here catches readers who forget to look.
    if errcode:
        fields |= {"errcode": errcode, "errmsg": "download failed", "detail": []}
    return platform.push.event("wxa_media_check", SYSTEM_OPENID, **fields)
