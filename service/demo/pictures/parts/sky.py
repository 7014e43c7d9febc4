"""Owns the sky: its gradient, sun, moon, clouds and what flies in it."""

from ..canvas import Canvas
from ..colour import mix


def sky(c: Canvas, horizon: float) -> None:
    """Paint the sky of the hour down to the horizon, with clouds, or stars at night."""
    c.wash(*c.light.sky, horizon - 1, c.top + 1)
    if c.light.dark:
        stars(c, horizon)
    for _ in range(c.rng.randint(3, 5)):
        x = c.rng.uniform(-c.half, c.half)
        y = c.rng.uniform(horizon + (c.top - horizon) * 0.3, c.top * 0.97)
        cloud(c, x, y, c.rng.uniform(6, 14))


def stars(c: Canvas, horizon: float) -> None:
    """Scatter stars over the sky."""
    for _ in range(60):
        x, y = c.rng.uniform(-c.half, c.half), c.rng.uniform(horizon + 12, c.top)
        c.lamp(x, y, c.rng.uniform(0.4, 0.9), "#fff6d8", c.rng.uniform(0.4, 1))


def cloud(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a cloud about twice ``size`` wide, puff by puff."""
    under = mix(c.light.cloud, c.light.sky[1], 0.45)
    for _ in range(7):
        dx = c.rng.uniform(-1, 1) * size
        r = size * c.rng.uniform(0.22, 0.5) * (1.15 - abs(dx) / size * 0.6)
        c.oval(
            x + dx,
            y + c.rng.uniform(-0.08, 0.2) * size,
            r * 1.4,
            r * 0.72,
            (c.light.cloud, under),
            alpha=0.75,
            soft=size * 0.05,
            shade=0.08,
        )


def sun(c: Canvas, x: float, y: float, size: float = 5) -> None:
    """Paint the sun with its warmth in the air around it."""
    d = c.at(x, y, size)
    d.glow(0, 0, 6, c.light.sun, 0.55)
    d.glow(0, 0, 2.4, c.light.sun, 0.7)
    d.oval(0, 0, 1, 1, c.light.sun, shade=0, soft=0.3)


def moon(c: Canvas, x: float, y: float, size: float = 7) -> None:
    """Paint a full moon with its halo and seas."""
    d = c.at(x, y, size)
    d.lamp(0, 0, 5, "#ffe9b0", 0.35)
    d.lamp(0, 0, 1.9, "#fff0c4", 0.8)
    d.oval(0, 0, 1, 1, ("#fff8dc", "#fbe5ac"), shade=0.15)
    for dx, dy, r in ((-0.3, 0.2, 0.22), (0.25, -0.1, 0.3), (-0.1, -0.45, 0.16)):
        d.oval(dx, dy, r, r * 0.8, "#f0d89c", alpha=0.5, soft=0.3)


def gull(c: Canvas, x: float, y: float, span: float) -> None:
    """Paint a gull as two brush strokes."""
    for side in (-1, 1):
        wing = [
            (x, y),
            (x + side * span * 0.35, y + span * 0.28),
            (x + side * span, y + span * 0.1),
        ]
        c.line(wing, span * 0.16, "#fbf7ef", 0.35, shade=0.2)


def gulls(c: Canvas, low: float, high: float, count: int = 4) -> None:
    """Let gulls circle between two heights."""
    for _ in range(count):
        x = c.rng.uniform(-c.half * 0.8, c.half * 0.8)
        gull(c, x, c.rng.uniform(low, high), c.rng.uniform(1.6, 3.2))
