"""Reading a picture: what it really is, when it was taken, and a clean JPEG master of it."""

from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pillow_heif
from PIL import Image, ImageCms, ImageFile, ImageOps

from service.archive.reading import MASTER, Reading, exif
from service.archive.reading.hashes import digests
from service.archive.reading.kinds import EMPTY, IS_FILM, IS_SOUND, Kind, Refused, kind_of
from service.archive.reading.looks import likeness, looks
from service.archive.reading.masters import MASTER_SIDE, write_master

MAX_PIXELS = 100_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "GIF")
UNREADABLE = "这个文件打不开，可能已经损坏，或者不是照片"
TOO_LARGE = "这张照片的尺寸太大了（超过一亿像素）"
_WRONG = {
    Kind.EMPTY: EMPTY,
    Kind.MPEG4: IS_FILM,
    Kind.MP3: IS_SOUND,
    Kind.OTHER: UNREADABLE,
}


def read_picture(source: Path, folder: Path) -> Reading:
    """Read `source` and write its master: upright, sRGB, ≤ 2560 px, without any metadata.

    Of what moves, the first picture.
    """
    if wrong := _WRONG.get(kind_of(source)):
        raise Refused(wrong)
    picture, full = _decoded(source)
    written, stored = exif.read(picture), picture.size
    _turn_upright(picture)
    width, height = full if picture.size == stored else full[::-1]
    master = write_master(_srgb(picture), folder / MASTER)
    taken = exif.taken(written)
    return Reading(
        media_type=Image.MIME.get(picture.format or "", "image/heic"),
        width=width,
        height=height,
        likeness=likeness(master),
        taken_on=taken.date() if taken else None,
        taken_at=taken,
        exif=exif.kept(written),
        **digests(source),
        **looks(master),
    )


def _decoded(source: Path) -> tuple[Image.Image, tuple[int, int]]:
    """The picture as stored, and its full size: a JPEG decodes no larger than needed."""
    pillow_heif.register_heif_opener()
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    Image.MAX_IMAGE_PIXELS = None
    picture = Image.open(source, formats=FORMATS)
    full = picture.size
    if full[0] * full[1] > MAX_PIXELS:
        raise Refused(TOO_LARGE)
    picture.draft(None, (MASTER_SIDE, MASTER_SIDE))
    picture.load()
    return picture, full


def _turn_upright(picture: Image.Image) -> None:
    with suppress(Exception):
        ImageOps.exif_transpose(picture, in_place=True)


def _srgb(picture: Image.Image) -> Image.Image:
    """The picture in sRGB on white: phones write Display P3, drawings have transparency."""
    profile = picture.info.get("icc_profile")
    if picture.mode.startswith("I"):  # 16 bits of grey, which convert() would clip to white
        return picture.point(lambda grey: grey / 256, "L").convert("RGB")
    if picture.mode in {"RGBA", "LA", "P", "PA"}:
        rgba = picture.convert("RGBA")
        white = Image.new("RGBA", rgba.size, "white")
        return Image.alpha_composite(white, rgba).convert("RGB")
    if profile and picture.mode == "RGB":
        with suppress(Exception):  # a profile may be anything; without it, colours are a bit off
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(
                picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            return converted or picture
    return picture if picture.mode == "RGB" else picture.convert("RGB")
