"""Owns rooms: walls, floors, windows and what stands in them."""

from ..canvas import Canvas, Point, points
from ..colour import darker, lighter, mix

BOOKS = ("#c8574a", "#e0a04a", "#5f8f8b", "#7d6a9c", "#d9c08a", "#4f7396", "#8aa35f", "#b8748a")


def room(c: Canvas, wall: str, floor: str, level: float = 26) -> None:
    """Paint a wall with a faint pattern and a boarded floor up to ``level``."""
    c.wash(lighter(wall, 0.25), darker(wall, 0.1), level, c.top + 1)
    step = 9.0
    for row in range(int((c.top - level) / step) + 1):
        for column in range(-8, 9):
            x, y = (column + row % 2 / 2) * step, level + 5 + row * step
            c.oval(x, y, 0.55, 0.9, lighter(wall, 0.5), alpha=0.6, shade=0)
    c.wash(lighter(floor, 0.1), darker(floor, 0.2), -1, level)
    for index in range(-12, 13):
        c.line(
            [(index * 6.5, level), (index * 13, -2)], 0.3, darker(floor, 0.3), alpha=0.5, shade=0
        )
    c.rect(
        -c.half - 1, level - 0.6, c.half + 1, level + 2.2, lighter(wall, 0.6), shade=0.3, lift=0.3
    )


def window(c: Canvas, x: float, y: float, width: float, height: float) -> None:
    """Paint a window by its lower middle, the hour's sky in it and its light falling in."""
    left, right, top = x - width / 2, x + width / 2, y + height
    c.rect(left - 1.6, y - 1.6, right + 1.6, top + 1.6, "#fbf4e6", shade=0.3, lift=0.8)
    c.rect(left, y, right, top, c.light.sky, shade=0)
    if not c.light.dark:
        c.oval(
            x - width * 0.2, y + height * 0.66, width * 0.2, height * 0.05, c.light.cloud, shade=0
        )
    green = mix("#7fa872", c.light.sky[1], 0.35 if not c.light.dark else 0.1)
    c.poly(
        [
            (left, y),
            (left, y + height * 0.3),
            (x - width * 0.1, y + height * 0.38),
            (right, y + height * 0.22),
            (right, y),
        ],
        darker(green, 0.5 if c.light.dark else 0),
        shade=0,
    )
    c.rect(x - 0.6, y, x + 0.6, top, "#fbf4e6", shade=0.2)
    c.rect(left, y + height * 0.55, right, y + height * 0.55 + 1, "#fbf4e6", shade=0.2)
    c.rect(left - 3, y - 3, right + 3, y - 1.2, "#f3e8d3", shade=0.3, lift=0.5)
    if not c.light.dark:
        c.glow(x, y + height * 0.5, width * 1.5, c.light.sun, 0.35)


def curtains(c: Canvas, at: Point, width: float, height: float, colour: str) -> None:
    """Hang curtains at both sides of the window that stands there."""
    x, y = at
    c.line([(x - width * 0.72, y + height + 4), (x + width * 0.72, y + height + 4)], 1.1, "#a9855f")
    for side in (-1, 1):
        outer, inner = x + side * width * 0.7, x + side * width * 0.4
        c.blob(
            [
                (outer, y + height + 3.5),
                (inner, y + height + 3.5),
                (inner + side * 1, y + height * 0.5),
                (inner + side * width * 0.13, y - 5),
                (outer, y - 6),
            ],
            colour,
            shade=0.35,
            lift=0.6,
        )
        for fold in (0.3, 0.6):
            fx = inner + (outer - inner) * fold
            c.line(
                [(fx, y + height + 2), (fx + side, y + height * 0.4), (fx + side, y - 4)],
                0.5,
                darker(colour, 0.2),
                alpha=0.6,
                shade=0,
            )


def sunbeam(c: Canvas, x: float, y: float, width: float, reach: float) -> None:
    """Let a slanted beam fall from a window onto the floor."""
    c.poly(
        [
            (x - width / 2, y),
            (x + width / 2, y),
            (x + width / 2 + reach, 0),
            (x - width / 2 + reach * 0.5, 0),
        ],
        c.light.sun,
        alpha=0.22,
        soft=1.5,
        shade=0,
    )


