"""Drawing a curve as SVG, for a phone of 360 px and for a page of A5: the reference softly behind.

Nothing is loaded from elsewhere: no font, no style sheet, no script. The eyes are told apart by
shape as well as by colour, so that a print in grey reads the same.
"""

import re
from collections.abc import Callable, Iterator
from html import escape
from itertools import zip_longest
from math import ceil
from typing import TYPE_CHECKING

from service.archive.curve_labels import Box, Label, Room, Spot, width

if TYPE_CHECKING:
    from service.archive.curves import Curve, Point, Series

WIDTH = 600
_LEFT, _RIGHT, _TOP, _PLOT = 54, 548, 62, 330
_BOTTOM = _TOP + _PLOT
_PAPER, _INK, _SOFT, _GRID = "#fffdf8", "#2a2520", "#6b6157", "#ece5d8"
_BANDS, _MEDIAN = ("#e4ede6", "#c9dbce"), "#7fa18a"
_OWN = ("#b3352a", "#1f5f7a")
_FONTS = (
    "'PingFang SC','HarmonyOS Sans SC','Noto Sans SC','Noto Sans CJK SC','Microsoft YaHei',"
    "sans-serif"
)
_LINE = 24
_MANY = 16
"""So many points of a line are drawn large, and told in figures."""
_SMALL, _BIG = 16, 10
_WORDS = re.compile(r"[\x21-\x7e]+ ?|.[、，；》]?")


class _Scale:
    """From months and values to the places of the plot."""

    def __init__(self, curve: "Curve") -> None:
        self._ages, self._values = curve.ages, curve.values

    def x(self, months: float) -> float:
        share = (months - self._ages.low) / (self._ages.high - self._ages.low)
        return round(_LEFT + share * (_RIGHT - _LEFT), 1)

    def y(self, value: float) -> float:
        share = (value - self._values.low) / (self._values.high - self._values.low)
        return round(_BOTTOM - share * _PLOT, 1)

    def spot(self, point: "Point") -> Spot:
        return self.x(point.months), self.y(point.value)

    def path(self, months: list[float], values: list[float]) -> str:
        pairs = zip(months, values, strict=True)
        return " ".join(f"{self.x(at)},{self.y(value)}" for at, value in pairs)


def svg(curve: "Curve") -> str:
    """The curve as one SVG element of WIDTH to its height; the same curve gives the same text."""
    scale = _Scale(curve)
    foot = _foot(curve)
    height = _BOTTOM + 54 + _LINE * len(foot)
    inside = [
        f'<rect width="{WIDTH}" height="{height}" rx="14" fill="{_PAPER}"/>',
        *_head(curve),
        *_behind(curve, scale),
        *_grid(curve, scale),
        *_lines(curve, scale),
        *(drawn(_BOTTOM + 62 + _LINE * number) for number, drawn in enumerate(foot)),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"'
        f' font-family="{_FONTS}" aria-label="{escape(_told(curve))}">'
        f"<title>{escape(_told(curve))}</title>{''.join(inside)}</svg>"
    )


def _told(curve: "Curve") -> str:
    """What the picture says, for whoever hears it read."""
    said = [f"{curve.title}（{curve.unit}）曲线"]
    for line in curve.series:
        name = f"{line.name} " if line.name else ""
        said += [f"{one.age} {name}{_figure(curve, one.value)}" for one in line.points[-1:]]
    return "，".join(said)


def _figure(curve: "Curve", value: float) -> str:
    """As it is said of a child: ten grams count of a newborn alone."""
    if curve.normal:
        return f"{value:.1f}"
    return f"{round(value, 1 if value >= _BIG else 2):g}"


def _text(x: float, y: float, words: str, size: int = 18, fill: str = _SOFT, **more: str) -> str:
    attributes = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in more.items())
    place = f'x="{x:g}" y="{y:g}" font-size="{size}" fill="{fill}"'
    return f"<text {place}{attributes}>{escape(words)}</text>"


def _head(curve: "Curve") -> Iterator[str]:
    yield _text(20, 36, curve.title, 24, _INK)
    yield _text(20 + width(curve.title, 24) + 8, 36, curve.unit, 18)
    named = [line for line in curve.series if line.name]
    x = WIDTH - 20
    for number, line in reversed(list(enumerate(named))):
        x -= width(line.name, 18)
        yield _text(x, 36, line.name, 18, _OWN[number])
        x -= 14
        yield _mark(x, 30, number)
        x -= 22
    if not named and curve.series[0].points:
        last = curve.series[0].points[-1]
        words = f"{last.age}　{_figure(curve, last.value)} {curve.unit}"
        yield _text(WIDTH - 20, 36, words, 20, _OWN[0], text_anchor="end")


def _behind(curve: "Curve", scale: _Scale) -> Iterator[str]:
    """The bands of the reference, the wide one first, and its median."""
    for one in curve.references:
        back = list(reversed(one.months))
        for (low, high), fill in zip(((0, 4), (1, 3)), _BANDS, strict=True):
            there = scale.path(one.months, one.lines[high])
            again = scale.path(back, list(reversed(one.lines[low])))
            yield f'<polygon points="{there} {again}" fill="{fill}"/>'
        median = scale.path(one.months, one.lines[2])
        yield (
            f'<polyline points="{median}" fill="none" stroke="{_MEDIAN}" stroke-width="2"'
            ' stroke-dasharray="7 5"/>'
        )
    if curve.references:
        yield from _percentiles(curve, scale)


def _percentiles(curve: "Curve", scale: _Scale) -> Iterator[str]:
    """P3, P50 and P97 at the end of the lines, as far as there is room between them."""
    last = curve.references[-1]
    x, above = scale.x(last.months[-1]) + 4, float("inf")
    for place in (0, 2, 4):
        y = scale.y(last.lines[place][-1]) + 5
        if above - y > 15:
            yield _text(x, y, f"P{last.percentiles[place]}", 14)
            above = y


