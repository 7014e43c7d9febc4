"""Fetching what a media check is about, under the limits WeChat sets."""

import asyncio
import io

import httpx
from PIL import Image

MAX_BYTES = 10 * 1024 * 1024
DOWNLOAD_SECONDS = 20
AUDIO, IMAGE = 1, 2
# Named explicitly: another library in the process may have taught Pillow HEIC.
PICTURE_FORMATS = ("JPEG", "PNG", "BMP", "GIF")


class Unreadable(Exception):
    """The media could not be downloaded, is too large, or is not what it says it is."""


async def fetch(http: httpx.AsyncClient, url: str, media_type: int) -> None:
    """Download and decode a picture (2), or download a recording (1); raise Unreadable."""
    try:
        async with asyncio.timeout(DOWNLOAD_SECONDS):
            kind, content = await _download(http, url)
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
        raise Unreadable(str(error)) from error
    if not content or not kind.startswith(_accepted(media_type)):
        raise Unreadable(kind)
    if media_type == IMAGE:
        await asyncio.to_thread(_decode, content)


def _accepted(media_type: int) -> tuple[str, str]:
    return ("image/" if media_type == IMAGE else "audio/", "application/octet-stream")


async def _download(http: httpx.AsyncClient, url: str) -> tuple[str, bytes]:
    content = bytearray()
    async with http.stream("GET", url, follow_redirects=True) as reply:
        reply.raise_for_status()
        async for chunk in reply.aiter_bytes():
            content += chunk
            if len(content) > MAX_BYTES:
                raise Unreadable("too large")
    return reply.headers.get("Content-Type", ""), bytes(content)


def _decode(content: bytes) -> None:
    try:
        with Image.open(io.BytesIO(content), formats=PICTURE_FORMATS) as picture:
            picture.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Unreadable(str(error)) from error
