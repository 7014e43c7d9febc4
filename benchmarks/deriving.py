"""Deriving: a 12 MP photo read in the process that readings run, against plain Pillow."""

import asyncio
from pathlib import Path
from time import perf_counter

from PIL import Image, ImageOps

from benchmarks.results import Result
from service.archive import readers

SIZE = (4000, 3000)
ROUNDS = 20


async def measure(folder: Path) -> list[Result]:
    """One at a time, by turns, so each has a core of its own."""
    source, copies = folder / "source.jpg", folder / "copies"
    _picture().save(source, quality=92)
    copies.mkdir()
    ours = theirs = 0.0
    for _ in range(ROUNDS):
        ours += await _ours(source, copies)
        theirs += await asyncio.to_thread(_plain_pillow, source, folder / "plain.jpg")
    await readers.close()
    peer = "plain Pillow"
    return [Result("derivations per core", ROUNDS / ours, "/s", peer, ROUNDS / theirs)]


def _picture() -> Image.Image:
    """As hard to compress as a photo is: a gradient under some grain."""
    smooth = Image.radial_gradient("L").resize(SIZE)
    grain = Image.effect_noise(SIZE, 30)
    return Image.merge("RGB", [Image.blend(smooth, grain, part) for part in (0.1, 0.2, 0.3)])


async def _ours(source: Path, copies: Path) -> float:
    began = perf_counter()
    reading = await readers.read("photo", source, copies)
    if reading.refusal:
        raise RuntimeError(reading.refusal)
    return perf_counter() - began


def _plain_pillow(source: Path, target: Path) -> float:
    began = perf_counter()
    with Image.open(source) as picture:
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((2560, 2560))
        upright.convert("RGB").save(target, quality=88)
    return perf_counter() - began
