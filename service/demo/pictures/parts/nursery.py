"""Owns the things of early childhood: the cot, the swaddled baby, red eggs, the height chart."""

from math import cos, radians, sin

from ..canvas import Canvas
from ..colour import darker, lighter


def cot(c: Canvas, x: float, y: float, width: float) -> None:
    """Paint a white cot with its bedding, ``width`` being half its length."""
    c.rect(x - width, y, x + width, y + width * 0.85, "#f1e6d2", shade=0.2, lift=0.8)
    for index in range(17):
        px = x - width + width * 2 * index / 16
        c.rect(px - 0.8, y, px + 0.8, y + width * 0.8, "#fffaf0", shade=0.4)
    c.blob(
        [
            (x - width * 0.96, y + width * 0.68),
            (x - width * 0.8, y + width * 1.02),
            (x, y + width * 1.1),
            (x + width * 0.8, y + width * 1.02),
            (x + width * 0.96, y + width * 0.68),
            (x, y + width * 0.6),
        ],
        ("#ffffff", "#dce8ea"),
        shade=0.3,
    )
    c.rect(
        x - width * 1.04,
        y + width * 0.56,
        x + width * 1.04,
        y + width * 0.66,
        "#fffaf0",
        shade=0.4,
        lift=0.5,
    )


