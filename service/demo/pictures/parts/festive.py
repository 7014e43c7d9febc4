"""Owns festivals: lanterns, blessings, cakes, balloons, fireworks, what is eaten."""

from math import cos, radians, sin

from ..canvas import Canvas, Point, points
from ..colour import darker, lighter
from .characters import character, write_across, write_down

RED, GOLD = "#d23a2e", "#f3c257"


def lantern(c: Canvas, x: float, y: float, size: float, colour: str = RED) -> None:
    """Paint a round lantern that glows, ``size`` being half its width."""
    d = c.at(x, y, size)
    d.line("0,.8 0,2", 0.06, "#7a4a2f", shade=0)
    d.oval(0, 0, 1, 0.8, (lighter(colour, 0.28), darker(colour, 0.12)), shade=0.4, lift=0.4)
    for share in (0.3, 0.68):
        d.ring((0, 0), share, 0.79, 0.04, darker(colour, 0.25))
    for side in (-1, 1):
        d.rect(-0.38, side * 0.8 - 0.09, 0.38, side * 0.8 + 0.09, GOLD, shade=0.3)
    for dx in (-0.14, 0, 0.14):
        d.line([(dx, -0.88), (dx * 1.3, -1.55)], 0.08, GOLD, shade=0.2)
    d.lamp(0, 0, 2.6, "#ffb25e", 0.4)


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
    c.poly(points("-1,0 0,1 1,0 0,-1", (x, y), size), RED, shade=0.3, lift=0.4)
    inner = points("-.86,0 0,.86 .86,0 0,-.86", (x, y), size)
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
    d = c.at(x, y, size)
    d.rect(-0.09, 0, 0.09, 1, "#8fc0d0", shade=0.3)
    d.blob("-.12,1.15 0,1.6 .12,1.15 0,1", ("#fff1b8", "#f59a3c"), shade=0)
    d.lamp(0, 1.2, 2.6, "#ffd887", 0.5)


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
        c.poly(points("-2.4,0 2.4,0 0,-5", (x, py)), colour, shade=0.3, lift=0.2)
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
    d = c.at(x, y, size)
    d.oval(0, 0, 1, 0.26, "#f4f1ea", shade=0.35, lift=0.5)
    d.oval(0, 0.04, 0.8, 0.18, "#d9e4e6", shade=0.1)
    for index in range(count):
        px = 0.62 * ((index % 4 - 1.5) / 1.7 + index // 4 * 0.25)
        py, s = (0.08 + index // 4 * 0.14, 0.22)
        d.blob(points("-1,0 -.6,.6 0,.75 .6,.6 1,0 0,-.2", (px, py), s), "#fbeed6", shade=0.5)
        d.line(points("-.7,.25 0,.62 .7,.25", (px, py), s), s * 0.1, "#e0c79e", shade=0)
    steam(c, x, y + size * 0.5, size)


def steam(c: Canvas, x: float, y: float, size: float) -> None:
    """Let steam rise."""
    for dx in (-0.35, 0, 0.35):
        px = x + dx * size
        c.line(
            points("0,0 .12,.35 -.1,.7 .05,1.1", (px, y), size),
            size * 0.12,
            "#ffffff",
            0.3,
            alpha=0.4,
            soft=size * 0.05,
            shade=0,
        )


def mooncakes(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a plate of mooncakes, ``size`` being half the plate's width."""
    d = c.at(x, y, size)
    d.oval(0, 0, 1, 0.26, "#dfe7ee", shade=0.35, lift=0.5)
    for dx, dy in ((-0.42, 0.08), (0.42, 0.08), (0, 0.0), (0, 0.36)):
        px, py, s = (dx, dy, 0.32)
        d.rect(px - s, py, px + s, py + s * 0.6, "#b9743a", shade=0.3)
        d.oval(px, py, s, s * 0.32, "#a9652f", shade=0.1)
        d.oval(px, py + s * 0.62, s, s * 0.34, "#dca35a", shade=0.3)
        d.ring((px, py + s * 0.62), s * 0.55, s * 0.18, s * 0.09, "#b9743a")


def rabbit_lantern(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a rabbit lantern hanging from its stick at (x, y)."""
    d = c.at(x, y, size)
    d.line("0,0 0,-.7", 0.05, "#7a4a2f", shade=0)
    body = -1.4
    for dx in (-0.3, 0.12):
        d.oval(dx - 0.4, body + 0.95, 0.13, 0.4, "#fff4dc", turn=12, shade=0.3)
    d.oval(0.1, body, 0.8, 0.6, ("#fffaf0", "#ffe2a8"), shade=0.3)
    d.oval(-0.5, body + 0.38, 0.42, 0.38, ("#fffaf0", "#ffe9be"), shade=0.3)
    d.oval(-0.62, body + 0.44, 0.05, 0.06, "#b23a3a", shade=0)
    d.oval(-0.7, body + 0.26, 0.1, 0.06, "#f0a08c", shade=0, alpha=0.8)
    d.oval(0.9, body + 0.1, 0.18, 0.18, "#fffaf0", shade=0.3)
    d.lamp(0, body, 3.4, "#ffca7a", 0.55)


def bowl(c: Canvas, x: float, y: float, size: float, food: str) -> None:
    """Paint a bowl of food, ``size`` being half its width."""
    d = c.at(x, y, size)
    d.blob("-1,.5 -.6,0 .6,0 1,.5", "#f2f0ea", shade=0.4, lift=0.4)
    d.oval(0, 0.5, 1, 0.24, food, shade=0.2)
    for _ in range(9):
        dx = c.rng.uniform(-0.7, 0.7)
        d.oval(
            dx,
            c.rng.uniform(0.45, 0.68),
            0.16,
            0.1,
            lighter(food, c.rng.uniform(0.1, 0.4)),
            shade=0.3,
        )
    d.line("-.8,.22 0,.1 .8,.22", 0.06, "#5d86b0", shade=0)


def red_envelope(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a red envelope with its gold seal by its middle."""
    d = c.at(x, y, size)
    d.rect(-0.36, -0.5, 0.36, 0.5, RED, shade=0.3, lift=0.4)
    d.oval(0, 0.1, 0.18, 0.18, GOLD, shade=0.3)


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
