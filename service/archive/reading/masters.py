"""Masters: JPEGs that hold pixels and nothing else."""

from pathlib import Path

from PIL import Image, ImageOps

MASTER_SIDE = 2560
MASTER_QUALITY = 88


def write_master(picture: Image.Image, path: Path, *, side: int = MASTER_SIDE) -> Image.Image:
    """Write a picture in RGB, no larger than `side` pixels, without what came along with it.

    Returns what was written, not yet compressed.
    """
    small = picture
    if max(picture.size) > side:
        small = ImageOps.contain(picture, (side, side), Image.Resampling.LANCZOS)
    bare = Image.new("RGB", small.size)
    bare.paste(small)
    bare.save(path, "JPEG", quality=MASTER_QUALITY)
    return bare
