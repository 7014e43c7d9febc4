"""What a check found: fine, to be seen to, or wrong, with the way to mend it."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from enum import StrEnum

from service.foundation.settings import Settings


class Level(StrEnum):
    FINE = "✓"
    LOOK = "!"
    WRONG = "✗"


@dataclass(frozen=True)
class Finding:
    """One line: what was looked at and what it is like, and what to do where it is not fine."""

    level: Level
    what: str
    mend: str = ""

    def __str__(self) -> str:
        return f"{self.level} {self.what}" + (f"：{self.mend}" if self.mend else "")


Check = Callable[[Settings], AsyncIterator[Finding]]


def fine(what: str) -> Finding:
    """Nothing is to be done."""
    return Finding(Level.FINE, what)


def look(what: str, mend: str) -> Finding:
    """It works, and somebody should see to it."""
    return Finding(Level.LOOK, what, mend)


def wrong(what: str, mend: str) -> Finding:
    """Something does not work, or is not safe."""
    return Finding(Level.WRONG, what, mend)


def judged(holds: object, what: str, mend: str) -> Finding:
    """Fine where it holds, else wrong."""
    return fine(what) if holds else wrong(what, mend)
