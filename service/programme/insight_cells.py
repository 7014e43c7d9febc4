"""Cells: which figures of a table may be told without telling of single families.

A figure under LEAST is hidden, nought included: that nobody of a place took part is told of it
neither. Beside a total the hidden ones must not follow by subtraction, so that the smallest told
figures are hidden with them until they do not.
"""

from collections.abc import Sequence

LEAST = 5


def told(column: Sequence[int], *, within: Sequence[bool] | None = None) -> list[int | None]:
    """The column with None for what is hidden; `within` may forbid further cells from the start.

    Of the hidden ones there are at least two, and together they come to LEAST at least, or to
    nothing that is told: then the total is to be hidden, too (see `total`).
    """
    allowed = within or [True] * len(column)
    shown: list[int | None] = [
        count if may and count >= LEAST else None
        for count, may in zip(column, allowed, strict=True)
    ]
    while _follows(column, shown) and any(cell is not None for cell in shown):
        _, place = min((cell, place) for place, cell in enumerate(shown) if cell is not None)
        shown[place] = None
    return shown


def total(column: Sequence[int], shown: Sequence[int | None]) -> int | None:
    """The sum of a column, hidden where it is small or where it would betray a cell."""
    count = sum(column)
    return None if count < LEAST or _follows(column, shown) else count


def _follows(column: Sequence[int], shown: Sequence[int | None]) -> bool:
    """Whether the hidden cells follow from the total and the told ones."""
    hidden = [count for count, cell in zip(column, shown, strict=True) if cell is None]
    return len(hidden) == 1 or (len(hidden) > 1 and sum(hidden) < LEAST)
