"""Owns the paper: brush marks in the paint, a hand's unsteadiness, the light's tint and grain."""

from collections.abc import Callable
from functools import cache
from itertools import pairwise
from random import Random

from PIL import Image, ImageChops, ImageEnhance, ImageOps

from .colour import Rgb, rgb

SMOOTH = Image.Resampling.BICUBIC
TILE = 1024
GRAIN = 20
COLUMN = Image.linear_gradient("L").resize((1, 256))


def levels(rule: Callable[[int], float]) -> list[int]:
    """Return what each of the 256 grey levels becomes, as ``Image.point`` wants it."""
    return [round(rule(level)) for level in range(256)]


@cache
def share(part: float) -> list[int]:
    """Return the levels that leave so much (0 to 1) of each grey."""
    return levels(lambda level: level * part)


def ramp(size: tuple[int, int]) -> Image.Image:
    """Return a mask that rises from 0 at the top to 255 at the bottom."""
    return COLUMN.resize(size, Image.Resampling.BILINEAR)


def noise(size: tuple[int, int], rng: Random) -> Image.Image:
    """Return grey noise; Pillow's own cannot be seeded, and a picture must come out the same."""
    return Image.frombytes("L", size, rng.randbytes(size[0] * size[1]))


def clouded(size: tuple[int, int], cell: tuple[float, float], rng: Random) -> Image.Image:
    """Return noise whose spots are about ``cell`` pixels wide and high."""
    small = (int(size[0] / cell[0]) + 3, int(size[1] / cell[1]) + 3)
    return noise(small, rng).resize(size, SMOOTH)


def brushwork(size: tuple[int, int], rng: Random) -> Image.Image:
    """Return the mask by which the two colours of a fill run into each other like wet gouache."""
    scale = max(size) / 100
    broad = clouded(size, (9 * scale, 5 * scale), rng)
    strokes = clouded(size, (2.6 * scale, 0.5 * scale), rng)
    speckle = clouded(size, (0.3 * scale, 0.3 * scale), rng)
    return ImageOps.autocontrast(Image.blend(Image.blend(broad, strokes, 0.4), speckle, 0.22))


def unsteady(image: Image.Image, rng: Random) -> Image.Image:
    """Bend the picture a little, so that no edge is as straight as a ruler's."""
    step = max(image.size) // 45 or 1
    columns = [*range(0, image.width, step), image.width]
    rows = [*range(0, image.height, step), image.height]

    def sway(x: int, y: int) -> tuple[float, float]:
        on_edge = x in (0, image.width) or y in (0, image.height)
        reach = 0 if on_edge else step * 0.09
        return x + rng.uniform(-reach, reach), y + rng.uniform(-reach, reach)

    at = {(x, y): sway(x, y) for y in rows for x in columns}
    mesh = [
        ((x0, y0, x1, y1), (*at[x0, y0], *at[x0, y1], *at[x1, y1], *at[x1, y0]))
        for y0, y1 in pairwise(rows)
        for x0, x1 in pairwise(columns)
    ]
    return image.transform(image.size, Image.Transform.MESH, mesh, Image.Resampling.BILINEAR)


def gradient(size: tuple[int, int], top: Rgb, bottom: Rgb) -> Image.Image:
    """Return a sheet that runs from one colour at the top to another at the bottom."""
    sheet = Image.new("RGB", size, top)
    sheet.paste(bottom, (0, 0), ramp(size))
    return sheet


def tinted(image: Image.Image, tint: tuple[str, str]) -> Image.Image:
    """Lay the hour's light over everything, and darken the corners a little."""
    lit = ImageChops.multiply(image, gradient(image.size, rgb(tint[0]), rgb(tint[1])))
    corners = Image.radial_gradient("L").point(levels(lambda v: max(0, v - 120) / 3.5))
    lit = ImageEnhance.Color(lit).enhance(1.18)
    lit = lit.point(levels(lambda v: 255 * (v / 255) ** 0.88) * 3)
    lit.paste(rgb("#2a1c33"), (0, 0), corners.resize(image.size))
    return lit


def grained(image: Image.Image, rng: Random) -> Image.Image:
    """Add the fine grain of a sensor or of paper; it keeps enlarged paint from looking soft.

    The fewer pixels there are, the less of it: each is seen larger.
    """
    strength = round(GRAIN * min(1, 0.2 + max(image.size) / 4000))
    tile = noise((TILE, TILE), rng).point(share(strength / 255))
    sheet = Image.new("L", image.size)
    for left in range(0, image.width, TILE):
        for upper in range(0, image.height, TILE):
            sheet.paste(tile, (left, upper))
    return ImageChops.add(image, Image.merge("RGB", [sheet] * 3), 1, -strength // 2)
