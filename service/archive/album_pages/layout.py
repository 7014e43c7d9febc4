"""Layout: how the pictures of a chapter fill its pages, by their shapes.

A page is rows of one to three pictures; in a row all have one height, and it is as wide as the page
unless its pictures have too few dots for that. Of all ways to cut the pictures, in their order,
into pages and rows the one is taken whose pages are fullest and most alike.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import ceil, inf, log

WIDTH, ROOM = 178.0, 252.0
"""Millimetres: of what is printed on an A4 page."""
GAP, BETWEEN = 3.0, 4.0
"""Millimetres: between two pictures, and between two rows with their captions."""
MOST_ON_PAGE, MOST_IN_ROW = 6, 3
KEPT = 0.92
"""Of a picture at least so much is shown, of its width as of its height."""
DOTS_PER_MM = 150 / 25.4
"""A picture with fewer is printed smaller."""
EM, LINE, BELOW = 2.65, 4.1, 1.6
"""Millimetres: of a caption's character, from line to line, and from a picture to its caption."""
IDEAL, TINY = 3, 1500.0
"""Pictures on a page; and square millimetres below which one is hard to see."""
NARROWEST = 7.0
"""Ems: words are not set in a narrower column."""
_RAGGED = 1.5
"""Ems that a line may stay short of its width, so that no mark begins the next one."""


@dataclass(frozen=True)
class Shot:
    """A picture to be laid out: its pixels, and the ems of each paragraph of its caption."""

    width: int
    height: int
    words: tuple[float, ...] = ()

    @property
    def shape(self) -> float:
        """Width by height."""
        return max(self.width, 1) / max(self.height, 1)

    @property
    def tallest(self) -> float:
        """Millimetres."""
        return max(self.height, 1) / DOTS_PER_MM


@dataclass(frozen=True)
class Slot:
    """A place for one picture, in millimetres."""

    width: float
    height: float


@dataclass(frozen=True)
class Row:
    """Places beside each other, above captions for which there are so many millimetres."""

    slots: tuple[Slot, ...]
    captions: float

    @property
    def height(self) -> float:
        """With its captions."""
        return self.slots[0].height + self.captions

    @property
    def width(self) -> float:
        """With what is between."""
        return sum(slot.width for slot in self.slots) + GAP * (len(self.slots) - 1)


def pages(shots: Sequence[Shot], first_room: float = ROOM) -> list[list[Row]]:
    """The pages of a chapter, whose first one has this much room left."""
    best: list[tuple[float, list[list[Row]]]] = [(0.0, [])]
    for end in range(1, len(shots) + 1):
        ways = (
            (best[start][0] + cost, [*best[start][1], page])
            for start in range(max(0, end - MOST_ON_PAGE), end)
            for cost, page in [_page(tuple(shots[start:end]), ROOM if start else first_room)]
        )
        best.append(min(ways, key=lambda way: way[0]))
    return best[-1][1]


@cache
def _cuts(count: int) -> tuple[tuple[int, ...], ...]:
    """Every way to cut so many pictures into rows, each as the places of its cuts."""

    def ways(left: int) -> Iterator[tuple[int, ...]]:
        if not left:
            yield (0,)
        for last in range(1, min(MOST_IN_ROW, left) + 1):
            for before in ways(left - last):
                yield (*before, left)

    return tuple(ways(count))


def _page(shots: tuple[Shot, ...], room: float) -> tuple[float, list[Row]]:
    """The best page of these pictures, after what it costs."""
    ways = (
        _set([shots[start:end] for start, end in pairwise(cut)], room) for cut in _cuts(len(shots))
    )
    return min(ways, key=lambda way: way[0])


def _set(rows: list[tuple[Shot, ...]], room: float) -> tuple[float, list[Row]]:
    heights = [_height(row) for row in rows]
    scale = _scale(rows, heights, room)
    if scale <= 0:
        return inf, []
    captions = [_captions(row, height * scale) for row, height in zip(rows, heights, strict=True)]
    left = room - sum(captions) - BETWEEN * (len(rows) - 1)
    stretch = _stretch(left / (sum(heights) * scale))
    made = [
        Row(_slots(row, height * scale, stretch), caption)
        for row, height, caption in zip(rows, heights, captions, strict=True)
    ]
    return _cost(made, scale, stretch, room), made


def _height(row: tuple[Shot, ...]) -> float:
    """As wide as the page, or as high as the dots of each picture allow."""
    full = (WIDTH - GAP * (len(row) - 1)) / sum(shot.shape for shot in row)
    return min(full, *(shot.tallest for shot in row))


def _scale(rows: list[tuple[Shot, ...]], heights: list[float], room: float) -> float:
    """By how much all rows are smaller so that they fit, when a little is cut; 0: they never do.

    Where rows get narrower, captions get longer; so it is looked for step by step.
    """
    scale, between = 1.0, BETWEEN * (len(rows) - 1)
    for _ in range(12):
        pairs = zip(rows, heights, strict=True)
        captions = sum(_captions(row, height * scale) for row, height in pairs)
        fitting = (room - captions - between) / sum(heights) / KEPT
        if fitting >= scale:
            return scale
        scale = fitting
        if scale <= 0:
            break
    return 0.0


def _stretch(ratio: float) -> float:
    """How much higher the rows get than whole pictures are: only if that fills the page."""
    return ratio if ratio < 1 / KEPT else 1.0


def _slots(row: tuple[Shot, ...], height: float, stretch: float) -> tuple[Slot, ...]:
    """Stretched as far as the dots of each picture allow."""
    wanted = min(height * stretch, *(shot.tallest for shot in row))
    return tuple(Slot(shot.shape * height, wanted) for shot in row)


def caption_width(slots: int, width: float) -> float:
    """Millimetres: a picture alone in its row has captions as wide as the page."""
    return WIDTH if slots == 1 else width


def _captions(row: tuple[Shot, ...], height: float) -> float:
    """Millimetres; without end where a picture is too narrow for words below it."""
    widths = [caption_width(len(row), shot.shape * height) for shot in row]
    lines = max(_lines(shot, width) for shot, width in zip(row, widths, strict=True))
    return BELOW + LINE * lines if lines else 0.0


def _lines(shot: Shot, width: float) -> float:
    ems = width / EM - _RAGGED
    if shot.words and ems < NARROWEST:
        return inf
    return sum(ceil(words / ems) for words in shot.words)


def _cost(rows: list[Row], scale: float, stretch: float, room: float) -> float:
    slots = [slot for row in rows for slot in row.slots]
    areas = [slot.width * slot.height for slot in slots]
    white = 1 - sum(areas) / (WIDTH * room)
    uneven = log(max(row.height for row in rows) / min(row.height for row in rows))
    return (
        3 * white**2
        + 0.3 * log(len(slots) / IDEAL) ** 2
        + 2 * (1 - scale) ** 2
        + 4 * (1 - stretch) ** 2
        + 0.1 * uneven**2
        + 0.3 * sum(area < TINY for area in areas)
        + 0.1
    )
