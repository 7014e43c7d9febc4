"""Reading a picture: what it really is, when it was taken, and a clean JPEG master of it.

Runs in a process of its own (`python -m service.archive.reading`), with limits on memory and CPU
time: a hostile file can end that process, never a worker.
"""

import hashlib
import resource
import sys
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path

import msgspec
import pillow_heif
from PIL import ExifTags, Image, ImageCms, ImageFile, ImageOps

MAX_PIXELS = 100_000_000
MASTER_SIDE = 2560
MASTER_QUALITY = 88
MEMORY_BYTES = 3 << 30
CPU_SECONDS = 30
CHINA = timezone(timedelta(hours=8))
OLDEST_CAMERA = datetime(1981, 1, 1, tzinfo=UTC)
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "GIF")


class Reading(msgspec.Struct):
    """What a file was found to be. `refusal` is a sentence for its owner, empty if it is fine.

    `width` and `height` are those of the upright picture; `taken_on` is the day as the camera wrote
    it, `taken_at` the moment, by the camera's offset or else by China's.
    """

    refusal: str = ""
    media_type: str = ""
    sha256: str = ""
    width: int = 0
    height: int = 0
    colour: str = ""
    taken_on: date | None = None
    taken_at: datetime | None = None
    exif: dict[str, str | float] = {}


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
    exif, upright = _exif(picture), _upright(picture)
    width, height = full if upright.size == picture.size else full[::-1]
    clean = _srgb(upright)
    _write_master(clean, master)
    taken = _taken(exif)
    return Reading(
        media_type=Image.MIME.get(picture.format or "", "image/heic"),
        sha256=_sha256(source),
        width=width,
        height=height,
        colour=_colour(clean),
        taken_on=taken.date() if taken else None,
        taken_at=taken,
        exif=_kept(exif),
    )


def _exif(picture: Image.Image) -> Image.Exif:
    """The picture's EXIF; a broken block is none, and the picture is still a picture."""
    with suppress(Exception):
        return picture.getexif()
    return Image.Exif()


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


def _taken(exif: Image.Exif) -> datetime | None:
    """DateTimeOriginal with its offset; cameras without a clock write zeros, 1970 or nonsense."""
    with suppress(Exception):  # whatever a broken block makes Pillow raise
        details = exif.get_ifd(ExifTags.IFD.Exif)
        text = str(details.get(ExifTags.Base.DateTimeOriginal, "")).strip("\0 ")
        moment = datetime.strptime(text, "%Y:%m:%d %H:%M:%S")
        taken = moment.replace(tzinfo=_zone(details))
        if OLDEST_CAMERA < taken < datetime.now(UTC) + timedelta(days=1):
            return taken
    return None


def _zone(details: dict) -> timezone:
    text = str(details.get(ExifTags.Base.OffsetTimeOriginal, ""))
    with suppress(ValueError, AttributeError):
        offset = datetime.strptime(text.strip("\0 "), "%z").utcoffset()
        return timezone(offset) if offset is not None else CHINA
    return CHINA


def _kept(exif: Image.Exif) -> dict[str, str | float]:
    """The private part of the record: camera and place (degrees, north and east positive)."""
    kept: dict[str, str | float] = {}
    for name, tag in (("make", ExifTags.Base.Make), ("model", ExifTags.Base.Model)):
        if value := _printable(str(exif.get(tag, ""))):
            kept[name] = value
    with suppress(Exception):  # GPS blocks are where cameras are most creative
        gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
        latitude = _degrees(gps[2], negative=gps.get(1) == "S")
        longitude = _degrees(gps[4], negative=gps.get(3) == "W")
        if abs(latitude) <= 90 and abs(longitude) <= 180:  # false for what is not a number
            kept |= {"latitude": latitude, "longitude": longitude}
    return kept


def _printable(text: str) -> str:
    """What PostgreSQL and JSON can hold of a camera's name."""
    return "".join(c for c in text if c.isprintable()).strip()[:64]


def _degrees(parts: tuple, *, negative: bool) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = round(degrees + minutes / 60 + seconds / 3600, 6)
    return -value if negative else value


def main(source: str, master: str) -> None:
    """Read one file under limits and print the Reading as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 5))
    reading = read_picture(Path(source), Path(master))
    sys.stdout.buffer.write(msgspec.json.encode(reading))


if __name__ == "__main__":
    main(*sys.argv[1:])
