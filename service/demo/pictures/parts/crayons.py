"""Owns how a child draws: shaky crayon lines on white paper."""

from math import cos, radians, sin

from ..canvas import Canvas, Point, points


def sheet(c: Canvas) -> None:
    """Lay down the white paper."""
    c.wash("#fffdf6", "#f7f3e8", -1, c.top + 1)


def stroke(c: Canvas, points: list[Point], colour: str, width: float = 1.3) -> None:
    """Draw a crayon line twice, the second time not quite on the first."""
    for _ in range(2):
        shaky = [(x + c.rng.uniform(-0.5, 0.5), y + c.rng.uniform(-0.5, 0.5)) for x, y in points]
        c.line(shaky, width * c.rng.uniform(0.5, 0.8), colour, shade=0, alpha=0.75)


def scribble(c: Canvas, at: Point, width: float, height: float, colour: str) -> None:
    """Fill a patch by going to and fro with the crayon."""
    (x, y), count = at, int(height / 1.3)
    path = [(x + (width if i % 2 else 0), y + height * i / count) for i in range(count + 1)]
    stroke(c, path, colour, 1.5)


def loop(c: Canvas, x: float, y: float, r: float, colour: str) -> None:
    """Draw a circle that does not quite close."""
    stroke(
        c, [(x + cos(radians(a)) * r, y + sin(radians(a)) * r) for a in range(20, 400, 30)], colour
    )


def sun(c: Canvas, x: float, y: float) -> None:
    """Draw the sun with its rays and its smile."""
    for size in (2, 4, 6, 8):
        loop(c, x, y, size, "#f7b52c")
    for turn in range(0, 360, 30):
        a = radians(turn)
        stroke(
            c,
            [(x + cos(a) * 10.5, y + sin(a) * 10.5), (x + cos(a) * 15, y + sin(a) * 15)],
            "#f7932c",
        )
    for dx in (-3, 3):
        stroke(c, [(x + dx, y + 2), (x + dx, y + 1)], "#8a4a2a")
    stroke(c, points("-4,-2 0,-4 4,-2", (x, y)), "#d8453a")


def rainbow(c: Canvas, x: float, y: float) -> None:
    """Draw a rainbow over everything."""
    for index, tone in enumerate(
        ("#e8453a", "#f2932e", "#f5cf3a", "#5fae4f", "#3f8fd0", "#8a5fb8")
    ):
        r = 62 - index * 2.6
        arc = [(x + cos(radians(a)) * r * 0.9, y + sin(radians(a)) * r) for a in range(8, 173, 15)]
        stroke(c, arc, tone, 2.6)


def house(c: Canvas, x: float, y: float, size: float) -> None:
    """Draw the house under its red roof, by its lower middle."""
    w = size / 2
    scribble(c, (x - w, y), size, size * 0.66, "#f2c76a")
    stroke(c, points("-1,0 -1,.7", (x, y), (w, size)), "#a85a2f")
    stroke(c, points("1,0 1,.7", (x, y), (w, size)), "#a85a2f")
    for rise in range(0, 11, 2):
        top = y + size * 0.7 + rise
        stroke(
            c,
            [(x - w * (1.2 - rise * 0.11), top), (x + w * (1.2 - rise * 0.11), top)],
            "#d8453a",
            2.4,
        )
    scribble(c, (x - 3, y), 6, size * 0.34, "#8a5a3a")
    for dx in (-w * 0.66, w * 0.36):
        scribble(c, (x + dx, y + size * 0.36), 5, 6, "#5fb0e0")


def meadow(c: Canvas, level: float) -> None:
    """Draw grass and flowers along the foot of the sheet."""
    x = -c.half
    while x < c.half:
        stroke(
            c, [(x, 1), (x + c.rng.uniform(-1, 1), level * c.rng.uniform(0.5, 0.9))], "#5fae4f", 1.6
        )
        x += 1.7
    for _ in range(7):
        fx, fy, tone = (
            c.rng.uniform(-c.half, c.half),
            c.rng.uniform(4, 10),
            c.rng.choice(("#e8558a", "#f2932e", "#8a5fb8")),
        )
        for turn in range(0, 360, 72):
            loop(c, fx + cos(radians(turn)) * 1.6, fy + sin(radians(turn)) * 1.6, 0.9, tone)


def person(c: Canvas, at: Point, tall: float, colour: str, skirt: bool) -> None:
    """Draw a stick figure with a round face, arms out to its neighbours."""
    x, y = at
    r, chest = tall * 0.19, y + tall * 0.55
    for side in (-1, 1):
        stroke(
            c, [(x + side * tall * 0.08, y + tall * 0.26), (x + side * tall * 0.1, y)], "#4a4a4a"
        )
        stroke(c, [(x, chest), (x + side * tall * 0.24, chest - tall * 0.12)], "#e8a07a")
    wide = tall * (0.17 if skirt else 0.09)
    scribble(c, (x - wide, y + tall * 0.24), wide * 2, tall * 0.2, colour)
    scribble(c, (x - tall * 0.09, y + tall * 0.42), tall * 0.18, tall * 0.2, colour)
    hy = y + tall * 0.62 + r
    loop(c, x, hy, r, "#e8855a")
    hair = [
        (x + cos(radians(a)) * r * 1.05, hy + sin(radians(a)) * r * 1.05)
        for a in range(-20 if skirt else 20, 205 if skirt else 165, 20)
    ]
    stroke(c, hair, "#3f2f2a", 2.8)
    for side in (-1, 1):
        c.oval(x + side * r * 0.4, hy + r * 0.1, r * 0.1, r * 0.12, "#2f2320", shade=0)
    stroke(c, points("-.4,-.3 0,-.55 .4,-.3", (x, hy), r), "#d8453a", 1)


def heart(c: Canvas, x: float, y: float, size: float) -> None:
    """Draw a red heart."""
    for share in (1, 0.7, 0.4):
        s = size * share
        path = points("0,-1 -1,.1 -.7,.8 0,.4 .7,.8 1,.1 0,-1", (x, y), s)
        stroke(c, path, "#e8453a")
