"""The corpus: hostile files by name, made here and always the same, small, with canaries inside."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from itertools import product
from random import Random

import pillow_heif
from PIL import ExifTags, Image

from tests.archive.footage import ANDROIDS, APPLES, boxed, film, recording, red_and_blue

Files = Iterator[tuple[str, str, bytes]]
"""A name, the medium it is announced as, and the bytes."""

PAGE = b"<html><script>CANARY</script></html>"
DRAWING = b"<svg xmlns='http://www.w3.org/2000/svg' onload='CANARY'/>"
PROGRAM = b"MZ\x90\0\3\0\0\0CANARY"
pillow_heif.register_heif_opener()
CUTS = (0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99)
FLIPS = 8
ENTITIES = b"<!DOCTYPE a [<!ENTITY b 'CANARY'><!ENTITY c '&b;&b;&b;'>]><a>&c;</a>"


def hostile() -> dict[str, tuple[str, bytes]]:
    """Every file of the corpus: its medium and bytes by its name."""
    found = {}
    for family in (
        *(truncated, damaged, appended, announced_as_another, documents),
        *(bombs, with_broken_exif, with_broken_profiles, pngs, playlists),
        *(with_wrong_boxes, impossible_films, layer_three),
    ):
        for name, medium, data in family():
            assert name not in found, name
            found[name] = (medium, data)
    return found


def animated(kind: str) -> bytes:
    data = BytesIO()
    rest = [red_and_blue().rotate(90 * turn) for turn in range(1, 4)]
    red_and_blue().save(data, kind, save_all=True, append_images=rest, duration=50)
    return data.getvalue()


@cache
def sound_files() -> dict[str, tuple[str, bytes]]:
    """One good file of each kind, with canaries wherever the kind has room for them."""
    mov = film(tags=APPLES)
    return {
        "jpeg": ("photo", encoded("JPEG", comment=b"CANARY", exif=canary_exif())),
        "png": ("photo", encoded("PNG", exif=canary_exif())),
        "webp": ("photo", encoded("WEBP", exif=canary_exif(), xmp=b"<CANARY/>")),
        "gif": ("photo", encoded("GIF", comment=b"CANARY")),
        "heic": ("photo", encoded("HEIF", exif=canary_exif().tobytes())),
        "apng": ("photo", animated("PNG")),
        "moving_gif": ("photo", animated("GIF")),
        "moving_webp": ("photo", animated("WEBP")),
        "mov": ("video", mov),
        "mp4": ("video", film(kind="mp4", tags=ANDROIDS)),
        "hevc": ("video", film(codec="libx265", kind="mp4", tags=ANDROIDS)),
        "m4a": ("audio", recording(tags=ANDROIDS)),
        "mp3": ("audio", recording(kind="mp3", tags=ANDROIDS)),
    }


def encoded(kind: str, **options: object) -> bytes:
    data = BytesIO()
    red_and_blue().save(data, kind, **options)
    return data.getvalue()


def canary_exif() -> Image.Exif:
    """A camera, its serial number, a place."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "CANARYMAKE"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.BodySerialNumber] = "CANARYSERIAL"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSAreaInformation] = b"CANARYAREA"
    return exif


def truncated() -> Files:
    """Uploads that a bad network ended."""
    for (name, (medium, data)), cut in product(sound_files().items(), CUTS):
        yield f"{name} cut to {cut:.0%}", medium, data[: int(len(data) * cut)]
    for medium in ("photo", "video", "audio"):
        yield f"empty {medium}", medium, b""
        yield f"one byte of {medium}", medium, b"\xff"
        yield f"zeros for {medium}", medium, bytes(5000)


def damaged() -> Files:
    """Bytes that a failing memory card has changed."""
    for name, (medium, data) in sound_files().items():
        for turn in range(FLIPS):
            chance, broken = Random(f"{name} {turn}"), bytearray(data)
            for _ in range(1 + 3 * turn):
                broken[chance.randrange(12, len(broken))] = chance.randrange(256)
            yield f"{name} damaged {turn}", medium, bytes(broken)


def appended() -> Files:
    """Two files in one: what a picture shows, and what a browser or an archiver finds behind it."""
    tails = {"page": PAGE, "drawing": DRAWING, "archive": archive(), "program": PROGRAM}
    for (name, (medium, data)), (tail, more) in product(sound_files().items(), tails.items()):
        yield f"{name} with {tail} behind", medium, data + more
    for name in ("jpeg", "png", "mov", "mp3"):
        medium, data = sound_files()[name]
        yield f"{name} behind a page", medium, PAGE + data


