"""Owns the files pictures arrive as: a phone's JPEG or HEIC, WeChat's copy, a PNG."""

from datetime import datetime
from io import BytesIO

import pillow_heif
from PIL import Image, ImageOps

from . import exif
from .exif import Camera, Place

STORED = (4032, 3024)
SIDEWAYS = 5
"""From this EXIF orientation on, the stored pixels lie on their side."""

AS_STORED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""What a camera held that way does to the upright picture; a viewer undoes it."""


def as_phone(
    picture: Image.Image,
    *,
    taken_at: datetime,
    place: Place | None,
    orientation: int,
    camera: Camera,
) -> bytes:
    """Return the JPEG a phone delivers: 4032x3024 stored pixels and full EXIF, 2 to 4 MB.

    ``picture`` is upright; for orientations 5 to 8 it is cropped to an upright 3024x4032 and
    stored on its side. ``place`` is latitude and longitude in degrees, ``camera`` make and model.
    """
    width, height = STORED if orientation < SIDEWAYS else (STORED[1], STORED[0])
    pixels = ImageOps.fit(picture.convert("RGB"), (width, height), Image.Resampling.LANCZOS)
    if orientation in AS_STORED:
        pixels = pixels.transpose(AS_STORED[orientation])
    block = exif.with_thumbnail(exif.written(taken_at, place, orientation, camera), pixels)
    return _encoded(pixels, "JPEG", quality=89, exif=block)


def as_wechat(picture: Image.Image) -> bytes:
    """Return the JPEG WeChat's picker hands over: at most 1920 pixels a side, no EXIF at all."""
    small = picture.convert("RGB")
    small.thumbnail((1920, 1920), Image.Resampling.LANCZOS)
    return _encoded(small, "JPEG", quality=80)


def as_heic(
    picture: Image.Image, *, taken_at: datetime, place: Place | None, camera: Camera
) -> bytes:
    """Return the picture, upright and at its own size, as a phone's HEIC with EXIF.

    The fastest preset: 12 megapixels take a second instead of nine.
    """
    heif = pillow_heif.from_pillow(picture.convert("RGB"))
    buffer = BytesIO()
    block = exif.written(taken_at, place, 1, camera).tobytes()
    heif.save(buffer, quality=50, exif=block, enc_params={"preset": "ultrafast"})
    return buffer.getvalue()


def as_png(picture: Image.Image) -> bytes:
    """Return the picture as a PNG, as a screenshot or a scanned drawing comes; alpha is kept."""
    return _encoded(picture, "PNG")


def _encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()
