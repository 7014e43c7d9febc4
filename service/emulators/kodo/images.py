"""What an image says of itself: size, format, EXIF, average colour; and what Kodo refuses."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import ExifTags, Image, TiffTags

from service.emulators.kodo.errors import KodoError

SOURCE_BYTES = 20 * 1024 * 1024
SOURCE_SIDE = 30_000
SOURCE_PIXELS = 150_000_000

# What Pillow raises on files that are no image, are cut off, or only pretend; SyntaxError is its
# word for a broken PNG or EXIF block.
UNREADABLE = (OSError, SyntaxError, ValueError, struct.error, Image.DecompressionBombError)
READABLE = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF")
_COLOR_MODELS = {"L": "gray", "LA": "graya", "P": "palette0", "RGBA": "nrgba", "CMYK": "cmyk"}
_ORIENTATIONS = (
    "Top-left",
    "Top-right",
    "Bottom-right",
    "Bottom-left",
    "Left-top",
    "Right-top",
    "Right-bottom",
    "Left-bottom",
)


@contextmanager
def opened(path: Path) -> Iterator[Image.Image]:
    """Open a source image without decoding it; raise 400 for what Kodo does not process.

    HEIC is refused even where a Pillow plug-in could read it.
    """
    if path.stat().st_size > SOURCE_BYTES:
        raise KodoError(400, "image file is too large")
    try:
        with Image.open(path, formats=READABLE) as image:
            if max(image.size) > SOURCE_SIDE or image.width * image.height > SOURCE_PIXELS:
                raise KodoError(400, "image size is too large")
            yield image
    except UNREADABLE as error:
        raise KodoError(400, "unsupported format: image: unknown format") from error


def describe(path: Path) -> dict[str, object]:
    """The `?imageInfo` answer; width and height are of the stored pixels, bytes in `size`."""
    with opened(path) as image:
        info: dict[str, object] = {
            "size": path.stat().st_size,
            "format": str(image.format).lower(),
            "width": image.width,
            "height": image.height,
            "colorModel": _color_model(image),
        }
        frames = getattr(image, "n_frames", 1)
        return info | ({"frameNumber": frames} if frames > 1 else {})


def exif(path: Path) -> dict[str, object]:
    """The `?exif` answer: tag name -> `{"val", "type"}`; raise 400 when there is none."""
    with opened(path) as image:
        found = image.getexif()
        tags = {
            **_tags(dict(found), ExifTags.TAGS, None),
            **_tags(found.get_ifd(ExifTags.IFD.Exif), ExifTags.TAGS, ExifTags.IFD.Exif),
            **_tags(found.get_ifd(ExifTags.IFD.GPSInfo), ExifTags.GPSTAGS, ExifTags.IFD.GPSInfo),
        }
    if not tags:
        raise KodoError(400, "no exif data")
    return tags


def average(path: Path) -> dict[str, object]:
    """The `?imageAve` answer: the mean colour as `{"RGB": "0xrrggbb"}`."""
    with opened(path) as image:
        image.draft("RGB", (64, 64))
        red, green, blue = image.convert("RGB").resize((1, 1), Image.Resampling.BOX).tobytes()
    return {"RGB": f"0x{red:02x}{green:02x}{blue:02x}"}


def _color_model(image: Image.Image) -> str:
    if image.mode == "RGB":
        return "ycbcr" if image.format == "JPEG" else "rgba"
    return _COLOR_MODELS.get(image.mode, image.mode.lower())


def _tags(values: dict, names: dict[int, str], group: int | None) -> dict[str, object]:
    pointers = {ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo, ExifTags.IFD.Interop}
    return {
        names[tag]: {"val": _text(tag, value), "type": TiffTags.lookup(tag, group).type or 7}
        for tag, value in values.items()
        if tag in names and tag not in pointers
    }


def _text(tag: int, value: object) -> str:
    if tag == ExifTags.Base.Orientation and value in range(1, 9):
        return _ORIENTATIONS[int(str(value)) - 1]
    if isinstance(value, bytes):
        return value.decode("latin-1").strip("\0")
    if isinstance(value, tuple):
        return ", ".join(str(each) for each in value)
    return str(value).strip("\0")
