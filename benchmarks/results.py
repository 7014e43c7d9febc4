"""Results: the figures of a run, each with its peer's, in one table."""

from dataclasses import dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Result:
    """One figure; the peer's has the same unit, and is 0 where there is none."""

    what: str
    figure: float
    unit: str
    peer: str = ""
    peers: float = 0

    @property
    def ratio(self) -> str:
        """How much of the peer's it is."""
        return f"{self.figure / self.peers:.2f}" if self.peers else ""


def written(figure: float) -> str:
    """Four digits that count, and no exponent."""
    return f"{figure:,.0f}" if figure >= 1000 else f"{figure:.4g}"


def show(console: Console, results: list[Result]) -> None:
    """All figures of a run."""
    table = Table("what", "figure", "unit", "peer", "peer's", "ratio")
    for one in results:
        peers = written(one.peers) if one.peers else ""
        table.add_row(one.what, written(one.figure), one.unit, one.peer, peers, one.ratio)
    console.print(table)
