"""What a file is, told by its first bytes, its name, or the client's word."""

from mimetypes import MimeTypes

UNKNOWN = "application/octet-stream"

_NAMES = MimeTypes()
_NAMES.add_type("image/heic", ".heic")
_NAMES.add_type("image/heif", ".heif")
_NAMES.add_type("image/webp", ".webp")
_NAMES.add_type("image/avif", ".avif")

_MAGIC = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b\x08", "application/gzip"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "application/ogg"),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
# ISO base media brands, the telling ones first: a HEIC also calls itself mif1.
_BRANDS = {
    b"avif": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"hevc": "image/heic",
    b"hevx": "image/heic",
    b"mif1": "image/heif",
    b"msf1": "image/heif",
    b"qt  ": "video/quicktime",
    b"M4A ": "audio/mp4",
    b"M4B ": "audio/mp4",
}
# A QuickTime film from before there were brands begins with one of these boxes.
_OLD_BOXES = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}


def by_content(head: bytes) -> str:
    """The MIME type the first 4 KiB prove, else application/octet-stream."""
    for magic, mime in _MAGIC:
        if head.startswith(magic):
            return mime
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12], UNKNOWN)
    if head[4:8] == b"ftyp":
        return _by_brands(head)
    if head[4:8] in _OLD_BOXES and head[0] < 0x20:  # a size below 512 MiB, and no text
        return "video/quicktime"
    return "audio/mpeg" if _is_layer_three(head) else _by_text(head)


def by_name(name: str) -> str:
    """The MIME type of a name's extension, else application/octet-stream."""
    return _NAMES.guess_type(name)[0] or UNKNOWN


def detect(mode: int, *, client: str | None, fname: str, key: str, head: bytes) -> str:
    """The stored type by the policy's detectMime: 0 client first, 1 content first, -1 client."""
    if client and mode != 1:
        return client
    if mode == -1:
        return UNKNOWN
    guesses = [by_name(fname), by_name(key)]
    guesses.insert(0 if mode == 1 else 2, by_content(head))
    return next((mime for mime in guesses if mime != UNKNOWN), UNKNOWN)


def _by_brands(head: bytes) -> str:
    length = min(int.from_bytes(head[:4], "big"), len(head))
    brands = {head[at : at + 4] for at in (8, *range(16, length, 4))}
    return next((mime for brand, mime in _BRANDS.items() if brand in brands), "video/mp4")


def _is_layer_three(head: bytes) -> bool:
    """An MP3 without tags: the eleven bits of a frame's start, and layer III."""
    return len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2


def _by_text(head: bytes) -> str:
    start = head.lstrip()[:64].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<script")):
        return "text/html"
    if start.startswith(b"<?xml"):
        return "text/xml"
    if not head or any(byte < 9 or 14 <= byte < 27 for byte in head):
        return UNKNOWN
    try:
        head.decode()
    except UnicodeDecodeError as error:
        # Four bytes from the end a character may only be cut off, not wrong.
        return "text/plain" if error.start > len(head) - 4 else UNKNOWN
    return "text/plain"