def swaddled(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a sleeping baby wrapped in a blanket, lying with the head to the left."""
    s = size
    c.oval(x - s * 0.1, y + s * 0.12, s * 1.15, s * 0.4, "#5a4a60", alpha=0.2, soft=1, shade=0)
    c.blob(
        [
            (x - s * 0.95, y + s * 0.1),
            (x - s * 0.9, y + s * 0.72),
            (x - s * 0.2, y + s * 0.86),
            (x + s * 0.7, y + s * 0.6),
            (x + s * 1.05, y + s * 0.24),
            (x + s * 0.7, y),
            (x - s * 0.4, y - s * 0.06),
        ],
        "#f6cfa8",
        shade=0.4,
        lift=0.6,
    )
    _face(c, x - s * 0.5, y + s * 0.4, s * 0.36)
    c.blob(
        [
            (x - s * 0.3, y + s * 0.02),
            (x - s * 0.12, y + s * 0.42),
            (x - s * 0.26, y + s * 0.78),
            (x + s * 0.3, y + s * 0.72),
            (x + s * 0.85, y + s * 0.42),
            (x + s * 0.9, y + s * 0.1),
            (x + s * 0.4, y),
        ],
        "#f3b98b",
        shade=0.4,
        lift=0.4,
    )
    for turn in range(12):
        px, py = x + s * (0.05 + (turn % 4) * 0.2), y + s * (0.16 + (turn // 4) * 0.18)
        c.oval(px, py, s * 0.03, s * 0.03, "#fff3df", shade=0)


def _face(c: Canvas, x: float, y: float, r: float) -> None:
    c.oval(x, y, r, r * 0.96, "#f8d6ba", shade=0.25)
    c.blob(
        [
            (x - r * 0.55, y + r * 0.75),
            (x - r * 0.1, y + r * 1.05),
            (x + r * 0.3, y + r * 0.88),
            (x - r * 0.05, y + r * 0.6),
        ],
        "#4a342d",
        shade=0.2,
    )
    for side in (-1, 1):
        px = x + side * r * 0.4
        c.line(
            [(px - r * 0.17, y + r * 0.02), (px, y - r * 0.1), (px + r * 0.17, y + r * 0.02)],
            r * 0.07,
            "#3b2622",
            shade=0,
        )
        c.oval(
            x + side * r * 0.58,
            y - r * 0.3,
            r * 0.2,
            r * 0.15,
            "#ee8f7c",
            alpha=0.55,
            soft=r * 0.08,
            shade=0,
        )
    c.oval(x, y - r * 0.18, r * 0.07, r * 0.05, "#e6a184", shade=0)
    c.line(
        [(x - r * 0.13, y - r * 0.42), (x, y - r * 0.5), (x + r * 0.13, y - r * 0.42)],
        r * 0.07,
        "#b4504a",
        shade=0,
    )


def red_eggs(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a basket of red eggs, ``size`` being half its width."""
    for dx, dy in ((-0.5, 0.7), (0, 0.75), (0.5, 0.7), (-0.25, 1.05), (0.25, 1.05)):
        c.oval(x + dx * size, y + dy * size, size * 0.28, size * 0.36, "#d8433a", shade=0.5)
    c.blob(
        [
            (x - size, y + size * 0.7),
            (x - size * 0.75, y),
            (x + size * 0.75, y),
            (x + size, y + size * 0.7),
            (x, y + size * 0.55),
        ],
        "#c99a5b",
        shade=0.5,
        lift=0.5,
    )
    for dy in (0.2, 0.42):
        c.line(
            [
                (x - size * 0.85, y + dy * size),
                (x, y + (dy - 0.1) * size),
                (x + size * 0.85, y + dy * size),
            ],
            size * 0.05,
            "#a87a42",
            shade=0,
        )


def toy_drum(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a rattle drum on its stick."""
    c.line([(x, y - size * 0.2), (x, y + size * 1.2)], size * 0.12, "#b5803f", shade=0.4)
    c.oval(x, y + size, size * 0.6, size * 0.6, "#d8433a", shade=0.4, lift=0.5)
    c.oval(x, y + size, size * 0.45, size * 0.45, "#f8ead0", shade=0.2)
    c.oval(x, y + size, size * 0.16, size * 0.16, "#e8a33f", shade=0.2)
    for side in (-1, 1):
        c.line(
            [(x + side * size * 0.6, y + size), (x + side * size * 0.85, y + size * 0.7)],
            size * 0.04,
            "#7a4a2f",
            shade=0,
        )
        c.oval(
            x + side * size * 0.85, y + size * 0.66, size * 0.1, size * 0.1, "#e8a33f", shade=0.4
        )


def milk_tooth(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a shining milk tooth."""
    c.glow(x, y, size * 2, "#fffbe8", 0.8)
    c.blob(
        [
            (x - size * 0.5, y + size * 0.5),
            (x, y + size * 0.38),
            (x + size * 0.5, y + size * 0.5),
            (x + size * 0.5, y - size * 0.1),
            (x + size * 0.28, y - size * 0.65),
            (x, y - size * 0.2),
            (x - size * 0.28, y - size * 0.65),
            (x - size * 0.5, y - size * 0.1),
        ],
        ("#ffffff", "#e9e6da"),
        shade=0.3,
        lift=0.3,
    )
    for turn in (30, 75, 110, 150):
        a = radians(turn)
        c.line(
            [
                (x + cos(a) * size, y + sin(a) * size),
                (x + cos(a) * size * 1.5, y + sin(a) * size * 1.5),
            ],
            size * 0.1,
            "#f6c453",
            shade=0,
        )


def height_chart(c: Canvas, x: float, y: float, height: float) -> None:
    """Paint a height chart: a painted giraffe board with its scale and the marks of past years."""
    c.rect(x - 11, y, x + 11, y + height, "#fbf1dc", shade=0.2, lift=0.6)
    c.rect(x - 11, y, x - 8, y + height, "#8fb98a", shade=0.2)
    for index in range(int(height / 2)):
        long = 4 if index % 5 == 0 else 2
        c.rect(x - 8, y + index * 2, x - 8 + long, y + index * 2 + 0.3, "#7a5a44", shade=0)
    for share, tone in ((0.36, "#e8a33f"), (0.44, "#5f9fb5"), (0.5, "#c9655a"), (0.56, "#8a78b0")):
        c.line([(x + 2, y + share * height), (x + 10, y + share * height)], 0.7, tone, shade=0)
        c.oval(x + 9, y + share * height + 1.8, 1, 1, lighter(tone, 0.2), shade=0.2)
    c.line([(x, y + height * 0.72), (x + 2, y + height * 0.9)], 5, "#f0c060", 0.8, shade=0.3)
    for dx, dy in ((-0.5, 0.76), (0.8, 0.8), (1.2, 0.86)):
        c.oval(x + dx, y + height * dy, 0.9, 1.1, darker("#f0c060", 0.4), shade=0)
    c.oval(x + 3.4, y + height * 0.93, 4, 3, "#f0c060", shade=0.3)
    for dx in (1, 3.4):
        c.line([(x + dx, y + height * 0.96), (x + dx - 0.4, y + height)], 0.7, "#8a5f3a", shade=0)
    c.oval(x + 4.4, y + height * 0.94, 0.5, 0.6, "#3b2622", shade=0)
