"""Owns the water: the sea, its glitter and foam, boats, islands."""

from ..canvas import Canvas, points
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
    edge = points("-1,2 -.5,-1.5 -.1,1 .4,-1 1,3", (0, level), (w, 1))
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
    d = c.at(x, y, size)
    for _ in range(count):
        dx, r = (c.rng.uniform(-1, 1), c.rng.uniform(0.25, 0.5))
        tone = mix("#8f8178", "#b9a48e", c.rng.random())
        px, py = (dx, c.rng.uniform(0, 0.15))
        d.blob(points("-1,0 -.7,.7 .1,.95 .85,.5 1,0", (px, py), r), tone, shade=0.5, lift=0.2)
    for _ in range(count * 2):
        dx = c.rng.uniform(-1.3, 1.3)
        d.oval(dx, c.rng.uniform(-0.06, 0.04), 0.22, 0.05, "#ffffff", alpha=0.7, soft=0.2, shade=0)


def sailboat(c: Canvas, x: float, y: float, size: float, sail: str = "#fbf3e2") -> None:
    """Paint a small sailing boat."""
    d = c.at(x, y, size)
    d.oval(0, -0.08, 0.6, 0.07, darker(c.light.water[1], 0.4), alpha=0.4, soft=0.3)
    d.poly("0,.2 0,1.3 .6,.25", sail, shade=0.3)
    d.poly("-.08,.25 -.06,1.1 -.42,.28", mix(sail, "#e98a6b", 0.5), shade=0.3)
    d.blob("-.6,.2 -.4,-.05 .4,-.05 .65,.2", "#a8543f", shade=0.4)


