"""Owns the things people hold, ride and look at."""

from math import cos, radians, sin

from ..canvas import Canvas, Point, points
from ..colour import darker, lighter


def album(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint an open photo album with brown prints, ``size`` being half its width."""
    d = c.at(x, y, size)
    d.poly("-1.06,-.08 -.98,.62 .98,.62 1.06,-.08", "#7c3f36", shade=0.3, lift=0.8)
    for side in (-1, 1):
        d.blob(
            points("0,0 .5,-.04 1,0 .93,.6 .45,.62 0,.56", (0, 0), (side, 1)), "#efe3c8", shade=0.25
        )
        for dx, dy in ((0.3, 0.1), (0.68, 0.1), (0.3, 0.36), (0.66, 0.36)):
            print_(c, x + side * dx * size, y + dy * size, size * 0.26)


def print_(c: Canvas, x: float, y: float, size: float, turn: float = 0) -> None:
    """Paint a small sepia print by its lower middle."""
    d = c.at(x, y, size, turn)
    d.poly("-.5,0 -.5,.74 .5,.74 .5,0", "#fbf4e2", shade=0.1, lift=0.15)
    d.poly("-.42,.08 -.42,.66 .42,.66 .42,.08", ("#d9bd8c", "#a98658"), shade=0)
    for body in ("-.29,.08 -.25,.34 -.07,.34 -.03,.08", ".01,.08 .05,.34 .23,.34 .27,.08"):
        d.poly(body, "#6d4d33", shade=0)
    for face in (-0.16, 0.14):
        d.oval(face, 0.43, 0.085, 0.1, "#f0dcb6", shade=0)


def book(c: Canvas, x: float, y: float, size: float, cover: str = "#c8574a") -> None:
    """Paint an open book that is held up, seen from its covers, by its lower middle."""
    d = c.at(x, y, size)
    for side in (-1, 1):
        d.poly(
            points("0,0 1,.16 1,1.14 0,1", (0, 0), (side, 1)),
            cover if side < 0 else darker(cover, 0.12),
            shade=0.3,
            lift=0.4,
        )
    d.line("0,0 0,1", 0.08, darker(cover, 0.3), shade=0)
    d.oval(-0.5, 0.62, 0.22, 0.22, "#f5d98c", shade=0.2)


def bicycle(c: Canvas, x: float, y: float, size: float, colour: str = "#d9574a") -> None:
    """Paint a child's bicycle that rides to the right, its wheels on ``y``."""
    d = c.at(x, y, size)
    for hub in (-0.52, 0.52):
        c.oval(x + hub * size, y, 0.34 * size, 0.6, "#3a2540", alpha=0.3, soft=0.4, shade=0)
        _wheel(d.at(hub, 0.34, 0.34))
    d.line("-.52,.34 -.2,.72", 0.055, colour, shade=0.4)
    for tube in ("-.52,.34 -.02,.3", "-.02,.3 .38,.78", "-.2,.72 -.02,.3", "-.2,.72 .38,.78"):
        d.line(tube, 0.055, colour, shade=0.4)
    d.line(".38,.78 .52,.34", 0.055, colour, shade=0.4)
    d.line(".38,.78 .4,.96 .28,.98", 0.05, "#5a5358", shade=0.3)
    d.oval(-0.2, 0.77, 0.15, 0.05, "#4a3b38", shade=0.4)
    d.rect(0.48, 0.64, 0.74, 0.84, "#d9a860", shade=0.4)


def _wheel(d: Canvas) -> None:
    for turn in range(0, 180, 30):
        spoke = d.at(0, 0, 1, turn)
        spoke.line("-1,0 1,0", 0.035, "#cfcfcb", shade=0)
    d.ring((0, 0), 1, 1, 0.18, "#4a4348")


def umbrella(c: Canvas, x: float, y: float, size: float, colour: str) -> None:
    """Paint an open umbrella over its handle at (x, y), ``size`` being half its width."""
    top = y + size * 1.5
    c.line([(x, y), (x, top + size * 0.1)], size * 0.05, "#6b4a3a", shade=0.2)
    for share, tone in ((1, colour), (0.62, lighter(colour, 0.14)), (0.22, lighter(colour, 0.25))):
        arc = [
            (x + cos(radians(a)) * size * share, top - size * 0.55 + sin(radians(a)) * size * 0.66)
            for a in range(0, 181, 15)
        ]
        hem = [
            (x - size * share * (1 - i / 3), top - size * (0.47 if i % 2 else 0.55))
            for i in range(7)
        ]
        c.poly([*arc, *hem], tone, shade=0.3, lift=0.5 if share == 1 else 0)


def certificate(c: Canvas, x: float, y: float, width: float) -> None:
    """Paint a prize certificate by its middle: red frame, gold seal, lines of writing."""
    d = c.at(x, y, width)
    w, h = (1 / 2, 0.35)
    d.rect(-w, -h, w, h, "#d8483c", shade=0.2, lift=0.6)
    d.rect(-(w * 0.92), -(h * 0.88), w * 0.92, h * 0.88, "#fff6df", shade=0.1)
    d.line(points("-.34,.56 .34,.56", (0, 0), (w, h)), h * 0.17, "#d8483c", shade=0)
    for dy in (0.2, -0.08, -0.36):
        d.line([(-(w * 0.7), h * dy), (w * 0.6, h * dy)], h * 0.06, "#a98e70", shade=0)
    d.oval(w * 0.58, -(h * 0.5), h * 0.24, h * 0.24, "#f0b94c", shade=0.5)


def easel_painting(c: Canvas, x: float, y: float, width: float) -> None:
    """Paint an easel with the child's picture of sea, sun and boat."""
    d = c.at(x, y, width)
    w, h = (1 / 2, 0.38)
    for dx in (-0.7, 0.7):
        d.line([(dx * w, -(h * 3)), (dx * w * 0.3, h * 1.6)], 0.04, "#a9774f", shade=0.3)
    d.rect(-w, -h, w, h, "#fdf8ea", shade=0.2, lift=0.8)
    d.rect(-(w * 0.92), -(h * 0.1), w * 0.92, h * 0.88, ("#8fd0e8", "#d8f0f0"), shade=0)
    d.rect(-(w * 0.92), -(h * 0.88), w * 0.92, -(h * 0.1), ("#4fa3c8", "#2f7fb0"), shade=0)
    d.oval(w * 0.5, h * 0.5, h * 0.2, h * 0.2, "#f7b53c", shade=0)
    d.poly(points("-.3,0 -.3,.62 .1,0", (0, 0), (w, h)), "#e8564a", shade=0)
    d.poly(points("-.55,-.06 .2,-.06 .05,-.3 -.42,-.3", (0, 0), (w, h)), "#8a4f9a", shade=0)


def violin(c: Canvas, at: Point, size: float, turn: float = 20) -> None:
    """Paint a violin whose chin end is at a point and whose neck points up at ``turn`` degrees."""
    d = c.at(*at, size, turn)
    d.line(".5,0 1.25,0", 0.08, "#3d2a22", shade=0.3)
    d.blob(
        "0,0 .02,.2 .2,.25 .34,.15 .5,.2 .62,.12 .62,-.12 .5,-.2 .34,-.15 .2,-.25 .02,-.2",
        "#b5652f",
        shade=0.5,
        lift=0.4,
    )
    d.line(".15,0 1.1,0", 0.025, "#f4e6c8", shade=0)
    for hole in (".26,-.1 .4,-.1", ".26,.1 .4,.1"):
        d.line(hole, 0.025, "#5a2f1a", shade=0)


def upright_piano(c: Canvas, x: float, y: float, width: float, colour: str = "#6b4436") -> None:
    """Paint an upright piano by its lower middle, seen from the player's side."""
    w = width / 2
    c.rect(x - w, y, x + w, y + 40, colour, shade=0.25, lift=1)
    c.rect(x - w - 1.5, y + 40, x + w + 1.5, y + 43, lighter(colour, 0.12), shade=0.3)
    c.rect(x - w * 0.9, y + 25, x + w * 0.9, y + 37, darker(colour, 0.25), shade=0.2)
    c.rect(x - w - 1, y + 17, x + w + 1, y + 20, lighter(colour, 0.1), shade=0.3, lift=0.5)
    c.rect(x - w * 0.93, y + 20, x + w * 0.93, y + 23, "#fbf7ec", shade=0.1)
    for index in range(28):
        px = x - w * 0.93 + (index + 1) * w * 1.86 / 29
        c.rect(px - 0.08, y + 20, px + 0.08, y + 23, "#b9ae9f", shade=0)
        if index % 7 not in (2, 6):
            c.rect(px - 0.45, y + 21, px + 0.45, y + 23, "#33292b", shade=0)
    c.rect(x - 9, y + 26, x + 9, y + 37.5, "#fdf8ea", shade=0.15, lift=0.4)
    for row in range(4):
        for line in range(3):
            ly = y + 28 + row * 2.4 + line * 0.5
            c.line(points("-7.6,0 7.6,0", (x, ly)), 0.12, "#8d7f70", shade=0)


def snowman(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a snowman with a scarf and a carrot, about ``size`` high."""
    d = c.at(x, y, size)
    snow = ("#ffffff", "#d5e3ee")
    d.oval(0.06, 0, 0.36, 0.06, "#6d86a8", alpha=0.4, soft=0.5, shade=0)
    d.oval(0, 0.27, 0.32, 0.29, snow, shade=0.3)
    d.oval(0, 0.68, 0.22, 0.21, snow, shade=0.3)
    for side in (-1, 1):
        d.line(points(".26,.36 .5,.56", (0, 0), (side, 1)), 0.03, "#7a563f")
        d.oval(side * 0.08, 0.74, 0.024, 0.028, "#3b2a26", shade=0)
    d.line("0,.68 .16,.66", 0.06, "#ea8b3a", 0.2)
    d.line("-.07,.6 .02,.57 .1,.61", 0.02, "#3b2a26", shade=0)
    d.line("-.2,.52 0,.48 .2,.52", 0.09, "#d9483f")
    d.line(".13,.5 .17,.28", 0.08, "#c53c36")
    for dy in (0.24, 0.36):
        d.oval(0, dy, 0.025, 0.025, "#3b2a26", shade=0)
    d.blob("-.17,.83 -.13,1.04 .13,1.04 .17,.83", "#4f7f9c", shade=0.4)


def swing(c: Canvas, x: float, y: float, height: float, drift: float) -> Point:
    """Paint a swing frame, its seat drifted sideways; return the middle of the seat."""
    d = c.at(x, y, height)
    seat = (x + drift, y + height * 0.27)
    for side in (-1, 1):
        for foot in (-0.1, 0.1):
            d.line([(side * 0.42 + foot, 0), (side * 0.42, 1)], 0.03, "#5f8fae", shade=0.4)
    d.line("-.48,1 .48,1", 0.04, "#5f8fae", shade=0.4)
    for side in (-1, 1):
        c.line(
            [(x + side * height * 0.11, y + height), (seat[0] + side * height * 0.11, seat[1])],
            0.5,
            "#a08a6a",
            shade=0,
        )
    c.line(
        [(seat[0] - height * 0.13, seat[1]), (seat[0] + height * 0.13, seat[1])],
        height * 0.035,
        "#d9574a",
        shade=0.4,
    )
    return seat


def slide(c: Canvas, x: float, y: float, height: float) -> None:
    """Paint a playground slide with its ladder and a small roof."""
    d = c.at(x, y, height)
    for dx in (-0.08, 0.14):
        d.line([(dx, 0), (dx, 1)], 0.05, "#e2a63f", shade=0.4)
    for step in range(1, 6):
        d.line([(-0.08, step * 0.11), (0.14, step * 0.11)], 0.03, "#f2c766", shade=0.3)
    d.line(".14,.62 .45,.38 .8,.08 1,.06", 0.13, "#d9574a", shade=0.4, lift=0.6)
    d.poly("-.2,1 .03,1.22 .26,1", "#5f9fb5", shade=0.4)


def cat(c: Canvas, x: float, y: float, size: float, fur: str = "#e6a55e") -> None:
    """Paint a cat that sits and looks at us, about ``size`` high."""
    d = c.at(x, y, size)
    d.line(".2,.1 .52,.12 .5,.42", 0.11, fur, 0.7, shade=0.4)
    d.blob("-.28,0 -.22,.4 0,.58 .22,.4 .3,0", fur, shade=0.45, lift=0.3)
    for side in (-1, 1):
        d.poly(points(".08,.84 .25,1.04 .28,.76", (0, 0), (side, 1)), darker(fur, 0.08), shade=0.3)
    d.oval(0, 0.7, 0.29, 0.23, fur, shade=0.35, lift=0.2)
    d.oval(0, 0.62, 0.14, 0.1, "#fdf3e2", shade=0.1)
    d.oval(0, 0.22, 0.13, 0.18, "#fdf3e2", shade=0.1)
    for side in (-1, 1):
        d.oval(side * 0.12, 0.73, 0.032, 0.04, "#3b2622", shade=0)
        for dy in (0, 0.04):
            d.line(
                [(side * 0.14, 0.62 + dy), (side * 0.36, 0.6 + dy * 2)], 0.012, "#fdf3e2", shade=0
            )
    d.oval(0, 0.665, 0.03, 0.022, "#d9766a", shade=0)


def sapling(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a young tree in its heap of earth."""
    d = c.at(x, y, size)
    d.blob("-.4,0 -.2,.12 .2,.12 .4,0 0,-.06", "#8a5f42", shade=0.4)
    d.line("0,.08 .02,.5 0,1", 0.045, "#8d6a4a", 0.5, shade=0.3)
    for dy, side in ((0.45, -1), (0.55, 1), (0.68, -1), (0.78, 1), (0.9, -1), (0.98, 1)):
        d.oval(side * 0.14, dy + 0.06, 0.15, 0.07, "#86b65c", turn=side * 35, shade=0.4)


def watering_can(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a watering can that pours to the right; (x, y) is its handle."""
    d = c.at(x, y, size)
    d.ring((0, -0.1), 0.3, 0.3, 0.09, "#3f7f93")
    d.line(".3,-.6 .95,-.25", 0.14, "#4f93a8", 1.5, shade=0.4)
    d.rect(-0.4, -0.95, 0.4, -0.2, "#5aa3b8", shade=0.5, lift=0.3)
    for index in range(7):
        dx = 1 + index * 0.1
        d.line([(dx, -0.25), (dx + 0.3, -(1 + index * 0.06))], 0.03, "#bfe3ef", shade=0, alpha=0.9)


def volcano(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a model volcano that foams, ``size`` being half its width."""
    d = c.at(x, y, size)
    d.blob("-1,0 -.5,.7 -.2,1.1 .2,1.1 .5,.7 1,0", "#8a6048", shade=0.5, lift=0.5)
    for dx, low in ((-0.2, 0.5), (0.02, 0.3), (0.22, 0.6)):
        d.line([(dx * 0.5, 1.1), (dx * 1.4, low)], 0.16, "#ee6a35", 0.6, shade=0.3)
    for _ in range(14):
        dx, dy = c.rng.uniform(-0.34, 0.34), c.rng.uniform(1.1, 1.75)
        d.oval(
            dx * (dy - 0.6),
            dy,
            0.13,
            0.12,
            c.rng.choice(("#f9b04a", "#f7e0a0", "#f0814a")),
            shade=0.3,
        )


def planets(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a model of the planets on a stand."""
    d = c.at(x, y, size)
    d.line("0,0 0,1", 0.05, "#7d6a5c", shade=0.3)
    d.oval(0, 0, 0.3, 0.07, "#7d6a5c", shade=0.3)
    d.ring((0, 1), 0.75, 0.2, 0.025, "#8d99a5")
    d.oval(0, 1, 0.24, 0.24, "#f5b53f", shade=0.4)
    for dx, r, tone in ((-0.74, 0.1, "#5f9fc0"), (0.42, 0.08, "#d9664a"), (0.76, 0.13, "#d9b07a")):
        d.oval(dx, 1 - 0.1 * (dx > 0), r, r, tone, shade=0.5)


def gift(c: Canvas, x: float, y: float, size: float, colour: str) -> None:
    """Paint a wrapped gift with its bow, ``size`` wide."""
    d = c.at(x, y, size)
    s = 1 / 2
    d.rect(-s, 0, s, 0.8, colour, shade=0.4, lift=0.5)
    d.rect(-(s * 0.18), 0, s * 0.18, 0.8, "#f7e3ae", shade=0.2)
    d.rect(-(s * 1.08), 0.62, s * 1.08, 0.82, lighter(colour, 0.2), shade=0.3, lift=0.2)
    for side in (-1, 1):
        d.blob(points("0,.82 .7,1.15 .8,.9", (0, 0), (side * s, 1)), "#f7e3ae", shade=0.4)


def basket(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a basket full of greens and fruit, ``size`` being half its width."""
    d = c.at(x, y, size)
    d.ring((0, 0.7), 0.8, 0.9, 0.1, "#a8743f")
    for dx, tone in ((-0.5, "#7fae5a"), (-0.1, "#e08a3c"), (0.3, "#d9483c"), (0.6, "#9cc068")):
        d.oval(dx, 0.78, 0.32, 0.3, tone, shade=0.5)
    d.blob("-1,.75 -.75,0 .75,0 1,.75 0,.6", "#c99a5b", shade=0.5, lift=0.4)
