"""Remuxing: the same pictures and sounds in a new container, which has no metadata at all."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.bitstream import BitStreamFilterContext
from av.container import InputContainer, OutputContainer
from av.error import InvalidDataError
from av.packet import Packet
from av.video.stream import VideoStream

from service.archive.reading.containers import codec_of

MP4 = {"movflags": "faststart", "fflags": "+bitexact"}
"""The index first, so that it plays while it loads; and no name and time of the writer."""
_SPOKEN_ASIDE = {
    "h264": "filter_units=remove_types=6",
    "hevc": "filter_units=remove_types=39|40",
    "av1": "filter_units=remove_types=5",
}
"""SEI and metadata OBUs: dashcams and drones write into them where they were at each moment."""

Played = VideoStream | AudioStream


def remux(container: InputContainer, streams: list[Played], path: Path) -> float:
    """Copy the packets of `streams` into the MP4 `path`; how many seconds they last.

    Not a bit of them is encoded anew. The film's rotation goes with its stream.
    """
    ends = 0.0
    with av.open(str(path), "w", format="mp4", options=MP4) as out:
        copies = {stream.index: _Copy(stream, out) for stream in streams}
        for packet in container.demux(streams):
            for copied in copies[packet.stream.index].of(packet):
                ends = max(ends, _end(copied))
                out.mux_one(copied)
    return round(ends, 3)


class _Copy:
    """One stream's way from one container into the other."""

    def __init__(self, stream: Played, out: OutputContainer) -> None:
        self._stream = stream
        self._copy = out.add_stream_from_template(stream, opaque=True)
        silencing = _SPOKEN_ASIDE.get(codec_of(stream))
        self._filter = BitStreamFilterContext(silencing, stream, self._copy) if silencing else None

    def of(self, packet: Packet) -> Iterable[Packet]:
        """The packet, silenced; none for a broken one or the end."""
        if packet.dts is None:
            return
        packets = [packet]
        if self._filter:
            with suppress(InvalidDataError):
                packets = self._filter.filter(packet)
        for one in packets:
            one.time_base = self._stream.time_base  # type: ignore[assignment]
            one.stream = self._copy
            yield one


def _end(packet: Packet) -> float:
    moment = packet.pts if packet.pts is not None else packet.dts
    return float(((moment or 0) + (packet.duration or 0)) * packet.time_base)
