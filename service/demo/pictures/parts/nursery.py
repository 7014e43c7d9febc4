"""Owns the things of early childhood: the cot, the swaddled baby, red eggs, the height chart."""

from math import cos, radians, sin

from ..canvas import Canvas, points
from ..colour import darker, lighter


def cot(c: Canvas, x: float, y: float, width: float) -> None:
    """Paint a white cot with its bedding, ``width`` being half its length."""
    c.rect(x - width, y, x + width, y + width * 0.85, "#f1e6d2", shade=0.2, lift=0.8)
    for index in range(17):
        px = x - width + width * 2 * index / 16
        c.rect(px - 0.8, y, px + 0.8, y + width * 0.8, "#fffaf0", shade=0.4)
    c.blob(
        points("-.96,.68 -.8,1.02 0,1.1 .8,1.02 .96,.68 0,.6", (x, y), width),
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
    d = c.at(x, y, size)
    s = size
    d.oval(-0.1, 0.12, 1.15, 0.4, "#5a4a60", alpha=0.2, soft=1, shade=0)
    d.blob("-.95,.1 -.9,.72 -.2,.86 .7,.6 1.05,.24 .7,0 -.4,-.06", "#f6cfa8", shade=0.4, lift=0.6)
    _face(c, x - s * 0.5, y + s * 0.4, s * 0.36)
    d.blob("-.3,.02 -.12,.42 -.26,.78 .3,.72 .85,.42 .9,.1 .4,0", "#f3b98b", shade=0.4, lift=0.4)
    for turn in range(12):
        px, py = (0.05 + turn % 4 * 0.2, 0.16 + turn // 4 * 0.18)
        d.oval(px, py, 0.03, 0.03, "#fff3df", shade=0)


def _face(c: Canvas, x: float, y: float, r: float) -> None:
    d = c.at(x, y, r)
    d.oval(0, 0, 1, 0.96, "#f8d6ba", shade=0.25)
    d.blob("-.55,.75 -.1,1.05 .3,.88 -.05,.6", "#4a342d", shade=0.2)
    for side in (-1, 1):
        px = side * 0.4
        d.line(points("-.17,.02 0,-.1 .17,.02", (px, 0)), 0.07, "#3b2622", shade=0)
        d.oval(side * 0.58, -0.3, 0.2, 0.15, "#ee8f7c", alpha=0.55, soft=r * 0.08, shade=0)
    d.oval(0, -0.18, 0.07, 0.05, "#e6a184", shade=0)
    d.line("-.13,-.42 0,-.5 .13,-.42", 0.07, "#b4504a", shade=0)


def red_eggs(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a basket of red eggs, ``size`` being half its width."""
    d = c.at(x, y, size)
    for dx, dy in ((-0.5, 0.7), (0, 0.75), (0.5, 0.7), (-0.25, 1.05), (0.25, 1.05)):
        d.oval(dx, dy, 0.28, 0.36, "#d8433a", shade=0.5)
    d.blob("-1,.7 -.75,0 .75,0 1,.7 0,.55", "#c99a5b", shade=0.5, lift=0.5)
    for dy in (0.2, 0.42):
        d.line([(-0.85, dy), (0, dy - 0.1), (0.85, dy)], 0.05, "#a87a42", shade=0)


def toy_drum(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a rattle drum on its stick."""
    d = c.at(x, y, size)
    d.line("0,-.2 0,1.2", 0.12, "#b5803f", shade=0.4)
    d.oval(0, 1, 0.6, 0.6, "#d8433a", shade=0.4, lift=0.5)
    d.oval(0, 1, 0.45, 0.45, "#f8ead0", shade=0.2)
    d.oval(0, 1, 0.16, 0.16, "#e8a33f", shade=0.2)
    for side in (-1, 1):
        d.line(points(".6,1 .85,.7", (0, 0), (side, 1)), 0.04, "#7a4a2f", shade=0)
        d.oval(side * 0.85, 0.66, 0.1, 0.1, "#e8a33f", shade=0.4)


def milk_tooth(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a shining milk tooth."""
    d = c.at(x, y, size)
    d.glow(0, 0, 2, "#fffbe8", 0.8)
    d.blob(
        "-.5,.5 0,.38 .5,.5 .5,-.1 .28,-.65 0,-.2 -.28,-.65 -.5,-.1",
        ("#ffffff", "#e9e6da"),
        shade=0.3,
        lift=0.3,
    )
    for turn in (30, 75, 110, 150):
        a = radians(turn)
        d.line([(cos(a), sin(a)), (cos(a) * 1.5, sin(a) * 1.5)], 0.1, "#f6c453", shade=0)


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
    c.line(points("0,.72 2,.9", (x, y), (1, height)), 5, "#f0c060", 0.8, shade=0.3)
    for dx, dy in ((-0.5, 0.76), (0.8, 0.8), (1.2, 0.86)):
        c.oval(x + dx, y + height * dy, 0.9, 1.1, darker("#f0c060", 0.4), shade=0)
    c.oval(x + 3.4, y + height * 0.93, 4, 3, "#f0c060", shade=0.3)
    for dx in (1, 3.4):
        c.line([(x + dx, y + height * 0.96), (x + dx - 0.4, y + height)], 0.7, "#8a5f3a", shade=0)
    c.oval(x + 4.4, y + height * 0.94, 0.5, 0.6, "#3b2622", shade=0)
