"""Owns the EXIF a phone writes: time, place, camera, orientation and a thumbnail (CIPA DC-008)."""

from datetime import UTC, datetime
from io import BytesIO
from struct import pack, unpack_from

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base
from PIL.TiffImagePlugin import IFDRational

Place = tuple[float, float]
Camera = tuple[str, str]


def written(
    taken_at: datetime, place: Place | None, orientation: int, camera: Camera
) -> Image.Exif:
    """Return a photo's EXIF; ``taken_at`` is aware, ``place`` is latitude and longitude, degrees.

    Raises ``ValueError`` for a time without its offset, which a phone always knows.
    """
    if taken_at.utcoffset() is None:
        raise ValueError("the time a photo was taken needs its offset from UTC")
    exif = Image.Exif()
    exif[Base.Make], exif[Base.Model] = camera
    exif[Base.Orientation] = orientation
    exif[Base.DateTime] = _local(taken_at)
    exif.get_ifd(IFD.Exif).update(_times(taken_at))
    if place:
        exif.get_ifd(IFD.GPSInfo).update(_gps(taken_at, place))
    return exif


def with_thumbnail(exif: Image.Exif, picture: Image.Image) -> bytes:
    """Return the EXIF block with a 160-pixel JPEG thumbnail as its second directory."""
    thumbnail = picture.copy()
    thumbnail.thumbnail((160, 160))
    jpeg = BytesIO()
    thumbnail.save(jpeg, "JPEG", quality=70)
    tiff = exif.tobytes().removeprefix(b"Exif\0\0")
    return b"Exif\0\0" + _second_directory(tiff, jpeg.getvalue())


def _local(moment: datetime) -> str:
    return moment.strftime("%Y:%m:%d %H:%M:%S")


def _times(taken_at: datetime) -> dict[int, str]:
    zone = taken_at.strftime("%z")
    offset = f"{zone[:3]}:{zone[3:5]}"
    return {
        Base.DateTimeOriginal: _local(taken_at),
        Base.DateTimeDigitized: _local(taken_at),
        Base.OffsetTimeOriginal: offset,
        Base.OffsetTimeDigitized: offset,
    }


def _gps(taken_at: datetime, place: Place) -> dict[int, object]:
    latitude, longitude = place
    moment = taken_at.astimezone(UTC)
    return {
        GPS.GPSVersionID: b"\x02\x03\x00\x00",
        GPS.GPSLatitudeRef: "N" if latitude >= 0 else "S",
        GPS.GPSLatitude: _degrees(abs(latitude)),
        GPS.GPSLongitudeRef: "E" if longitude >= 0 else "W",
        GPS.GPSLongitude: _degrees(abs(longitude)),
        GPS.GPSDateStamp: moment.strftime("%Y:%m:%d"),
        GPS.GPSTimeStamp: tuple(
            IFDRational(part) for part in (moment.hour, moment.minute, moment.second)
        ),
    }


def _degrees(angle: float) -> tuple[IFDRational, IFDRational, IFDRational]:
    hundredths = round(angle * 3600 * 100)
    minutes, seconds = divmod(hundredths, 6000)
    return IFDRational(minutes // 60), IFDRational(minutes % 60), IFDRational(seconds, 100)


def _second_directory(tiff: bytes, jpeg: bytes) -> bytes:
    """Append a thumbnail directory, which Pillow reads but cannot write, and link it to the first.

    Pillow writes either byte order; both are honoured.
    """
    order = "<" if tiff[:2] == b"II" else ">"
    (first,) = unpack_from(order + "L", tiff, 4)
    (entries,) = unpack_from(order + "H", tiff, first)
    link = first + 2 + 12 * entries
    padded = tiff + b"\0" * (len(tiff) % 2)
    tags = (
        (Base.Compression, 3, 6),
        (Base.JpegIFOffset, 4, len(padded) + 2 + 3 * 12 + 4),
        (Base.JpegIFByteCount, 4, len(jpeg)),
    )
    rows = (_row(order, tag, kind, value) for tag, kind, value in tags)
    directory = pack(order + "H", len(tags)) + b"".join(rows) + pack(order + "L", 0)
    linked = padded[:link] + pack(order + "L", len(padded)) + padded[link + 4 :]
    return linked + directory + jpeg


def _row(order: str, tag: int, kind: int, value: int) -> bytes:
    """Return an entry of one SHORT (3) or LONG (4); a SHORT sits left in its four bytes."""
    if kind == 3:
        return pack(order + "HHLHH", tag, kind, 1, value, 0)
    return pack(order + "HHLL", tag, kind, 1, value)
