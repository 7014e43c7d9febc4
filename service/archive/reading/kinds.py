"""Kinds: what a file is by its first bytes, and what is said of one that should be another."""

from enum import StrEnum
from pathlib import Path

HEAD_BYTES = 64


class Kind(StrEnum):
    """What the first bytes claim. An MP4 or MOV may hold a film or a recording."""

    EMPTY = "empty"
    PICTURE = "picture"
    MPEG4 = "mpeg4"
    MP3 = "mp3"
    OTHER = "other"


class Refused(Exception):
    """The file cannot be read as what it was announced; the message is for its owner."""


EMPTY = "这个文件是空的，换一个试试"
IS_PICTURE = "这是一张图片，请当作照片再传一次"
IS_FILM = "这是一段视频，请当作视频再传一次"
IS_SOUND = "这是一段录音，请当作录音再传一次"

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
_PICTURE_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif"}
_BOXES = {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}
"""What an MP4 or, before there was `ftyp`, a QuickTime film begins with."""


def kind_of(path: Path) -> Kind:
    """The kind of a file, by its first bytes alone."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head:
        return Kind.EMPTY
    if head.startswith(_PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return Kind.PICTURE
    if head[4:8] in _BOXES:
        return Kind.PICTURE if head[8:12] in _PICTURE_BRANDS else Kind.MPEG4
    return Kind.MP3 if head[:3] == b"ID3" or _begins_layer_three(head) else Kind.OTHER


def _begins_layer_three(head: bytes) -> bool:
    """The 11 bits that every MPEG audio frame begins with, and layer III."""
    return len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2
