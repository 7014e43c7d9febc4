"""Owns what stands and lies in the open: statue, promenade, sandcastle, kite, puddles, picnic."""

from functools import partial

from ..canvas import Canvas, Point, points
from ..colour import darker, lighter


def fisher_girl(c: Canvas, x: float, y: float, height: float) -> None:
    """Paint the granite statue: a bowed head, a net over the shoulder, the pearl held high."""
    h, stone = height, "#c9bdb0"

    at = partial(points, at=(x, y), size=h)
    c.blob(at("-.2,-.02 -.15,.1 0,.15 .16,.1 .22,-.02"), "#a3968c", shade=0.5)
    c.blob(at("-.1,.1 -.13,.3 -.08,.45 .09,.45 .14,.28 .12,.1"), stone, shade=0.6)
    for fold in (
        "-.03,.42 -.05,.28 -.065,.12",
        ".01,.42 .02,.28 .03,.12",
        ".05,.42 .08,.28 .1,.12",
    ):
        c.line(at(fold), h * 0.012, darker(stone, 0.25), shade=0, alpha=0.6)
    c.blob(at("-.08,.4 -.06,.52 -.09,.62 .08,.62 .06,.52 .09,.4"), lighter(stone, 0.1), shade=0.6)
    for arm in ("-.08,.6 -.12,.74 -.03,.9", ".08,.6 .13,.74 .04,.9"):
        c.line(at(arm), h * 0.042, stone, 0.7, shade=0.5)
    c.oval(x, y + h * 0.7, h * 0.055, h * 0.068, lighter(stone, 0.12), turn=12, shade=0.5, lift=0.3)
    c.blob(at("-.06,.7 -.05,.78 .03,.79 .065,.72 .05,.68 0,.74"), darker(stone, 0.22), shade=0.4)
    c.oval(x + h * 0.005, y + h * 0.93, h * 0.038, h * 0.038, ("#fffdf4", "#f2ddc4"), shade=0.4)
    c.glow(x, y + h * 0.93, h * 0.13, "#fff6dc", 0.6)


def balustrade(c: Canvas, bottom: float, top: float) -> None:
    """Paint the promenade's stone railing across the whole width, and the paving before it."""
    c.wash("#e9dcc6", "#cdbba6", -1, bottom + (top - bottom) * 0.25)
    x = -c.half
    while x < c.half + 6:
        c.rect(x, bottom, x + 1.6, top, "#efe5d5", shade=0.4)
        x += 5.2
    c.rect(-c.half - 1, top - 1.4, c.half + 1, top + 0.6, "#f6eee0", shade=0.3, lift=0.3)
    c.rect(-c.half - 1, bottom, c.half + 1, bottom + 1.6, "#e5d8c5", shade=0.3)


