"""Owns the list of scenes: each one's painter, its hours of the day and the girl's usual age."""

from collections.abc import Callable
from dataclasses import dataclass

from ..canvas import Canvas
from ..colour import GOLDEN, MORNING, NOON, Light

Painter = Callable[[Canvas], None]


@dataclass(frozen=True)
class Scene:
    """A scene that can be painted; ``mirrors`` if nothing in it must be read left to right."""

    paint: Painter
    lights: tuple[Light, ...]
    age: int
    mirrors: bool


REGISTRY: dict[str, Scene] = {}


def scene(*lights: Light, age: int, mirrors: bool = True) -> Callable[[Painter], Painter]:
    """Enter a painter in the list under its own name."""

    def enter(paint: Painter) -> Painter:
        REGISTRY[paint.__name__] = Scene(paint, lights or (MORNING, NOON, GOLDEN), age, mirrors)
        return paint

    return enter
