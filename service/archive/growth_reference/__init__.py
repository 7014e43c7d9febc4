"""The growth reference: percentiles of height and weight of children in China, by sex and age.

Two sources, each a CSV of its own beside this file; `month` is the age in months, heights are in
centimetres, weights in kilograms, and p3 … p97 the 3rd, 25th, 50th, 75th and 97th percentile.

`wst_423_2022.csv`, from birth to 6 years 9 months: WS/T 423—2022 《7岁以下儿童生长标准》, in force
since 1 March 2023, tables A.1 and A.2 (weight), A.3 and A.4 (length until 2 years, height from then
on): 26 of their 44 ages. The standard prints nothing between 6 years 9 months and 7 years, and
nothing is made up for it.

`li_2009.csv`, from 7 to 18 years: 李辉, 季成叶, 宗心南, 张亚钦,
《中国0～18岁儿童、青少年身高、体重的标准化生长曲线》, 中华儿科杂志 2009, 47(7): the percentile
tables of boys and girls, whole years. They rest on the nationwide surveys of 2005.

How they were verified: not against the printed originals, but against public transcriptions made
independently of each other. Of WS/T 423, p3, p50 and p97 agree in two of them at every age and in
both sexes; of 李辉, heights agree in at least two of three. One figure differs between the only two
transcriptions of the weights: p25 of boys of 11 years, 32.97 or 32.37; the curve through its
neighbours and its own row decides for the former. Every p25 and p75 lies within rounding of what
p3, p50 and p97 of its row make of it (Box-Cox), which a test repeats. The 10th and 90th percentile
are left out: half of them are found in one transcription alone.
"""

import csv
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path

from models.archive.measurements import Quantity
from models.people.students import Sex

PERCENTILES = (3, 25, 50, 75, 97)
_NORMAL_97 = 1.880794
"""So many standard deviations above the median is the 97th percentile."""
SOURCES = {
    "wst_423_2022": "WS/T 423—2022《7岁以下儿童生长标准》",
    "li_2009": "李辉等 2009《中国0～18岁儿童、青少年身高、体重的标准化生长曲线》",
}


@dataclass(frozen=True)
class Section:
    """The ages that one source covers; `rows` has the PERCENTILES at each of `months`."""

    source: str
    months: tuple[int, ...]
    rows: tuple[tuple[float, ...], ...]

    def at(self, months: float) -> tuple[float, ...] | None:
        """The percentiles at an age, between two ages by a straight line; None beyond them."""
        if not self.months[0] <= months <= self.months[-1]:
            return None
        after = min(bisect_right(self.months, months), len(self.months) - 1)
        start, end = self.months[after - 1], self.months[after]
        share = (months - start) / (end - start)
        pairs = zip(self.rows[after - 1], self.rows[after], strict=True)
        return tuple(low + (high - low) * share for low, high in pairs)


def sections(quantity: Quantity, sex: Sex | None) -> Sequence[Section]:
    """What there is of a quantity, youngest first; nothing where the sex was not said."""
    return [one for name in SOURCES if (one := _read(name).get((quantity, sex)))]


def percentiles(quantity: Quantity, sex: Sex | None, months: float) -> tuple[float, ...] | None:
    """The PERCENTILES at an age, in centimetres or kilograms; None where no source tells."""
    found = (section.at(months) for section in sections(quantity, sex))
    return next(filter(None, found), None)


def deviation(quantity: Quantity, sex: Sex | None, months: float, value: float) -> float | None:
    """How many standard deviations a positive value is off the median; None as `percentiles`.

    Counted on logarithms, above and below the median apart: weights are not spread evenly.
    """
    found = percentiles(quantity, sex, months)
    if found is None:
        return None
    median, outer = found[2], found[4] if value > found[2] else found[0]
    return _NORMAL_97 * log(value / median) / abs(log(outer / median))


_WORDS = {
    Quantity.HEIGHT: ("矮", "高"),
    Quantity.WEIGHT: ("轻", "重"),
}


def words(quantity: Quantity, sex: Sex | None, months: float, value: float) -> str:
    """Where a child stands among others of its age, calmly; empty where no source tells."""
    found = percentiles(quantity, sex, months)
    if found is None:
        return ""
    (less, more), (p3, p25, _, p75, p97) = _WORDS[quantity], found
    if value < p3:
        return f"比大多数同龄孩子{less}一些"
    if value < p25:
        return f"比同龄孩子略{less}一点"
    if value <= p75:
        return "和同龄孩子差不多"
    return f"比同龄孩子略{more}一点" if value <= p97 else f"比大多数同龄孩子{more}一些"


@cache
def _read(name: str) -> dict[tuple[Quantity, Sex | None], Section]:
    path = Path(__file__).with_name(f"{name}.csv")
    rows: dict[tuple[Quantity, Sex | None], list[dict[str, str]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows.setdefault((Quantity(row["quantity"]), Sex(row["sex"])), []).append(row)
    return {key: _section(SOURCES[name], found) for key, found in rows.items()}


def _section(source: str, rows: list[dict[str, str]]) -> Section:
    return Section(
        source,
        tuple(int(row["month"]) for row in rows),
        tuple(tuple(float(row[f"p{number}"]) for number in PERCENTILES) for row in rows),
    )