def _grid(curve: "Curve", scale: _Scale) -> Iterator[str]:
    for tick in curve.values.ticks:
        y = scale.y(tick.at)
        yield f'<path d="M{_LEFT} {y}H{_RIGHT}" stroke="{_GRID}"/>'
        yield _text(_LEFT - 8, y + 6, tick.label, text_anchor="end")
    yield f'<path d="M{_LEFT} {_BOTTOM}H{_RIGHT}" stroke="{_SOFT}" stroke-width="1.5"/>'
    for tick in curve.ages.ticks:
        x = scale.x(tick.at)
        yield f'<path d="M{x} {_BOTTOM}v6" stroke="{_SOFT}" stroke-width="1.5"/>'
        yield _text(x, _BOTTOM + 26, tick.label, text_anchor="middle")
    if curve.normal:
        y = scale.y(curve.normal)
        yield f'<path d="M{_LEFT} {y}H{_RIGHT}" stroke="{_MEDIAN}" stroke-width="2.5"/>'


def _lines(curve: "Curve", scale: _Scale) -> Iterator[str]:
    if not any(line.points for line in curve.series):
        middle = (_LEFT + _RIGHT) / 2
        said = ("还没有记录", 22, _INK), ("量一次，就会出现在这里", 18, _SOFT)
        for number, (words, size, fill) in enumerate(said):
            y = _TOP + _PLOT / 2 + 32 * number
            yield _text(middle, y, words, size, fill, text_anchor="middle", **_HALO)
        return
    for number, line in enumerate(curve.series):
        path = scale.path([p.months for p in line.points], [p.value for p in line.points])
        dashed = ' stroke-dasharray="9 6"' if number else ""
        yield (
            f'<polyline points="{path}" fill="none" stroke="{_OWN[number]}" stroke-width="3.5"'
            f' stroke-linejoin="round" stroke-linecap="round"{dashed}/>'
        )
    for number, line in enumerate(curve.series):
        for point in line.points:
            size = 6.0 if len(line.points) <= _MANY else 4.0
            yield _mark(*scale.spot(point), number, size)
    for fill, label in _labels(curve, scale):
        yield _text(
            label.x, label.y, label.words, label.size, fill, text_anchor=label.anchor, **_HALO
        )


_HALO = {"stroke": _PAPER, "stroke_width": "5", "stroke_linejoin": "round", "paint_order": "stroke"}


def _mark(x: float, y: float, number: int, size: float = 6.0) -> str:
    """A filled dot, of the second line a hollow square."""
    if number == 0:
        place = f'cx="{x:g}" cy="{y:g}" r="{size:g}"'
        return f'<circle {place} fill="{_OWN[0]}" stroke="{_PAPER}" stroke-width="2"/>'
    side = size * 1.7
    place = f'x="{x - side / 2:g}" y="{y - side / 2:g}" width="{side:g}" height="{side:g}"'
    return f'<rect {place} fill="{_PAPER}" stroke="{_OWN[1]}" stroke-width="{size / 2:g}"/>'


def _labels(curve: "Curve", scale: _Scale) -> Iterator[tuple[str, Label]]:
    """The figures of the points, as many as find a place; the last and the first go first."""
    plot = Box(_LEFT + 2, _TOP - 14, _RIGHT + 16, _BOTTOM - 2)
    room = Room(plot, [[scale.spot(point) for point in line.points] for line in curve.series])
    told = [_told_points(line) for line in curve.series]
    for points in zip_longest(*told):
        for number, point in enumerate(points):
            words = point and _figure(curve, point.value)
            label = words and room.put(scale.spot(point), words, below=number == 1)
            if label:
                yield _OWN[number], label


def _told_points(line: "Series") -> list["Point"]:
    """Those whose figure is told: of many points some."""
    earlier = line.points[:-1]
    return line.points[-1:] + earlier[:: max(ceil(len(line.points) / _MANY), 1)]


def _foot(curve: "Curve") -> list[Callable[[float], str]]:
    """The key of the bands, where they are from, and that they are no diagnosis: line by line."""
    if not curve.references:
        said = [f"横线是 {curve.normal:.1f}；{curve.note}"] if curve.normal else []
        return [_small(words) for words in said]
    sources = f"参考线：{curve.source}".replace("；", "；\n").splitlines()
    said = [line for words in sources for line in _wrapped(words)]
    return [_key, *map(_small, [*said, curve.note])]


def _small(words: str) -> Callable[[float], str]:
    return lambda y: _text(20, y, words, _SMALL)


def _key(y: float) -> str:
    whole = "同龄的100个孩子里"
    drawn, x = [_text(20, y, whole, _SMALL)], 20 + width(whole, _SMALL) + 12
    for fill, words in zip(reversed(_BANDS), ("中间的50个", "其中的94个"), strict=True):
        place = f'x="{x:g}" y="{y - 14:g}" width="24" height="16" rx="3"'
        drawn.append(f'<rect {place} fill="{fill}"/>{_text(x + 30, y, words, _SMALL)}')
        x += 30 + width(words, _SMALL) + 16
    return "".join(drawn)


def _wrapped(words: str) -> Iterator[str]:
    """Lines of about the same length that fit the width, cut between two characters of Chinese."""
    whole = width(words, _SMALL)
    longest, line = whole / ceil(whole / (WIDTH - 60)), ""
    for word in _WORDS.findall(words):
        if line and width(line, _SMALL) >= longest:
            yield line
            line = ""
        line += word
    yield line
