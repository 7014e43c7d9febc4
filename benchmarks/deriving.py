"""Deriving: a 12 MP photo read in the process that readings run, against plain Pillow."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from PIL import Image, ImageOps

from benchmarks.results import Result

SIZE = (4000, 3000)
ROUNDS = 20


def measure(folder: Path) -> list[Result]:
    """One at a time, by turns, so each has a core of its own."""
    source, copies = folder / "source.jpg", folder / "copies"
    _picture().save(source, quality=92)
    copies.mkdir()
    ours = theirs = 0.0
    for _ in range(ROUNDS):
        ours += _timed(lambda: _read_apart(source, copies))
        theirs += _timed(lambda: _plainly(source, folder / "plain.jpg"))
    peer = "plain Pillow"
    return [Result("derivations per core", ROUNDS / ours, "/s", peer, ROUNDS / theirs)]


def _picture() -> Image.Image:
    """As hard to compress as a photo is: a gradient under some grain."""
    smooth = Image.radial_gradient("L").resize(SIZE)
    grain = Image.effect_noise(SIZE, 30)
    return Image.merge("RGB", [Image.blend(smooth, grain, part) for part in (0.1, 0.2, 0.3)])


def _read_apart(source: Path, copies: Path) -> None:
    argv = [sys.executable, "-m", "service.archive.reading", "photo", str(source), str(copies)]
    told = subprocess.run(argv, check=True, capture_output=True)  # noqa: S603
    if b'"refusal":""' not in told.stdout:
        raise RuntimeError(told.stdout.decode())


def _plainly(source: Path, target: Path) -> None:
    with Image.open(source) as picture:
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((2560, 2560))
        upright.convert("RGB").save(target, quality=88)


def _timed(work: Callable[[], None]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began
