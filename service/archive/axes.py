"""Axes: how far a curve reaches, and where it is marked, for ages and for what was measured."""

from collections.abc import Sequence
from math import ceil, floor

import msgspec

_MOST_TICKS = 7
_AGE_STEPS = (1, 2, 3, 6, 12, 24, 36, 60, 120, 240)
_LEAST = 4.0
_VALUE_STEPS = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
_SHORTEST = ((6.0, 6.0), (24.0, 12.0), (60.0, 24.0), (float("inf"), 36.0))
"""Up to an age in months the axis of ages spans so many months at least."""
_FROM_BIRTH = 18.0
_EYES_FROM, _EYES_TO = 4.5, 5.3


class Tick(msgspec.Struct):
    """A mark of an axis."""

    at: float
    label: str


class Axis(msgspec.Struct):
    """From `low` to `high`; ages are in months."""

    low: float
    high: float
    ticks: list[Tick]


def of_ages(months: Sequence[float]) -> Axis:
    """The ages at which something was measured, with a little room to grow."""
    first, last = min(months), max(months)
    shortest = next(span for below, span in _SHORTEST if last <= below)
    room = max((last - first) * 0.06, 0.5)
    high = last + room
    low = 0.0 if first <= _FROM_BIRTH else first - room
    if high - low < shortest:
        high = max(high, (low + high) / 2 + shortest / 2)
        low = max(high - shortest, 0.0)
        high = max(high, low + shortest)
    step = next(one for one in _AGE_STEPS if (high - low) / one <= _MOST_TICKS)
    marks = range(ceil(low / step) * step, floor(high) + 1, step)
    return Axis(low, high, [Tick(float(at), age_label(at)) for at in marks])


def of_values(values: Sequence[float]) -> Axis:
    """What was measured and what lies behind it, between round numbers."""
    low, high = min(values), max(values)
    room = max((high - low) * 0.05, (_LEAST - high + low) / 2)
    low, high = max(low - room, 0.0), high + room
    step = next((one for one in _VALUE_STEPS if (high - low) / one <= _MOST_TICKS), 100.0)
    start, end = floor(low / step), ceil(high / step)
    ticks = [Tick(mark * step, f"{mark * step:g}") for mark in range(start, end + 1)]
    return Axis(start * step, end * step, ticks)


def of_eyesight(marks: Sequence[float]) -> Axis:
    """The lines of the chart from 4.5, or from what is lower, to its last one."""
    low = min([_EYES_FROM, *(floor(mark * 2 - 0.1) / 2 for mark in marks)])
    tenths = range(round(low * 10), round(_EYES_TO * 10) + 1)
    step = 1 if len(tenths) <= _MOST_TICKS + 2 else 2
    shown = [mark for mark in tenths if (mark - 50) % step == 0]
    return Axis(low, _EYES_TO + 0.05, [Tick(mark / 10, f"{mark / 10:.1f}") for mark in shown])


def age_label(months: int) -> str:
    """A mark of the axis of ages: 「出生」, 「8个月」, 「2岁」, 「2岁半」."""
    years, rest = divmod(months, 12)
    if months == 0:
        return "出生"
    if rest == 0:
        return f"{years}岁"
    if not years or (months < 36 and rest != 6):
        return f"{months}个月"
    return f"{years}岁半" if rest == 6 else f"{years}岁{rest}个月"
