"""Owns festivals: lanterns, blessings, cakes, balloons, fireworks, what is eaten."""

from math import cos, radians, sin

from ..canvas import Canvas, Point
from ..colour import darker, lighter
from .characters import character, write_across, write_down

RED, GOLD = "#d23a2e", "#f3c257"


def lantern(c: Canvas, x: float, y: float, size: float, colour: str = RED) -> None:
    """Paint a round lantern that glows, ``size`` being half its width."""
    c.line([(x, y + size * 0.8), (x, y + size * 2)], size * 0.06, "#7a4a2f", shade=0)
    c.oval(
        x, y, size, size * 0.8, (lighter(colour, 0.28), darker(colour, 0.12)), shade=0.4, lift=0.4
    )
    for share in (0.3, 0.68):
        c.ring((x, y), size * share, size * 0.79, size * 0.04, darker(colour, 0.25))
    for side in (-1, 1):
        c.rect(
            x - size * 0.38,
            y + side * size * 0.8 - size * 0.09,
            x + size * 0.38,
            y + side * size * 0.8 + size * 0.09,
            GOLD,
            shade=0.3,
        )
    for dx in (-0.14, 0, 0.14):
        c.line(
            [(x + dx * size, y - size * 0.88), (x + dx * 1.3 * size, y - size * 1.55)],
            size * 0.08,
            GOLD,
            shade=0.2,
        )
    c.lamp(x, y, size * 2.6, "#ffb25e", 0.4)


def string_of_lanterns(c: Canvas, y: float, count: int, size: float) -> None:
    """Hang lanterns on a cord across the whole width."""
    step = 2 * c.half / count
    dots = [(-c.half + step * (i + 0.5), y + (i % 2) * 3) for i in range(count)]
    c.line(
        [
            (-c.half - 4, y + size * 2 + 4),
            *[(x, py + size * 2) for x, py in dots],
            (c.half + 4, y + size * 2 + 4),
        ],
        0.4,
        "#7a4a2f",
        shade=0,
    )
    for x, py in dots:
        lantern(c, x, py, size)


def blessing(c: Canvas, x: float, y: float, size: float, ink: str = "#3b2322") -> None:
    """Paste up a red diamond with the character 福; it reads right in a mirrored scene too."""
    c.poly([(x - size, y), (x, y + size), (x + size, y), (x, y - size)], RED, shade=0.3, lift=0.4)
    inner = [(x - size * 0.86, y), (x, y + size * 0.86), (x + size * 0.86, y), (x, y - size * 0.86)]
    c.line([*inner, inner[0]], size * 0.04, GOLD, shade=0)
    character(c, "福", (x, y), size * 0.92, ink)


def couplet(c: Canvas, at: Point, width: float, text: str) -> None:
    """Paste up one side of a spring couplet, its lower middle at a point."""
    x, y = at
    height = width * (len(text) + 0.2)
    c.rect(x - width / 2, y, x + width / 2, y + height, RED, shade=0.2, lift=0.3)
    write_down(c, text, (x, y + height - width * 0.62), width * 0.72, GOLD)


def cake(c: Canvas, x: float, y: float, size: float, candles: int) -> None:
    """Paint a birthday cake of two tiers with burning candles, ``size`` being half its width."""
    c.oval(x, y, size * 1.25, size * 0.22, "#fbf6ea", shade=0.3, lift=0.6)
    for base, wide, tall, tone in ((0, 1, 0.62, "#f7d9cf"), (0.6, 0.72, 0.5, "#fdf0dc")):
        low, high = y + base * size, y + (base + tall) * size
        c.rect(x - wide * size, low, x + wide * size, high, tone, shade=0.3)
        c.oval(x, low, wide * size, size * 0.16, tone, shade=0.1)
        c.oval(x, high, wide * size, size * 0.17, lighter(tone, 0.5), shade=0.05)
        for index in range(9):
            px = x + wide * size * (index - 4) / 4.4
            c.oval(
                px,
                high - size * 0.1,
                size * 0.1,
                size * c.rng.uniform(0.1, 0.2),
                "#fffaf2",
                shade=0.2,
            )
        for index in range(5):
            px = x + wide * size * (index - 2) / 2.6
            c.oval(px, low + size * 0.14, size * 0.09, size * 0.08, "#d8434a", shade=0.5)
    for index in range(candles):
        px = x + size * 0.56 * ((index - (candles - 1) / 2) / max(1, candles / 2))
        candle(c, px, y + size * 1.12, size * 0.4)


