"""Safety checks: words are judged at once, a picture later and by push."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from service.integrations.wechat.client import answer
from service.integrations.wechat.line import Line

TEXT_LIMIT = 2500


@dataclass(frozen=True)
class Verdict:
    """A safety check's answer: suggest is pass, review or risky; label says of what kind."""

    suggest: str
    label: int | None


class _Accepted(msgspec.Struct):
    trace_id: str


class Checks(Line):
    """Both checks want an author who has opened the mini-program within two hours (else 61010).

    `scene`: 1 profile, 2 comment, 3 forum, 4 social log.
    """

    async def check_text(self, text: str, *, openid: str, scene: int, title: str = "") -> Verdict:
        """msg_sec_check v2 of up to TEXT_LIMIT characters."""
        body = {
            "content": text,
            "version": 2,
            "scene": scene,
            "openid": openid,
            **({"title": title} if title else {}),
        }
        reply = await self._post("/wxa/msg_sec_check", body, answer(dict[str, Any]), again=True)
        return read_verdict(reply)

    async def check_picture(self, url: str, *, openid: str, scene: int) -> str:
        """media_check_async v2: the trace id under which the verdict will be pushed."""
        return await self._check_media(url, 2, openid, scene)

    async def check_sound(self, url: str, *, openid: str, scene: int) -> str:
        """media_check_async v2 of a recording (≤ 10 MB): the trace id of the pushed verdict."""
        return await self._check_media(url, 1, openid, scene)

    async def _check_media(self, url: str, media_type: int, openid: str, scene: int) -> str:
        """Not repeated: a lost reply would make two questions of one."""
        body = {
            "media_url": url,
            "media_type": media_type,
            "version": 2,
            "scene": scene,
            "openid": openid,
        }
        return (await self._post("/wxa/media_check_async", body, answer(_Accepted))).trace_id


def read_verdict(body: Mapping[str, Any]) -> Verdict:
    """The `result` of a text reply or of a media push; labels come as numbers or as strings.

    A push whose own errcode is not 0 (-1008: the picture could not be fetched) is no pass.
    """
    result = body.get("result")
    if str(body.get("errcode") or 0) != "0" or not isinstance(result, dict):
        return Verdict("review", None)
    label = str(result.get("label", ""))
    return Verdict(str(result.get("suggest", "")), int(label) if label.isdecimal() else None)
