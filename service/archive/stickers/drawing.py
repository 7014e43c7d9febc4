"""Drawing stickers: each on an opaque ground that hides all of its area, and a rim around it."""

from collections.abc import Sequence
from math import ceil, floor, sqrt
from pathlib import Path

from PIL import Image, ImageDraw

from service.archive.reading.masters import write_master
from service.archive.stickers import Area, figures

BLOCK, BLUR = 16, 4
"""Pixels of a JPEG's block, over all of which a face is spread, and of what decoding smooths."""
AROUND = sqrt(2) * 1.04
"""An ellipse around a rectangle is longer by the root of two; a hair more, for a clean edge."""
RIM = 0.95

Box = tuple[int, int, int, int]


def cover(source: Path, target: Path, areas: Sequence[Area]) -> None:
    """Write a JPEG of the picture in `source` in which nothing is left of what is in the areas."""
    with Image.open(source, formats=("JPEG",)) as picture:
        covered = picture.convert("RGB")
    for area in areas:
        _stick(covered, _hidden(area, covered.size), figures.of(area.sticker))
    write_master(covered, target)


def _hidden(area: Area, size: tuple[int, int]) -> Box:
    """The pixels that may show anything of an area: whole blocks, and what is smoothed into them.

    So the copy is the same to the last byte whatever was there.
    """
    width, height = size
    left, upper = _block(area.x * width), _block(area.y * height)
    right = _block(min(area.x + area.width, 1) * width, after=True)
    lower = _block(min(area.y + area.height, 1) * height, after=True)
    return max(left, 0), max(upper, 0), min(right, width), min(lower, height)


def _block(place: float, *, after: bool = False) -> int:
    if after:
        return ceil(place / BLOCK) * BLOCK + BLUR
    return floor(place / BLOCK) * BLOCK - BLUR


def _stick(picture: Image.Image, box: Box, figure: figures.Figure) -> None:
    """The area itself is filled before anything is drawn: no soft edge lets it shine through."""
    left, upper, right, lower = box
    if left >= right or upper >= lower:  # it begins where the picture ends
        return
    ImageDraw.Draw(picture).rectangle((left, upper, right - 1, lower - 1), fill=figure.ground)
    wide, high = round((right - left) * AROUND), round((lower - upper) * AROUND)
    centre = (left + right) // 2, (upper + lower) // 2
    _put(picture, Image.new("RGB", (wide, high), "white"), figures.disc(wide, high), centre)
    inner = round(wide * RIM), round(high * RIM)
    _put(picture, Image.new("RGB", inner, figure.ground), figures.disc(*inner), centre)
    side = min(inner)
    drawn = figure.drawn().resize((side, side), Image.Resampling.LANCZOS)
    _put(picture, drawn.convert("RGB"), drawn.getchannel("A"), centre)


def _put(
    picture: Image.Image, piece: Image.Image, mask: Image.Image, centre: tuple[int, int]
) -> None:
    corner = centre[0] - piece.width // 2, centre[1] - piece.height // 2
    picture.paste(piece, corner, mask)
