"""Owns heads: hair, faces and what they show."""

from collections.abc import Callable
from math import cos, radians, sin

from ..canvas import Canvas, Point, points
from ..colour import darker, lighter, mix
from .pose import Frame

Wear = Callable[[Canvas, Frame], None]
INK = "#3b2622"
LIP = "#b4504a"
CHEEK = "#ee8f7c"


def turned(f: Frame, dx: float, dy: float, depth: float = 0) -> Point:
    """Return a place on the head, in head heights from its middle; ``depth`` follows the gaze."""
    c, s = cos(radians(f.pose.tilt)), sin(radians(f.pose.tilt))
    dx += f.pose.gaze * depth
    return f.face[0] + (dx * c - dy * s) * f.head, f.face[1] + (dx * s + dy * c) * f.head


def outline(f: Frame, points: list[Point], depth: float = 0) -> list[Point]:
    """Return places on the head as :func:`turned` does."""
    return [turned(f, dx, dy, depth) for dx, dy in points]


def back_hair(c: Canvas, f: Frame) -> None:
    """Paint the hair that hangs behind the shoulders and the face."""
    shapes = BEHIND.get(f.look.hair, [])
    for shape in shapes:
        c.blob(outline(f, shape), f.look.hair_colour, shade=0.3)


def head(c: Canvas, f: Frame) -> None:
    """Paint the head, seen from the front or, when the person looks away, from behind."""
    if f.pose.away:
        _ears(c, f)
        c.blob(outline(f, SKULL), f.look.hair_colour, shade=0.4, lift=f.head * 0.03)
        back_hair(c, f)
        _shine(c, f)
        _put_on(c, f, HATS)
        return
    _ears(c, f)
    c.blob(outline(f, CHIN), f.look.skin, shade=0.22, lift=f.head * 0.035)
    _features(c, f)
    for shape in FRINGE[f.look.hair]:
        c.blob(outline(f, shape, 0.04), f.look.hair_colour, shade=0.35)
    _shine(c, f)
    _put_on(c, f, WORN)


def _put_on(c: Canvas, f: Frame, things: dict[str, Wear]) -> None:
    for extra in f.look.extras:
        if extra in things:
            things[extra](c, f)


def _ears(c: Canvas, f: Frame) -> None:
    for side in (-1, 1):
        x, y = turned(f, side * 0.44, -0.06, -0.05)
        c.oval(x, y, f.head * 0.08, f.head * 0.1, darker(f.look.skin, 0.06))


def _features(c: Canvas, f: Frame) -> None:
    for side in (-1, 1):
        x, y = turned(f, side * 0.29, -0.2, 0.1)
        c.oval(x, y, f.head * 0.1, f.head * 0.075, CHEEK, alpha=0.55, soft=f.head * 0.03, shade=0)
        _eye(c, f, side)
    x, y = turned(f, 0, -0.14, 0.17)
    c.oval(x, y, f.head * 0.035, f.head * 0.025, mix(f.look.skin, "#d5714f", 0.4), shade=0)
    MOUTHS[f.pose.mouth](c, f)


def _eye(c: Canvas, f: Frame, side: int) -> None:
    h = f.head
    brow = outline(f, points(".12,.13 .19,.14 .26,.1", (0, 0), (side, 1)), 0.13)
    c.line(brow, h * 0.026, mix(f.look.hair_colour, f.look.skin, 0.25), 0.6, shade=0)
    if f.pose.eyes == "closed":
        lid = outline(f, points(".11,-.02 .18,-.055 .25,-.02", (0, 0), (side, 1)), 0.13)
        c.line(lid, h * 0.028, INK, shade=0)
        return
    x, y = turned(f, side * 0.18, -0.03, 0.14)
    c.oval(x, y, h * 0.043, h * 0.058, INK, shade=0)
    c.oval(x - h * 0.012, y + h * 0.022, h * 0.016, h * 0.016, "#ffffff", shade=0)


def _smile(c: Canvas, f: Frame) -> None:
    arc = outline(f, points("-.1,-.245 0,-.285 .1,-.245"), 0.14)
    c.line(arc, f.head * 0.03, LIP, shade=0)


def _laugh(c: Canvas, f: Frame) -> None:
    mouth = points("-.13,-.235 0,-.245 .13,-.235 .08,-.33 -.08,-.33")
    c.blob(outline(f, mouth, 0.14), "#8e3434", shade=0)
    teeth = points("-.1,-.24 .1,-.24 .08,-.268 -.08,-.268")
    c.poly(outline(f, teeth, 0.14), "#fffaf0", shade=0)


def _gap(c: Canvas, f: Frame) -> None:
    _laugh(c, f)
    gap = points("0,-.235 .045,-.235 .042,-.275 0,-.275")
    c.poly(outline(f, gap, 0.14), "#7a2b2d", shade=0)


def _wonder(c: Canvas, f: Frame) -> None:
    x, y = turned(f, 0, -0.28, 0.14)
    c.oval(x, y, f.head * 0.05, f.head * 0.06, "#8e3434", shade=0)


def _shine(c: Canvas, f: Frame) -> None:
    if f.look.hair in ("baby", "cap"):
        return
    arc = outline(f, points("-.32,.27 -.16,.39 .04,.42"))
    c.line(arc, f.head * 0.05, lighter(f.look.hair_colour, 0.35), 0.3, alpha=0.6, shade=0)


