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


def show(console: Console, results: list[Result]) -> None:
    """All figures of a run."""
    table = Table("what", "figure", "unit", "peer", "peer's", "ratio")
    for one in results:
        peers = f"{one.peers:,.3g}" if one.peers else ""
        table.add_row(one.what, f"{one.figure:,.4g}", one.unit, one.peer, peers, one.ratio)
    console.print(table)