def sandcastle(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a sandcastle with three towers and a flag."""
    d = c.at(x, y, size)
    sand = "#e3bf84"
    c.oval(x + 2, y, size * 0.75, size * 0.14, darker(sand, 0.4), alpha=0.35, soft=0.6)
    for dx, wide, tall in ((0, 0.34, 0.95), (-0.42, 0.24, 0.6), (0.42, 0.24, 0.66)):
        px = dx
        d.poly(
            [
                (px - wide * 0.6, 0),
                (px - wide * 0.45, tall),
                (px + wide * 0.45, tall),
                (px + wide * 0.6, 0),
            ],
            sand,
            shade=0.5,
        )
        for notch in (-0.36, 0, 0.36):
            nx = px + notch * wide
            d.rect(nx - 0.035, tall, nx + 0.035, tall * 1.09, sand, shade=0.4)
    d.blob("-.75,0 -.5,.25 .5,.25 .75,0 0,-.08", lighter(sand, 0.1), shade=0.5)
    d.blob("-.09,0 -.08,.16 .08,.16 .09,0", darker(sand, 0.45), shade=0)
    mast = (x, y + size * 0.95), (x, y + size * 1.4)
    c.line(mast, size * 0.03, "#8c6a4f", shade=0)
    c.poly([mast[1], (x + size * 0.26, y + size * 1.31), (x, y + size * 1.2)], "#e0574a", shade=0.3)


def bucket(c: Canvas, x: float, y: float, size: float, colour: str = "#4f9fc0") -> None:
    """Paint a toy bucket with its spade."""
    d = c.at(x, y, size)
    d.line(".2,1 .6,1.9", 0.12, "#e5a03c")
    d.poly("-.38,0 -.52,1 .52,1 .38,0", colour, shade=0.5, lift=0.5)
    d.oval(0, 1, 0.52, 0.13, darker(colour, 0.35), shade=0)
    d.line("-.5,1 0,.55 .5,1", 0.07, "#f5ead6")


def swallow_kite(c: Canvas, x: float, y: float, size: float, hand: Point) -> None:
    """Paint a swallow kite and its string down to a hand."""
    d = c.at(x, y, size)
    sag = ((x + hand[0]) / 2 + 3, (y + hand[1]) / 2 - 6)
    c.line([(x, y - size * 0.3), sag, hand], 0.3, "#fdf6e6", shade=0, alpha=0.9)
    for side in (-1, 1):
        wing = points("0,.35 .6,.55 1.25,.25 .7,.05 0,-.1", (x, y), (side * size, size))
        c.blob(wing, "#e2523f", shade=0.35, lift=0.5)
        d.oval(side * 0.62, 0.29, 0.15, 0.13, "#f8d37a", shade=0.2)
        tail = points("0,-.1 .2,-.6 .62,-1 .25,-.75", (x, y), (side * size, size))
        c.blob(tail, "#2f6f93", shade=0.3)
    d.blob("-.17,.3 0,.62 .17,.3 .1,-.35 -.1,-.35", "#f5b942", shade=0.4)
    for side in (-1, 1):
        d.oval(side * 0.06, 0.42, 0.04, 0.05, "#33221f", shade=0)


def promenade(c: Canvas, level: float) -> None:
    """Paint a promenade: its low wall at the water, a lawn, and the red path for bicycles."""
    c.rect(-c.half - 1, level - 4, c.half + 1, level, "#e9dcc8", shade=0.3, lift=0.3)
    c.wash("#9fbd78", "#7fa560", level - 12, level - 4)
    c.wash("#d98f74", "#c2735c", -1, level - 11)
    c.rect(-c.half - 1, level - 11.6, c.half + 1, level - 10.6, "#f6ecda", shade=0)
    for index in range(-5, 6):
        x = index * 17
        c.poly(points("0,9 8,9 8.8,7.6 .4,7.6", (x, 0)), "#f6ecda", shade=0, alpha=0.85)


def puddles(c: Canvas, high: float) -> None:
    """Let puddles lie on the ground below ``high`` and mirror the sky."""
    for _ in range(9):
        x, y = c.rng.uniform(-c.half, c.half), c.rng.uniform(1, high)
        r = 5 + (high - y) * 0.4
        c.oval(
            x, y, r, r * 0.2, (lighter(c.light.sky[1], 0.3), c.light.sky[0]), alpha=0.85, shade=0.1
        )
        c.ring((x + r * 0.2, y), r * 0.3, r * 0.06, 0.2, "#ffffff")


def rain(c: Canvas) -> None:
    """Let it rain over everything."""
    for _ in range(110):
        x, y, long = c.rng.uniform(-c.half, c.half), c.rng.uniform(0, c.top), c.rng.uniform(2, 5)
        c.line([(x, y), (x - long * 0.25, y - long)], 0.22, "#f4f8fa", shade=0, alpha=0.6)


def path(c: Canvas, top: float) -> None:
    """Paint a pale path across the foot of the picture, up to ``top``."""
    w = c.half + 6
    c.blob(
        [(-w, -4), (-w, top - 4), (-w * 0.3, top), (w * 0.4, top - 2), (w, top), (w, -4)],
        ("#ecdcc0", "#d3bb98"),
        shade=0.1,
    )


def blanket(c: Canvas, x: float, y: float, width: float) -> None:
    """Spread a checked blanket, ``width`` being half its width."""
    corners = points("-1,-9 -.8,9 .8,9 1,-9", (x, y), (width, 1))
    c.poly(corners, "#f6ecd8", shade=0.1, lift=0.4)
    for index in range(-4, 5):
        px = x + index * width * 0.21
        c.poly(
            [
                (px - 2.4, y - 9),
                (px * 0.8 + x * 0.2 - 2, y + 9),
                (px * 0.8 + x * 0.2 + 2, y + 9),
                (px + 2.4, y - 9),
            ],
            "#d9655a",
            alpha=0.45,
            shade=0,
        )
    for dy in (-6, 0, 5.5):
        reach = width * (0.9 - dy / 90)
        c.rect(x - reach, y + dy - 1.3, x + reach, y + dy + 1.3, "#d9655a", alpha=0.45, shade=0)


def watermelon(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a plate with slices of watermelon, ``size`` being half its width."""
    d = c.at(x, y, size)
    d.oval(0, 0, 1.2, 0.3, "#fbf6ea", shade=0.3, lift=0.4)
    for dx in (-0.5, 0.4, 0):
        px = dx
        d.blob(points("-.6,.7 0,-.05 .6,.7", (px, 0)), "#5f9a4f", shade=0.3)
        d.poly(points("-.5,.62 0,.08 .5,.62", (px, 0)), "#e8564f", shade=0.2)
        for seed in (-0.16, 0.02, 0.2):
            d.oval(px + seed, 0.48, 0.03, 0.05, "#3b2622", shade=0)
