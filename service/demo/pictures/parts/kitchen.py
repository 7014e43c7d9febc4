"""Owns the household: tiles, pots, dough, paints, the bed."""

from math import cos, radians, sin

from ..canvas import Canvas, points
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
    c.line(points("-12,0 12,0", (x, y)), 0.8, "#8a6a4f", shade=0.3)
    c.line(points("-8,0 -8,-10", (x, y)), 0.8, "#9aa3a8", shade=0.3)
    c.oval(x - 8, y - 12, 2.6, 2.2, "#9aa3a8", shade=0.5)
    c.line(points("0,0 0,-7", (x, y)), 0.9, "#6b4a3a", shade=0.3)
    c.oval(x, y - 11, 4.4, 4.4, "#4f4a50", shade=0.5, lift=0.4)
    c.line(points("8,0 8,-8", (x, y)), 0.8, "#b98a58", shade=0.3)
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
    d = c.at(x, y, size)
    d.oval(0, 0, 1.4, 0.34, "#e6c595", shade=0.3, lift=0.4)
    d.oval(-0.3, 0.2, 0.6, 0.34, "#fbf1dc", shade=0.4)
    for dx in (0.5, 0.8, 0.65):
        d.oval(dx, dx - 0.6, 0.22, 0.08, "#fdf6e6", shade=0.2)
    d.line("-1,-.1 .7,.02", 0.18, "#b98352", shade=0.5, lift=0.3)


def pot(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a steaming pot."""
    d = c.at(x, y, size)
    d.rect(-1, 0, 1, 1.1, "#c9564a", shade=0.5, lift=0.4)
    d.oval(0, 1.1, 1.05, 0.24, "#a9433a", shade=0.2)
    d.oval(0, 1.1, 0.88, 0.17, "#f4e4c4", shade=0.1)
    for dx in (-0.4, 0.2, 0.5):
        d.line(
            [(dx, 1.3), (dx + 0.2, 2), (dx, 2.7)],
            0.25,
            "#ffffff",
            0.3,
            alpha=0.4,
            soft=0.6,
            shade=0,
        )


def palette(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a painter's palette."""
    d = c.at(x, y, size)
    d.oval(0, 0, 1, 0.7, "#d9a868", turn=15, shade=0.3, lift=0.4)
    for index, tone in enumerate(("#e8564a", "#f2bd3f", "#6fae5a", "#4f93c0", "#8a5fa0")):
        a = radians(index * 50 + 20)
        d.oval(cos(a) * 0.62, sin(a) * 0.42, 0.16, 0.13, tone, shade=0.3)


def headboard(c: Canvas, x: float, y: float, width: float) -> None:
    """Paint a bed's headboard and its pillows, ``width`` being half its width."""
    c.blob(
        points("-1,0 -1,34 -.6,44 0,47 .6,44 1,34 1,0", (x, y), (width, 1)),
        "#a9774f",
        shade=0.3,
        lift=1,
    )
    for dx in (-0.52, 0, 0.52):
        px = x + dx * width
        c.blob(
            points("-15,14 -14,32 0,34 14,32 15,14", (px, y)),
            ("#ffffff", "#dfe6ea"),
            shade=0.35,
            lift=0.4,
        )


def quilt(c: Canvas, x: float, top: float, width: float) -> None:
    """Spread a patchwork quilt from ``top`` down to the picture's foot."""
    edge = points("-1,-4 -.5,2 0,0 .5,2 1,-4", (x, top), (width, 1))
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