def junk(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a wooden fishing boat, its bow up to the right; people stand behind its board."""
    d = c.at(x, y, size)
    d.oval(0, -0.06, 1.1, 0.1, darker(c.light.water[1], 0.5), alpha=0.5, soft=0.6, shade=0)
    hull = points("-1.05,.5 -.95,.1 -.7,-.06 .6,-.06 .98,.3 1.15,.62 .6,.36 -.2,.32", (x, y), size)
    c.blob(hull, "#9a5f3d", shade=0.5, lift=0.6)
    for drop, tone in ((0, "#e8c07a"), (0.12, "#7c4a31"), (0.24, "#7c4a31")):
        plank = [
            (x - size * (1.02 - drop * 0.3), y + size * (0.46 - drop)),
            (x - size * 0.2, y + size * (0.29 - drop * 0.9)),
            (x + size * 0.6, y + size * (0.33 - drop)),
            (x + size * (1.1 - drop), y + size * (0.57 - drop)),
        ]
        c.line(plank, size * (0.045 if drop == 0 else 0.02), tone, shade=0.2)
    for index in range(5):
        d.ring((-0.55 + index * 0.26, 0.12), 0.06, 0.07, 0.03, "#4b3a36")


def lotus_leaves(c: Canvas, low: float, high: float, count: int = 26) -> None:
    """Spread lotus leaves and flowers over the water, larger towards the viewer."""
    for y in sorted((c.rng.uniform(low, high) for _ in range(count)), reverse=True):
        near = 1 - (y - low) / (high - low)
        x, r = c.rng.uniform(-c.half, c.half), 2.5 + near * 5.5
        green = mix("#6fa06a", "#3f7f5f", c.rng.random())
        c.oval(x, y - r * 0.08, r, r * 0.4, darker(green, 0.45), alpha=0.4, soft=0.4, shade=0)
        c.oval(x, y, r, r * 0.38, (lighter(green, 0.2), green), shade=0.35)
        for dx in (-0.8, -0.3, 0.3, 0.8):
            c.line(
                [(x, y), (x + dx * r * 0.9, y + (0.3 - abs(dx) * 0.3) * r * 0.8)],
                r * 0.03,
                lighter(green, 0.35),
                shade=0,
            )
        if c.rng.random() < 0.4:
            lotus(c, x + r * 0.3, y + r * 0.15, r * 0.75)


def lotus(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint an open lotus flower on its stem."""
    c.line(points("0,0 0,.7", (x, y), size), size * 0.1, "#5f8f5a", shade=0.2)
    base = y + size * 0.6
    for lean, tall in (
        (-1, 0.6),
        (1, 0.6),
        (-0.6, 0.9),
        (0.6, 0.9),
        (0, 1.05),
        (-0.3, 0.7),
        (0.3, 0.7),
    ):
        tip = (x + lean * size * 0.75, base + tall * size)
        side = (-lean * 0.1 - 0.22) * size
        c.blob(
            [
                (x, base),
                (x + lean * size * 0.4 + side, base + tall * size * 0.5),
                tip,
                (x + lean * size * 0.4 - side, base + tall * size * 0.5),
            ],
            ("#f7a8b4", "#fdebe6"),
            shade=0.25,
        )
    c.oval(x, base + size * 0.2, size * 0.16, size * 0.1, "#f2c75c", shade=0.3)


def sampan(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a flat boat, ``size`` being half its length; people sit behind its board."""
    d = c.at(x, y, size)
    d.oval(0, -0.06, 1, 0.09, darker(c.light.water[1], 0.5), alpha=0.5, soft=0.5, shade=0)
    d.blob("-1.1,.3 -.8,-.03 .8,-.03 1.1,.3 0,.18", "#a9713f", shade=0.5, lift=0.4)
    d.line("-1.06,.29 0,.18 1.06,.29", 0.05, "#d9a666", shade=0.2)


def dragon_boat(c: Canvas, x: float, y: float, size: float, colour: str) -> None:
    """Paint a dragon boat with its crew, racing to the right; ``size`` is half its length."""
    c.oval(x, y - size * 0.03, size * 1.05, size * 0.06, "#ffffff", alpha=0.6, soft=0.4, shade=0)
    for index in range(8):
        px = x + size * (-0.75 + index * 0.18)
        _paddler(c, px, y + size * 0.1, size * 0.13, colour)
    c.blob(
        points("-1.1,.3 -.9,0 .75,0 .98,.16 .6,.13 -.7,.13", (x, y), size),
        colour,
        shade=0.5,
        lift=0.4,
    )
    for index in range(16):
        c.oval(
            x + size * (-0.8 + index * 0.1),
            y + size * 0.06,
            size * 0.035,
            size * 0.03,
            "#f6d170",
            shade=0.1,
        )
    _dragon_head(c, x + size * 0.98, y + size * 0.2, size * 0.2, colour)


def _paddler(c: Canvas, x: float, y: float, size: float, colour: str) -> None:
    d = c.at(x, y, size)
    d.blob("-.5,0 -.1,1 .6,1 .5,0", "#fbf3e0", shade=0.3)
    d.line(".2,.9 .9,.3", 0.28, "#f3cba8", shade=0.2)
    d.line(".4,1 1.2,-.9", 0.12, "#8a5f3a", 1.8, shade=0.2)
    d.oval(0.35, 1.4, 0.42, 0.45, "#f3cba8", shade=0.3)
    d.oval(0.28, 1.62, 0.44, 0.28, colour, shade=0.3)


def _dragon_head(c: Canvas, x: float, y: float, size: float, colour: str) -> None:
    d = c.at(x, y, size)
    d.line("-.6,-.4 -.1,.2 0,.9", 0.6, colour, 0.8, shade=0.5)
    d.blob("-.4,1.3 -.3,.7 .8,.75 1.1,1.05 .5,1.2 .2,1.5", colour, shade=0.5)
    d.line(".2,.75 1,.85", 0.14, "#fbf3e0", shade=0)
    d.oval(0.2, 1.22, 0.15, 0.15, "#fffdf2", shade=0)
    d.oval(0.24, 1.22, 0.07, 0.07, "#2f2020", shade=0)
    for lean in (-0.3, 0.05):
        d.line([(-0.1, 1.4), (lean - 0.3, 1.8), (lean - 0.5, 1.9)], 0.13, "#f6d170", 0.4, shade=0.3)
    d.line("1,1 1.5,.8 1.6,1.1", 0.07, "#f6d170", 0.4, shade=0)
