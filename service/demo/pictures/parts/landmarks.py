"""Owns the landmarks and toys of the shore."""

from ..canvas import Canvas, Point
from ..colour import darker, lighter


def fisher_girl(c: Canvas, x: float, y: float, height: float) -> None:
    """Paint the granite statue: a bowed head, a net over the shoulder, the pearl held high."""
    h, stone = height, "#c9bdb0"

    def at(*points: Point) -> list[Point]:
        return [(x + dx * h, y + dy * h) for dx, dy in points]

    c.blob(
        at((-0.2, -0.02), (-0.15, 0.1), (0, 0.15), (0.16, 0.1), (0.22, -0.02)), "#a3968c", shade=0.5
    )
    c.blob(
        at((-0.1, 0.1), (-0.13, 0.3), (-0.08, 0.45), (0.09, 0.45), (0.14, 0.28), (0.12, 0.1)),
        stone,
        shade=0.6,
    )
    for fold in (-0.05, 0.02, 0.08):
        c.line(
            at((fold * 0.6, 0.42), (fold, 0.28), (fold * 1.3, 0.12)),
            h * 0.012,
            darker(stone, 0.25),
            shade=0,
            alpha=0.6,
        )
    c.blob(
        at((-0.08, 0.4), (-0.06, 0.52), (-0.09, 0.62), (0.08, 0.62), (0.06, 0.52), (0.09, 0.4)),
        lighter(stone, 0.1),
        shade=0.6,
    )
    for arm in (
        ((-0.08, 0.6), (-0.12, 0.74), (-0.03, 0.9)),
        ((0.08, 0.6), (0.13, 0.74), (0.04, 0.9)),
    ):
        c.line(at(*arm), h * 0.042, stone, 0.7, shade=0.5)
    c.oval(x, y + h * 0.7, h * 0.055, h * 0.068, lighter(stone, 0.12), turn=12, shade=0.5, lift=0.3)
    c.blob(
        at((-0.06, 0.7), (-0.05, 0.78), (0.03, 0.79), (0.065, 0.72), (0.05, 0.68), (0, 0.74)),
        darker(stone, 0.22),
        shade=0.4,
    )
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
    sand = "#e3bf84"
    c.oval(x + 2, y, size * 0.75, size * 0.14, darker(sand, 0.4), alpha=0.35, soft=0.6)
    for dx, wide, tall in ((0, 0.34, 0.95), (-0.42, 0.24, 0.6), (0.42, 0.24, 0.66)):
        px = x + dx * size
        c.poly(
            [
                (px - wide * size * 0.6, y),
                (px - wide * size * 0.45, y + tall * size),
                (px + wide * size * 0.45, y + tall * size),
                (px + wide * size * 0.6, y),
            ],
            sand,
            shade=0.5,
        )
        for notch in (-0.36, 0, 0.36):
            nx = px + notch * wide * size
            c.rect(
                nx - size * 0.035,
                y + tall * size,
                nx + size * 0.035,
                y + tall * size * 1.09,
                sand,
                shade=0.4,
            )
    c.blob(
        [
            (x - size * 0.75, y),
            (x - size * 0.5, y + size * 0.25),
            (x + size * 0.5, y + size * 0.25),
            (x + size * 0.75, y),
            (x, y - size * 0.08),
        ],
        lighter(sand, 0.1),
        shade=0.5,
    )
    c.blob(
        [
            (x - size * 0.09, y),
            (x - size * 0.08, y + size * 0.16),
            (x + size * 0.08, y + size * 0.16),
            (x + size * 0.09, y),
        ],
        darker(sand, 0.45),
        shade=0,
    )
    mast = (x, y + size * 0.95), (x, y + size * 1.4)
    c.line(mast, size * 0.03, "#8c6a4f", shade=0)
    c.poly([mast[1], (x + size * 0.26, y + size * 1.31), (x, y + size * 1.2)], "#e0574a", shade=0.3)


