"""Layout: how the pictures of one entry share the width of a page, by their shapes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log

WIDTH, GAP = 114.0, 2.0
"""Millimetres: of the text on an A5 page, and between two pictures."""
TALLEST, ALL_TALLEST = 112.0, 132.0
"""Millimetres: of one row, and of all rows of an entry with what is between."""
IDEAL = 58.0
MOST_IN_ROW = 3
NARROWEST, WIDEST = 0.6, 2.2
"""Beside others a picture is cut to a shape within these; alone it stays whole."""


@dataclass(frozen=True)
class Slot:
    """A place for one picture, in millimetres."""

    width: float
    height: float


def rows(shapes: Sequence[float]) -> list[list[Slot]]:
    """Rows of slots, in order, for pictures of these shapes (width by height).

    A row of several has one height, and fills the width unless all would be too tall then; of all
    ways to cut the rows the one is taken whose heights are nearest to the ideal.
    """
    if not shapes:
        return []
    ways = [[_row(part) for part in _parts(shapes, way)] for way in _ways(len(shapes))]
    return _lowered(min(ways, key=_unsightliness))


def _ways(count: int) -> Iterator[tuple[int, ...]]:
    """Every way to cut so many pictures into rows."""
    if count == 0:
        yield ()
    for first in range(1, min(MOST_IN_ROW, count) + 1):
        for rest in _ways(count - first):
            yield (first, *rest)


def _parts(shapes: Sequence[float], way: tuple[int, ...]) -> Iterator[Sequence[float]]:
    start = 0
    for length in way:
        yield shapes[start : start + length]
        start += length


def _row(shapes: Sequence[float]) -> list[Slot]:
    if len(shapes) == 1:
        height = min(WIDTH / shapes[0], TALLEST)
        return [Slot(height * shapes[0], height)]
    held = [min(max(shape, NARROWEST), WIDEST) for shape in shapes]
    height = (WIDTH - GAP * (len(held) - 1)) / sum(held)
    return [Slot(height * shape, height) for shape in held]


def _unsightliness(way: list[list[Slot]]) -> tuple[bool, float]:
    heights = [row[0].height for row in way]
    return sum(heights) > _room(way), sum(log(height / IDEAL) ** 2 for height in heights)


def _room(way: list[list[Slot]]) -> float:
    return ALL_TALLEST - GAP * (len(way) - 1)


def _lowered(way: list[list[Slot]]) -> list[list[Slot]]:
    """The rows, all smaller where together they would be too tall."""
    scale = min(1.0, _room(way) / sum(row[0].height for row in way))
    return [[Slot(slot.width * scale, slot.height * scale) for slot in row] for row in way]
