"""Owns the town: houses, arcades, school, skyline, the long bridge, the opera's shells."""

from math import cos, radians, sin

from ..canvas import Canvas, Point, points
from ..colour import darker, lighter, mix

HOUSES = ((1.05, 0.98), (0.72, 0.62), (0.52, 0.4), (0.4, 0.24))
"""Scale and distance from the middle of the houses along a street, the nearest first."""
FACADES = ("#e8c79a", "#d99f83", "#bfcdb6", "#e6d3b3", "#cfa6a0", "#b7c7cf")


def skyline(c: Canvas, base: float, height: float, count: int = 16) -> None:
    """Paint a hazy row of towers across the whole width; at night their windows are lit."""
    step = 2 * c.half / count
    tone = mix(c.light.sky[1], "#6f86a3", 0.45)
    for index in range(count + 1):
        x, tall = -c.half + index * step, height * c.rng.uniform(0.35, 1)
        wide = step * c.rng.uniform(0.55, 0.95)
        shade = mix(tone, c.light.sky[0], c.rng.uniform(0, 0.3))
        c.rect(
            x - wide / 2,
            base - 1,
            x + wide / 2,
            base + tall,
            (shade, mix(shade, c.light.sky[1], 0.5)),
            shade=0.15,
        )
        _lit(c, x, base, wide, tall)


def _lit(c: Canvas, x: float, base: float, wide: float, tall: float) -> None:
    colour = "#ffdf9a" if c.light.dark else lighter(c.light.sky[1], 0.4)
    for _ in range(int(tall * wide / 4)):
        px, py = x + c.rng.uniform(-0.38, 0.38) * wide, base + c.rng.uniform(0.1, 0.92) * tall
        c.rect(px, py, px + 0.5, py + 0.7, colour, shade=0, alpha=0.8)


def arcade(c: Canvas, x: float, base: float, scale: float, squeeze: float = 1) -> None:
    """Paint one arcaded shop house by its lower middle, about 26 by 58 units at scale 1.

    ``squeeze`` below 1 narrows it, as a street that runs away from the viewer does.
    """
    s, w = scale, 13 * scale * squeeze
    colour = c.rng.choice(FACADES)
    c.rect(x - w, base, x + w, base + 54 * s, (lighter(colour, 0.15), colour), shade=0.2)
    c.blob(
        points("-1,54 -.5,58 0,61 .5,58 1,54", (x, base), (w, s)), lighter(colour, 0.25), shade=0.3
    )
    c.rect(x - w * 0.8, base, x + w * 0.8, base + 13 * s, darker(colour, 0.62), shade=0)
    c.oval(x, base + 13 * s, w * 0.8, 8 * s, darker(colour, 0.62), shade=0)
    c.glow(x, base + 11 * s, 12 * s, "#ffc978", 0.35)
    for storey in (26, 40):
        ledge = points("-1,-2.4 -1,-1 1,-1 1,-2.4", (x, base + storey * s), (w, s))
        c.poly(ledge, lighter(colour, 0.4), shade=0.3, lift=0.2)
        for dx in (-0.5, 0.5):
            _arched_window(c, (x + dx * w, base + storey * s), w * 0.3, s, colour)
    for side in (-1, 1):
        pillar = points("-1.3,0 -1.3,23 1.3,23 1.3,0", (x + side * w, base), (s * squeeze, s))
        c.poly(pillar, lighter(colour, 0.35), shade=0.4)


def _arched_window(c: Canvas, at: Point, w: float, s: float, wall: str) -> None:
    x, y = at
    glass = "#ffd98a" if c.light.dark else "#6d8b94"
    c.rect(x - w - 0.5 * s, y, x + w + 0.5 * s, y + 8 * s, lighter(wall, 0.5), shade=0.2)
    c.oval(x, y + 8 * s, w + 0.5 * s, 3 * s, lighter(wall, 0.5), shade=0)
    c.rect(x - w, y + 0.5 * s, x + w, y + 8 * s, glass, shade=0.2)
    c.oval(x, y + 8 * s, w, 2.2 * s, glass, shade=0)
    c.rect(x - 0.25 * s, y + 0.5 * s, x + 0.25 * s, y + 10 * s, lighter(wall, 0.5), shade=0)


