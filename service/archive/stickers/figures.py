"""Figures: the five stickers, each drawn from shapes with a smile, on a ground of its colour."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import cos, pi, sin

from PIL import Image, ImageDraw

from service.archive.stickers import Sticker

SIDE, MIDDLE = 1024, 512
CHEEK, INK = "#ef9a8d", "#5b4636"

Pen = ImageDraw.ImageDraw
Point = tuple[float, float]


@dataclass(frozen=True)
class Figure:
    """A sticker: the colour of its ground, and who draws it on a square of SIDE pixels."""

    ground: str
    draw: Callable[[Pen], None]

    def drawn(self) -> Image.Image:
        """The figure alone, on nothing."""
        canvas = Image.new("RGBA", (SIDE, SIDE))
        self.draw(ImageDraw.Draw(canvas))
        return canvas


def of(sticker: Sticker) -> Figure:
    """The figure of a sticker."""
    return _FIGURES[sticker]


def disc(width: int, height: int) -> Image.Image:
    """A mask in the form of an ellipse with a smooth edge."""
    return _round_mask().resize((width, height), Image.Resampling.LANCZOS)


@cache
def _round_mask() -> Image.Image:
    mask = Image.new("L", (SIDE * 2, SIDE * 2))
    ImageDraw.Draw(mask).ellipse((0, 0, SIDE * 2 - 1, SIDE * 2 - 1), fill=255)
    return mask.resize((SIDE, SIDE), Image.Resampling.BOX)


def _dot(pen: Pen, centre: Point, radius: float, fill: str) -> None:
    x, y = centre
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)


def _on_circle(radius: float, turn: float, centre: Point = (MIDDLE, MIDDLE)) -> Point:
    """The point on a circle, `turn` of the whole from the top, clockwise."""
    angle = turn * 2 * pi - pi / 2
    return centre[0] + radius * cos(angle), centre[1] + radius * sin(angle)


def _smile(pen: Pen, centre: Point = (MIDDLE, MIDDLE), size: float = 1) -> None:
    x, y = centre
    for side in (-1, 1):
        _dot(pen, (x + side * 78 * size, y - 22 * size), 24 * size, INK)
        _dot(pen, (x + side * 140 * size, y + 42 * size), 34 * size, CHEEK)
    box = (x - 72 * size, y - 30 * size, x + 72 * size, y + 88 * size)
    pen.arc(box, 25, 155, fill=INK, width=round(22 * size))


def _sun(pen: Pen) -> None:
    for ray in range(12):
        turn = ray / 12
        tip = _on_circle(420, turn)
        foot = [_on_circle(300, turn + side / 34) for side in (-1, 1)]
        pen.polygon([foot[0], tip, foot[1]], fill="#f2a63c")
    _dot(pen, (MIDDLE, MIDDLE), 290, "#fbc94f")
    _smile(pen, size=1.2)


def _flower(pen: Pen) -> None:
    for petal in range(6):
        _dot(pen, _on_circle(250, petal / 6), 165, "#f7a8b8")
    for petal in range(6):
        _dot(pen, _on_circle(215, petal / 6), 60, "#f08aa0")
    _dot(pen, (MIDDLE, MIDDLE), 205, "#fbd36b")
    _smile(pen)


def _star(pen: Pen) -> None:
    centre = (MIDDLE, MIDDLE + 20)
    corners = [_on_circle(420 if n % 2 == 0 else 235, n / 10, centre) for n in range(10)]
    pen.polygon(corners, fill="#fcd25a")
    for here, there in zip(corners, corners[1:] + corners[:1], strict=True):
        pen.line((here, there), fill="#fcd25a", width=70)
        _dot(pen, here, 35, "#fcd25a")
    _smile(pen, (MIDDLE, MIDDLE + 30))


def _heart(pen: Pen) -> None:
    colour = "#f27d86"
    for side in (-1, 1):
        _dot(pen, (MIDDLE + side * 165, 400), 205, colour)
    pen.polygon([(187, 520), (MIDDLE, 430), (837, 520), (MIDDLE, 850)], fill=colour)
    pen.polygon([(192, 525), (832, 525), (MIDDLE, 850)], fill=colour)
    _smile(pen, (MIDDLE, 500))


def _cloud(pen: Pen) -> None:
    for x, y, radius in ((300, 580, 150), (430, 440, 180), (620, 470, 160), (730, 590, 140)):
        _dot(pen, (x, y), radius, "#ffffff")
    pen.rounded_rectangle((160, 520, 860, 730), 105, fill="#ffffff")
    _smile(pen, (MIDDLE, 560))


_FIGURES = {
    Sticker.SUN: Figure("#a8d8ea", _sun),
    Sticker.FLOWER: Figure("#cfe8cf", _flower),
    Sticker.STAR: Figure("#8fb8de", _star),
    Sticker.HEART: Figure("#fde2dd", _heart),
    Sticker.CLOUD: Figure("#9fcdea", _cloud),
}
