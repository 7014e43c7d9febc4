"""Where a family can be met: coordinates, and the plate of its car."""

import re
from collections.abc import Iterator

from service.trust.privacy.finding import Kind, Spot
from service.trust.privacy.reading import Reading

_DECIMAL = r"(?<![\d.])\d{1,3}\.\d{3,}(?!\.?\d)"
_SECONDS = r"\d{1,2}(?:\.\d+)?(?!\d)(?:[\"″秒]|[′']{2})?"
_DEGREES = r"(?<![\d.])\d{1,3} ?[°度] ?\d{1,2}(?:\.\d+)? ?['′分]"
_FULL = rf"{_DEGREES} ?{_SECONDS}"
_AXIS = r"(?:[北南]纬|[东西]经|[经纬]度|坐标|定位|(?<![A-Z])(?:lat|lng|lon|N|E))"
_NAMED = re.compile(
    rf"{_AXIS}[\s:=是为约]{{0,3}}({_DECIMAL}°?|{_DEGREES}(?: ?{_SECONDS})?)", re.IGNORECASE
)
_DMS = re.compile(_FULL)
_PAIR = re.compile(rf"({_DECIMAL})(?:[° ,、/NE]{{1,4}})({_DECIMAL})°?[NE]?", re.IGNORECASE)
_LATITUDES = range(3, 54)
_LONGITUDES = range(73, 136)
"""Whole degrees of China: outside them two decimals are rather measurements."""
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤川青藏琼宁] ?[A-Z][·•. \-]?"
    r"([A-HJ-NP-Z0-9]{4,6}[港澳学警]?)(?![A-Z0-9])",
    re.IGNORECASE,
)


def coordinates(reading: Reading) -> Iterator[Spot]:
    """Degrees with minutes and seconds, named decimals, or a pair that lies in China."""
    for found in _NAMED.finditer(reading.text):
        yield Spot(Kind.COORDINATES, *found.span(1))
    for found in _DMS.finditer(reading.text):
        yield Spot(Kind.COORDINATES, *found.span())
    for found in _PAIR.finditer(reading.text):
        if _in_china(float(found[1]), float(found[2])):
            yield Spot(Kind.COORDINATES, *found.span())


def _in_china(one: float, other: float) -> bool:
    low, high = sorted((int(one), int(other)))
    return low in _LATITUDES and high in _LONGITUDES


def plates(reading: Reading) -> Iterator[Spot]:
    """GA 36: a province, a letter, five or six characters of which at most two are letters."""
    for found in _PLATE.finditer(reading.text):
        serial = found[1].rstrip("港澳学警")
        special = serial != found[1]
        letters = sum(char.isalpha() for char in serial)
        if letters <= 2 and len(serial) + special >= 5:
            yield Spot(Kind.PLATE, *found.span())
