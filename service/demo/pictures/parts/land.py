"""Owns the land: hills, meadows, sand, trees, flowers."""

from math import cos, radians, sin

from ..canvas import Canvas
from ..colour import darker, lighter, mix


def hills(c: Canvas, base: float, height: float, colour: str, bumps: int = 5) -> None:
    """Paint a range of hills across the whole width, hazy towards its foot."""
    step = 2 * (c.half + 10) / bumps
    ridge = [
        (-c.half - 10 + i * step, base + height * c.rng.uniform(0.35, 1)) for i in range(bumps + 1)
    ]
    ends = [(c.half + 14, base - 14), (-c.half - 14, base - 14)]
    hazy = (colour, mix(colour, c.light.sky[1], 0.55))
    c.blob([*ridge, *ends], hazy, shade=0.12)


def ground(c: Canvas, level: float, colour: str, swell: float = 1.5) -> None:
    """Paint the ground from the picture's foot to ``level``, swelling a little."""
    w = c.half + 8
    edge = [
        (-w, level - swell),
        (-w * 0.4, level + swell * c.rng.uniform(0, 1)),
        (w * 0.3, level - swell * c.rng.uniform(0, 1)),
        (w, level + swell),
    ]
    c.blob([(-w, -6), *edge, (w, -6)], (lighter(colour, 0.12), darker(colour, 0.18)), shade=0.05)


def tufts(c: Canvas, low: float, high: float, colour: str, count: int = 60) -> None:
    """Scatter blades of grass, larger towards the viewer."""
    for y in sorted((c.rng.uniform(low, high) for _ in range(count)), reverse=True):
        x, size = c.rng.uniform(-c.half, c.half), 1.2 + (high - y) / (high - low) * 2.2
        for lean in (-0.5, 0, 0.5):
            tone = mix(colour, darker(colour, 0.35), c.rng.random())
            c.line([(x, y), (x + lean * size, y + size)], size * 0.16, tone, 0.3, shade=0)


def flowers(c: Canvas, low: float, high: float, count: int = 24) -> None:
    """Scatter small flowers in three colours."""
    for y in sorted((c.rng.uniform(low, high) for _ in range(count)), reverse=True):
        x, colour = c.rng.uniform(-c.half, c.half), c.rng.choice(("#f5d257", "#f7f1e3", "#e77f86"))
        r = 0.45 + (high - y) / (high - low) * 0.5
        for turn in range(0, 360, 72):
            a = radians(turn)
            c.oval(x + cos(a) * r, y + sin(a) * r * 0.8, r * 0.7, r * 0.6, colour, shade=0.15)
        c.oval(x, y, r * 0.5, r * 0.5, "#d98b35", shade=0)


def tree(c: Canvas, x: float, y: float, height: float, colour: str = "#6f9c5a") -> None:
    """Paint a broad-leaved tree: trunk, then the crown from its shadow to its light."""
    d = c.at(x, y, height)
    d.oval(0.1, 0, 0.3, 0.05, "#3a2540", alpha=0.25, soft=0.6)
    d.line("0,0 .02,.3 0,.6", 0.09, "#7d5a44", 0.55, shade=0.4)
    for tone, spread, lift in (
        (darker(colour, 0.25), 1.0, 0.0),
        (colour, 0.85, 0.05),
        (lighter(colour, 0.22), 0.55, 0.12),
    ):
        for _ in range(9):
            dx, dy = c.rng.uniform(-0.3, 0.3) * spread, c.rng.uniform(-0.18, 0.2) * spread
            r = c.rng.uniform(0.11, 0.18)
            d.oval(dx - lift * 0.5, 0.7 + dy + lift, r * 1.15, r, tone, shade=0.2)


def palm(c: Canvas, x: float, y: float, height: float, lean: float = 0.12) -> None:
    """Paint a palm with its ringed trunk and hanging fronds."""
    crown = (x + lean * height, y + height)
    c.line(
        [(x, y), (x + lean * height * 0.25, y + height * 0.5), crown],
        height * 0.06,
        "#9b7a5c",
        0.6,
        shade=0.45,
    )
    for turn in (-15, 10, 35, 62, 118, 145, 170, 195):
        a, reach = radians(turn + c.rng.uniform(-8, 8)), height * c.rng.uniform(0.36, 0.46)
        tip = (crown[0] + cos(a) * reach, crown[1] + sin(a) * reach * 0.7 - reach * 0.35)
        middle = (crown[0] + cos(a) * reach * 0.55, crown[1] + sin(a) * reach * 0.55 + reach * 0.08)
        green = mix("#5f9156", "#9fbf6b", c.rng.random())
        c.line([crown, middle, tip], height * 0.06, green, 0.15, shade=0.35)


def bush(c: Canvas, x: float, y: float, size: float, colour: str = "#7ba45f") -> None:
    """Paint a round bush."""
    for tone, spread in ((darker(colour, 0.22), 1), (colour, 0.75), (lighter(colour, 0.2), 0.45)):
        for _ in range(5):
            dx, dy = c.rng.uniform(-0.7, 0.7) * spread, c.rng.uniform(0.1, 0.5) * spread
            r = size * c.rng.uniform(0.28, 0.42)
            c.oval(x + dx * size, y + dy * size, r, r * 0.85, tone, shade=0.2)
