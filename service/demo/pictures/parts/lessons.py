"""Owns what a school is made of: gate, blackboard, desks, track, boards, brushes."""

from ..canvas import Canvas, points
from ..colour import darker, lighter
from .characters import character, write_across
from .rooms import BOOKS


def gate(c: Canvas, base: float) -> None:
    """Paint a school gate: two pillars and a banner between them."""
    for side in (-1, 1):
        x = side * 42
        c.rect(x - 5, base, x + 5, base + 46, "#c9785f", shade=0.4, lift=0.8)
        for row in range(11):
            c.rect(
                x - 5,
                base + 3.6 + row * 4,
                x + 5,
                base + 4 + row * 4,
                "#e3b79c",
                shade=0,
                alpha=0.7,
            )
        c.rect(x - 6.4, base + 46, x + 6.4, base + 49, "#f3e6d0", shade=0.4)
        c.oval(x, base + 52, 3.4, 3.4, "#fff3cf", shade=0.3)
    c.poly(points("-37,44 -37,54 0,56 37,54 37,44 0,46", (0, base)), "#d8392f", shade=0.2, lift=0.6)
    write_across(c, "开学", (0, base + 50), 7.4, "#ffe9b0")
    for x in (-26, -19, 19, 26):
        c.oval(x, base + 49.6, 1.3, 1.3, "#ffe9b0", shade=0.2)


