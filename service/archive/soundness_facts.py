"""Soundness facts: what the rules are told of a family's archive, and what they say of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from service.archive.archival_numbers import Series


class Property(StrEnum):
    AUTHENTIC = "authentic"
    COMPLETE = "complete"
    USABLE = "usable"
    SAFE = "safe"

    @property
    def word(self) -> str:
        """As it is called in a report."""
        words = {"authentic": "真实性", "complete": "完整性", "usable": "可用性", "safe": "安全性"}
        return words[self.value]


class Outcome(StrEnum):
    """From good to bad: PASSED, ADVISED (something had better be added), FAILED."""

    PASSED = "passed"
    ADVISED = "advised"
    FAILED = "failed"

    @property
    def word(self) -> str:
        """As it stands in a report."""
        return {"passed": "通过", "advised": "建议补上", "failed": "没通过"}[self.value]


@dataclass(frozen=True)
class FileState:
    """A file by its facts; `width` and `height` in pixels, 0 where there are none."""

    media_type: str
    bytes: int
    sha256: str
    width: int
    height: int


@dataclass(frozen=True)
class Stored:
    """What the storage says of an object: its size, its checksum (qetag), the type it found."""

    bytes: int
    etag: str
    media_type: str


@dataclass(frozen=True)
class FileFacts:
    """A file as it was filed, as it was read, and as it is stored; None: it is not there."""

    filed: FileState
    read: FileState
    etag: str
    stored: Stored | None
    is_ready: bool
    is_discarded: bool
    verified_on: date | None
    findings: Sequence[str]


@dataclass(frozen=True)
class ItemFacts:
    """An item by its fields; `said` are the required ones by their names, `hoped` those that are
    wished for; `is_audited` tells whether the filing itself is on record, `location` where it lies.
    """

    number: str
    series: Series
    serial: int
    scheme: str
    class_code: str
    title: str
    said: Mapping[str, str]
    hoped: Mapping[str, str]
    is_audited: bool
    location: str
    files: Sequence[FileFacts]


@dataclass(frozen=True)
class SeriesFacts:
    """A series: the last number given out, those of items, and those that were withdrawn."""

    series: Series
    given: int
    held: frozenset[int]
    withdrawn: frozenset[int]


@dataclass(frozen=True)
class Remark:
    """What there is to say of an item, or of a number that no item has."""

    number: str
    title: str
    what: str


@dataclass(frozen=True)
class Check:
    """One check: `evidence` says what was looked at, `remarks` what was not as it should be."""

    property: Property
    name: str
    outcome: Outcome
    evidence: str
    remarks: Sequence[Remark]
