"""imageView2 and imageMogr2: renditions of a picture by Kodo's rules (fop/image)."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from PIL import ExifTags, Image, ImageFilter, ImageOps

from service.emulators.kodo import geometry
from service.emulators.kodo.errors import KodoError, invalid_argument

OUTPUT_SIDE = 9999
OUTPUT_PIXELS = 25_000_000
QUALITY = 75
MIME_TYPES = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "bmp": "image/bmp",
    "tiff": "image/tiff",
    "json": "application/json",
}
_OPAQUE = ("jpeg", "bmp")


@dataclass
class Picture:
    """A picture between operations, with how it shall be written. `exif` None: stripped."""

    image: Image.Image
    format: str
    exif: Image.Exif | None
    quality: int = QUALITY
    progressive: bool = False
    gravity: str = "NorthWest"


def render(image: Image.Image, steps: list[list[str]]) -> tuple[bytes, str]:
    """Run the operations in order; return the file and its extension. Raise 400."""
    picture = Picture(image, str(image.format).lower(), image.getexif())
    for name, *arguments in steps:
        OPERATIONS[name](picture, arguments)
    return _encode(picture), picture.format


def _image_view(picture: Picture, arguments: list[str]) -> None:
    mode = geometry.number(arguments[0] if arguments else "", 5)
    options = _pairs(arguments[1:])
    source = geometry.oriented_size(picture.image)
    width, height = _box(mode, options, source)
    target = geometry.scaled(source, (width, height), fill=mode in (1, 3, 4, 5), enlarge=False)
    _hint_decoder(picture.image, target)
    _auto_orient(picture)
    _resize(picture, target)
    if mode in (1, 5):
        box = (min(width, target[0]) or target[0], min(height, target[1]) or target[1])
        picture.image = ImageOps.fit(picture.image, box)
    picture.exif = None
    _write_as(picture, options.get("format"), options.get("q"), options.get("interlace"))


def _box(mode: int, options: dict[str, str], source: geometry.Size) -> geometry.Size:
    width, height = _side(options, "w"), _side(options, "h")
    # In these modes w is for the long side, h for the short one.
    if mode in (0, 4, 5) and source[0] < source[1]:
        width, height = height, width
    return (width or height, height or width) if mode in (1, 5) else (width, height)


def _image_mogr(picture: Picture, arguments: list[str]) -> None:
    words = iter(arguments)
    for word in words:
        if word in _FLAGS:
            _FLAGS[word](picture)
        elif word in _SETTINGS:
            _SETTINGS[word](picture, next(words, ""))
        else:
            raise invalid_argument()


def _auto_orient(picture: Picture) -> None:
    picture.image = ImageOps.exif_transpose(picture.image)
    if picture.exif is not None:
        picture.exif.pop(ExifTags.Base.Orientation, None)


def _strip(picture: Picture) -> None:
    picture.exif = None


def _thumbnail(picture: Picture, text: str) -> None:
    _resize(picture, geometry.thumbnail(text, picture.image.size))


def _set_gravity(picture: Picture, text: str) -> None:
    if text not in geometry.GRAVITIES:
        raise invalid_argument()
    picture.gravity = text


def _crop(picture: Picture, text: str) -> None:
    picture.image = picture.image.crop(geometry.crop(text, picture.image.size, picture.gravity))


def _rotate(picture: Picture, text: str) -> None:
    degrees = geometry.number(text, 360)
    picture.image = picture.image.rotate(-degrees, expand=True, fillcolor=None)


def _blur(picture: Picture, text: str) -> None:
    radius, _, _ = text.partition("x")
    radius = geometry.number(radius, 50)
    picture.image = picture.image.convert("RGB").filter(ImageFilter.GaussianBlur(radius))


def _set_format(picture: Picture, text: str) -> None:
    _write_as(picture, text, None, None)


def _set_quality(picture: Picture, text: str) -> None:
    _write_as(picture, None, text, None)


def _set_interlace(picture: Picture, text: str) -> None:
    _write_as(picture, None, None, text)


def _write_as(
    picture: Picture, format_: str | None, quality: str | None, interlace: str | None
) -> None:
    if format_ is not None:
        picture.format = "jpeg" if format_ == "jpg" else format_
        if picture.format not in MIME_TYPES or picture.format == "json":
            raise KodoError(400, "unsupported format")
    if quality is not None:
        picture.quality = geometry.number(quality.removesuffix("!"), 100)
    if interlace is not None:
        picture.progressive = geometry.number(interlace, 1) == 1


def _resize(picture: Picture, size: tuple[int, int]) -> None:
    if max(size) > OUTPUT_SIDE or size[0] * size[1] > OUTPUT_PIXELS:
        raise KodoError(400, "the size of the new image is too large")
    if picture.image.mode == "P":
        picture.image = picture.image.convert("RGBA")
    if size != picture.image.size:
        picture.image = picture.image.resize(size, Image.Resampling.BICUBIC, reducing_gap=3.0)


def _hint_decoder(image: Image.Image, target: tuple[int, int]) -> None:
    # A JPEG can be decoded at an eighth of its size, which is what makes thumbnails quick.
    width, height = target
    image.draft("RGB", (width, height) if geometry.is_upright(image) else (height, width))


def _encode(picture: Picture) -> bytes:
    image = picture.image.convert("RGBA") if picture.image.mode == "P" else picture.image
    if picture.format in _OPAQUE and image.mode not in ("RGB", "L"):
        image = _on_white(image)
    options = {
        "quality": picture.quality,
        "progressive": picture.progressive,
        "icc_profile": image.info.get("icc_profile"),
    }
    if picture.exif:
        options["exif"] = picture.exif
    # Comments and the like would follow the picture through Pillow's info.
    image = image.copy()
    image.info.clear()
    file = BytesIO()
    image.save(file, picture.format, **options)
    return file.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode not in ("RGBA", "LA", "PA"):
        return image.convert("RGB")
    layer = image.convert("RGBA")
    ground = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(ground, layer).convert("RGB")


def _pairs(arguments: list[str]) -> dict[str, str]:
    options = dict(zip(arguments[::2], arguments[1::2], strict=False))
    if len(arguments) % 2 or options.keys() - _VIEW_OPTIONS:
        raise invalid_argument()
    return options


def _side(options: dict[str, str], name: str) -> int:
    return geometry.number(options.get(name, "0"), OUTPUT_SIDE)


_VIEW_OPTIONS = {"w", "h", "q", "format", "interlace", "ignore-error"}
_FLAGS: dict[str, Callable[[Picture], None]] = {"auto-orient": _auto_orient, "strip": _strip}
_SETTINGS: dict[str, Callable[[Picture, str], None]] = {
    "thumbnail": _thumbnail,
    "gravity": _set_gravity,
    "crop": _crop,
    "rotate": _rotate,
    "blur": _blur,
    "format": _set_format,
    "quality": _set_quality,
    "interlace": _set_interlace,
}
OPERATIONS: dict[str, Callable[[Picture, list[str]], None]] = {
    "imageView2": _image_view,
    "imageMogr2": _image_mogr,
}