def blackboard(c: Canvas, x: float, y: float, width: float, height: float) -> None:
    """Paint a blackboard with chalk drawings: a sum of apples, a house, a sun."""
    left, right = x - width / 2, x + width / 2
    c.rect(left - 1.8, y - 1.8, right + 1.8, y + height + 1.8, "#a9774f", shade=0.3, lift=0.8)
    c.rect(left, y, right, y + height, ("#3f6b5a", "#2f5547"), shade=0.1)
    chalk = "#f2f0e4"
    for index in range(5):
        px = left + 8 + index * 6 + (index // 2) * 4
        c.ring((px, y + height * 0.72), 2.1, 2.1, 0.5, "#f0a08c")
    c.line(points("20,.72 23,.72", (left, y), (1, height)), 0.6, chalk, shade=0)
    house = points("10,5 10,13 17,19 24,13 24,5", (left, y))
    for start, end in zip(house, [*house[1:], house[0]], strict=True):
        c.line([start, end], 0.6, chalk, shade=0)
    c.ring((left + 36, y + 14), 3.4, 3.4, 0.6, "#f6d170")
    for row in range(4):
        c.line(
            [(x + 4, y + height * 0.8 - row * 6), (x + 22 - row * 3, y + height * 0.8 - row * 6)],
            0.6,
            chalk,
            shade=0,
            alpha=0.8,
        )
    c.rect(left, y - 3.4, right, y - 1.6, "#8a5f3e", shade=0.3, lift=0.4)


def globe(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a globe on its foot."""
    d = c.at(x, y, size)
    d.oval(0, 0, 0.7, 0.2, "#8a5f3e", shade=0.4)
    d.ring((0, 1.2), 1.12, 1.12, 0.1, "#d9b25f")
    d.oval(0, 1.2, 1, 1, "#6fb0cc", shade=0.5, lift=0.3)
    for dx, dy, r in ((-0.3, 0.4, 0.4), (0.4, 0, 0.35), (-0.2, -0.4, 0.3)):
        d.oval(dx, 1.2 + dy, r, r * 0.7, "#8fb96a", shade=0.2)


def desk(c: Canvas, x: float, y: float, width: float) -> None:
    """Paint a pupil's desk from behind, with a book and a pencil case on it."""
    w = width / 2
    for side in (-1, 1):
        c.rect(x + side * w * 0.8 - 0.8, -2, x + side * w * 0.8 + 0.8, y, "#7f8a93", shade=0.3)
    c.poly(
        points("-1,-1.6 -.88,4 .88,4 1,-1.6", (x, y), (w, 1)),
        ("#ecc48c", "#d0a066"),
        shade=0.2,
        lift=0.5,
    )
    c.poly(points("-.5,.4 -.46,3.2 0,3.2 0,.4", (x, y), (w, 1)), "#fdf8ea", shade=0.2, lift=0.2)
    c.line(points(".3,1.2 .6,2", (x, y), (w, 1)), 1.2, "#d9664a", shade=0.3)


def chair_back(c: Canvas, x: float, top: float) -> None:
    """Paint the back of the chair of a pupil who sits with the back to us."""
    for side in (-1, 1):
        c.rect(x + side * 8 - 0.9, -2, x + side * 8 + 0.9, top, "#8a6a4f", shade=0.4)
    for low in (top - 5, top - 11):
        c.rect(x - 8, low, x + 8, low + 4, "#b98a5c", shade=0.3, lift=0.3)


def stands(c: Canvas, low: float, high: float) -> None:
    """Fill a stand with a cheering crowd of dots."""
    c.wash("#d9cfc0", "#bfb09c", low, high)
    for row in range(4):
        y = low + 2 + row * (high - low) / 4.4
        x = -c.half - 2
        while x < c.half + 2:
            tone = c.rng.choice((*BOOKS, "#f6efe0", "#f2c057"))
            c.oval(x, y, 1.5, 1.9, tone, shade=0.3)
            c.oval(x, y + 2.4, 1, 1.1, "#f3cfae", shade=0.2)
            c.oval(x, y + 2.9, 1, 0.7, "#4a352e", shade=0)
            x += c.rng.uniform(3, 4.4)


def track(c: Canvas, level: float) -> None:
    """Paint the lanes of a running track that widen towards the viewer."""
    c.wash("#d98a66", "#c46a4c", -1, level)
    c.wash("#8fb96a", "#7fab5c", level - 4, level)
    for index in range(-5, 6):
        c.line([(index * 9, level - 4), (index * 22, -2)], 0.35, "#fbf0e0", 2.4, shade=0, alpha=0.9)


def pile(c: Canvas, x: float, y: float, width: float) -> None:
    """Pile up books by their lower middle."""
    for index in range(4):
        w, colour = width * c.rng.uniform(0.8, 1), c.rng.choice(BOOKS)
        dx = c.rng.uniform(-0.06, 0.06) * width
        c.rect(
            x + dx - w / 2,
            y + index * 2.6,
            x + dx + w / 2,
            y + index * 2.6 + 2.4,
            colour,
            shade=0.4,
            lift=0.2,
        )
        c.rect(
            x + dx + w * 0.36,
            y + index * 2.6 + 0.4,
            x + dx + w / 2,
            y + index * 2.6 + 2,
            "#fbf3e0",
            shade=0.1,
        )


def display_board(c: Canvas, x: float, y: float, width: float, height: float) -> None:
    """Paint a three-part display board with drawings and diagrams."""
    third = width / 3
    for index, tone in enumerate(("#f6e4b8", "#fdf6e4", "#f6e4b8")):
        left = x - width / 2 + index * third
        c.rect(left, y, left + third - 0.4, y + height, tone, shade=0.2, lift=0.6)
        c.rect(
            left + 2,
            y + height - 6,
            left + third - 2.4,
            y + height - 3,
            "#d9664a" if index == 1 else "#5f9fb5",
            shade=0.1,
        )
        for row in range(4):
            c.line(
                [(left + 2.4, y + 4 + row * 2.2), (left + third - 4 - row, y + 4 + row * 2.2)],
                0.4,
                "#9a8a78",
                shade=0,
            )
    mid = x
    c.poly(points("-7,14 0,26 7,14", (mid, y)), "#8a6048", shade=0.3)
    c.line(points("0,25 1,29", (mid, y)), 2, "#ee6a35", 0.4, shade=0)
    for side in (-1, 1):
        c.oval(x + side * third, y + 20, 5, 5, "#a9cfdc" if side < 0 else "#f2c46a", shade=0.3)


def blocks(c: Canvas, x: float, y: float, size: float) -> None:
    """Pile up three toy blocks."""
    d = c.at(x, y, size)
    for dx, dy, tone in ((0, 0, "#d9664a"), (1.15, 0, "#5f9fb5"), (0.55, 1, "#f0bd4c")):
        left, low = (dx, dy)
        d.rect(left, low, left + 1, low + 1, tone, shade=0.4, lift=0.4)
        d.oval(left + 1 / 2, low + 1 / 2, 0.26, 0.26, lighter(tone, 0.5), shade=0.1)


def scroll(c: Canvas, x: float, y: float, width: float, height: float) -> None:
    """Hang a scroll with an ink landscape by its lower middle."""
    c.rect(x - width / 2, y, x + width / 2, y + height, "#f4ead2", shade=0.2, lift=0.6)
    for end in (y, y + height):
        c.line(points("-.56,0 .56,0", (x, end), width), 1.8, "#6b4334", shade=0.4)
    for dx, top, tone in ((-0.1, 0.7, "#a9b0ae"), (0.2, 0.5, "#7f8a88"), (-0.25, 0.38, "#5a6463")):
        px = x + dx * width
        c.blob(
            [
                (px - width * 0.24, y + height * 0.16),
                (px - width * 0.06, y + height * top),
                (px + width * 0.06, y + height * (top - 0.06)),
                (px + width * 0.24, y + height * 0.16),
            ],
            (tone, "#e9e0cb"),
            shade=0.1,
        )
    c.oval(x + width * 0.28, y + height * 0.84, width * 0.09, width * 0.09, "#d8604a", shade=0)


def writing_paper(c: Canvas, x: float, y: float, size: float) -> None:
    """Lay down a sheet with a freshly written 福."""
    c.poly(points("-1,-1 -.86,17 .86,17 1,-1", (x, y), (size, 1)), "#d8433a", shade=0.15, lift=0.3)
    character(c, "福", (x - 7, y + 8.4), 13, "#2f2224")


def inkstone(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint an inkstone and a pot of brushes."""
    d = c.at(x, y, size)
    d.poly("-1,0 -.8,.5 .4,.5 .5,0", "#4a4448", shade=0.4, lift=0.4)
    d.oval(-0.25, 0.25, 0.42, 0.14, "#1f1a20", shade=0.2)
    for lean in (-0.3, 0, 0.35):
        d.line([(1, 0.6), (1 + lean, 2.2)], 0.12, "#b98a58", shade=0.3)
        d.line(
            [(1 + lean, 2.2), (1 + lean * 1.2, 2.7)], 0.2, darker("#efe3cc", 0.3), 0.1, shade=0.2
        )
    d.rect(0.65, 0, 1.35, 1.2, "#7fa6b8", shade=0.5, lift=0.4)
