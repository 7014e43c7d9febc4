"""Owns the list of scenes: each one's painter, its hours of the day and the girl's usual age."""

from collections.abc import Callable
from dataclasses import dataclass

from ..canvas import Canvas
from ..colour import Light

Painter = Callable[[Canvas], None]


@dataclass(frozen=True)
class Scene:
    """A scene that can be painted; ``breadth`` is the half-width it needs, in units."""

    paint: Painter
    lights: tuple[Light, ...]
    age: int
    breadth: float


REGISTRY: dict[str, Scene] = {}


def scene(*lights: Light, age: int, breadth: float = 45) -> Callable[[Painter], Painter]:
    """Enter a painter in the list under its own name."""

    def enter(paint: Painter) -> Painter:
        REGISTRY[paint.__name__] = Scene(paint, lights, age, breadth)
        return paint

    return enter
