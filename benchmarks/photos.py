"""What photos cost: `make bench`, or `python -m benchmarks.photos --photos 10000`."""

import asyncio
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from benchmarks import deriving, fixity, memory, uploading
from benchmarks.installation import installation
from benchmarks.results import Result, show


def main(
    photos: Annotated[int, typer.Option(min=320, help="Small ones, through the worker.")] = 1000,
    files: Annotated[int, typer.Option(min=10, help="Of 1 to 50 MB, for fixity.")] = 200,
) -> None:
    """Measure on an installation of its own, which is gone afterwards, and print a table."""
    console = Console()
    with tempfile.TemporaryDirectory(prefix="jiadang-bench-") as folder:
        show(console, asyncio.run(_measure(Path(folder), console, photos, files)))


async def _measure(folder: Path, console: Console, photos: int, files: int) -> list[Result]:
    derivations = await deriving.measure(folder)
    async with installation(folder / "data") as home:
        hashes = await fixity.measure(home, console, files)
        uploads = await uploading.measure(home, photos)
        return [*uploads, *derivations, *hashes, *await memory.measure(home, console)]


if __name__ == "__main__":
    typer.run(main)
