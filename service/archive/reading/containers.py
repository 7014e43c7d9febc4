"""Containers: opening an MP4, MOV or MP3 so that it leads to no other file and no network."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream

from service.archive.reading.kinds import Kind, Refused

VIDEO_CODECS = {"h264", "hevc", "mpeg4", "mjpeg", "vp9", "av1"}
AUDIO_CODECS = {"aac", "mp3", "alac", "ac3", "eac3", "opus", "flac", "pcm_s16le", "pcm_s16be"}
"""What phones and cameras write and an MP4 can hold; no other decoder ever runs."""
DECODERS = VIDEO_CODECS | AUDIO_CODECS | {"mp3float", "libdav1d", "png"}
MOST_STREAMS = 64

_DEMUXERS = {Kind.MPEG4: "mov", Kind.MP3: "mp3"}
_OPTIONS = {
    "protocol_whitelist": "file",
    "codec_whitelist": ",".join(sorted(DECODERS)),
    "enable_drefs": "0",  # a QuickTime film may say that its pictures are in another file
    "max_streams": str(MOST_STREAMS),
}


@contextmanager
def opened(source: Path, kind: Kind) -> Iterator[InputContainer]:
    """The container of a file, opened as its first bytes claim and as nothing else."""
    with av.open(
        f"file:{source}",
        format=_DEMUXERS[kind],
        options=_OPTIONS,
        metadata_errors="replace",
    ) as container:
        yield container


def video_of(container: InputContainer) -> VideoStream | None:
    """The moving picture; a cover is none."""
    moving = (s for s in container.streams.video if not s.disposition & Disposition.attached_pic)
    return next(moving, None)


def audio_of(container: InputContainer) -> AudioStream | None:
    """The first sound there is."""
    return next(iter(container.streams.audio), None)


def codec_of(stream: VideoStream | AudioStream) -> str:
    """The codec's name, whoever decodes it; empty for one that nobody here knows."""
    context = stream.codec_context
    return context.codec.canonical_name if context else ""


def seconds_of(container: InputContainer) -> float:
    """The length that the file itself claims; 0 where it claims none."""
    return max(container.duration or 0, 0) / av.time_base


def require_whole(container: InputContainer, source: Path, sentence: str) -> None:
    """Refuse a file whose index speaks of bytes behind its end: an upload that was cut off."""
    size = source.stat().st_size
    for stream in container.streams:
        entries = stream.index_entries
        last = entries[len(entries) - 1] if len(entries) else None
        if last and last.pos + last.size > size:
            raise Refused(sentence)