def candle(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a burning candle."""
    c.rect(x - size * 0.09, y, x + size * 0.09, y + size, "#8fc0d0", shade=0.3)
    c.blob(
        [
            (x - size * 0.12, y + size * 1.15),
            (x, y + size * 1.6),
            (x + size * 0.12, y + size * 1.15),
            (x, y + size),
        ],
        ("#fff1b8", "#f59a3c"),
        shade=0,
    )
    c.lamp(x, y + size * 1.2, size * 2.6, "#ffd887", 0.5)


def balloons(c: Canvas, x: float, y: float, size: float, count: int = 5) -> None:
    """Tie a bunch of balloons that rise from (x, y)."""
    for index in range(count):
        dx = (index - (count - 1) / 2) * size * 1.1
        py = y + size * (4.6 - abs(index - (count - 1) / 2) * 0.5) + c.rng.uniform(-0.6, 0.6) * size
        colour = ("#e8695a", "#f2bd55", "#6fb0b8", "#a98cc4", "#8fbf76")[index % 5]
        c.line(
            [(x, y), (x + dx * 0.6, y + size * 2), (x + dx, py - size)], 0.22, "#8a7566", shade=0
        )
        c.oval(x + dx, py, size * 0.85, size, colour, shade=0.5, lift=0.3)
        c.oval(
            x + dx - size * 0.28,
            py + size * 0.36,
            size * 0.15,
            size * 0.22,
            "#ffffff",
            turn=-25,
            alpha=0.7,
            shade=0,
        )


def bunting(c: Canvas, y: float, sag: float = 7) -> None:
    """Hang a string of small flags across the whole width."""
    count = 14
    for index in range(count + 1):
        share = index / count * 2 - 1
        x, py = share * (c.half + 2), y + sag * share**2
        colour = ("#e3655a", "#f2c057", "#6aa9a5", "#f6efe0", "#8f86bd")[index % 5]
        c.poly([(x - 2.4, py), (x + 2.4, py), (x, py - 5)], colour, shade=0.3, lift=0.2)
    c.line([(-c.half - 2, y + sag), (0, y), (c.half + 2, y + sag)], 0.35, "#8a6b50", shade=0)


def firework(c: Canvas, x: float, y: float, size: float, colour: str) -> None:
    """Let a firework burst."""
    for turn in range(0, 360, 15):
        a, reach = radians(turn + c.rng.uniform(-4, 4)), size * c.rng.uniform(0.75, 1.05)
        end = (x + cos(a) * reach, y + sin(a) * reach - size * 0.08)
        c.line(
            [(x + cos(a) * size * 0.2, y + sin(a) * size * 0.2), end],
            size * 0.025,
            colour,
            1.8,
            shade=0,
        )
        c.lamp(*end, size * 0.12, colour, 0.9)
    c.lamp(x, y, size * 1.2, colour, 0.45)


def dumplings(c: Canvas, x: float, y: float, size: float, count: int = 7) -> None:
    """Paint a plate of dumplings with their steam, ``size`` being half the plate's width."""
    c.oval(x, y, size, size * 0.26, "#f4f1ea", shade=0.35, lift=0.5)
    c.oval(x, y + size * 0.04, size * 0.8, size * 0.18, "#d9e4e6", shade=0.1)
    for index in range(count):
        px = x + size * 0.62 * ((index % 4 - 1.5) / 1.7 + (index // 4) * 0.25)
        py, s = y + size * (0.08 + (index // 4) * 0.14), size * 0.22
        c.blob(
            [
                (px - s, py),
                (px - s * 0.6, py + s * 0.6),
                (px, py + s * 0.75),
                (px + s * 0.6, py + s * 0.6),
                (px + s, py),
                (px, py - s * 0.2),
            ],
            "#fbeed6",
            shade=0.5,
        )
        c.line(
            [(px - s * 0.7, py + s * 0.25), (px, py + s * 0.62), (px + s * 0.7, py + s * 0.25)],
            s * 0.1,
            "#e0c79e",
            shade=0,
        )
    steam(c, x, y + size * 0.5, size)


def steam(c: Canvas, x: float, y: float, size: float) -> None:
    """Let steam rise."""
    for dx in (-0.35, 0, 0.35):
        px = x + dx * size
        c.line(
            [
                (px, y),
                (px + size * 0.12, y + size * 0.35),
                (px - size * 0.1, y + size * 0.7),
                (px + size * 0.05, y + size * 1.1),
            ],
            size * 0.12,
            "#ffffff",
            0.3,
            alpha=0.4,
            soft=size * 0.05,
            shade=0,
        )


def mooncakes(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a plate of mooncakes, ``size`` being half the plate's width."""
    c.oval(x, y, size, size * 0.26, "#dfe7ee", shade=0.35, lift=0.5)
    for dx, dy in ((-0.42, 0.08), (0.42, 0.08), (0, 0.0), (0, 0.36)):
        px, py, s = x + dx * size, y + dy * size, size * 0.32
        c.rect(px - s, py, px + s, py + s * 0.6, "#b9743a", shade=0.3)
        c.oval(px, py, s, s * 0.32, "#a9652f", shade=0.1)
        c.oval(px, py + s * 0.62, s, s * 0.34, "#dca35a", shade=0.3)
        c.ring((px, py + s * 0.62), s * 0.55, s * 0.18, s * 0.09, "#b9743a")


def rabbit_lantern(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a rabbit lantern hanging from its stick at (x, y)."""
    c.line([(x, y), (x, y - size * 0.7)], size * 0.05, "#7a4a2f", shade=0)
    body = y - size * 1.4
    for dx in (-0.3, 0.12):
        c.oval(
            x + (dx - 0.4) * size,
            body + size * 0.95,
            size * 0.13,
            size * 0.4,
            "#fff4dc",
            turn=12,
            shade=0.3,
        )
    c.oval(x + size * 0.1, body, size * 0.8, size * 0.6, ("#fffaf0", "#ffe2a8"), shade=0.3)
    c.oval(
        x - size * 0.5,
        body + size * 0.38,
        size * 0.42,
        size * 0.38,
        ("#fffaf0", "#ffe9be"),
        shade=0.3,
    )
    c.oval(x - size * 0.62, body + size * 0.44, size * 0.05, size * 0.06, "#b23a3a", shade=0)
    c.oval(
        x - size * 0.7, body + size * 0.26, size * 0.1, size * 0.06, "#f0a08c", shade=0, alpha=0.8
    )
    c.oval(x + size * 0.9, body + size * 0.1, size * 0.18, size * 0.18, "#fffaf0", shade=0.3)
    c.lamp(x, body, size * 3.4, "#ffca7a", 0.55)


def bowl(c: Canvas, x: float, y: float, size: float, food: str) -> None:
    """Paint a bowl of food, ``size`` being half its width."""
    c.blob(
        [
            (x - size, y + size * 0.5),
            (x - size * 0.6, y),
            (x + size * 0.6, y),
            (x + size, y + size * 0.5),
        ],
        "#f2f0ea",
        shade=0.4,
        lift=0.4,
    )
    c.oval(x, y + size * 0.5, size, size * 0.24, food, shade=0.2)
    for _ in range(9):
        dx = c.rng.uniform(-0.7, 0.7) * size
        c.oval(
            x + dx,
            y + size * c.rng.uniform(0.45, 0.68),
            size * 0.16,
            size * 0.1,
            lighter(food, c.rng.uniform(0.1, 0.4)),
            shade=0.3,
        )
    c.line(
        [(x - size * 0.8, y + size * 0.22), (x, y + size * 0.1), (x + size * 0.8, y + size * 0.22)],
        size * 0.06,
        "#5d86b0",
        shade=0,
    )


def red_envelope(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a red envelope with its gold seal by its middle."""
    c.rect(
        x - size * 0.36, y - size * 0.5, x + size * 0.36, y + size * 0.5, RED, shade=0.3, lift=0.4
    )
    c.oval(x, y + size * 0.1, size * 0.18, size * 0.18, GOLD, shade=0.3)


def doorway(c: Canvas, x: float, y: float, width: float, height: float) -> None:
    """Paint a grey brick house front with a red double door, couplets and blessings."""
    c.wash("#b9aca2", "#97897f", y, c.top + 1)
    for row in range(int((c.top - y) / 4)):
        for column in range(-9, 10):
            px, py = (column + row % 2 / 2) * 9, y + row * 4
            c.rect(
                px,
                py,
                px + 8.6,
                py + 3.7,
                c.rng.choice(("#b3a69d", "#a5978d", "#bfb3aa")),
                shade=0.12,
            )
    c.wash("#c4b5a4", "#9a8a7c", -1, y)
    left, right = x - width / 2, x + width / 2
    c.rect(left - 3, y, right + 3, y + height + 3, "#6b4334", shade=0.3, lift=0.8)
    for side in (-1, 1):
        inner, outer = x + side * 0.3, x + side * width / 2
        c.rect(min(inner, outer), y, max(inner, outer), y + height, "#b5382e", shade=0.3)
        blessing(c, x + side * width / 4, y + height * 0.72, width * 0.19)
        c.ring((x + side * 4, y + height * 0.42), 1.6, 1.8, 0.6, GOLD)
        text = "人寿年丰" if side * c.facing < 0 else "大吉大利"
        couplet(c, (x + side * (width / 2 + 9.5), y + 10), 12, text)
    c.rect(left - 3, y + height + 4.5, right + 3, y + height + 13, RED, shade=0.2, lift=0.3)
    write_across(c, "大吉", (x, y + height + 8.8), 6.4, GOLD)