def archive() -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        packed.writestr(zipfile.ZipInfo("CANARY.txt"), "CANARY" * 40)
    return data.getvalue()


def announced_as_another() -> Files:
    for (name, (real, data)), medium in product(sound_files().items(), ("photo", "video", "audio")):
        if real != medium:
            yield f"{name} announced as {medium}", medium, data


def documents() -> Files:
    """What is no picture, film or recording, whatever it is called."""
    riff, ebml = b"RIFF\x24\0\0\0", b"\x1a\x45\xdf\xa3\x01\0\0\0\0\0\0\x1f"
    kinds = {
        "page": PAGE,
        "drawing": DRAWING,
        "entities": ENTITIES,
        "archive": archive(),
        "program": PROGRAM,
        "elf": b"\x7fELF\2\1\1",
        "pdf": b"%PDF-1.7\nCANARY",
        "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nCANARY showpage",
        "tiff": encoded("TIFF"),
        "bmp": encoded("BMP"),
        "ico": encoded("ICO"),
        "wav": riff + b"WAVEfmt ",
        "avi": riff + b"AVI LIST",
        "matroska": ebml + b"CANARY",
        "ogg": b"OggS\0\2" + bytes(60),
        "flac": b"fLaC" + bytes(60),
        "adts": b"\xff\xf1" * 99,
        "php": b"<?php system('CANARY'); ?>",
        "text": "奶奶的故事".encode() * 99,
    }
    for (name, data), medium in product(kinds.items(), ("photo", "video", "audio")):
        yield f"{name} as {medium}", medium, data


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG of these chunks, with right checksums."""
    told = (
        struct.pack(">L", len(body)) + name + body + struct.pack(">L", zlib.crc32(name + body))
        for name, body in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(told)


def header(width: int, height: int, depth: int = 8, colour: int = 2) -> tuple[bytes, bytes]:
    return b"IHDR", struct.pack(">LLBBBBB", width, height, depth, colour, 0, 0, 0)


PIXELS = (b"IDAT", zlib.compress(b"".join(b"\0" + b"\xff\0\0" * 8 for _ in range(8))))
END = (b"IEND", b"")


def bombs() -> Files:
    """A few bytes that speak of many pixels."""
    sides = (30_000, 30_000), (65_500, 65_500), (2**31 - 1, 1), (1, 2**31 - 1), (0, 8), (8, 0)
    for width, height in (*sides, (100_000, 1_001)):
        yield f"png of {width} by {height}", "photo", png(header(width, height), PIXELS, END)
    gif = sound_files()["gif"][1]
    yield "gif of 65535", "photo", gif[:6] + b"\xff\xff\xff\xff" + gif[10:]
    jpeg = sound_files()["jpeg"][1]
    frame = jpeg.index(b"\xff\xc0") + 5
    for side in (0, 65_500):
        size = struct.pack(">HH", side, side)
        yield f"jpeg of {side}", "photo", jpeg[:frame] + size + jpeg[frame + 4 :]
    heic = sound_files()["heic"][1]
    extent = heic.index(b"ispe") + 8
    for side in (0, 30_000, 2**32 - 1):
        size = struct.pack(">LL", side, side)
        yield f"heic of {side}", "photo", heic[:extent] + size + heic[extent + 8 :]
    webp = sound_files()["webp"][1]
    canvas = webp.index(b"VP8X") + 12
    yield "webp of 16777216", "photo", webp[:canvas] + b"\xff" * 6 + webp[canvas + 6 :]
    rows = zlib.compress(bytes(40_000_000), 9)
    yield "png that inflates", "photo", png(header(8, 8), (b"IDAT", rows), END)


def ifd(*entries: tuple[int, int, int, int], following: int = 0) -> bytes:
    """An EXIF block with one directory: tag, type, count and value or offset of each entry."""
    told = b"".join(struct.pack("<HHLL", *entry) for entry in entries)
    return (
        b"Exif\0\0II*\0\x08\0\0\0"
        + struct.pack("<H", len(entries))
        + told
        + struct.pack("<L", following)
    )


def with_broken_exif() -> Files:
    most, exif, gps, orientation = 2**32 - 1, 0x8769, 0x8825, 0x0112
    blocks = {
        "that is empty": b"",
        "of noise": Random(1).randbytes(500),
        "cut in the header": b"Exif\0\0II*",
        "of a mixed order": b"Exif\0\0IM*\0\x08\0\0\0",
        "whose next directory is itself": ifd((271, 2, 4, 0x41), following=8),
        "whose details are itself": ifd((exif, 4, 1, 8)),
        "whose place is itself": ifd((gps, 4, 1, 8)),
        "whose details lie behind the end": ifd((exif, 4, 1, 1 << 20)),
        "with a count without end": ifd((271, 2, most, 8)),
        "with numbers without end": ifd((33434, 5, 1 << 28, 8)),
        "of an unknown type": ifd((271, 99, 4, 8)),
        "with a text for an orientation": ifd((orientation, 2, 4, 0x41414141)),
        "turned by 0": ifd((orientation, 3, 1, 0)),
        "turned by 9": ifd((orientation, 3, 1, 9)),
        "turned by 65535": ifd((orientation, 3, 1, 65535)),
        "turned twice": ifd((orientation, 3, 2, 0x00030006)),
        "with a thumbnail behind the end": ifd((0x0201, 4, 1, 1 << 24), (0x0202, 4, 1, most)),
        "of many entries": ifd(*((tag, 4, 1, tag) for tag in range(2000))),
        "that promises entries": b"Exif\0\0II*\0\x08\0\0\0\xff\xff",
        "with a note of its maker": ifd((exif, 4, 1, 26), (0x927C, 7, most, 8)),
    }
    for name, block in blocks.items():
        yield f"jpeg with exif {name}", "photo", encoded("JPEG", exif=block or b"Exif\0\0")
        yield (
            f"png with exif {name}",
            "photo",
            png(header(8, 8), (b"eXIf", block.removeprefix(b"Exif\0\0")), PIXELS, END),
        )


def with_broken_profiles() -> Files:
    """Colour profiles that are none, or far too large."""
    right_size = struct.pack(">L", 200) + b"CANA" + b"\4\0\0\0mntrRGB XYZ " + bytes(176)
    profiles = {
        "that is noise": Random(2).randbytes(3000),
        "that is empty": bytes(128),
        "without tables": right_size,
        "with a million tables": right_size[:128] + struct.pack(">L", 1_000_000) + bytes(68),
        "of a megabyte": right_size + b"CANARY" * 170_000,
    }
    for name, profile in profiles.items():
        yield f"jpeg with a profile {name}", "photo", encoded("JPEG", icc_profile=profile)
    packed = b"a\0\0" + zlib.compress(bytes(50_000_000), 9)
    yield (
        "png with a profile that inflates",
        "photo",
        png(header(8, 8), (b"iCCP", packed), PIXELS, END),
    )


def pngs() -> Files:
    """PNGs that are right by their checksums and wrong in everything else."""
    flood = zlib.compress(b"CANARY" * 8_000_000, 9)
    layouts = {
        "text that inflates": ((b"zTXt", b"a\0\0" + flood), PIXELS, END),
        "international text that inflates": ((b"iTXt", b"a\0\1\0\0\0" + flood), PIXELS, END),
        "much text": (*((b"tEXt", b"a\0CANARY" * 30) for _ in range(3000)), PIXELS, END),
        "no pixels": (END,),
        "no end": (PIXELS,),
        "two headers": (header(30_000, 30_000), PIXELS, END),
        "frames without end": ((b"acTL", b"\xff" * 8), PIXELS, END),
        "a frame outside": ((b"acTL", b"\0\0\0\2\0\0\0\0"), (b"fcTL", b"\xff" * 26), PIXELS, END),
        "a palette of nothing": ((b"PLTE", b""), PIXELS, END),
        "too few pixels": ((b"IDAT", zlib.compress(b"\0\xff")), END),
        "pixels that are noise": ((b"IDAT", b"CANARY" * 9), END),
    }
    for name, chunks in layouts.items():
        yield f"png with {name}", "photo", png(header(8, 8), *chunks)
    for depth, colour in ((0, 2), (32, 2), (8, 1), (8, 99), (16, 3)):
        yield (
            f"png of depth {depth} and colour {colour}",
            "photo",
            png(header(8, 8, depth, colour), PIXELS, END),
        )


def playlists() -> Files:
    """What would make a player open other files, or the network."""
    lists = {
        "hls": b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
        "concat": b"ffconcat version 1.0\nfile /etc/passwd\n",
        "sdp": b"v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 9 RTP/AVP 96\n",
        "dash": b"<?xml version='1.0'?><MPD><BaseURL>http://127.0.0.1/</BaseURL></MPD>",
        "smil": b"<smil><video src='http://127.0.0.1/CANARY'/></smil>",
    }
    for (name, data), medium in product(lists.items(), ("video", "audio")):
        yield f"{name} as {medium}", medium, data
        yield f"{name} in a box as {medium}", medium, boxed(b"free", data)
    whole, own = sound_files()["mov"][1], boxed(b"url ", b"\0\0\0\1")
    elsewhere = own[:4] + b"alis" + bytes(4)
    yield "mov whose pictures are elsewhere", "video", whole.replace(own, elsewhere, 1)


SIZES = (0, 1, 7, 0x7FFFFFFF, 0xFFFFFFFF)
BOXES = b"ftyp moov mvhd trak tkhd mdia mdhd hdlr stbl stsd stts stsc stsz stco mdat avc1".split()


def with_wrong_boxes() -> Files:
    """Films whose boxes are larger than the world, or smaller than themselves."""
    for name, size in product(BOXES, SIZES):
        data = sound_files()["mov"][1]
        at = data.index(name) - 4
        wrong = data[:at] + struct.pack(">L", size) + data[at + 4 :]
        yield f"mov whose {name.decode()} has {size:#x} bytes", "video", wrong


def patched(data: bytes, box: bytes, offset: int, value: bytes) -> bytes:
    at = data.index(box) + 4 + offset
    return data[:at] + value + data[at + len(value) :]


def impossible_films() -> Files:
    mov, m4a = sound_files()["mov"][1], sound_files()["m4a"][1]
    most = b"\xff\xff\xff\xff"
    patches: dict[str, tuple[bytes, int, bytes]] = {
        "lasts for ever": (b"stts", 12, b"\0\x7f\xff\xff"),
        "says it lasts for ever": (b"mvhd", 16, most),
        "has no clock": (b"mvhd", 12, bytes(4)),
        "has no clock of its own": (b"mdhd", 12, bytes(4)),
        "has frames without end": (b"stts", 8, most),
        "has samples without end": (b"stsz", 8, most),
        "has one size for too many": (b"stsz", 4, most[:4] + most),
        "has chunks behind the end": (b"stco", 8, most),
        "has chunks without end": (b"stco", 4, most),
        "has descriptions without end": (b"stsd", 4, most),
        "has a slow clock": (b"mvhd", 12, b"\0\0\0\1"),
    }
    for name, (box, offset, value) in patches.items():
        yield f"mov that {name}", "video", patched(mov, box, offset, value)
        yield f"m4a that {name}", "audio", patched(m4a, box, offset, value)
    for side in (0, 8193, 65535):
        size = struct.pack(">HH", side, side)
        yield f"mov of {side} pixels", "video", patched(mov, b"avc1", 24, size)
    start, length = mov.index(b"trak") - 4, struct.unpack_from(">L", mov, mov.index(b"trak") - 4)[0]
    track = mov[start : start + length]
    moov = mov.index(b"moov") - 4
    crowd = mov[:moov] + boxed(b"moov", mov[moov + 8 :] + track * 1000)
    yield "mov of a thousand tracks", "video", crowd
    nest = b""
    for _ in range(5000):
        nest = boxed(b"moov", nest)
    yield "mov of nested boxes", "video", nest
    yield "mov of a thousand empty boxes", "video", boxed(b"free", b"") * 1000 + mov
    yield "mov of negative size", "video", b"\0\0\0\1mdat" + b"\xff" * 8 + mov


def layer_three() -> Files:
    """MP3s with more than frames in them, or with less."""
    mp3 = sound_files()["mp3"][1]
    first = mp3.index(b"\xff\xfb")
    frames = mp3[first:]
    tag = b"ID3\4\0\0"
    yield "mp3 with a tag larger than itself", "audio", tag + b"\x7f" * 4 + frames
    yield "mp3 with a tag of wrong bytes", "audio", tag + b"\xff" * 4 + b"CANARY" + frames
    yield "mp3 that is a tag alone", "audio", tag + b"\0\0\0\x06CANARY"
    yield "mp3 with a tag between", "audio", frames[:4000] + b"CANARY" * 99 + frames[4000:]
    yield "mp3 with an old tag", "audio", mp3 + b"TAG" + b"CANARY".ljust(125, b"\0")
    yield "mp3 of sync words", "audio", b"\xff\xfb" * 50_000
    yield "mp3 of ones", "audio", b"\xff\xfb" + b"\xff" * 100_000
    yield "mp3 of one frame", "audio", frames[:417]
    yield "mp3 of a free rate", "audio", frames[:2] + b"\0" + frames[3:]
    yield "mp3 with noise behind", "audio", mp3 + Random(3).randbytes(20_000)
