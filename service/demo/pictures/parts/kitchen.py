"""Owns the household: tiles, pots, dough, paints, the bed."""

from math import cos, radians, sin

from ..canvas import Canvas
from ..colour import darker, lighter


def tiles(c: Canvas, low: float, high: float) -> None:
    """Tile the wall between two heights."""
    step = 5.0
    for row in range(int((high - low) / step)):
        x = -c.half - 1
        while x < c.half:
            tone = c.rng.choice(("#dcebe6", "#cfe2de", "#e8f1ec"))
            c.rect(
                x, low + row * step, x + step - 0.4, low + (row + 1) * step - 0.4, tone, shade=0.15
            )
            x += step


def rack(c: Canvas, x: float, y: float) -> None:
    """Hang ladle, pan and sieve on a rail."""
    c.line([(x - 12, y), (x + 12, y)], 0.8, "#8a6a4f", shade=0.3)
    c.line([(x - 8, y), (x - 8, y - 10)], 0.8, "#9aa3a8", shade=0.3)
    c.oval(x - 8, y - 12, 2.6, 2.2, "#9aa3a8", shade=0.5)
    c.line([(x, y), (x, y - 7)], 0.9, "#6b4a3a", shade=0.3)
    c.oval(x, y - 11, 4.4, 4.4, "#4f4a50", shade=0.5, lift=0.4)
    c.line([(x + 8, y), (x + 8, y - 8)], 0.8, "#b98a58", shade=0.3)
    c.oval(x + 8, y - 10, 3, 3, "#d9b678", shade=0.4)


def shelf(c: Canvas, x: float, y: float) -> None:
    """Put a shelf with jars and bowls on the wall."""
    c.rect(x - 14, y, x + 14, y + 1.4, "#a9774f", shade=0.3, lift=0.6)
    for dx, tone, tall in (
        (-10, "#d9664a", 6),
        (-4, "#e8c06a", 8),
        (2, "#7fa68a", 6.5),
        (9, "#8fa9c4", 5),
    ):
        c.rect(x + dx - 2.2, y + 1.4, x + dx + 2.2, y + 1.4 + tall, tone, shade=0.5)
        c.rect(
            x + dx - 1.8, y + 1.4 + tall, x + dx + 1.8, y + 2.8 + tall, darker(tone, 0.3), shade=0.3
        )


def dough(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint dough on a floured board with a rolling pin."""
    c.oval(x, y, size * 1.4, size * 0.34, "#e6c595", shade=0.3, lift=0.4)
    c.oval(x - size * 0.3, y + size * 0.2, size * 0.6, size * 0.34, "#fbf1dc", shade=0.4)
    for dx in (0.5, 0.8, 0.65):
        c.oval(x + size * dx, y + size * (dx - 0.6), size * 0.22, size * 0.08, "#fdf6e6", shade=0.2)
    c.line(
        [(x - size, y - size * 0.1), (x + size * 0.7, y + size * 0.02)],
        size * 0.18,
        "#b98352",
        shade=0.5,
        lift=0.3,
    )


def pot(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a steaming pot."""
    c.rect(x - size, y, x + size, y + size * 1.1, "#c9564a", shade=0.5, lift=0.4)
    c.oval(x, y + size * 1.1, size * 1.05, size * 0.24, "#a9433a", shade=0.2)
    c.oval(x, y + size * 1.1, size * 0.88, size * 0.17, "#f4e4c4", shade=0.1)
    for dx in (-0.4, 0.2, 0.5):
        c.line(
            [
                (x + dx * size, y + size * 1.3),
                (x + (dx + 0.2) * size, y + size * 2),
                (x + dx * size, y + size * 2.7),
            ],
            size * 0.25,
            "#ffffff",
            0.3,
            alpha=0.4,
            soft=0.6,
            shade=0,
        )


def palette(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a painter's palette."""
    c.oval(x, y, size, size * 0.7, "#d9a868", turn=15, shade=0.3, lift=0.4)
    for index, tone in enumerate(("#e8564a", "#f2bd3f", "#6fae5a", "#4f93c0", "#8a5fa0")):
        a = radians(index * 50 + 20)
        c.oval(
            x + cos(a) * size * 0.62,
            y + sin(a) * size * 0.42,
            size * 0.16,
            size * 0.13,
            tone,
            shade=0.3,
        )


def headboard(c: Canvas, x: float, y: float, width: float) -> None:
    """Paint a bed's headboard and its pillows, ``width`` being half its width."""
    c.blob(
        [
            (x - width, y),
            (x - width, y + 34),
            (x - width * 0.6, y + 44),
            (x, y + 47),
            (x + width * 0.6, y + 44),
            (x + width, y + 34),
            (x + width, y),
        ],
        "#a9774f",
        shade=0.3,
        lift=1,
    )
    for dx in (-0.52, 0, 0.52):
        px = x + dx * width
        c.blob(
            [
                (px - 15, y + 14),
                (px - 14, y + 32),
                (px, y + 34),
                (px + 14, y + 32),
                (px + 15, y + 14),
            ],
            ("#ffffff", "#dfe6ea"),
            shade=0.35,
            lift=0.4,
        )


def quilt(c: Canvas, x: float, top: float, width: float) -> None:
    """Spread a patchwork quilt from ``top`` down to the picture's foot."""
    edge = [
        (x - width, top - 4),
        (x - width * 0.5, top + 2),
        (x, top),
        (x + width * 0.5, top + 2),
        (x + width, top - 4),
    ]
    c.blob(
        [(x - width - 3, -6), *edge, (x + width + 3, -6)],
        ("#e9b98f", "#cf8f72"),
        shade=0.3,
        lift=0.8,
    )
    tones = ("#d9766a", "#f2d59a", "#8fb0a8", "#a98fb0", "#f6e6cc")
    for row in range(3):
        for column in range(12):
            px, py = x - width + column * width / 6 + 1.2, top - 9 - row * 7.5
            c.rect(
                px,
                py,
                px + width / 6 - 1.6,
                py + 6.4,
                tones[(row * 2 + column) % 5],
                shade=0.25,
                alpha=0.85,
            )
    c.line(edge, 2.6, lighter("#e9b98f", 0.5), shade=0.3)
