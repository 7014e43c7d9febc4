"""Steps: what the demo does, told while it is done, each with the time it took."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from rich.console import Console


class DemoFailed(Exception):
    """A step did not do what it should."""


class Steps:
    """Tells of steps on a console."""

    def __init__(self, console: Console) -> None:
        self._console = console

    @contextmanager
    def step(self, told: str) -> Iterator[None]:
        """One step; whatever it raises is told as its failure."""
        began = perf_counter()
        try:
            yield
        except Exception as error:
            raise DemoFailed(f"✗ {told}: {type(error).__name__}: {error}") from error
        self._console.print(f"[green]✓[/green] {told} [dim]{perf_counter() - began:.1f} s[/dim]")


def expect(holds: object, otherwise: str) -> None:
    """Fail the step unless something holds."""
    if not holds:
        raise DemoFailed(otherwise)
