"""Content censor: Kodo's opinion of a picture, at once (`POST /v3/image/censor`)."""

from collections.abc import Sequence
from typing import Literal

import msgspec

from service.integrations.errors import VendorRefused, VendorUnavailable
from service.integrations.kodo.exchange import Exchange, decoded, is_for_now

Suggestion = Literal["pass", "review", "block"]
SCENES = ("pulp", "terror", "politician")


class Detail(msgspec.Struct, frozen=True):
    """One finding: `label` names it, `score` is Kodo's confidence from 0 to 1."""

    suggestion: Suggestion
    label: str = ""
    score: float | None = None


class Scene(msgspec.Struct, frozen=True):
    """What was found in one respect."""

    suggestion: Suggestion
    details: tuple[Detail, ...] = ()


class CensorVerdict(msgspec.Struct, frozen=True):
    """The opinion of the whole, which is the strictest of its scenes'."""

    suggestion: Suggestion
    scenes: dict[str, Scene]


class _Answer(msgspec.Struct):
    code: int
    result: CensorVerdict | None = None


class Censor(Exchange):
    """Questions to Kodo's AI host, which has an address of its own."""

    async def censor(self, uri: str, *, scenes: Sequence[str] = SCENES) -> CensorVerdict:
        """The verdict on the picture behind `uri`, a URL Kodo can reach or a base64 data URI.

        Kodo takes up to 10 MB, 32 to 5000 pixels a side, of JPEG, PNG, GIF, WebP, BMP and TIFF.
        Scenes: pulp, terror, politician, ads, behavior.
        """
        asked = {"data": {"uri": uri}, "params": {"scenes": list(scenes)}}
        body = msgspec.json.encode(asked).decode()
        url = f"{self._settings.kodo_censor_url}/v3/image/censor"
        reply = await self._ask_again("POST", url, body, "application/json")
        answer = decoded(reply, _Answer)
        if answer.result and answer.code == 200:
            return answer.result
        if answer.code == 200 or is_for_now(answer.code):
            raise VendorUnavailable("kodo", f"censor answered {answer.code}")
        raise VendorRefused("kodo", answer.code, reply.headers.get("x-reqid", ""))