def _glasses(c: Canvas, f: Frame) -> None:
    for side in (-1, 1):
        ring = [(side * 0.18 + dx, -0.03 + dy) for dx, dy in _RING]
        c.line(
            [*outline(f, ring, 0.14), turned(f, *ring[0], 0.14)], f.head * 0.022, "#6b4a3a", shade=0
        )
    c.line(outline(f, points("-.06,-.01 .06,-.01"), 0.14), f.head * 0.022, "#6b4a3a", shade=0)


def _cap(c: Canvas, f: Frame) -> None:
    crown = points("-.5,.16 -.42,.46 0,.58 .42,.46 .5,.16 0,.2")
    c.blob(outline(f, crown), "#5d6f7c", shade=0.45, lift=f.head * 0.04)
    brim = points("-.42,.2 0,.24 .42,.2 .4,.1 0,.07 -.4,.1")
    c.blob(outline(f, brim, 0.12), "#4a5a67", shade=0.3)


def _sun_hat(c: Canvas, f: Frame) -> None:
    c.oval(
        *turned(f, 0, 0.2),
        f.head * 0.74,
        f.head * 0.17,
        "#ecd097",
        turn=f.pose.tilt,
        lift=f.head * 0.05,
    )
    crown = points("-.42,.22 -.38,.5 0,.6 .38,.5 .42,.22 0,.16")
    c.blob(outline(f, crown), "#f2dba8", shade=0.4)
    c.line(outline(f, points("-.42,.25 0,.18 .42,.25")), f.head * 0.08, "#d8644f", shade=0)


def _woolly(c: Canvas, f: Frame) -> None:
    crown = points("-.5,.12 -.46,.46 0,.66 .46,.46 .5,.12 0,.16")
    c.blob(outline(f, crown), "#d9574f", shade=0.5, lift=f.head * 0.04)
    c.line(outline(f, points("-.47,.15 0,.2 .47,.15")), f.head * 0.15, "#f6e9d5", shade=0.4)
    c.oval(*turned(f, 0, 0.7), f.head * 0.15, f.head * 0.15, "#f6e9d5", shade=0.5)


def _bow(c: Canvas, f: Frame) -> None:
    for side in (-1, 1):
        wing = [(0.3, 0.42), (0.3 + side * 0.17, 0.53), (0.3 + side * 0.17, 0.33)]
        c.blob(outline(f, wing), "#e4574f", shade=0.4)
    c.oval(*turned(f, 0.3, 0.43), f.head * 0.05, f.head * 0.05, "#b93b3b")


_RING = [(0.115 * cos(radians(a)), 0.1 * sin(radians(a))) for a in range(0, 360, 40)]
MOUTHS = {"smile": _smile, "laugh": _laugh, "gap": _gap, "wonder": _wonder}
HATS: dict[str, Wear] = {"cap": _cap, "sun hat": _sun_hat, "woolly hat": _woolly, "bow": _bow}
WORN: dict[str, Wear] = {"glasses": _glasses, **HATS}
CHIN = points("-.45,.08 -.3,.42 0,.5 .3,.42 .45,.08 .41,-.24 .2,-.44 0,-.48 -.2,-.44 -.41,-.24")
SKULL = points("-.48,.08 -.34,.44 0,.54 .34,.44 .48,.08 .42,-.26 0,-.42 -.42,-.26")
TOP = points("-.49,-.02 -.46,.28 -.26,.5 0,.555 .26,.5 .46,.28 .49,-.02")
FRINGE: dict[str, list[list[Point]]] = {
    "bob": [
        [*TOP, (0.36, 0.12), (0.12, 0.15), (-0.12, 0.15), (-0.36, 0.12)],
        points("-.44,.2 -.52,-.1 -.5,-.42 -.38,-.46 -.37,-.1 -.36,.12"),
        points(".44,.2 .52,-.1 .5,-.42 .38,-.46 .37,-.1 .36,.12"),
    ],
    "long": [[*TOP, (0.4, 0.05), (0.26, 0.22), (-0.06, 0.36), (-0.3, 0.2), (-0.41, 0.02)]],
    "short": [
        [*TOP, (0.41, 0.06), (0.32, 0.2), (0.1, 0.24), (-0.16, 0.3), (-0.34, 0.2), (-0.41, 0.06)]
    ],
    "bun": [[*TOP, (0.41, 0.04), (0.28, 0.26), (0, 0.38), (-0.28, 0.26), (-0.41, 0.04)]],
    "tufts": [[*TOP, (0.4, 0.12), (0.14, 0.2), (-0.14, 0.2), (-0.4, 0.12)]],
    "baby": [points("-.2,.46 -.06,.58 .12,.56 .24,.44 .1,.36 .02,.3 -.08,.38")],
    "cap": [points("-.48,.2 -.5,-.04 -.44,-.16 -.4,.1"), points(".48,.2 .5,-.04 .44,-.16 .4,.1")],
}
BEHIND: dict[str, list[list[Point]]] = {
    "bob": [points("-.5,.2 -.55,-.2 -.5,-.48 0,-.54 .5,-.48 .55,-.2 .5,.2 0,.5")],
    "long": [points("-.48,.3 -.56,-.2 -.5,-.74 -.2,-.86 .2,-.86 .5,-.74 .56,-.2 .48,.3 0,.5")],
    "bun": [points("-.2,.5 -.24,.7 0,.8 .24,.7 .2,.5")],
    "tufts": [
        points("-.42,.28 -.62,.3 -.74,.08 -.66,-.2 -.54,-.02"),
        points(".42,.28 .62,.3 .74,.08 .66,-.2 .54,-.02"),
    ],
}
