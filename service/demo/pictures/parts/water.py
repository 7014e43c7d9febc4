"""Owns the water: the sea, its glitter and foam, boats, islands."""

from ..canvas import Canvas
from ..colour import darker, lighter, mix


def sea(c: Canvas, level: float, low: float = -2, glitter: float | None = None) -> None:
    """Paint the water from the horizon ``level`` down to ``low``; it glitters below a sun."""
    far, near = c.light.water
    c.wash(far, near, low, level)
    c.rect(
        -c.half - 1, level - 0.4, c.half + 1, level + 0.3, lighter(far, 0.4), alpha=0.5, soft=0.2
    )
    for _ in range(90):
        depth = c.rng.random() ** 1.6
        y, x = level - depth * (level - low), c.rng.uniform(-c.half, c.half)
        long = 1.5 + depth * 8
        tone = lighter(near, 0.45) if c.rng.random() < 0.55 else darker(near, 0.2)
        c.line(
            [(x - long, y), (x, y + 0.25), (x + long, y)],
            0.25 + depth * 0.4,
            tone,
            0.5,
            shade=0,
            alpha=0.4,
        )
    if glitter is not None:
        _glitter(c, glitter, level, low)


def _glitter(c: Canvas, x: float, level: float, low: float) -> None:
    for _ in range(70):
        depth = c.rng.random()
        y, dx = level - depth * (level - low), c.rng.gauss(0, 2 + depth * 7)
        c.line([(x + dx - 1.2, y), (x + dx + 1.2, y)], 0.35, c.light.sun, shade=0, alpha=0.75)


def shore(c: Canvas, level: float, sand: str = "#efd6a6") -> None:
    """Paint a sandy beach up to ``level`` with the last wave's foam on its edge."""
    w = c.half + 6
    edge = [
        (-w, level + 2),
        (-w * 0.5, level - 1.5),
        (-w * 0.1, level + 1),
        (w * 0.4, level - 1),
        (w, level + 3),
    ]
    for rise, tone, alpha in (
        (3.2, "#ffffff", 0.4),
        (2.2, "#ffffff", 0.85),
        (1.2, darker(sand, 0.16), 1),
    ):
        c.blob([(-w, -8), *[(x, y + rise) for x, y in edge], (w, -8)], tone, alpha=alpha, shade=0)
    c.blob([(-w, -8), *edge, (w, -8)], (lighter(sand, 0.25), darker(sand, 0.08)), shade=0)
    for _ in range(70):
        x, y = c.rng.uniform(-w, w), c.rng.uniform(0, level - 3)
        c.oval(
            x, y, c.rng.uniform(0.15, 0.5), 0.18, darker(sand, c.rng.uniform(0.1, 0.35)), shade=0
        )


def rocks(c: Canvas, x: float, y: float, size: float, count: int = 6) -> None:
    """Pile up boulders around a point, foam at their feet."""
    for _ in range(count):
        dx, r = c.rng.uniform(-1, 1) * size, size * c.rng.uniform(0.25, 0.5)
        tone = mix("#8f8178", "#b9a48e", c.rng.random())
        px, py = x + dx, y + c.rng.uniform(0, 0.15) * size
        c.blob(
            [
                (px - r, py),
                (px - r * 0.7, py + r * 0.7),
                (px + r * 0.1, py + r * 0.95),
                (px + r * 0.85, py + r * 0.5),
                (px + r, py),
            ],
            tone,
            shade=0.5,
            lift=0.2,
        )
    for _ in range(count * 2):
        dx = c.rng.uniform(-1.3, 1.3) * size
        c.oval(
            x + dx,
            y + c.rng.uniform(-0.06, 0.04) * size,
            size * 0.22,
            size * 0.05,
            "#ffffff",
            alpha=0.7,
            soft=0.2,
            shade=0,
        )


def sailboat(c: Canvas, x: float, y: float, size: float, sail: str = "#fbf3e2") -> None:
    """Paint a small sailing boat."""
    c.oval(
        x,
        y - size * 0.08,
        size * 0.6,
        size * 0.07,
        darker(c.light.water[1], 0.4),
        alpha=0.4,
        soft=0.3,
    )
    c.poly(
        [(x, y + size * 0.2), (x, y + size * 1.3), (x + size * 0.6, y + size * 0.25)],
        sail,
        shade=0.3,
    )
    c.poly(
        [
            (x - size * 0.08, y + size * 0.25),
            (x - size * 0.06, y + size * 1.1),
            (x - size * 0.42, y + size * 0.28),
        ],
        mix(sail, "#e98a6b", 0.5),
        shade=0.3,
    )
    c.blob(
        [
            (x - size * 0.6, y + size * 0.2),
            (x - size * 0.4, y - size * 0.05),
            (x + size * 0.4, y - size * 0.05),
            (x + size * 0.65, y + size * 0.2),
        ],
        "#a8543f",
        shade=0.4,
    )
