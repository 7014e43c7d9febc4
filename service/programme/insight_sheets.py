"""Insight as files: a CSV that spreadsheets read as text, and bars as SVG."""

import csv
import io
from collections.abc import Iterator
from html import escape

from service.foundation.sheets import BOM, as_text
from service.programme.insight import Table

HIDDEN = "<5"
_WIDTH, _LEFT, _ROW, _TOP = 640, 200, 32, 64
_INK, _SOFT, _BAR, _PAPER = "#2a2520", "#6b6157", "#1f5f7a", "#fffdf8"
_FONTS = "'PingFang SC','Noto Sans CJK SC','Microsoft YaHei',sans-serif"


def as_csv(table: Table) -> bytes:
    """UTF-8 with a byte order mark, as Excel wants it; RFC 4180."""
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(["", *map(as_text, table.columns)])
    for row in table.rows:
        sheet.writerow([as_text(row.name), *map(figure, row.figures)])
    if table.totals is not None:
        sheet.writerow(["合计", *map(figure, table.totals)])
    return BOM + out.getvalue().encode()


def figure(cell: int | None) -> str:
    """A figure, or that it is too small to be told."""
    return HIDDEN if cell is None else str(cell)


def as_svg(table: Table, column: int) -> str:
    """Bars of one column in the table's own order; a hidden figure has no bar."""
    height = _TOP + _ROW * max(len(table.rows), 1) + 24
    title = f"{table.region} · {table.columns[column]}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img"'
        f' font-family="{_FONTS}" font-size="15" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>"
        f'<rect width="{_WIDTH}" height="{height}" fill="{_PAPER}"/>'
        f'<text x="24" y="38" font-size="20" fill="{_INK}">{escape(title)}</text>'
        f"{''.join(_bars(table, column))}</svg>"
    )


def _bars(table: Table, column: int) -> Iterator[str]:
    most = max((row.figures[column] or 0 for row in table.rows), default=0)
    for place, row in enumerate(table.rows):
        y, cell = _TOP + _ROW * place, row.figures[column]
        width = round((_WIDTH - _LEFT - 80) * (cell or 0) / max(most, 1), 1)
        yield (
            f'<text x="{_LEFT - 12}" y="{y + 17}" text-anchor="end" fill="{_INK}">'
            f"{escape(_short(row.name))}</text>"
        )
        if cell is not None:
            yield f'<rect x="{_LEFT}" y="{y}" width="{width}" height="22" rx="3" fill="{_BAR}"/>'
        told = escape(figure(cell))
        yield f'<text x="{_LEFT + width + 8}" y="{y + 17}" fill="{_SOFT}">{told}</text>'


def _short(name: str) -> str:
    return name if len(name) <= 11 else name[:10] + "…"
