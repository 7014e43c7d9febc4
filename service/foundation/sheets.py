"""Sheets: CSV that spreadsheets read as text and never as a formula (RFC 4180)."""

import csv
import io
from collections.abc import Iterable

BOM = b"\xef\xbb\xbf"
"""Without it Excel takes UTF-8 for the encoding of the machine."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the start of a formula, full-width forms included."""


def as_text(words: str) -> str:
    """Words that no spreadsheet takes for a formula."""
    return f"'{words}" if words.startswith(_FORMULA) else words


def line(cells: Iterable[str]) -> bytes:
    """One line of a sheet, in UTF-8, each cell as text."""
    out = io.StringIO()
    csv.writer(out).writerow([as_text(cell) for cell in cells])
    return out.getvalue().encode()
