"""Labels of a curve: figures beside their points, over no line of the child's nor each other."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

_ASCII, _HAN = 0.56, 1.0
"""The width of a character, in parts of the size of the font."""
Spot = tuple[float, float]


def width(words: str, size: float) -> float:
    """About how wide words are drawn."""
    return size * sum(_ASCII if one.isascii() else _HAN for one in words)


@dataclass(frozen=True)
class Box:
    """A rectangle of the drawing, whose `top` is the smaller."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether both have a place in common."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def holds(self, x: float, y: float) -> bool:
        """Whether a spot is within it."""
        return self.left < x < self.right and self.top < y < self.bottom


@dataclass(frozen=True)
class Label:
    """Words at a place, of which `anchor` is the start, the middle or the end."""

    x: float
    y: float
    anchor: str
    words: str
    size: int = 19

    @property
    def box(self) -> Box:
        """What it covers."""
        wide = width(self.words, self.size)
        left = self.x - {"start": 0.0, "middle": wide / 2, "end": wide}[self.anchor]
        return Box(left - 2, self.y - self.size * 0.82, left + wide + 2, self.y + 3)


class Room:
    """What is free of the plot beside the lines that are drawn in it."""

    def __init__(self, plot: Box, lines: Iterable[list[Spot]]) -> None:
        self._plot = plot
        self._drawn = [spot for line in lines for spot in _along(line)]
        self._labels: list[Box] = []

    def put(self, spot: Spot, words: str, *, below: bool) -> Label | None:
        """A label for a point, above or below it or where else there is room; None if nowhere."""
        for label in _around(*spot, words, below):
            if self._is_free(label.box):
                self._labels.append(label.box)
                return label
        return None

    def _is_free(self, box: Box) -> bool:
        plot = self._plot
        inside = plot.holds(box.left, box.top) and plot.holds(box.right, box.bottom)
        return (
            inside
            and not any(box.holds(*spot) for spot in self._drawn)
            and not any(box.meets(label) for label in self._labels)
        )


def _around(x: float, y: float, words: str, below: bool) -> list[Label]:
    over = [Label(x, y - 14, "middle", words), Label(x - 8, y - 10, "end", words)]
    under = [Label(x, y + 28, "middle", words), Label(x + 8, y + 24, "start", words)]
    beside = [Label(x + 11, y + 16, "start", words), Label(x + 10, y - 10, "start", words)]
    return [*under, *over, *beside] if below else [*over, *under, *beside]


def _along(line: list[Spot]) -> Iterator[Spot]:
    """Spots around the points of a line, and close to each other between them."""
    for x, y in line:
        yield from ((x + dx, y + dy) for dx in (-6, 0, 6) for dy in (-6, 0, 6))
    for (x, y), (to_x, to_y) in pairwise(line):
        steps = int(max(abs(to_x - x), abs(to_y - y)) / 4)
        for step in range(1, steps):
            yield x + (to_x - x) * step / steps, y + (to_y - y) * step / steps