def bucket(c: Canvas, x: float, y: float, size: float, colour: str = "#4f9fc0") -> None:
    """Paint a toy bucket with its spade."""
    c.line([(x + size * 0.2, y + size), (x + size * 0.6, y + size * 1.9)], size * 0.12, "#e5a03c")
    c.poly(
        [
            (x - size * 0.38, y),
            (x - size * 0.52, y + size),
            (x + size * 0.52, y + size),
            (x + size * 0.38, y),
        ],
        colour,
        shade=0.5,
        lift=0.5,
    )
    c.oval(x, y + size, size * 0.52, size * 0.13, darker(colour, 0.35), shade=0)
    c.line(
        [(x - size * 0.5, y + size), (x, y + size * 0.55), (x + size * 0.5, y + size)],
        size * 0.07,
        "#f5ead6",
    )


def swallow_kite(c: Canvas, x: float, y: float, size: float, hand: Point) -> None:
    """Paint a swallow kite and its string down to a hand."""
    sag = ((x + hand[0]) / 2 + 3, (y + hand[1]) / 2 - 6)
    c.line([(x, y - size * 0.3), sag, hand], 0.3, "#fdf6e6", shade=0, alpha=0.9)
    for side in (-1, 1):
        wing = [
            (x, y + size * 0.35),
            (x + side * size * 0.6, y + size * 0.55),
            (x + side * size * 1.25, y + size * 0.25),
            (x + side * size * 0.7, y + size * 0.05),
            (x, y - size * 0.1),
        ]
        c.blob(wing, "#e2523f", shade=0.35, lift=0.5)
        c.oval(
            x + side * size * 0.62, y + size * 0.29, size * 0.15, size * 0.13, "#f8d37a", shade=0.2
        )
        tail = [
            (x, y - size * 0.1),
            (x + side * size * 0.2, y - size * 0.6),
            (x + side * size * 0.62, y - size),
            (x + side * size * 0.25, y - size * 0.75),
        ]
        c.blob(tail, "#2f6f93", shade=0.3)
    c.blob(
        [
            (x - size * 0.17, y + size * 0.3),
            (x, y + size * 0.62),
            (x + size * 0.17, y + size * 0.3),
            (x + size * 0.1, y - size * 0.35),
            (x - size * 0.1, y - size * 0.35),
        ],
        "#f5b942",
        shade=0.4,
    )
    for side in (-1, 1):
        c.oval(
            x + side * size * 0.06, y + size * 0.42, size * 0.04, size * 0.05, "#33221f", shade=0
        )


def promenade(c: Canvas, level: float) -> None:
    """Paint a promenade: its low wall at the water, a lawn, and the red path for bicycles."""
    c.rect(-c.half - 1, level - 4, c.half + 1, level, "#e9dcc8", shade=0.3, lift=0.3)
    c.wash("#9fbd78", "#7fa560", level - 12, level - 4)
    c.wash("#d98f74", "#c2735c", -1, level - 11)
    c.rect(-c.half - 1, level - 11.6, c.half + 1, level - 10.6, "#f6ecda", shade=0)
    for index in range(-5, 6):
        x = index * 17
        c.poly([(x, 9), (x + 8, 9), (x + 8.8, 7.6), (x + 0.4, 7.6)], "#f6ecda", shade=0, alpha=0.85)


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
    corners = [
        (x - width, y - 9),
        (x - width * 0.8, y + 9),
        (x + width * 0.8, y + 9),
        (x + width, y - 9),
    ]
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
    c.oval(x, y, size * 1.2, size * 0.3, "#fbf6ea", shade=0.3, lift=0.4)
    for dx in (-0.5, 0.4, 0):
        px = x + dx * size
        c.blob(
            [
                (px - size * 0.6, y + size * 0.7),
                (px, y - size * 0.05),
                (px + size * 0.6, y + size * 0.7),
            ],
            "#5f9a4f",
            shade=0.3,
        )
        c.poly(
            [
                (px - size * 0.5, y + size * 0.62),
                (px, y + size * 0.08),
                (px + size * 0.5, y + size * 0.62),
            ],
            "#e8564f",
            shade=0.2,
        )
        for seed in (-0.16, 0.02, 0.2):
            c.oval(px + seed * size, y + size * 0.48, size * 0.03, size * 0.05, "#3b2622", shade=0)
