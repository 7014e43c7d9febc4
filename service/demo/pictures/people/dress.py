"""Owns what people wear over their clothes: the red scarf, satchels, aprons, collars."""

from collections.abc import Callable

from ..canvas import Canvas, points
from ..colour import darker
from .pose import Frame

Wear = Callable[[Canvas, Frame], None]


def _satchel(c: Canvas, f: Frame) -> None:
    (x, y), h = f.neck, f.head
    bag = points("-.5,-.1 -.56,-.7 0,-.86 .56,-.7 .5,-.1 0,.02", (x, y), h)
    c.blob(bag, "#e0763f", shade=0.45)


def _straps(c: Canvas, f: Frame) -> None:
    (x, y), h = f.neck, f.head
    if f.pose.away:
        _satchel(c, f)
        pocket = points("-.34,-.4 -.34,-.72 0,-.78 .34,-.72 .34,-.4", (x, y), h)
        c.blob(pocket, "#f0a05a", shade=0.4, lift=0.03 * h)
        return
    for side in (-1, 1):
        strap = points(".24,0 .29,-.3 .34,-.6", (x, y), (side * h, h))
        c.line(strap, h * 0.09, "#e0763f", shade=0.3)


def _scarf(c: Canvas, f: Frame) -> None:
    (x, y), h = f.neck, f.head
    if f.pose.away:
        c.poly(points("-.36,0 .36,0 0,-.42", (x, y), h), "#d8352f", shade=0.3)
        return
    for side in (-1, 1):
        end = points("0,-.14 .05,-.18 .19,-.5 .04,-.44", (x, y), (side * h, h))
        c.poly(end, "#d8352f", shade=0.3)
        c.line(
            points(".34,0 .16,-.1 0,-.15", (x, y), (side * h, h)), h * 0.12, "#e0403a", shade=0.3
        )
    c.oval(x, y - 0.15 * h, h * 0.07, h * 0.06, "#c22a28", shade=0.3)


def _apron(c: Canvas, f: Frame) -> None:
    (x, y), h, low = f.neck, f.head, f.hip[1] - f.head * 0.3
    bib = [
        (x - 0.24 * h, y - 0.2 * h),
        (x + 0.24 * h, y - 0.2 * h),
        (x + 0.36 * h, low),
        (x - 0.36 * h, low),
    ]
    c.poly(bib, "#f7ecd8", shade=0.3, lift=0.02 * h)
    c.rect(x - 0.16 * h, y - 0.95 * h, x + 0.16 * h, y - 0.7 * h, "#e7b9a0", shade=0.3)


def _collar(c: Canvas, f: Frame) -> None:
    (x, y), h = f.neck, f.head
    for side in (-1, 1):
        leaf = points("0,-.02 .28,.02 .24,-.17 .05,-.14", (x, y), (side * h, h))
        c.blob(leaf, "#fffaf0", shade=0.2)


def _buttons(c: Canvas, f: Frame) -> None:
    (x, y), h = f.neck, f.head
    c.line([(x, y), (x, f.hip[1])], h * 0.03, darker(f.look.top, 0.3), shade=0)
    for step in (0.3, 0.55, 0.8):
        c.oval(x + 0.06 * h, y - step * h, 0.028 * h, 0.028 * h, "#fbe9c9", shade=0.2)


def _stripes(c: Canvas, f: Frame) -> None:
    (x, y), h, wide = f.neck, f.head, f.head * f.look.breadth * 0.86
    for step in (0.3, 0.55, 0.8):
        if y - step * h > f.hip[1]:
            band = [(x - wide, y - step * h), (x, y - (step + 0.05) * h), (x + wide, y - step * h)]
            c.line(band, h * 0.08, "#fbf3e4", shade=0, alpha=0.85)


def _muffler(c: Canvas, f: Frame) -> None:
    (x, y), h = f.neck, f.head
    c.line(points(".2,-.05 .26,-.55", (x, y), h), h * 0.2, "#efb54c", shade=0.4)
    wrap = points("-.36,.02 0,-.08 .36,.02", (x, y), h)
    c.line(wrap, h * 0.22, "#f3c05a", shade=0.4)


EXTRAS_BEHIND: dict[str, Wear] = {"satchel": _satchel}
EXTRAS_IN_FRONT: dict[str, Wear] = {
    "satchel": _straps,
    "scarf": _scarf,
    "apron": _apron,
    "collar": _collar,
    "buttons": _buttons,
    "stripes": _stripes,
    "muffler": _muffler,
}