def bookcase(c: Canvas, x: float, y: float, width: float, rows: int) -> None:
    """Paint a bookcase by its lower middle, each shelf 13 units high and full of books."""
    left, height, wood = x - width / 2, rows * 13.0, "#a9774f"
    c.rect(left - 1.4, y, left + width + 1.4, y + height + 1.4, wood, shade=0.3, lift=1)
    for row in range(rows):
        base = y + row * 13 + 1
        c.rect(left, base, left + width, base + 11.4, darker(wood, 0.45), shade=0)
        _books(c, left + 0.4, base, left + width - 0.6)


def _books(c: Canvas, x: float, y: float, right: float) -> None:
    while x < right - 1.6:
        thick, tall = c.rng.uniform(1.3, 2.8), c.rng.uniform(7, 10.4)
        colour = c.rng.choice(BOOKS)
        if c.rng.random() > 0.08:
            end = min(x + thick, right)
            c.rect(x, y, end, y + tall, colour, shade=0.35)
            c.rect(
                x, y + tall * 0.7, end, y + tall * 0.78, lighter(colour, 0.5), shade=0, alpha=0.8
            )
        x += thick + 0.1


def table(c: Canvas, x: float, top: float, width: float, colour: str = "#b98357") -> None:
    """Paint a table seen from the front, its top edge at ``top``, its legs down to the floor."""
    for side in (-1, 1):
        px = x + side * (width / 2 - 3)
        c.rect(px - 1.3, -2, px + 1.3, top - 2, darker(colour, 0.2), shade=0.4)
    c.rect(
        x - width / 2 + 1.5, top - 5, x + width / 2 - 1.5, top - 2, darker(colour, 0.18), shade=0.2
    )
    c.poly(
        [
            (x - width / 2, top - 2.4),
            (x - width / 2 + 3, top + 4),
            (x + width / 2 - 3, top + 4),
            (x + width / 2, top - 2.4),
        ],
        (lighter(colour, 0.25), colour),
        shade=0.15,
        lift=0.8,
    )


def cloth(c: Canvas, x: float, top: float, width: float, colour: str) -> None:
    """Paint a table under a cloth that hangs to the picture's foot in folds."""
    left, right = x - width / 2, x + width / 2
    c.poly(
        [(left - 3, -2), (left, top), (right, top), (right + 3, -2)],
        (colour, darker(colour, 0.22)),
        shade=0.3,
        lift=0.8,
    )
    for index in range(1, 9):
        fx = left + width * index / 9
        c.line(
            [(fx, top - 3), (fx + (fx - x) * 0.06, -2)],
            0.9,
            darker(colour, 0.2),
            2,
            alpha=0.35,
            shade=0,
        )
    c.poly(
        [(left, top - 1.5), (left + 4, top + 5), (right - 4, top + 5), (right, top - 1.5)],
        (lighter(colour, 0.35), lighter(colour, 0.08)),
        shade=0.1,
        lift=0.4,
    )


def sofa(c: Canvas, x: float, y: float, width: float, colour: str = "#c67d5e") -> None:
    """Paint a sofa by its lower middle."""
    w = width / 2
    c.oval(x, y, w * 1.05, 2.5, "#3a2540", alpha=0.3, soft=0.8, shade=0)
    c.blob(points("-1,8 -.96,30 0,33 .96,30 1,8", (x, y), (w, 1)), colour, shade=0.3, lift=0.8)
    c.blob(
        points("-.92,4 -.92,15 .92,15 .92,4", (x, y), (w, 1)),
        lighter(colour, 0.14),
        shade=0.35,
        lift=0.6,
    )
    for side in (-1, 1):
        c.blob(
            points(".84,1 .82,19 .98,22 1.12,18 1.1,1", (x, y), (side * w, 1)),
            darker(colour, 0.08),
            shade=0.4,
            lift=0.5,
        )


def cushion(c: Canvas, x: float, y: float, size: float, colour: str) -> None:
    """Paint a plump cushion."""
    s = size
    c.blob(
        points("-1,-.5 -.9,.5 0,.42 .9,.5 1,-.5 0,-.55", (x, y), s), colour, shade=0.45, lift=0.6
    )


def rug(c: Canvas, x: float, y: float, width: float, colour: str = "#c96f5a") -> None:
    """Paint an oval rug with borders."""
    for share, tone in (
        (1, colour),
        (0.86, "#f2dfc0"),
        (0.78, darker(colour, 0.08)),
        (0.4, lighter(colour, 0.3)),
    ):
        c.oval(x, y, width / 2 * share, width * 0.11 * share, tone, shade=0.1)


