"""Owns what families keep, and the places where it is shown."""

from math import cos, radians, sin

from ..canvas import Canvas, points
from ..colour import darker, lighter
from . import land, sky
from .things import print_


def panel(c: Canvas, x: float, y: float, width: float, height: float) -> None:
    """Paint an exhibition panel on legs, hung with old prints."""
    left, right = x - width / 2, x + width / 2
    for side in (left + 2, right - 2):
        c.rect(side - 0.8, y - 12, side + 0.8, y, "#7f8a93", shade=0.3)
    c.rect(left, y, right, y + height, "#f8efdc", shade=0.2, lift=0.8)
    c.rect(left, y + height - 7, right, y + height, "#c8433a", shade=0.2)
    c.line([(left + 5, y + height - 3.5), (right - 5, y + height - 3.5)], 1, "#ffe9b0", shade=0)
    for row in range(3):
        for column in range(2):
            px, py = x + (column - 0.5) * width * 0.46, y + 2 + row * 13
            print_(c, px, py, width * 0.36, c.rng.uniform(-3, 3))


def date_banner(c: Canvas, x: float, y: float) -> None:
    """Hang the banner of 6·9, the international archives day."""
    c.rect(x - 30, y, x + 30, y + 13, "#c8433a", shade=0.2, lift=0.6)
    six = points("2.2,4.6 0,5.6 -2,3 -2.2,0 0,-1.8 2.2,0 1.4,2 -1.2,1.6")
    for dx, turn in ((-6, 1), (6, -1)):
        c.line(
            [(x + (dx + px * turn) * c.facing, y + 6.5 + (py - 1.9) * turn) for px, py in six],
            1.3,
            "#ffe9b0",
            shade=0,
        )
    c.oval(x, y + 6.5, 0.9, 0.9, "#ffe9b0", shade=0)
    for side in (-1, 1):
        for index in range(3):
            left = x + side * (16 + index * 5) - 1.8
            c.rect(left, y + 4, left + 3.6, y + 9, "#ffe9b0", shade=0.1)
            c.rect(left + 0.5, y + 4.6, left + 3.1, y + 8.4, "#a9764c", shade=0)


def old_house(c: Canvas, base: float) -> None:
    """Paint the family's old house in Doumen: tiled roof, grey walls, a banyan beside it."""
    sky.sky(c, 50)
    land.hills(c, 44, 20, "#93b3a4")
    land.ground(c, 34, "#a5bf7f")
    c.rect(-42, base, 42, base + 42, ("#d6c8b4", "#b9a994"), shade=0.2)
    for row in range(10):
        c.rect(-42, base + 4 + row * 4, 42, base + 4.3 + row * 4, "#a5957f", shade=0, alpha=0.5)
    c.poly(
        points("-50,41 -38,60 38,60 50,41", (0, base)), ("#7b6f78", "#57505c"), shade=0.2, lift=1
    )
    for index in range(-12, 13):
        c.line([(index * 3.1, base + 60), (index * 4, base + 41.5)], 0.9, "#8d818a", shade=0.4)
    c.line(points("-44,60 -38,61.4 38,61.4 44,60", (0, base)), 2.2, "#6b5f68", shade=0.4)
    c.rect(-10, base, 10, base + 34, "#7a3f34", shade=0.3)
    for side in (-1, 1):
        c.rect(side * 27 - 7, base + 16, side * 27 + 7, base + 30, "#5f6f6f", shade=0.2, lift=0.3)
        for dx in (-3, 0, 3):
            c.rect(
                side * 27 + dx - 0.4, base + 16, side * 27 + dx + 0.4, base + 30, "#d9cbb4", shade=0
            )
        c.rect(side * 14 - 2.4, base + 4, side * 14 + 2.4, base + 32, "#d23a2e", shade=0.2)
    land.tree(c, -c.half + 6, base - 2, 62, "#6f9460")
    c.wash("#dcc8a6", "#bfa583", -1, base + 1)
    land.bush(c, c.half - 6, base - 2, 9)


