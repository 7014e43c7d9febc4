"""Looks: what a picture looks like, in a few bytes: its colour, a placeholder and its likeness."""

from base64 import b64encode
from collections import Counter
from typing import TypedDict

from PIL import Image
from thumbhash import rgba_to_thumb_hash

PLACEHOLDER_SIDE = 32
PALETTE_SIDE = 64
PALETTE_BITS = 3
"""Of each channel: 512 colours, so that the shades of one surface count as one colour."""
FIELDS = 8

Pixel = tuple[int, ...]


class Looks(TypedDict):
    """What is shown while the picture loads."""

    colour: str
    thumbhash: str


def looks(picture: Image.Image) -> Looks:
    """The dominant colour and the placeholder of an upright picture in RGB."""
    return {"colour": _colour(picture), "thumbhash": _thumbhash(picture)}


def likeness(picture: Image.Image) -> int:
    """A difference hash: whether each of 8 × 8 fields is brighter than its right neighbour.

    64 bits as a signed integer, as a bigint takes them. A picture that was only encoded or scaled
    anew differs in few bits. Brightness is compared unrounded, or even surfaces would be chance.
    """
    size = (FIELDS + 1, FIELDS)
    grey = picture.convert("L").convert("F").resize(size, Image.Resampling.BOX)
    bits = 0
    for place in range(FIELDS * FIELDS):
        x, y = place % FIELDS, place // FIELDS
        brighter = grey.getpixel((x, y)) > grey.getpixel((x + 1, y))  # type: ignore[operator]
        bits = bits << 1 | brighter
    return int.from_bytes(bits.to_bytes(8, "big"), "big", signed=True)


def _thumbhash(picture: Image.Image) -> str:
    """The ThumbHash (evanw.github.io/thumbhash) in Base64; its cost grows with every pixel."""
    small = picture.convert("RGBA")
    small.thumbnail((PLACEHOLDER_SIDE, PLACEHOLDER_SIDE))
    return b64encode(bytes(rgba_to_thumb_hash(*small.size, list(small.tobytes())))).decode()


def _colour(picture: Image.Image) -> str:
    """The mean of the most frequent colour, as `#rrggbb`; a mean of all is mud."""
    channels = picture.resize((PALETTE_SIDE, PALETTE_SIDE), Image.Resampling.BOX).tobytes()
    pixels = list(zip(channels[::3], channels[1::3], channels[2::3], strict=True))
    (most, count), *_ = Counter(map(_coarse, pixels)).most_common(1)
    chosen = [pixel for pixel in pixels if _coarse(pixel) == most]
    return "#" + "".join(f"{sum(channel) // count:02x}" for channel in zip(*chosen, strict=True))


def _coarse(pixel: Pixel) -> Pixel:
    return tuple(channel >> (8 - PALETTE_BITS) for channel in pixel)