def stall(c: Canvas, x: float, y: float, size: float, goods: tuple[str, ...]) -> None:
    """Paint a market stall with a striped awning and heaps of goods."""
    d = c.at(x, y, size)
    for post in ("-.95,0 -.95,1.9", ".95,0 .95,1.9"):
        d.line(post, 0.8 / size, "#8a623f", shade=0.3)
    d.rect(-1, 0, 1, 0.7, "#a8764c", shade=0.3, lift=0.6)
    for index, colour in enumerate(goods):
        _heap(d, ((index + 0.5) / len(goods) * 2 - 1) * 0.92, 0.8 / len(goods), colour)
    for index in range(8):
        left, tone = (index / 4 - 1) * 1.12, "#f8ecd4" if index % 2 == 0 else "#d9553f"
        d.poly(points(".06,2.1 .28,2.1 .28,1.66 0,1.66", (left, 0)), tone, shade=0.2)
        d.oval(left + 0.14, 1.66, 0.14, 0.12, tone, shade=0.2)


def _heap(d: Canvas, x: float, reach: float, colour: str) -> None:
    for _ in range(9):
        dx, dy = d.rng.uniform(-1, 1) * reach, d.rng.uniform(0, 0.28)
        d.oval(x + dx, 0.72 + dy * (1 - abs(dx)), 0.11, 0.1, colour, shade=0.5)


def bridge(c: Canvas, level: float, rise: float) -> None:
    """Paint the long bridge: a deck on piers that swings to the horizon, two pylons with cables."""
    left, right = -c.half - 6, c.half + 6
    deck = [
        (left, level + rise * 0.5),
        (-c.half * 0.4, level + rise * 0.62),
        (c.half * 0.25, level + rise * 0.5),
        (right, level + rise * 0.12),
    ]
    for index in range(15):
        share = index / 14
        x = left + (right - left) * share
        top = level + rise * (0.55 - 0.4 * max(0, share - 0.5) * 1.6)
        c.rect(
            x - 0.9 + share * 0.5,
            level - 5 * (1 - share),
            x + 0.9 - share * 0.5,
            top,
            "#cfc9c1",
            shade=0.4,
        )
    for x, size in ((-c.half * 0.36, 40), (c.half * 0.3, 27)):
        _pylon(c, x, level + rise * 0.55, size)
    c.line(deck, 2.6, "#e9e4da", 0.35, shade=0.4)
    c.line([(x, y - 0.9) for x, y in deck], 0.9, "#8d99a5", 0.35, shade=0)


def _pylon(c: Canvas, x: float, y: float, size: float) -> None:
    d = c.at(x, y, size)
    for side in (-1, 1):
        for index in range(1, 9):
            end = (x + side * size * index * 0.115, y)
            c.line(
                [(x, y + size * (0.42 + index * 0.05)), end],
                size * 0.008,
                "#f7f3ea",
                shade=0,
                alpha=0.9,
            )
    for side in (-1, 1):
        d.line(
            points(".055,-.4 .06,.5 .02,.86", (0, 0), (side, 1)), 0.05, "#efe8dc", 0.7, shade=0.5
        )
    for dy in (0.62, 0.74):
        d.ring((0, dy), 0.06, 0.05, 0.025, "#e4dccd")
    d.rect(-0.08, -0.04, 0.08, 0.02, "#e4dccd", shade=0.3)


