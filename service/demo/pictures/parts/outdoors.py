"""Owns far places: snow, the aquarium's deep, the night hill, orchard, pool, paddies."""

from math import cos, radians, sin

from ..canvas import Canvas, points
from ..colour import darker, lighter, mix
from .land import tree


def snowy_mountains(c: Canvas, base: float) -> None:
    """Paint snow-capped mountains across the width."""
    for index in range(5):
        x, tall = -c.half + index * c.half / 2, c.rng.uniform(20, 38)
        wide = tall * 1.1
        rock = mix("#8fa6c0", c.light.sky[1], 0.35)
        c.poly(
            [(x - wide, base - 1), (x, base + tall), (x + wide, base - 1)],
            (rock, lighter(rock, 0.4)),
            shade=0.3,
        )
        c.poly(
            [
                (x - wide * 0.42, base + tall * 0.58),
                (x, base + tall),
                (x + wide * 0.42, base + tall * 0.58),
                (x + wide * 0.18, base + tall * 0.66),
                (x, base + tall * 0.55),
                (x - wide * 0.2, base + tall * 0.68),
            ],
            ("#ffffff", "#e6eef5"),
            shade=0.2,
        )


def firs(c: Canvas, base: float) -> None:
    """Paint a row of firs under snow."""
    for _ in range(16):
        x, tall = c.rng.uniform(-c.half, c.half), c.rng.uniform(10, 20)
        for step in range(3):
            y, w = base + tall * step * 0.26, tall * (0.3 - step * 0.07)
            c.poly(
                [(x - w, y), (x, y + tall * 0.46), (x + w, y)],
                mix("#4f7a72", "#35605f", c.rng.random()),
                shade=0.3,
            )
            c.poly(
                [
                    (x - w * 0.5, y + tall * 0.22),
                    (x, y + tall * 0.46),
                    (x + w * 0.4, y + tall * 0.26),
                    (x, y + tall * 0.2),
                ],
                "#f6fafc",
                shade=0.1,
            )


def snowfield(c: Canvas, level: float) -> None:
    """Paint a field of snow with blue shadows."""
    w = c.half + 6
    c.blob(
        [
            (-w, -6),
            (-w, level),
            (-w * 0.3, level + 2),
            (w * 0.4, level - 2),
            (w, level + 1),
            (w, -6),
        ],
        ("#ffffff", "#dbe7f2"),
        shade=0.1,
    )
    for _ in range(8):
        x, y = c.rng.uniform(-w, w), c.rng.uniform(4, level - 4)
        c.oval(x, y, c.rng.uniform(10, 20), 1.6, "#c3d6ea", alpha=0.5, soft=1.2, shade=0)


def snowflakes(c: Canvas, count: int) -> None:
    """Let it snow over everything."""
    for _ in range(count):
        r = c.rng.uniform(0.25, 0.9)
        c.oval(
            c.rng.uniform(-c.half, c.half),
            c.rng.uniform(0, c.top),
            r,
            r,
            "#ffffff",
            alpha=0.85,
            soft=r * 0.3,
            shade=0,
        )


def tank(c: Canvas) -> None:
    """Paint the deep blue water of a great tank with its shafts of light."""
    c.wash("#5fc0e0", "#0f4f8a", -1, c.top + 1)
    for _ in range(7):
        x, w = c.rng.uniform(-c.half, c.half), c.rng.uniform(4, 11)
        c.poly(
            [(x - w * 0.4, c.top + 1), (x + w * 0.4, c.top + 1), (x + w * 2 + 10, 16), (x + 6, 16)],
            "#d9f6ff",
            alpha=0.22,
            soft=2,
            shade=0,
        )
    for _ in range(26):
        x = c.rng.uniform(-c.half, c.half)
        tone = mix("#e8807a", "#5f9f8a", c.rng.random())
        c.line(
            [
                (x, 14),
                (x + c.rng.uniform(-3, 3), 20),
                (x + c.rng.uniform(-4, 4), c.rng.uniform(22, 32)),
            ],
            2.4,
            darker(tone, 0.2),
            0.3,
            shade=0.4,
        )


