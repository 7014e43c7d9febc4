"""Reading a picture: what it really is, when it was taken, and a clean JPEG master of it."""

import hashlib
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pillow_heif
from PIL import Image, ImageCms, ImageFile, ImageOps

from service.archive.reading import Reading, exif

MAX_PIXELS = 100_000_000
MASTER_SIDE = 2560
MASTER_QUALITY = 88
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "GIF")


def read_picture(source: Path, master: Path) -> Reading:
    """Read `source` and write its master: upright, sRGB, ≤ 2560 px, without any metadata."""
    pillow_heif.register_heif_opener()
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    Image.MAX_IMAGE_PIXELS = None
    try:
        picture = Image.open(source, formats=FORMATS)
        full = picture.size
        if full[0] * full[1] > MAX_PIXELS:
            return Reading(refusal="这张照片的尺寸太大了（超过一亿像素）")
        picture.draft(None, (MASTER_SIDE, MASTER_SIDE))  # a JPEG decodes no larger than needed
        picture.load()
    except Exception:  # decoders raise whatever they like on a broken file
        return Reading(refusal="这个文件打不开，可能已经损坏，或者不是照片")
    written, upright = exif.read(picture), _upright(picture)
    width, height = full if upright.size == picture.size else full[::-1]
    clean = _srgb(upright)
    _write_master(clean, master)
    taken = exif.taken(written)
    return Reading(
        media_type=Image.MIME.get(picture.format or "", "image/heic"),
        sha256=_sha256(source),
        width=width,
        height=height,
        colour=_colour(clean),
        taken_on=taken.date() if taken else None,
        taken_at=taken,
        exif=exif.kept(written),
    )


def _upright(picture: Image.Image) -> Image.Image:
    with suppress(Exception):
        return ImageOps.exif_transpose(picture)
    return picture


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
        with suppress(ImageCms.PyCMSError, OSError):
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(
                picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            return converted or picture
    return picture.convert("RGB")


def _write_master(picture: Image.Image, master: Path) -> None:
    small = picture.copy()
    small.thumbnail((MASTER_SIDE, MASTER_SIDE), Image.Resampling.LANCZOS)
    bare = Image.new("RGB", small.size)
    bare.paste(small)
    bare.save(master, "JPEG", quality=MASTER_QUALITY, optimize=True, progressive=True)


def _colour(picture: Image.Image) -> str:
    """The average colour, as `#rrggbb`: shown while the picture loads."""
    red, green, blue = picture.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))  # type: ignore[misc]
    return f"#{red:02x}{green:02x}{blue:02x}"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
