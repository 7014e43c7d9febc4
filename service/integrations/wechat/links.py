"""Ways into the mini-program from outside: round codes to print, links to send."""

from typing import Literal

import httpx
import msgspec

from service.integrations.wechat.client import answer, is_picture
from service.integrations.wechat.line import Line

Release = Literal["release", "trial", "develop"]


class _UrlLink(msgspec.Struct):
    url_link: str


class Links(Line):
    """Both are safe to ask for again: a code is the same, a link that nobody got is no harm."""

    async def mini_code(
        self, scene: str, page: str, *, release: Release = "release", width: int = 430
    ) -> bytes:
        """getwxacodeunlimit: a JPEG, `width` 280 to 1280 pixels, that never expires.

        `scene` is at most 32 of letters, digits and ``!#$&'()*+,/:;=?@-._~``; `page` has neither a
        leading slash nor a query, and must be published unless `release` is another.
        """
        body = {
            "scene": scene,
            "page": page,
            "check_path": release == "release",
            "env_version": release,
            "width": width,
        }
        return await self._post("/wxa/getwxacodeunlimit", body, _picture, again=True)

    async def url_link(
        self, path: str, query: str, *, days: int, release: Release = "release"
    ) -> str:
        """generate_urllink: an https link, for at most 30 days; not for individuals' mini-programs.

        `query` is at most 1024 characters, percent-encoded.
        """
        body = {
            "path": path,
            "query": query,
            "expire_type": 1,
            "expire_interval": days,
            "env_version": release,
        }
        link = await self._post("/wxa/generate_urllink", body, answer(_UrlLink), again=True)
        return link.url_link


def _picture(reply: httpx.Response) -> bytes:
    if not is_picture(reply):
        raise msgspec.ValidationError("no picture")
    return reply.content
