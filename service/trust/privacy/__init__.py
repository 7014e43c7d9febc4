"""The privacy check before publishing: what in a text gives a family away, and a way out of it.

A pure function of the words; it advises a guardian and never refuses.
"""

from collections.abc import Iterable, Iterator, Sequence

from service.trust.privacy.addresses import addresses
from service.trust.privacy.certificates import certificates
from service.trust.privacy.children import Known, full_names, schools
from service.trust.privacy.finding import WAYS_OUT, Finding, Kind, Spot
from service.trust.privacy.named import named_numbers
from service.trust.privacy.numbers import numbers
from service.trust.privacy.positions import coordinates, plates
from service.trust.privacy.reading import Reading, read

__all__ = ["Finding", "Kind", "cleaned", "findings"]

_PRECEDENCE = list(Kind)
ROUNDS = 4


def findings(
    words: str,
    *,
    full_names: Sequence[str] = (),
    schools: Sequence[str] = (),
    school_classes: Sequence[str] = (),
) -> list[Finding]:
    """What gives the family away, in order and never overlapping; places are those of `words`.

    The names, the schools and their classes are what the archive knows of the family's children.
    """
    reading = read(words)
    ways_out = WAYS_OUT | {Kind.FULL_NAME: _nickname(full_names)}
    spots = _spots(reading, Known(full_names, schools, school_classes))
    placed = (Spot(spot.kind, *reading.original(spot.start, spot.end)) for spot in spots)
    return [
        Finding(spot.kind, spot.start, spot.end, ways_out[spot.kind]) for spot in _merged(placed)
    ]


def cleaned(words: str, findings: Sequence[Finding]) -> str:
    """The words with every way out taken."""
    parts, done = [], 0
    for finding in findings:
        parts += words[done : finding.start], finding.way_out
        done = finding.end
    return "".join((*parts, words[done:]))


def _spots(reading: Reading, known: Known) -> Iterator[Spot]:
    """Once more without what was found: taking it out may lay bare what stood close to it."""
    for _ in range(ROUNDS):
        fresh = list(_in_one_round(reading, known))
        yield from fresh
        if not fresh:
            return
        reading = reading.without(fresh)


def _in_one_round(reading: Reading, known: Known) -> Iterator[Spot]:
    for rule in (numbers, named_numbers, addresses, coordinates, plates, certificates):
        yield from rule(reading)
    yield from full_names(reading, known)
    yield from schools(reading, known)


def _nickname(full_names: Sequence[str]) -> str:
    """小× for a child, unless 小 could then spell another name together with its neighbours."""
    return "××" if "小" in "".join(full_names) else WAYS_OUT[Kind.FULL_NAME]


def _merged(spots: Iterable[Spot]) -> list[Spot]:
    """Overlapping spots are one, of the graver kind, so that nothing of either is left."""
    merged: list[Spot] = []
    for spot in sorted(spots, key=lambda spot: (spot.start, spot.end)):
        last = merged[-1] if merged else None
        if last and spot.start < last.end:
            kind = min(last.kind, spot.kind, key=_PRECEDENCE.index)
            merged[-1] = Spot(kind, last.start, max(last.end, spot.end))
        else:
            merged.append(spot)
    return merged
