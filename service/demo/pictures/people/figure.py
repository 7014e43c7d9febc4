"""Owns the bodies: a person in a pose, painted from the shadow at their feet up to the head."""

from dataclasses import replace

from ..canvas import Canvas, Point
from ..colour import darker, lighter
from .dress import EXTRAS_BEHIND, EXTRAS_IN_FRONT
from .head import back_hair, head
from .pose import Frame, Limb, Look, Pose, measure


def figure(c: Canvas, look: Look, at: Point, grown: float, pose: Pose | None = None) -> Frame:
    """Paint someone standing at a point, where adults are ``grown`` units high; return their frame.

    The frame tells the scene where the hands are, to put something into them.
    """
    if look.wardrobe:
        look = replace(look, top=c.rng.choice(look.wardrobe))
    f = measure(look, pose or Pose(), at, grown)
    _shadow(c, f)
    for name in look.extras:
        EXTRAS_BEHIND.get(name, _nothing)(c, f)
    if not f.pose.away:
        back_hair(c, f)
    _legs(c, f)
    _trunk(c, f)
    for name in look.extras:
        EXTRAS_IN_FRONT.get(name, _nothing)(c, f)
    _neck(c, f)
    head(c, f)
    for limb in f.arms:
        arm(c, f, limb)
    return f


def arm(c: Canvas, f: Frame, limb: Limb) -> None:
    """Paint one arm: sleeve, forearm and hand."""
    thick = f.head * (0.2 + 0.06 * f.look.breadth)
    sleeve = lighter(f.look.top, 0.07)
    path = [limb.root, limb.bend, limb.end]
    c.line(path, thick * 0.8, f.look.skin, 0.7, shade=0.2)
    if f.look.short:
        path = [limb.root, _towards(limb.root, limb.bend, 0.75)]
    else:
        path = [limb.root, limb.bend, _towards(limb.bend, limb.end, 0.86)]
    c.line(path, thick * 1.12, sleeve, 0.86, shade=0.35, lift=f.head * 0.03)
    c.oval(*limb.end, thick * 0.46, thick * 0.46, f.look.skin, shade=0.2)


def _nothing(_canvas: Canvas, _frame: Frame) -> None:
    """Some extras show only from one side."""


def _towards(start: Point, end: Point, share: float) -> Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _shadow(c: Canvas, f: Frame) -> None:
    if f.pose.legs == "hidden":
        return
    wide = f.head * (0.85 if f.pose.legs == "cross" else 0.62)
    c.oval(
        f.hip[0] + f.head * 0.12,
        f.ground,
        wide,
        wide * 0.2,
        "#3a2540",
        alpha=0.3,
        soft=0.5,
        shade=0,
    )


def _legs(c: Canvas, f: Frame) -> None:
    if f.pose.legs == "hidden":
        return
    thick = f.head * (0.22 + 0.05 * f.look.breadth)
    for limb in f.legs:
        colour = f.look.skin if f.look.dress else f.look.legs
        c.line(list(limb), thick * (0.85 if f.look.dress else 1.2), colour, 0.8, shade=0.3)
        _foot(c, f, limb, thick)


def _foot(c: Canvas, f: Frame, limb: Limb, thick: float) -> None:
    x, y = limb.end
    outwards = 0.25 if x > f.hip[0] else -0.25
    if f.look.dress:
        c.line([_towards(limb.bend, limb.end, 0.55), limb.end], thick * 0.9, "#fbf6ec", shade=0.2)
    c.oval(x + outwards * thick, y, thick * 0.85, thick * 0.5, f.look.shoes, shade=0.4)


def _trunk(c: Canvas, f: Frame) -> None:
    (hx, hy), (nx, ny), h = f.hip, f.neck, f.head
    wide = h * f.look.breadth
    low, skirt = (
        (hy - h * 0.08, wide * 0.98)
        if not f.look.dress or f.pose.legs == "hidden"
        else (hy - h * 0.42, wide * 1.75)
    )
    outline = [
        (nx - wide * 0.5, ny + h * 0.03),
        (nx - wide * 0.96, ny - h * 0.16),
        (hx - wide * 0.86, (ny + hy) / 2),
        (hx - skirt, low),
        (hx, low - h * 0.07),
        (hx + skirt, low),
        (hx + wide * 0.86, (ny + hy) / 2),
        (nx + wide * 0.96, ny - h * 0.16),
        (nx + wide * 0.5, ny + h * 0.03),
    ]
    c.blob(outline, f.look.top, shade=0.4, lift=h * 0.04)
    if f.look.dress:
        _belt(c, f)


def _belt(c: Canvas, f: Frame) -> None:
    x, y, wide = f.hip[0], f.hip[1] + f.head * 0.2, f.head * f.look.breadth * 0.93
    band = [(x - wide, y + f.head * 0.03), (x, y - f.head * 0.03), (x + wide, y + f.head * 0.03)]
    c.line(band, f.head * 0.09, darker(f.look.top, 0.22), shade=0.2)


def _neck(c: Canvas, f: Frame) -> None:
    x, y = f.neck
    c.oval(x, y, f.head * 0.15, f.head * 0.13, darker(f.look.skin, 0.12), shade=0)
