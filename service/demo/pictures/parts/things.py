"""Owns the things people hold, ride and look at."""

from math import cos, radians, sin

from ..canvas import Canvas, Point
from ..colour import darker, lighter


def album(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint an open photo album with brown prints, ``size`` being half its width."""
    c.poly(
        [
            (x - size * 1.06, y - size * 0.08),
            (x - size * 0.98, y + size * 0.62),
            (x + size * 0.98, y + size * 0.62),
            (x + size * 1.06, y - size * 0.08),
        ],
        "#7c3f36",
        shade=0.3,
        lift=0.8,
    )
    for side in (-1, 1):
        c.blob(
            [
                (x, y),
                (x + side * size * 0.5, y - size * 0.04),
                (x + side * size, y),
                (x + side * size * 0.93, y + size * 0.6),
                (x + side * size * 0.45, y + size * 0.62),
                (x, y + size * 0.56),
            ],
            "#efe3c8",
            shade=0.25,
        )
        for dx, dy in ((0.3, 0.1), (0.68, 0.1), (0.3, 0.36), (0.66, 0.36)):
            print_(c, x + side * dx * size, y + dy * size, size * 0.26)


def print_(c: Canvas, x: float, y: float, size: float, turn: float = 0) -> None:
    """Paint a small sepia print by its lower middle."""
    co, si = cos(radians(turn)), sin(radians(turn))

    def put(*points: Point) -> list[Point]:
        return [
            (x + (dx * co - dy * si) * size, y + (dx * si + dy * co) * size) for dx, dy in points
        ]

    c.poly(put((-0.5, 0), (-0.5, 0.74), (0.5, 0.74), (0.5, 0)), "#fbf4e2", shade=0.1, lift=0.15)
    c.poly(
        put((-0.42, 0.08), (-0.42, 0.66), (0.42, 0.66), (0.42, 0.08)),
        ("#d9bd8c", "#a98658"),
        shade=0,
    )
    for dx in (-0.16, 0.14):
        c.poly(
            put((dx - 0.13, 0.08), (dx - 0.09, 0.34), (dx + 0.09, 0.34), (dx + 0.13, 0.08)),
            "#6d4d33",
            shade=0,
        )
        c.oval(*put((dx, 0.43))[0], size * 0.085, size * 0.1, "#f0dcb6", shade=0)


def book(c: Canvas, x: float, y: float, size: float, cover: str = "#c8574a") -> None:
    """Paint an open book that is held up, seen from its covers, by its lower middle."""
    for side in (-1, 1):
        c.poly(
            [
                (x, y),
                (x + side * size, y + size * 0.16),
                (x + side * size, y + size * 1.14),
                (x, y + size),
            ],
            cover if side < 0 else darker(cover, 0.12),
            shade=0.3,
            lift=0.4,
        )
    c.line([(x, y), (x, y + size)], size * 0.08, darker(cover, 0.3), shade=0)
    c.oval(x - size * 0.5, y + size * 0.62, size * 0.22, size * 0.22, "#f5d98c", shade=0.2)


def bicycle(c: Canvas, x: float, y: float, size: float, colour: str = "#d9574a") -> None:
    """Paint a child's bicycle that rides to the right, its wheels on ``y``."""
    r = size * 0.34
    wheels = (x - size * 0.52, y + r), (x + size * 0.52, y + r)
    for wx, wy in wheels:
        c.oval(wx, y, r, 0.6, "#3a2540", alpha=0.3, soft=0.4, shade=0)
        for turn in range(0, 180, 30):
            dx, dy = cos(radians(turn)) * r, sin(radians(turn)) * r
            c.line([(wx - dx, wy - dy), (wx + dx, wy + dy)], size * 0.012, "#cfcfcb", shade=0)
        c.ring((wx, wy), r, r, size * 0.06, "#4a4348")
    seat, head = (x - size * 0.2, y + size * 0.72), (x + size * 0.38, y + size * 0.78)
    pedal = (x - size * 0.02, y + size * 0.3)
    for path in (
        [wheels[0], seat],
        [wheels[0], pedal, head],
        [seat, pedal],
        [seat, head],
        [head, wheels[1]],
    ):
        for start, end in zip(path, path[1:], strict=False):
            c.line([start, end], size * 0.055, colour, shade=0.4)
    c.line(
        [
            head,
            (head[0] + size * 0.02, head[1] + size * 0.18),
            (head[0] - size * 0.1, head[1] + size * 0.2),
        ],
        size * 0.05,
        "#5a5358",
        shade=0.3,
    )
    c.oval(seat[0], seat[1] + size * 0.05, size * 0.15, size * 0.05, "#4a3b38", shade=0.4)
    basket = (head[0] + size * 0.22, head[1])
    c.rect(
        basket[0] - size * 0.12,
        basket[1] - size * 0.14,
        basket[0] + size * 0.14,
        basket[1] + size * 0.06,
        "#d9a860",
        shade=0.4,
    )


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
    w, h = width / 2, width * 0.35
    c.rect(x - w, y - h, x + w, y + h, "#d8483c", shade=0.2, lift=0.6)
    c.rect(x - w * 0.92, y - h * 0.88, x + w * 0.92, y + h * 0.88, "#fff6df", shade=0.1)
    c.line(
        [(x - w * 0.34, y + h * 0.56), (x + w * 0.34, y + h * 0.56)], h * 0.17, "#d8483c", shade=0
    )
    for dy in (0.2, -0.08, -0.36):
        c.line([(x - w * 0.7, y + h * dy), (x + w * 0.6, y + h * dy)], h * 0.06, "#a98e70", shade=0)
    c.oval(x + w * 0.58, y - h * 0.5, h * 0.24, h * 0.24, "#f0b94c", shade=0.5)


def easel_painting(c: Canvas, x: float, y: float, width: float) -> None:
    """Paint an easel with the child's picture of sea, sun and boat."""
    w, h = width / 2, width * 0.38
    for dx in (-0.7, 0.7):
        c.line(
            [(x + dx * w, y - h * 3), (x + dx * w * 0.3, y + h * 1.6)],
            width * 0.04,
            "#a9774f",
            shade=0.3,
        )
    c.rect(x - w, y - h, x + w, y + h, "#fdf8ea", shade=0.2, lift=0.8)
    c.rect(x - w * 0.92, y - h * 0.1, x + w * 0.92, y + h * 0.88, ("#8fd0e8", "#d8f0f0"), shade=0)
    c.rect(x - w * 0.92, y - h * 0.88, x + w * 0.92, y - h * 0.1, ("#4fa3c8", "#2f7fb0"), shade=0)
    c.oval(x + w * 0.5, y + h * 0.5, h * 0.2, h * 0.2, "#f7b53c", shade=0)
    c.poly([(x - w * 0.3, y), (x - w * 0.3, y + h * 0.62), (x + w * 0.1, y)], "#e8564a", shade=0)
    c.poly(
        [
            (x - w * 0.55, y - h * 0.06),
            (x + w * 0.2, y - h * 0.06),
            (x + w * 0.05, y - h * 0.3),
            (x - w * 0.42, y - h * 0.3),
        ],
        "#8a4f9a",
        shade=0,
    )


def violin(c: Canvas, at: Point, size: float, turn: float = 20) -> None:
    """Paint a violin whose chin end is at a point and whose neck points up at ``turn`` degrees."""
    co, si = cos(radians(turn)), sin(radians(turn))

    def put(*points: Point) -> list[Point]:
        return [
            (at[0] + (dx * co - dy * si) * size, at[1] + (dx * si + dy * co) * size)
            for dx, dy in points
        ]

    c.line(put((0.5, 0), (1.25, 0)), size * 0.08, "#3d2a22", shade=0.3)
    c.blob(
        put(
            (0, 0),
            (0.02, 0.2),
            (0.2, 0.25),
            (0.34, 0.15),
            (0.5, 0.2),
            (0.62, 0.12),
            (0.62, -0.12),
            (0.5, -0.2),
            (0.34, -0.15),
            (0.2, -0.25),
            (0.02, -0.2),
        ),
        "#b5652f",
        shade=0.5,
        lift=0.4,
    )
    c.line(put((0.15, 0), (1.1, 0)), size * 0.025, "#f4e6c8", shade=0)
    for dy in (-0.1, 0.1):
        c.line(put((0.26, dy), (0.4, dy)), size * 0.025, "#5a2f1a", shade=0)


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
            c.line([(x - 7.6, ly), (x + 7.6, ly)], 0.12, "#8d7f70", shade=0)


def snowman(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a snowman with a scarf and a carrot, about ``size`` high."""
    snow = ("#ffffff", "#d5e3ee")
    c.oval(x + size * 0.06, y, size * 0.36, size * 0.06, "#6d86a8", alpha=0.4, soft=0.5, shade=0)
    c.oval(x, y + size * 0.27, size * 0.32, size * 0.29, snow, shade=0.3)
    c.oval(x, y + size * 0.68, size * 0.22, size * 0.21, snow, shade=0.3)
    for side in (-1, 1):
        c.line(
            [(x + side * size * 0.26, y + size * 0.36), (x + side * size * 0.5, y + size * 0.56)],
            size * 0.03,
            "#7a563f",
        )
        c.oval(
            x + side * size * 0.08, y + size * 0.74, size * 0.024, size * 0.028, "#3b2a26", shade=0
        )
    c.line([(x, y + size * 0.68), (x + size * 0.16, y + size * 0.66)], size * 0.06, "#ea8b3a", 0.2)
    c.line(
        [
            (x - size * 0.07, y + size * 0.6),
            (x + size * 0.02, y + size * 0.57),
            (x + size * 0.1, y + size * 0.61),
        ],
        size * 0.02,
        "#3b2a26",
        shade=0,
    )
    c.line(
        [
            (x - size * 0.2, y + size * 0.52),
            (x, y + size * 0.48),
            (x + size * 0.2, y + size * 0.52),
        ],
        size * 0.09,
        "#d9483f",
    )
    c.line(
        [(x + size * 0.13, y + size * 0.5), (x + size * 0.17, y + size * 0.28)],
        size * 0.08,
        "#c53c36",
    )
    for dy in (0.24, 0.36):
        c.oval(x, y + size * dy, size * 0.025, size * 0.025, "#3b2a26", shade=0)
    c.blob(
        [
            (x - size * 0.17, y + size * 0.83),
            (x - size * 0.13, y + size * 1.04),
            (x + size * 0.13, y + size * 1.04),
            (x + size * 0.17, y + size * 0.83),
        ],
        "#4f7f9c",
        shade=0.4,
    )


def swing(c: Canvas, x: float, y: float, height: float, drift: float) -> Point:
    """Paint a swing frame, its seat drifted sideways; return the middle of the seat."""
    seat = (x + drift, y + height * 0.27)
    for side in (-1, 1):
        for foot in (-0.1, 0.1):
            c.line(
                [
                    (x + side * height * 0.42 + foot * height, y),
                    (x + side * height * 0.42, y + height),
                ],
                height * 0.03,
                "#5f8fae",
                shade=0.4,
            )
    c.line(
        [(x - height * 0.48, y + height), (x + height * 0.48, y + height)],
        height * 0.04,
        "#5f8fae",
        shade=0.4,
    )
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
    for dx in (-0.08, 0.14):
        c.line(
            [(x + dx * height, y), (x + dx * height, y + height)],
            height * 0.05,
            "#e2a63f",
            shade=0.4,
        )
    for step in range(1, 6):
        c.line(
            [
                (x - 0.08 * height, y + step * height * 0.11),
                (x + 0.14 * height, y + step * height * 0.11),
            ],
            height * 0.03,
            "#f2c766",
            shade=0.3,
        )
    c.line(
        [
            (x + 0.14 * height, y + height * 0.62),
            (x + height * 0.45, y + height * 0.38),
            (x + height * 0.8, y + height * 0.08),
            (x + height, y + height * 0.06),
        ],
        height * 0.13,
        "#d9574a",
        shade=0.4,
        lift=0.6,
    )
    c.poly(
        [
            (x - height * 0.2, y + height),
            (x + height * 0.03, y + height * 1.22),
            (x + height * 0.26, y + height),
        ],
        "#5f9fb5",
        shade=0.4,
    )


def cat(c: Canvas, x: float, y: float, size: float, fur: str = "#e6a55e") -> None:
    """Paint a cat that sits and looks at us, about ``size`` high."""
    s = size
    c.line(
        [(x + s * 0.2, y + s * 0.1), (x + s * 0.52, y + s * 0.12), (x + s * 0.5, y + s * 0.42)],
        s * 0.11,
        fur,
        0.7,
        shade=0.4,
    )
    c.blob(
        [
            (x - s * 0.28, y),
            (x - s * 0.22, y + s * 0.4),
            (x, y + s * 0.58),
            (x + s * 0.22, y + s * 0.4),
            (x + s * 0.3, y),
        ],
        fur,
        shade=0.45,
        lift=0.3,
    )
    for side in (-1, 1):
        c.poly(
            [
                (x + side * s * 0.08, y + s * 0.84),
                (x + side * s * 0.25, y + s * 1.04),
                (x + side * s * 0.28, y + s * 0.76),
            ],
            darker(fur, 0.08),
            shade=0.3,
        )
    c.oval(x, y + s * 0.7, s * 0.29, s * 0.23, fur, shade=0.35, lift=0.2)
    c.oval(x, y + s * 0.62, s * 0.14, s * 0.1, "#fdf3e2", shade=0.1)
    c.oval(x, y + s * 0.22, s * 0.13, s * 0.18, "#fdf3e2", shade=0.1)
    for side in (-1, 1):
        c.oval(x + side * s * 0.12, y + s * 0.73, s * 0.032, s * 0.04, "#3b2622", shade=0)
        for dy in (0, 0.04):
            c.line(
                [
                    (x + side * s * 0.14, y + s * (0.62 + dy)),
                    (x + side * s * 0.36, y + s * (0.6 + dy * 2)),
                ],
                s * 0.012,
                "#fdf3e2",
                shade=0,
            )
    c.oval(x, y + s * 0.665, s * 0.03, s * 0.022, "#d9766a", shade=0)


def sapling(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a young tree in its heap of earth."""
    c.blob(
        [
            (x - size * 0.4, y),
            (x - size * 0.2, y + size * 0.12),
            (x + size * 0.2, y + size * 0.12),
            (x + size * 0.4, y),
            (x, y - size * 0.06),
        ],
        "#8a5f42",
        shade=0.4,
    )
    c.line(
        [(x, y + size * 0.08), (x + size * 0.02, y + size * 0.5), (x, y + size)],
        size * 0.045,
        "#8d6a4a",
        0.5,
        shade=0.3,
    )
    for dy, side in ((0.45, -1), (0.55, 1), (0.68, -1), (0.78, 1), (0.9, -1), (0.98, 1)):
        c.oval(
            x + side * size * 0.14,
            y + size * (dy + 0.06),
            size * 0.15,
            size * 0.07,
            "#86b65c",
            turn=side * 35,
            shade=0.4,
        )


def watering_can(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a watering can that pours to the right; (x, y) is its handle."""
    c.ring((x, y - size * 0.1), size * 0.3, size * 0.3, size * 0.09, "#3f7f93")
    c.line(
        [(x + size * 0.3, y - size * 0.6), (x + size * 0.95, y - size * 0.25)],
        size * 0.14,
        "#4f93a8",
        1.5,
        shade=0.4,
    )
    c.rect(
        x - size * 0.4,
        y - size * 0.95,
        x + size * 0.4,
        y - size * 0.2,
        "#5aa3b8",
        shade=0.5,
        lift=0.3,
    )
    for index in range(7):
        dx = size * (1 + index * 0.1)
        c.line(
            [(x + dx, y - size * 0.25), (x + dx + size * 0.3, y - size * (1 + index * 0.06))],
            size * 0.03,
            "#bfe3ef",
            shade=0,
            alpha=0.9,
        )


def volcano(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a model volcano that foams, ``size`` being half its width."""
    c.blob(
        [
            (x - size, y),
            (x - size * 0.5, y + size * 0.7),
            (x - size * 0.2, y + size * 1.1),
            (x + size * 0.2, y + size * 1.1),
            (x + size * 0.5, y + size * 0.7),
            (x + size, y),
        ],
        "#8a6048",
        shade=0.5,
        lift=0.5,
    )
    for dx, low in ((-0.2, 0.5), (0.02, 0.3), (0.22, 0.6)):
        c.line(
            [(x + dx * size * 0.5, y + size * 1.1), (x + dx * size * 1.4, y + size * low)],
            size * 0.16,
            "#ee6a35",
            0.6,
            shade=0.3,
        )
    for _ in range(14):
        dx, dy = c.rng.uniform(-0.34, 0.34), c.rng.uniform(1.1, 1.75)
        c.oval(
            x + dx * size * (dy - 0.6),
            y + dy * size,
            size * 0.13,
            size * 0.12,
            c.rng.choice(("#f9b04a", "#f7e0a0", "#f0814a")),
            shade=0.3,
        )


def planets(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a model of the planets on a stand."""
    c.line([(x, y), (x, y + size)], size * 0.05, "#7d6a5c", shade=0.3)
    c.oval(x, y, size * 0.3, size * 0.07, "#7d6a5c", shade=0.3)
    c.ring((x, y + size), size * 0.75, size * 0.2, size * 0.025, "#8d99a5")
    c.oval(x, y + size, size * 0.24, size * 0.24, "#f5b53f", shade=0.4)
    for dx, r, tone in ((-0.74, 0.1, "#5f9fc0"), (0.42, 0.08, "#d9664a"), (0.76, 0.13, "#d9b07a")):
        c.oval(x + dx * size, y + size * (1 - 0.1 * (dx > 0)), r * size, r * size, tone, shade=0.5)


def gift(c: Canvas, x: float, y: float, size: float, colour: str) -> None:
    """Paint a wrapped gift with its bow, ``size`` wide."""
    s = size / 2
    c.rect(x - s, y, x + s, y + size * 0.8, colour, shade=0.4, lift=0.5)
    c.rect(x - s * 0.18, y, x + s * 0.18, y + size * 0.8, "#f7e3ae", shade=0.2)
    c.rect(
        x - s * 1.08,
        y + size * 0.62,
        x + s * 1.08,
        y + size * 0.82,
        lighter(colour, 0.2),
        shade=0.3,
        lift=0.2,
    )
    for side in (-1, 1):
        c.blob(
            [
                (x, y + size * 0.82),
                (x + side * s * 0.7, y + size * 1.15),
                (x + side * s * 0.8, y + size * 0.9),
            ],
            "#f7e3ae",
            shade=0.4,
        )


def basket(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a basket full of greens and fruit, ``size`` being half its width."""
    c.ring((x, y + size * 0.7), size * 0.8, size * 0.9, size * 0.1, "#a8743f")
    for dx, tone in ((-0.5, "#7fae5a"), (-0.1, "#e08a3c"), (0.3, "#d9483c"), (0.6, "#9cc068")):
        c.oval(x + dx * size, y + size * 0.78, size * 0.32, size * 0.3, tone, shade=0.5)
    c.blob(
        [
            (x - size, y + size * 0.75),
            (x - size * 0.75, y),
            (x + size * 0.75, y),
            (x + size, y + size * 0.75),
            (x, y + size * 0.6),
        ],
        "#c99a5b",
        shade=0.5,
        lift=0.4,
    )
