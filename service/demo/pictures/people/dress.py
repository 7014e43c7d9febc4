"""Owns what people wear over their clothes: the red scarf, satchels, aprons, collars."""

from collections.abc import Callable

from ..canvas import Canvas
from ..colour import darker
from .pose import Frame

Wear = Callable[[Canvas, Frame], None]


def _satchel(c: Canvas, f: Frame) -> None:
    (x, y), h = f.neck, f.head
    bag = [
        (x - 0.5 * h, y - 0.1 * h),
        (x - 0.56 * h, y - 0.7 * h),
        (x, y - 0.86 * h),
        (x + 0.56 * h, y - 0.7 * h),
        (x + 0.5 * h, y - 0.1 * h),
        (x, y + 0.02 * h),
    ]
    c.blob(bag, "#e0763f", shade=0.45)


def _straps(c: Canvas, f: Frame) -> None:
    (x, y), h = f.neck, f.head
    if f.pose.away:
        _satchel(c, f)
        pocket = [
            (x - 0.34 * h, y - 0.4 * h),
            (x - 0.34 * h, y - 0.72 * h),
            (x, y - 0.78 * h),
            (x + 0.34 * h, y - 0.72 * h),
            (x + 0.34 * h, y - 0.4 * h),
        ]
        c.blob(pocket, "#f0a05a", shade=0.4, lift=0.03 * h)
        return
    for side in (-1, 1):
        strap = [
            (x + side * 0.24 * h, y),
            (x + side * 0.29 * h, y - 0.3 * h),
            (x + side * 0.34 * h, y - 0.6 * h),
        ]
        c.line(strap, h * 0.09, "#e0763f", shade=0.3)


def _scarf(c: Canvas, f: Frame) -> None:
    (x, y), h = f.neck, f.head
    if f.pose.away:
        c.poly([(x - 0.36 * h, y), (x + 0.36 * h, y), (x, y - 0.42 * h)], "#d8352f", shade=0.3)
        return
    for side in (-1, 1):
        end = [
            (x, y - 0.14 * h),
            (x + side * 0.05 * h, y - 0.18 * h),
            (x + side * 0.19 * h, y - 0.5 * h),
            (x + side * 0.04 * h, y - 0.44 * h),
        ]
        c.poly(end, "#d8352f", shade=0.3)
        c.line(
            [(x + side * 0.34 * h, y), (x + side * 0.16 * h, y - 0.1 * h), (x, y - 0.15 * h)],
            h * 0.12,
            "#e0403a",
            shade=0.3,
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
        leaf = [
            (x, y - 0.02 * h),
            (x + side * 0.28 * h, y + 0.02 * h),
            (x + side * 0.24 * h, y - 0.17 * h),
            (x + side * 0.05 * h, y - 0.14 * h),
        ]
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
    c.line(
        [(x + 0.2 * h, y - 0.05 * h), (x + 0.26 * h, y - 0.55 * h)], h * 0.2, "#efb54c", shade=0.4
    )
    wrap = [(x - 0.36 * h, y + 0.02 * h), (x, y - 0.08 * h), (x + 0.36 * h, y + 0.02 * h)]
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
