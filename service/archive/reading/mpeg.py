"""MPEG audio, layer III: the frames of an MP3, without whatever else lies between and behind them.

Headers as in ISO/IEC 11172-3 and 13818-3.
"""

import re
from typing import NamedTuple

_SYNC = re.compile(rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb]")
"""Eleven bits of one, any version but the reserved one, layer III."""
_MPEG1 = 3
_KILOBITS = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0),
}
_RATES = {3: (44100, 48000, 32000, 0), 2: (22050, 24000, 16000, 0), 0: (11025, 12000, 8000, 0)}
ID3_HEADER_BYTES = 10


class Header(NamedTuple):
    """What one frame says of itself; those of one recording share all but the size."""

    size: int
    samples: int
    rate: int


def frames_alone(data: bytes) -> tuple[bytes, float]:
    """The frames of an MP3 and their seconds; both are empty if there are none.

    Tags, pictures and anything appended are left out. A frame counts if another of its kind or the
    end of the file follows it; else its own end may be of something else.
    """
    place, kept, first = _after_id3(data), [], None
    while found := _SYNC.search(data, place):
        start = found.start()
        header = _header(data, start)
        place = start + header.size if header else start + 1
        if header and _follows(data, place, header) and _alike(header, first or header):
            first = first or header
            kept.append(data[start:place])
        else:
            place = start + 1
    seconds = len(kept) * first.samples / first.rate if first else 0.0
    return b"".join(kept), round(seconds, 3)


def _follows(data: bytes, place: int, header: Header) -> bool:
    following = _header(data, place)
    return place == len(data) or (following is not None and _alike(header, following))


def _alike(one: Header, other: Header) -> bool:
    return one[1:] == other[1:]


def _header(data: bytes, place: int) -> Header | None:
    if not _SYNC.match(data, place) or place + 4 > len(data):
        return None
    version, third = data[place + 1] >> 3 & 3, data[place + 2]
    is_first = version == _MPEG1
    kilobits, rate = _KILOBITS[is_first][third >> 4], _RATES[version][third >> 2 & 3]
    if not kilobits or not rate:
        return None
    samples = 1152 if is_first else 576
    size = samples * kilobits * 125 // rate + (third >> 1 & 1)
    return Header(size, samples, rate)


def _after_id3(data: bytes) -> int:
    """Where a leading ID3v2 tag ends; its size has seven bits to the byte."""
    if data[:3] != b"ID3" or len(data) < ID3_HEADER_BYTES:
        return 0
    size = 0
    for byte in data[6:ID3_HEADER_BYTES]:
        size = size << 7 | byte & 0x7F
    return ID3_HEADER_BYTES + size
