"""Pictures: a master cut and shrunk to its place on the page, at the resolution of a good print."""

from pathlib import Path

from PIL import Image, ImageOps

from service.archive.booklet_pages.layout import Slot

DOTS_PER_MM = 300 / 25.4
LONGEST = 1600
QUALITY = 84


def fit(master: Path, target: Path, slot: Slot) -> bool:
    """Write the middle of `master`, in the shape of `slot`, as a JPEG without metadata.

    A picture that is small already stays as large as it is. False where the master is no picture
    that can be read.
    """
    cut = _cut(master, _pixels(slot))
    if cut is None:
        return False
    cut.save(target, "JPEG", quality=QUALITY)
    return True


def _cut(master: Path, wanted: tuple[int, int]) -> Image.Image | None:
    try:
        with Image.open(master) as picture:
            picture.draft("RGB", wanted)
            return ImageOps.fit(picture.convert("RGB"), _at_most(picture.size, wanted))
    except (OSError, SyntaxError, ValueError):  # what Pillow says of damaged bytes
        return None


def _pixels(slot: Slot) -> tuple[int, int]:
    scale = min(DOTS_PER_MM, LONGEST / max(slot.width, slot.height))
    return max(1, round(slot.width * scale)), max(1, round(slot.height * scale))


def _at_most(there: tuple[int, int], wanted: tuple[int, int]) -> tuple[int, int]:
    """The wanted size, or as much of its shape as the picture has pixels for."""
    scale = min(1.0, max(there[0] / wanted[0], there[1] / wanted[1]))
    return max(1, round(wanted[0] * scale)), max(1, round(wanted[1] * scale))
