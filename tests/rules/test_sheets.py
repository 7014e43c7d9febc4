"""Sheets: whatever somebody wrote, a spreadsheet reads it as text."""

import csv
import io

import pytest

from service.foundation import sheets


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_no_cell_is_a_formula(sign):
    written = f"{sign}HYPERLINK(A1)"
    (cells,) = csv.reader(io.StringIO(sheets.line(["小满", written]).decode(), newline=""))
    assert cells == ["小满", f"'{written}"]


def test_what_begins_with_no_sign_stays_as_it_is():
    (cells,) = csv.reader(io.StringIO(sheets.line(["1=1", "3 - 2", "「好」", ""]).decode()))
    assert cells == ["1=1", "3 - 2", "「好」", ""]
