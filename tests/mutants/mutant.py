"""Mutant: one small, realistic defect, what it breaks and who must notice."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """An edit of one place: `old`, which stands in `file` once, becomes `new`.

    `breaks` are rows of threats (`16-17`), invariants (`I3`) or `faults` of the reliability
    reference; one of `tests`, which are node ids, must fail with it.
    """

    name: str
    breaks: tuple[str, ...]
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    def applied_to(self, source: str) -> str | None:
        """The source with the defect; None where its place is not there, or there twice."""
        return source.replace(self.old, self.new) if source.count(self.old) == 1 else None
