"""Mini-program codes: checks scene and page as WeChat does and draws a round picture."""

import asyncio
import hashlib
import io
import math
import re
from typing import Any

from PIL import Image, ImageDraw, ImageFont
from sanic import HTTPResponse
from sanic.response import raw

from service.emulators.wechat.edge import Call
from service.emulators.wechat.errors import WeChatError
from service.emulators.wechat.links import ENVIRONMENTS, PAGE

SCENE = re.compile(r"[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]+")
RINGS, RAYS = 6, 60


async def getwxacodeunlimit(call: Call) -> HTTPResponse:
    """POST /wxa/getwxacodeunlimit: a JPEG, or a transparent PNG when `is_hyaline`."""
    body = call.body
    scene, page = body.get("scene"), body.get("page")
    _check_scene(scene)
    if page is not None and not (isinstance(page, str) and PAGE.fullmatch(page)):
        raise WeChatError(41030)
    width = body.get("width", 430)
    colour = _colour(body.get("line_color"))
    if not isinstance(width, int) or body.get("env_version", "release") not in ENVIRONMENTS:
        raise WeChatError(40097)
    width = min(max(width, 280), 1280)
    picture = await asyncio.to_thread(_draw, str(scene), width, colour)
    return _png(picture) if body.get("is_hyaline") else _jpeg(picture)


def _check_scene(scene: object) -> None:
    if not isinstance(scene, str) or not 0 < len(scene) <= 32:
        raise WeChatError(40169)
    if not SCENE.fullmatch(scene):
        raise WeChatError(40129)


def _colour(line_color: Any) -> tuple[int, int, int]:
    given = line_color if isinstance(line_color, dict) else {}
    red, green, blue = (str(given.get(name, 0)) for name in "rgb")
    if not all(
        shade.isascii() and shade.isdigit() and int(shade) < 256 for shade in (red, green, blue)
    ):
        raise WeChatError(40097)
    return int(red), int(green), int(blue)


def _draw(scene: str, width: int, colour: tuple[int, int, int]) -> Image.Image:
    """Rays whose dots follow from the scene, and the scene itself in the middle."""
    picture = Image.new("RGBA", (width, width), (255, 255, 255, 0))
    pen = ImageDraw.Draw(picture)
    bits = int.from_bytes(hashlib.shake_256(scene.encode()).digest(RINGS * RAYS // 8))
    for dot in range(RINGS * RAYS):
        if bits >> dot & 1:
            pen.ellipse(_dot(width, *divmod(dot, RAYS)), fill=colour)
    font = ImageFont.load_default(width / 40)
    pen.text((width / 2, width / 2), scene, fill=colour, font=font, anchor="mm")
    return picture


def _dot(width: int, ring: int, ray: int) -> tuple[float, float, float, float]:
    radius, angle, half = width * (0.28 + 0.03 * ring), math.tau * ray / RAYS, width * 0.011
    x, y = width / 2 + radius * math.cos(angle), width / 2 + radius * math.sin(angle)
    return x - half, y - half, x + half, y + half


def _jpeg(picture: Image.Image) -> HTTPResponse:
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture)
    return _encoded(paper, "JPEG", "image/jpeg")


def _png(picture: Image.Image) -> HTTPResponse:
    return _encoded(picture, "PNG", "image/png")


def _encoded(picture: Image.Image, format_: str, content_type: str) -> HTTPResponse:
    target = io.BytesIO()
    picture.save(target, format_)
    return raw(target.getvalue(), content_type=content_type)