def opera_shells(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint the opera house: two upright scallop shells, the greater and the less."""
    for dx, share, tone in ((0.62, 0.62, "#f3e9dd"), (0, 1, "#fff8ec")):
        _shell(c, x + dx * size, y, size * share, tone)
    c.rect(x - size * 0.9, y - size * 0.06, x + size * 1.2, y + size * 0.05, "#c9bda9", shade=0.3)


def _shell(c: Canvas, x: float, y: float, size: float, tone: str) -> None:
    rim = [
        (x + cos(radians(a)) * size * 0.78, y + sin(radians(a)) ** 0.8 * size * 1.25)
        for a in range(0, 181, 12)
    ]
    glow = ("#ffe7b8", "#f3b877") if c.light.dark else (lighter(tone, 0.3), darker(tone, 0.16))
    c.poly([*rim, (x, y - size * 0.02)], glow, shade=0.3, lift=0.8)
    for point in rim[1:-1]:
        c.line([(x, y), point], size * 0.012, darker(tone, 0.3), 1.4, shade=0, alpha=0.6)
    for share in (0.35, 0.6, 0.82):
        c.line(
            [(x + (px - x) * share, y + (py - y) * share) for px, py in rim],
            size * 0.01,
            darker(tone, 0.25),
            shade=0,
            alpha=0.5,
        )
    if c.light.dark:
        c.lamp(x, y + size * 0.5, size * 1.1, "#ffcf8a", 0.35)


def school(c: Canvas, x: float, base: float, width: float, storeys: int = 4) -> None:
    """Paint a school building with galleries, its clock and its flag."""
    wall, w = "#eedfc6", width / 2
    height = storeys * 10.0
    c.rect(x - w, base, x + w, base + height, (wall, darker(wall, 0.12)), shade=0.15)
    for storey in range(storeys):
        y = base + storey * 10
        c.rect(
            x - w,
            y + 8.2,
            x + w,
            y + 10,
            "#c9655a" if storey == storeys - 1 else "#f8f0e0",
            shade=0.3,
        )
        for index in range(int(width / 7)):
            px = x - w + 3.5 + index * 7
            c.rect(px - 2.2, y + 1.5, px + 2.2, y + 7, "#9cc0c9", shade=0.2)
            c.rect(px - 0.2, y + 1.5, px + 0.2, y + 7, "#f8f0e0", shade=0)
    c.rect(x - 7, base, x + 7, base + height + 9, "#f5e8d2", shade=0.2, lift=0.6)
    c.oval(x, base + height + 2, 3.6, 3.6, "#fffdf6", shade=0.3, lift=0.3)
    c.line(
        [(x, base + height + 4.4), (x, base + height + 2), (x + 1.6, base + height + 2.6)],
        0.45,
        "#5a4238",
        shade=0,
    )


def flag(c: Canvas, x: float, y: float, height: float) -> None:
    """Raise a plain red flag on its pole."""
    c.line(points("0,0 0,1", (x, y), height), 0.7, "#d9d4ca", shade=0.3)
    top, w = y + height - 0.5, height * 0.28
    c.blob(
        [
            (x, top),
            (x + w * 0.5, top + 0.8),
            (x + w, top - 0.4),
            (x + w, top - w * 0.6),
            (x + w * 0.5, top - w * 0.52),
            (x, top - w * 0.66),
        ],
        "#d8392f",
        shade=0.35,
    )


def jet(c: Canvas, at: Point, size: float, turn: float, smoke: str) -> None:
    """Paint an aerobatic jet that climbs at ``turn`` degrees and trails coloured smoke."""
    d = c.at(*at, size, turn)
    trail = "-1,0 -4,-.25 -8,-1.2 -13,-3.2"
    d.line(trail, 0.4, smoke, 4.5, alpha=0.55, soft=size * 0.16, shade=0.15)
    d.line(trail, 0.2, lighter(smoke, 0.5), 3, alpha=0.5, soft=size * 0.1, shade=0)
    d.poly(".2,0 -.5,.75 -.75,.72 -.4,0", "#4a6d9c", shade=0.3)
    d.blob("1.2,0 .5,.16 -.9,.14 -1,0 -.9,-.12 .5,-.14", "#f4f1ea", shade=0.5)
    d.poly(".2,-.05 -.6,-.85 -.85,-.8 -.4,-.05", "#d9483b", shade=0.3)
    d.poly("-.6,.1 -1.05,.5 -1.15,.45 -.95,.08", "#d9483b", shade=0.2)
    d.oval(0.5, 0.1, 0.22, 0.1, "#4f6f86", shade=0.2)


def street(c: Canvas, base: float) -> None:
    """Paint a street of arcaded houses that runs away between two rows."""
    skyline(c, base + 10, 16)
    c.wash(lighter("#d9c7ae", 0.2), "#d9c7ae", base - 1, base + 11)
    for step, (scale, reach) in reversed(list(enumerate(HOUSES))):
        for side in (-1, 1):
            arcade(c, side * reach * (c.half * 0.6 + 20), base + step * 3.2, scale, 0.9)