def stool(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a wooden chair behind someone who sits."""
    c.rect(x - size * 0.5, y + 12, x + size * 0.5, y + 46, "#7a4a34", shade=0.3, lift=0.5)
    c.rect(x - size * 0.38, y + 16, x + size * 0.38, y + 42, "#9a6646", shade=0.3)
    for side in (-1, 1):
        c.rect(
            x + side * size * 0.46 - 1,
            y - 2,
            x + side * size * 0.46 + 1,
            y + 14,
            "#7a4a34",
            shade=0.3,
        )


def backdrop(c: Canvas) -> None:
    """Paint a studio's backdrop: a misty garden, a balustrade, a column, a chequered floor."""
    c.wash("#cfd8d2", "#e9dcc4", 20, c.top + 1)
    for x, y, r in ((-34, 62, 18), (30, 70, 22), (6, 78, 15), (-12, 52, 14)):
        c.oval(x, y, r, r * 0.7, "#a9b8a0", alpha=0.55, soft=3, shade=0)
    land.hills(c, 40, 16, "#b3bfb4")
    c.rect(-c.half - 1, 30, c.half + 1, 33, "#efe4d0", shade=0.3)
    for index in range(int(c.half / 2.5) + 1):
        c.oval(index * 5 - c.half, 25, 1.6, 5, "#efe4d0", shade=0.4)
    _chequers(c, 20)
    _column(c, c.half - 12)


def _chequers(c: Canvas, level: float) -> None:
    c.wash("#a9805f", "#7a563f", -1, level)
    for row in range(4):
        far, near = level - row * (4 + row), level - row * (4 + row) - 5 - row * 2
        wide, wider = 6 + row * 1.6, 7.6 + row * 1.6
        for column in range(-8 + row % 2, 9, 2):
            after = column + 1
            tile = [
                (column * wide, far),
                (after * wide, far),
                (after * wider, near),
                (column * wider, near),
            ]
            c.poly(tile, "#d9bd94", shade=0, alpha=0.6)


def _column(c: Canvas, x: float) -> None:
    c.rect(x - 5, 16, x + 5, 58, "#e9dcc6", shade=0.5, lift=0.8)
    c.rect(x - 7, 56, x + 7, 60, "#f3e9d8", shade=0.4)
    for dx, dy, tone in ((-3, 64, "#d9766a"), (2, 67, "#e8a09a"), (5, 63, "#d9766a")):
        c.oval(x + dx, dy, 3.4, 3, tone, shade=0.4)


def table_from_above(c: Canvas) -> None:
    """Paint a wooden table top that fills the picture, and a lace cloth on it."""
    c.wash("#b9855c", "#8f6040", -1, c.top + 1)
    plank = 0.0
    while plank < c.top:
        c.rect(-c.half - 1, plank, c.half + 1, plank + 0.35, "#6b4630", shade=0, alpha=0.7)
        for _ in range(8):
            x, y = c.rng.uniform(-c.half, c.half), plank + c.rng.uniform(2, 11)
            c.line(points("-12,0 0,.5 12,0", (x, y)), 0.25, "#7a5238", shade=0, alpha=0.5)
        plank += 13
    for turn in range(0, 360, 12):
        a = radians(turn)
        c.oval(cos(a) * 46, 50 + sin(a) * 42, 5.4, 5.4, "#fbf3e2", shade=0.15, alpha=0.9)
    c.oval(0, 50, 47, 43, "#fdf6e8", shade=0.1, lift=0.4)


def hand_print(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a baby's hand print in a round frame."""
    d = c.at(x, y, size)
    d.oval(0, 0, 1.05, 1.05, "#d9b48a", shade=0.4, lift=0.6)
    d.oval(0, 0, 0.9, 0.9, "#fdf8ee", shade=0.2)
    tone = "#e59a86"
    d.oval(0, -0.16, 0.32, 0.34, tone, shade=0.2)
    for turn, reach in ((160, 0.5), (118, 0.62), (94, 0.68), (70, 0.64), (44, 0.54)):
        a = radians(turn)
        d.line(
            [(cos(a) * 0.22, -0.14 + sin(a) * 0.22), (cos(a) * reach, -0.1 + sin(a) * reach)],
            0.16,
            tone,
            0.85,
            shade=0.15,
        )


def first_shoes(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a pair of tiger-head baby shoes from above."""
    d = c.at(x, y, size)
    for side in (-1, 1):
        px = side * 0.62
        d.blob(
            points("-.45,-.9 -.5,.6 0,1.05 .5,.6 .45,-.9 0,-1.1", (px, 0)),
            "#d8433a",
            shade=0.45,
            lift=0.5,
        )
        d.oval(px, -0.45, 0.3, 0.48, "#f6e3c0", shade=0.3)
        for eye in (-1, 1):
            d.oval(px + eye * 0.2, 0.55, 0.11, 0.12, "#fffdf2", shade=0)
            d.oval(px + eye * 0.2, 0.55, 0.05, 0.06, "#2f2020", shade=0)
            d.line(points(".1,.3 .44,.24", (px, 0), (eye, 1)), 0.04, "#f3c257", shade=0)
        d.oval(px, 0.8, 0.1, 0.08, "#f3c257", shade=0.3)


def silver_lock(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a silver longevity lock on its chain."""
    d = c.at(x, y, size)
    d.ring((0, 1.1), 1.1, 1.0, 0.12, "#c9ccd0")
    d.blob("-1,.3 -.7,-.5 0,-.7 .7,-.5 1,.3 0,.1", "#d9dce0", shade=0.6, lift=0.4)
    for dx in (-0.5, 0, 0.5):
        d.oval(dx, -0.85, 0.12, 0.14, "#c9ccd0", shade=0.5)


def letters(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a bundle of old letters tied with a ribbon."""
    d = c.at(x, y, size)
    for index, tone in enumerate(("#d9c39a", "#e6d4ae", "#f0e2c2")):
        rise = index * 0.08
        d.rect(rise - 1, rise - 0.55, rise + 1, rise + 0.55, tone, shade=0.25, lift=0.4)
    d.poly("-.84,.71 .16,.11 1.16,.71", lighter("#e6d4ae", 0.2), shade=0.3)
    d.rect(0.56, 0.2, 0.9, 0.6, "#8fae8a", shade=0.2)
    d.line("-.3,-.5 -.2,.7", 0.12, darker("#c8433a", 0.05), shade=0.3)
