"""The geometry strings of image operations, worked out into sizes and boxes in pixels."""

import re
from math import sqrt

from PIL import ExifTags, Image

from service.emulators.kodo.errors import invalid_argument

Size = tuple[int, int]
GRAVITIES = {
    "NorthWest": (0.0, 0.0),
    "North": (0.5, 0.0),
    "NorthEast": (1.0, 0.0),
    "West": (0.0, 0.5),
    "Center": (0.5, 0.5),
    "East": (1.0, 0.5),
    "SouthWest": (0.0, 1.0),
    "South": (0.5, 1.0),
    "SouthEast": (1.0, 1.0),
}
_PERCENT = re.compile(r"!(x?)(\d{1,3})p(x?)", re.ASCII)
_AREA = re.compile(r"(\d{1,8})@", re.ASCII)
_SIDES = re.compile(r"(!?)(\d{0,5})x(\d{0,5})([!<>r]?)", re.ASCII)
_CROP = re.compile(r"!?(\d{0,5})x(\d{0,5})(?:([a-])(\d{1,5})([a-])(\d{1,5}))?", re.ASCII)
_LYING = (5, 6, 7, 8)


def number(text: str, largest: int) -> int:
    """A decimal number of 0..largest; raise 400."""
    if not (text.isascii() and text.isdecimal()) or int(text) > largest:
        raise invalid_argument()
    return int(text)


def is_upright(image: Image.Image) -> bool:
    """Whether width and height stay as they are when the EXIF orientation is applied."""
    return image.getexif().get(ExifTags.Base.Orientation) not in _LYING


def oriented_size(image: Image.Image) -> Size:
    """The size as a viewer sees it, the EXIF orientation applied."""
    return image.size if is_upright(image) else (image.height, image.width)


def scaled(source: Size, wanted: Size, *, fill: bool, enlarge: bool) -> Size:
    """`source` in proportion, inside `wanted` or (`fill`) covering it; a zero side is free."""
    ratios = [want / have for want, have in zip(wanted, source, strict=True) if want]
    if not ratios:
        return source
    ratio = max(ratios) if fill else min(ratios)
    return _times(source, ratio if enlarge else min(ratio, 1.0))


def thumbnail(text: str, source: Size) -> Size:
    """The size an imageMogr2 `thumbnail/<text>` gives to `source`; raise 400."""
    if match := _PERCENT.fullmatch(text):
        return _percent(match, source)
    if match := _AREA.fullmatch(text):
        ratio = sqrt(int(match[1]) / (source[0] * source[1]))
        return _times(source, min(ratio, 1.0))
    if (match := _SIDES.fullmatch(text)) and (match[2] or match[3]):
        return _sides(match, source)
    raise invalid_argument()


def crop(text: str, source: Size, gravity: str) -> tuple[int, int, int, int]:
    """The box (left, top, right, bottom) of an imageMogr2 `crop/<text>`; raise 400."""
    match = _CROP.fullmatch(text)
    if match is None or not (match[1] or match[2]):
        raise invalid_argument()
    width = min(int(match[1] or source[0]), source[0])
    height = min(int(match[2] or source[1]), source[1])
    along, down = GRAVITIES[gravity]
    left = round((source[0] - width) * along) + _offset(match[3], match[4])
    top = round((source[1] - height) * down) + _offset(match[5], match[6])
    box = (max(left, 0), max(top, 0), min(left + width, source[0]), min(top + height, source[1]))
    if box[0] >= box[2] or box[1] >= box[3]:
        raise invalid_argument()
    return box


def _percent(match: re.Match[str], source: Size) -> Size:
    ratio = int(match[2]) / 100
    if not ratio or (match[1] and match[3]):
        raise invalid_argument()
    width = source[0] if match[1] else round(source[0] * ratio)
    height = source[1] if match[3] else round(source[1] * ratio)
    return max(width, 1), max(height, 1)


def _sides(match: re.Match[str], source: Size) -> Size:
    wanted = int(match[2] or 0), int(match[3] or 0)
    rule = match[4]
    if rule == "!":
        return wanted[0] or source[0], wanted[1] or source[1]
    target = scaled(source, wanted, fill=rule == "r", enlarge=True)
    grows = target[0] > source[0]
    if (rule == ">" and grows) or (rule == "<" and not grows):
        return source
    return target


def _offset(sign: str | None, digits: str | None) -> int:
    return int(digits or 0) * (-1 if sign == "-" else 1)


def _times(size: Size, ratio: float) -> Size:
    return max(round(size[0] * ratio), 1), max(round(size[1] * ratio), 1)
