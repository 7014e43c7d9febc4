"""Owns the proportions of a body: what someone looks like, what they do, where that puts each part.

All lengths follow from the height and from how many heads high a person is, so the same strokes
draw a toddler and a grandfather.
"""

from dataclasses import dataclass
from math import hypot
from typing import NamedTuple

from ..canvas import Point

DOWN = (0.14, -0.97)
HIPS = {"sit": 0.42, "ride": 0.1, "cross": 0.82, "kneel": 0.55, "run": 0.05, "hidden": 1}
"""How far the hips sink in a stance, in leg lengths."""

LEGS: dict[str, tuple[tuple[Point, Point], tuple[Point, Point]]] = {
    "stand": (((0.02, -0.5), (0.05, -0.97)), ((0.02, -0.5), (0.05, -0.97))),
    "walk": (((0.12, -0.5), (0.3, -0.93)), ((0.06, -0.5), (0.16, -0.97))),
    "run": (((0.5, -0.3), (0.62, -0.78)), ((0.2, -0.45), (0.62, -0.8))),
    "sit": (((0.28, -0.08), (0.22, -0.56)), ((0.28, -0.08), (0.22, -0.56))),
    "cross": (((0.62, -0.02), (-0.12, -0.13)), ((0.62, -0.02), (-0.12, -0.13))),
    "kneel": (((0.3, -0.3), (0.16, -0.42)), ((0.3, -0.3), (0.16, -0.42))),
    "ride": (((-0.55, -0.2), (-0.4, -0.68)), ((0.5, -0.32), (0.3, -0.88))),
    "hidden": (((0, 0), (0, 0)), ((0, 0), (0, 0))),
}
"""Left and right leg: knee and foot as seen from the hip, outwards and up, in leg lengths."""


@dataclass(frozen=True)
class Look:
    """What someone looks like: height in grown-ups, proportions, hair and clothes.

    Whoever has a ``wardrobe`` wears a top of one of its colours, another one each day.
    """

    height: float
    heads: float
    hair: str
    top: str
    legs: str
    shoes: str = "#5a4038"
    skin: str = "#f6d3b3"
    hair_colour: str = "#3c2a27"
    breadth: float = 0.4
    dress: bool = False
    short: bool = False
    extras: tuple[str, ...] = ()
    wardrobe: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pose:
    """What someone does. Hands are (outwards, up) from the shoulder in arm lengths."""

    legs: str = "stand"
    left: Point = DOWN
    right: Point = DOWN
    lean: float = 0
    tilt: float = 0
    gaze: float = 0
    mouth: str = "smile"
    eyes: str = "open"
    away: bool = False


class Limb(NamedTuple):
    """A leg or an arm, from the trunk outwards."""

    root: Point
    bend: Point
    end: Point


class Frame(NamedTuple):
    """Where the parts of one person are, in picture units; ``head`` is the head's height."""

    look: Look
    pose: Pose
    head: float
    ground: float
    hip: Point
    neck: Point
    face: Point
    legs: tuple[Limb, Limb]
    arms: tuple[Limb, Limb]


def measure(look: Look, pose: Pose, at: Point, grown: float) -> Frame:
    """Return the frame of someone whose feet stand at a point, where adults are ``grown`` high."""
    x, y = at
    tall = look.height * grown
    head = tall / look.heads
    trunk = tall - head * 0.94
    leg = trunk * (0.385 + 0.023 * look.heads)
    hip = (x, y + leg * (1 - HIPS.get(pose.legs, 0)))
    neck = (x + pose.lean * head, hip[1] + trunk - leg)
    face = (neck[0] + (pose.gaze * 0.03 - pose.tilt * 0.005) * head, neck[1] + head * 0.4)
    left, right = LEGS[pose.legs]
    spread = head * (0.15 + 0.1 * look.breadth)
    legs = (_leg(hip, -spread, left, -leg), _leg(hip, spread, right, leg))
    shoulder = head * look.breadth
    arm = trunk * 0.47
    arms = (_arm(neck, -shoulder, pose.left, arm), _arm(neck, shoulder, pose.right, arm))
    return Frame(look, pose, head, y, hip, neck, face, legs, arms)


def _leg(hip: Point, spread: float, joints: tuple[Point, Point], leg: float) -> Limb:
    knee, foot = ((hip[0] + spread + dx * leg, hip[1] + dy * abs(leg)) for dx, dy in joints)
    return Limb((hip[0] + spread, hip[1]), knee, foot)


def _arm(neck: Point, shoulder: float, hand: Point, arm: float) -> Limb:
    """Bend the elbow outwards and down, as far as the hand's nearness asks for."""
    side = 1 if shoulder > 0 else -1
    root = (neck[0] + shoulder * 0.86, neck[1] - abs(shoulder) * 0.3)
    end = (root[0] + side * hand[0] * arm, root[1] + hand[1] * arm)
    dx, dy = end[0] - root[0], end[1] - root[1]
    reach = hypot(dx, dy) or 1
    bulge = max(0.035, (1 - min(1, reach / arm) ** 2) ** 0.5 * 0.32) * arm
    across = (dy / reach, -dx / reach)
    steep = abs(across[1]) < 0.35
    if (across[0] * side < 0) if steep else (across[1] > 0):
        across = (-across[0], -across[1])
    bend = (root[0] + dx / 2 + across[0] * bulge, root[1] + dy / 2 + across[1] * bulge)
    return Limb(root, bend, end)
