"""Footage: small films and recordings as phones write them, with canaries in all their corners."""

import math
import struct
from array import array
from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from io import BytesIO

import av
from av.container import OutputContainer
from PIL import Image

RATE = 10
SAMPLES = 1024
CANARY = b"CANARY"
APPLES = {
    "com.apple.quicktime.location.ISO6709": "+22.2769+113.5678+010.000/",
    "com.apple.quicktime.creationdate": "2016-05-01T23:30:00+0900",
    "com.apple.quicktime.make": "CANARYMAKE",
    "com.apple.quicktime.model": "CANARYMODEL",
    "title": "CANARYTITLE",
}
ANDROIDS = {
    "creation_time": "2016-05-01T20:30:00Z",
    "location": "+22.2769-113.5678/",
    "comment": "CANARYCOMMENT",
}
SIDEWAYS = {
    90: (0, 1, -1, 0),
    180: (-1, 0, 0, -1),
    270: (0, -1, 1, 0),
}
"""The display matrix of a phone held that way, by the degrees that a player turns clockwise."""


def red_and_blue(width: int = 64, height: int = 48) -> Image.Image:
    """Red on its left, blue on its right half."""
    picture = Image.new("RGB", (width, height), "red")
    picture.paste("blue", (width // 2, 0, width, height))
    return picture


def film(
    pictures: Iterable[Image.Image] = (),
    *,
    kind: str = "mov",
    codec: str = "libx264",
    tags: dict[str, str] | None = None,
    sound: bool = True,
    options: dict[str, str] | None = None,
    track: bytes = b"",
) -> bytes:
    """A film of these pictures, a tenth of a second each; two seconds of red and blue.

    `track` is what an action camera writes beside them: where it was at each moment.
    """
    pictures = list(pictures) or [red_and_blue()] * 20
    data = BytesIO()
    flags = {"movflags": "use_metadata_tags"} if kind == "mov" else {}
    with av.open(data, "w", format=kind, options=flags) as out:
        out.metadata.update(tags or {})
        video = out.add_stream(codec, rate=RATE, options=options or {})
        video.width, video.height = pictures[0].size  # type: ignore[attr-defined]
        video.pix_fmt = "yuv420p"  # type: ignore[attr-defined]
        tone = out.add_stream("aac", rate=16000, layout="mono") if sound else None
        places = out.add_data_stream("bin_data") if track else None
        for picture in pictures:
            out.mux(video.encode(av.VideoFrame.from_image(picture)))  # type: ignore[attr-defined]
        out.mux(video.encode(None))  # type: ignore[attr-defined]
        if places:
            packet = av.Packet(track)
            packet.stream, packet.time_base, packet.pts, packet.dts = places, Fraction(1, 10), 0, 0
            packet.duration = 10
            out.mux(packet)
        if tone:
            _play(out, tone, len(pictures) / RATE, 16000)
    return data.getvalue()


def recording(
    seconds: float = 2, *, kind: str = "ipod", tags: dict[str, str] | None = None
) -> bytes:
    """A tone that swells and fades; `kind` is "ipod" (M4A) or "mp3"."""
    data = BytesIO()
    with av.open(data, "w", format=kind) as out:
        out.metadata.update(tags or {})
        codec, rate = ("libmp3lame", 44100) if kind == "mp3" else ("aac", 16000)
        _play(out, out.add_stream(codec, rate=rate, layout="mono"), seconds, rate)
    return data.getvalue()


def _play(out: OutputContainer, stream, seconds: float, rate: int) -> None:
    for part in range(math.ceil(seconds * rate / SAMPLES)):
        frame = av.AudioFrame("fltp", "mono", SAMPLES)
        frame.sample_rate, frame.pts = rate, part * SAMPLES
        frame.planes[0].update(_tone(part % 16))
        out.mux(stream.encode(frame))
    out.mux(stream.encode(None))


@cache
def _tone(loudness: int) -> bytes:
    wave = (loudness / 20 * math.sin(sample * 0.15) for sample in range(SAMPLES))
    return array("f", wave).tobytes()


def turned(data: bytes, degrees: int) -> bytes:
    """The film with the display matrix of a phone that was held sideways."""
    a, b, c, d = (value << 16 for value in SIDEWAYS[degrees])
    matrix = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30)
    at = data.index(b"tkhd") + 4 + 40
    return data[:at] + matrix + data[at + 36 :]


def dated(data: bytes, seconds: int) -> bytes:
    """The film with this time in its header, in seconds since 1904."""
    at = data.index(b"mvhd") + 8
    return data[:at] + struct.pack(">LL", seconds, seconds) + data[at + 8 :]


def boxed(name: bytes, body: bytes) -> bytes:
    return struct.pack(">L", 8 + len(body)) + name + body
