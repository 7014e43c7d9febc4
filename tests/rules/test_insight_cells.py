"""Cells: what a table tells and its total add up to nothing about a handful of families."""

from hypothesis import given
from hypothesis import strategies as st

from service.programme.insight_cells import LEAST, told, total

COLUMNS = st.lists(st.integers(0, 40), max_size=12)


def test_small_ones_are_hidden_and_one_more_so_that_none_follows():
    assert told([12, 3, 40]) == [None, None, 40]
    assert told([12, 0, 0, 40]) == [None, None, None, 40]
    assert told([6, 4, 4]) == [6, None, None]
    assert total([6, 4, 4], told([6, 4, 4])) == 14
    assert told([]) == []
    assert told([4]) == [None]
    assert total([4], [None]) is None


def test_a_cell_that_may_not_be_told_is_not_told_however_large():
    assert told([50, 60, 70], within=[True, False, True]) == [None, None, 70]


@given(COLUMNS)
def test_no_hidden_figure_follows_from_what_is_told(column):
    cells = told(column)
    pairs = list(zip(cells, column, strict=True))
    assert all(cell is None or cell == count >= LEAST for cell, count in pairs)
    whole = total(column, cells)
    if whole is not None:
        assert whole == sum(column)
        hidden = [count for cell, count in pairs if cell is None]
        assert len(hidden) != 1
        assert not hidden or sum(hidden) >= LEAST


@given(COLUMNS)
def test_what_is_large_enough_and_safe_is_told(column):
    if all(count >= LEAST for count in column):
        assert told(column) == column