def hanging_lamp(c: Canvas, x: float, y: float, colour: str = "#e2b25a") -> None:
    """Paint a lamp on its cord with the light it gives."""
    c.line([(x, y + 5), (x, c.top + 1)], 0.4, "#5b4a42", shade=0)
    c.blob(points("-7,0 -3,6 3,6 7,0", (x, y)), colour, shade=0.4, lift=0.4)
    c.oval(x, y, 6.6, 1.1, "#fff6d8", shade=0)
    c.lamp(x, y - 2, 26, "#ffe3a0", 0.42)


def plant(c: Canvas, x: float, y: float, size: float, pot: str = "#c5764f") -> None:
    """Paint a leafy plant in its pot."""
    for lean in (-1, -0.6, -0.25, 0.15, 0.5, 0.9):
        tip = (x + lean * size * 0.62, y + size * (1.3 - abs(lean) * 0.4))
        bend = (x + lean * size * 0.25, y + size * 0.85)
        c.line(
            [(x, y + size * 0.4), bend, tip],
            size * 0.2,
            mix("#5d8f5a", "#8fb56c", c.rng.random()),
            0.15,
            shade=0.35,
        )
    c.poly(points("-.22,0 -.3,.45 .3,.45 .22,0", (x, y), size), pot, shade=0.5, lift=0.4)


def framed(c: Canvas, at: Point, width: float, height: float, fill: str = "#a9c4c4") -> None:
    """Hang a framed picture by its lower middle; inside is a small landscape."""
    x, y = at
    left, right = x - width / 2, x + width / 2
    c.rect(left - 1, y - 1, right + 1, y + height + 1, "#9a6b45", shade=0.4, lift=0.6)
    c.rect(left, y, right, y + height, (lighter(fill, 0.5), fill), shade=0)
    c.oval(right - width * 0.28, y + height * 0.7, height * 0.1, height * 0.1, "#f6d58a", shade=0)
    c.poly(
        [
            (left, y),
            (left + width * 0.35, y + height * 0.5),
            (left + width * 0.62, y + height * 0.22),
            (right, y + height * 0.42),
            (right, y),
        ],
        darker(fill, 0.28),
        shade=0,
    )


def portrait(c: Canvas, x: float, y: float, width: float, sepia: bool = True) -> None:
    """Hang a framed photograph of two people by its lower middle."""
    height = width * 1.2
    paper, ink = ("#e9d6b0", "#8a6b49") if sepia else ("#dfeaf0", "#5f7f9c")
    c.rect(
        x - width / 2 - 1, y - 1, x + width / 2 + 1, y + height + 1, "#7a5138", shade=0.4, lift=0.6
    )
    c.rect(x - width / 2, y, x + width / 2, y + height, paper, shade=0.2)
    for dx, tone in ((-0.17, ink), (0.17, lighter(ink, 0.2))):
        px = x + dx * width
        c.blob(points("-.17,0 -.12,.38 .12,.38 .17,0", (px, y), (width, height)), tone, shade=0.3)
        c.oval(px, y + height * 0.58, width * 0.14, width * 0.14, darker(ink, 0.4), shade=0)
        c.oval(px, y + height * 0.52, width * 0.115, width * 0.13, lighter(paper, 0.3), shade=0.2)


def stage(c: Canvas, floor: float = 20, colour: str = "#b23a3a") -> None:
    """Paint a stage: curtains at the back and the sides, boards, and a spotlight's pool."""
    c.wash(darker(colour, 0.25), darker(colour, 0.6), floor, c.top + 1)
    for index in range(int(c.half / 3.5) + 2):
        x, fold = index * 7 - c.half - 4, darker(colour, 0.1)
        c.line([(x, c.top + 2), (x + 1, floor)], 3.6, fold, 1.2, alpha=0.55, soft=0.5, shade=0.5)
    c.wash("#c99662", "#8f6242", -1, floor)
    for index in range(-10, 11):
        c.line([(index * 7, floor), (index * 12, -2)], 0.3, "#6d4630", alpha=0.5, shade=0)
    for side in (-1, 1):
        drape = points("4,1 -22,1 -17,.53 -6,.37 -9,.03 4,.03", (side * c.half, 2), (side, c.top))
        c.blob(drape, colour, shade=0.45, lift=1.5)
    beam = [(-6, c.top + 2), (6, c.top + 2), (30, 8), (-30, 8)]
    c.poly(beam, "#fff1c4", alpha=0.2, soft=3, shade=0)
    c.oval(0, 9, 34, 6, "#fff1c4", alpha=0.5, soft=2, shade=0)