def whale_shark(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a whale shark that swims to the left, ``size`` being half its length."""
    d = c.at(x, y, size)
    d.blob(".8,.06 1.25,.42 1.1,0 1.2,-.26", "#3f6f96", shade=0.4)
    d.blob(
        "-1,.06 -.85,.22 -.2,.3 .5,.18 .95,.04 .5,-.1 -.2,-.2 -.9,-.12",
        ("#4f86ad", "#cfe3ec"),
        shade=0.4,
        lift=1,
    )
    d.blob("-.1,.27 .16,.5 .2,.24", "#4f86ad", shade=0.4)
    d.blob("-.45,-.08 -.1,-.46 -.12,-.1", "#3f739c", shade=0.4)
    for column in range(9):
        for row in range(3):
            px, py = (-0.7 + column * 0.16, 0.2 - row * 0.075 - abs(column - 3) * 0.012)
            d.oval(px, py, 0.02, 0.017, "#e6f3f7", shade=0)
    d.oval(-0.8, 0.04, 0.025, 0.025, "#14283a", shade=0)
    d.line("-.98,-.02 -.8,-.06", 0.02, "#2f5f80", shade=0)


def ray(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a manta ray from below."""
    d = c.at(x, y, size)
    d.line(".2,-.3 .8,-1.2", 0.08, "#3f6f8f", 0.2, shade=0)
    d.blob(
        "0,.5 1.3,.25 .4,-.2 0,-.45 -.4,-.2 -1.3,.1", ("#5f93b0", "#a9cbd8"), shade=0.45, lift=0.6
    )


def shoal(c: Canvas, x: float, y: float, reach: float) -> None:
    """Paint a shoal of small bright fish."""
    for _ in range(26):
        px, py = x + c.rng.gauss(0, 0.5) * reach, y + c.rng.gauss(0, 0.28) * reach
        tone = c.rng.choice(("#f7c64f", "#f29a4a", "#fbe9b0"))
        c.oval(px, py, 1.5, 0.8, tone, shade=0.3)
        c.poly(points("1.2,0 2.3,.8 2.3,-.8", (px, py)), tone, shade=0.1)


def bubbles(c: Canvas) -> None:
    """Let bubbles rise."""
    for _ in range(22):
        r = c.rng.uniform(0.3, 1.1)
        c.ring((c.rng.uniform(-c.half, c.half), c.rng.uniform(22, c.top)), r, r, 0.2, "#e3f8ff")


def dark_hall(c: Canvas, level: float) -> None:
    """Paint the dim floor before the tank, lit blue from the window."""
    c.wash("#1f4a70", "#0c2038", -1, level)
    c.rect(-c.half - 1, level - 0.6, c.half + 1, level + 1, "#0c2a44", shade=0.2)
    c.oval(0, level * 0.5, c.half * 0.8, level * 0.3, "#5fb0d8", alpha=0.3, soft=3, shade=0)


def milky_way(c: Canvas) -> None:
    """Paint the band of the Milky Way and a shooting star."""
    for index in range(30):
        share = index / 29
        x, y = -c.half + share * c.half * 2, c.top * (0.5 + share * 0.45) + c.rng.uniform(-5, 5)
        c.oval(
            x,
            y,
            c.rng.uniform(6, 12),
            c.rng.uniform(3, 7),
            "#a9b6ea",
            alpha=0.16,
            soft=3,
            turn=25,
            shade=0,
        )
        for _ in range(3):
            c.lamp(x + c.rng.uniform(-8, 8), y + c.rng.uniform(-6, 6), 0.6, "#fff6d8", 0.9)
    c.line([(20, c.top - 8), (2, c.top - 20)], 0.9, "#fff6d8", 0.1, shade=0)
    c.lamp(20, c.top - 8, 3, "#fff6d8", 1)


def tent(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a tent lit from within."""
    d = c.at(x, y, size)
    d.poly("-1,0 0,1.1 1,0", ("#f0a85a", "#d9783f"), shade=0.3, lift=0.8)
    d.poly("-.3,0 0,.85 .3,0", "#ffe3a0", shade=0.1)
    d.lamp(0, 0.35, 1.4, "#ffcf80", 0.5)


def telescope(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a telescope on its tripod, pointing up to the right."""
    d = c.at(x, y, size)
    for dx in (-0.3, 0.05, 0.35):
        d.line([(0, 0.62), (dx, 0)], 0.045, "#6b5a50", shade=0.3)
    d.line("-.34,.56 .42,1", 0.13, "#e9e3d6", 1.35, shade=0.5, lift=0.4)
    d.line("-.34,.56 -.42,.5", 0.07, "#4a4450", shade=0.3)


def lychee_tree(c: Canvas, x: float, y: float, height: float) -> None:
    """Paint a spreading lychee tree hung with red fruit."""
    tree(c, x, y, height, "#5f8f52")
    for _ in range(46):
        a, share = radians(c.rng.uniform(0, 360)), c.rng.random() ** 0.5
        px, py = x + cos(a) * share * height * 0.32, y + (0.73 + sin(a) * share * 0.17) * height
        for _ in range(c.rng.randint(2, 4)):
            c.oval(
                px + c.rng.uniform(-1, 1),
                py + c.rng.uniform(-1, 1),
                0.8,
                0.85,
                "#d24a44",
                shade=0.5,
            )


def lychee_basket(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a bamboo basket heaped with lychees, ``size`` being half its width."""
    d = c.at(x, y, size)
    for _ in range(26):
        dx, dy = c.rng.uniform(-0.8, 0.8), c.rng.uniform(0.6, 1.2)
        d.oval(
            dx, dy - abs(dx) * 0.4, 0.17, 0.17, mix("#d24a44", "#b83a4a", c.rng.random()), shade=0.5
        )
    d.blob("-1,.75 -.75,0 .75,0 1,.75 0,.62", "#cfa262", shade=0.5, lift=0.5)
    for index in range(-4, 5):
        d.line([(index * 0.19, 0.62), (index * 0.15, 0)], 0.04, "#a87a42", shade=0)


def pool(c: Canvas, level: float) -> None:
    """Paint a swimming pool with its lanes up to ``level``."""
    c.wash("#efe3cc", "#e3d2b4", level - 3, level + 4)
    c.wash("#8fdbe6", "#3fa9cc", -1, level - 3)
    for index in (-2, -1, 0, 1, 2):
        for step in range(14):
            y0, y1 = level - 3 - step * 5, level - 7 - step * 5
            spread = 14 + step * 2.6
            tone = "#e8564a" if step % 2 else "#fbf6ea"
            c.line(
                [(index * spread + spread / 2, y0), (index * (spread + 2.6) + spread / 2, y1)],
                0.8 + step * 0.1,
                tone,
                shade=0.3,
            )
    caustics(c, -1, level - 4, 70)


def caustics(c: Canvas, low: float, high: float, count: int) -> None:
    """Let light dance on water between two heights."""
    for _ in range(count):
        x, y = c.rng.uniform(-c.half, c.half), c.rng.uniform(low, high)
        w = 2 + (high - y) * 0.06
        c.line(
            points("-1,0 0,.3 1,0", (x, y), w),
            0.3 + (high - y) * 0.008,
            "#f2fdff",
            0.4,
            shade=0,
            alpha=0.6,
        )


def waterline(c: Canvas, level: float) -> None:
    """Cover what is below the water's surface in the foreground."""
    w = c.half + 4
    c.blob(
        [
            (-w, -4),
            (-w, level),
            (-w * 0.5, level + 1.5),
            (0, level),
            (w * 0.5, level + 1.5),
            (w, level),
            (w, -4),
        ],
        ("#5fc4d8", "#2f93ba"),
        alpha=0.86,
        shade=0.1,
    )
    for r in (16, 22, 29):
        c.ring((-4, level - 1), r, r * 0.14, 0.5, "#eafbff")
    caustics(c, 0, level - 2, 40)


def goggles(c: Canvas, x: float, y: float, head: float) -> None:
    """Push swimming goggles up on a forehead; ``head`` is the head's height."""
    c.line(
        [(x - head * 0.46, y), (x, y + head * 0.04), (x + head * 0.46, y)],
        head * 0.06,
        "#2f4f6a",
        shade=0.3,
    )
    for side in (-1, 1):
        c.oval(
            x + side * head * 0.17,
            y + head * 0.02,
            head * 0.14,
            head * 0.09,
            "#2f6f93",
            shade=0.4,
            lift=0.2,
        )
        c.oval(
            x + side * head * 0.17, y + head * 0.03, head * 0.1, head * 0.055, "#8fd6e8", shade=0.3
        )


def swim_ring(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a striped swimming ring that floats."""
    for index in range(24):
        a = radians(index * 15)
        tone = "#e8564a" if index // 2 % 2 else "#fdf6e8"
        c.oval(
            x + cos(a) * size, y + sin(a) * size * 0.34, size * 0.24, size * 0.2, tone, shade=0.4
        )


def paddies(c: Canvas, level: float) -> None:
    """Paint paddies in bands of green and gold, and the path between them."""
    for index in range(6):
        high, low = level * (1 - index / 6), level * (1 - (index + 1) / 6)
        tone = mix("#b9c46a", "#8fae5c", index % 2 * 0.7 + c.rng.random() * 0.2)
        c.wash(lighter(tone, 0.15), tone, low - 1, high)
        c.line([(-c.half - 1, high), (0, high + 0.6), (c.half + 1, high)], 0.7, "#7f9a50", shade=0)
    c.poly([(-3, level), (3, level), (26, -2), (-26, -2)], ("#e8d6ae", "#d0b584"), shade=0.1)
