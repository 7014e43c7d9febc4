"""Hearing: a recording decoded once, for its loudness and for the speech that is checked."""

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import av
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.container import InputContainer, OutputContainer
from av.error import InvalidDataError

from service.archive.reading.containers import opened
from service.archive.reading.kinds import Kind

CHECK_BYTES = 9_500_000
"""WeChat's media check takes 10 MB."""
SAMPLE_RATE = 16_000
MP3 = {"id3v2_version": "0", "write_id3v1": "0", "fflags": "+bitexact"}
BIT_RATES = (24_000, 16_000)
"""Bits in a second: both are enough to understand speech by."""


def speech_rate(seconds: float) -> int:
    """The best bit rate at which so long a recording can be checked; 0 if none."""
    return next((rate for rate in BIT_RATES if seconds * rate / 8 < CHECK_BYTES), 0)


def hear(source: Path, kind: Kind, check: Path, rate: int) -> list[int]:
    """The loudest sample (0 to 32767) of each short piece; with a rate, write the speech too."""
    with opened(source, kind) as container, ExitStack() as stack:
        pieces = _pieces(container)
        if rate:
            out = stack.enter_context(av.open(str(check), "w", format="mp3", options=MP3))
            pieces = _spoken(pieces, out, rate)
        return [max(memoryview(piece.planes[0]).cast("h")[: piece.samples]) for piece in pieces]


def _spoken(pieces: Iterator[AudioFrame], out: OutputContainer, rate: int) -> Iterator[AudioFrame]:
    """The pieces, each written as it passes."""
    stream = out.add_stream("libmp3lame", rate=SAMPLE_RATE, layout="mono")
    stream.bit_rate = rate
    for piece in pieces:
        out.mux(stream.encode(piece))
        yield piece
    out.mux(stream.encode(None))


def _pieces(container: InputContainer) -> Iterator[AudioFrame]:
    """The recording in mono, 16 bits, 16 kHz; a broken packet is passed over."""
    audio = container.streams.audio[0]
    resampler = AudioResampler("s16", "mono", SAMPLE_RATE)
    for packet in container.demux(audio):
        with suppress(InvalidDataError):
            for frame in audio.decode(packet):
                yield from resampler.resample(frame)
