"""Owns drawing: from a scene's name and a seed to a finished picture."""

from random import Random

from PIL import Image

from . import paper
from .canvas import Canvas, View
from .scenes import REGISTRY

WORKING = 1400
"""Pixels on the long side while painting; larger pictures are enlarged from it."""


def draw(scene: str, *, seed: int, size: tuple[int, int], age: int | None = None) -> Image.Image:
    """Return an RGB picture of the scene, ``size`` pixels wide and high.

    The seed chooses the hour, the framing and the details; the same arguments give the same
    pixels. ``age`` is the girl's in years; without it she is as old as such a day finds her.
    Raises ``KeyError`` for a name that is not in ``SCENES``.
    """
    painted = REGISTRY[scene]
    rng = Random(f"{scene}/{seed}")  # noqa: S311 - it chooses clouds, not keys
    nearest = size[0] / min(size) * 50 / painted.breadth
    view = View(
        rng.choice(painted.lights),
        painted.age if age is None else age,
        min(nearest, rng.uniform(1, 1.05) if size[0] >= size[1] else 1.45),
        rng.choice((1, -1)),
    )
    share = min(1, WORKING / max(size))
    canvas = Canvas((round(size[0] * share), round(size[1] * share)), rng, view)
    painted.paint(canvas)
    canvas.glow(-canvas.half * 0.6, canvas.top * 0.85, 75, view.light.sun, 0.16)
    picture = canvas.finished().resize(size, Image.Resampling.LANCZOS)
    return paper.grained(picture, rng)
