"""Reading a recording: M4A and MP3; its waveform, its clean copy, and what the check hears."""

from pathlib import Path

from av.audio.stream import AudioStream
from av.container import InputContainer

from service.archive.reading import CHECK, CLEAN, MASTER, Reading, tags
from service.archive.reading.containers import (
    audio_of,
    codec_of,
    opened,
    require_whole,
    seconds_of,
    video_of,
)
from service.archive.reading.hashes import digests
from service.archive.reading.hearing import hear, speech_rate
from service.archive.reading.kinds import EMPTY, IS_FILM, IS_PICTURE, Kind, Refused, kind_of
from service.archive.reading.looks import looks
from service.archive.reading.masters import write_master
from service.archive.reading.mpeg import frames_alone
from service.archive.reading.remuxing import remux
from service.archive.reading.waveforms import waveform

Tags = dict[str, str]

CODECS = {"aac", "alac", "mp3"}
TYPES = {Kind.MPEG4: "audio/mp4", Kind.MP3: "audio/mpeg"}
MAX_SECONDS = 4 * 3600
MAX_CHANNELS = 8
UNREADABLE = "这个文件打不开，可能已经损坏，或者不是 M4A 或 MP3 录音"
TOO_LONG = "这段录音太长了，最长四小时，请分成几段再传"
CUT_OFF = "这段录音不完整，可能没有传完，请再传一次"
SILENT = "这段录音里没有声音，换一个试试"
_WRONG = {Kind.EMPTY: EMPTY, Kind.PICTURE: IS_PICTURE, Kind.OTHER: UNREADABLE}


def read_sound(source: Path, folder: Path) -> Reading:
    """Read a recording and write its waveform, the recording without metadata, and its speech.

    Without a check where even the lowest rate would make more than WeChat listens to.
    """
    kind, clean = kind_of(source), folder / CLEAN
    if kind in _WRONG:
        raise Refused(_WRONG[kind])
    seconds, told = _clean_mp3(source, clean) if kind is Kind.MP3 else _clean_m4a(source, clean)
    _require_length(seconds)
    rate = speech_rate(seconds)
    picture = waveform(hear(clean, kind, folder / CHECK, rate))
    write_master(picture, folder / MASTER)
    taken = tags.taken(told)
    return Reading(
        media_type=TYPES[kind],
        width=picture.width,
        height=picture.height,
        seconds=seconds,
        taken_on=taken.date() if taken else None,
        taken_at=taken,
        exif=tags.kept(told),
        clean_type=TYPES[kind],
        check_type="audio/mpeg" if rate else "",
        **digests(source),
        **looks(picture),
    )


def _clean_mp3(source: Path, clean: Path) -> tuple[float, Tags]:
    """Its seconds; what ID3 says of a day is that of a song, not of a recording."""
    frames, seconds = frames_alone(source.read_bytes())
    clean.write_bytes(frames)
    return seconds, {}


def _clean_m4a(source: Path, clean: Path) -> tuple[float, Tags]:
    with opened(source, Kind.MPEG4) as container:
        audio = _sound_in(container)
        require_whole(container, source, CUT_OFF)
        return remux(container, [audio], clean), dict(container.metadata)


def _sound_in(container: InputContainer) -> AudioStream:
    if video_of(container):
        raise Refused(IS_FILM)
    audio = audio_of(container)
    if audio is None or codec_of(audio) not in CODECS or audio.channels > MAX_CHANNELS:
        raise Refused(UNREADABLE)
    if seconds_of(container) > MAX_SECONDS:
        raise Refused(TOO_LONG)
    return audio


def _require_length(seconds: float) -> None:
    if seconds <= 0:
        raise Refused(SILENT)
    if seconds > MAX_SECONDS:
        raise Refused(TOO_LONG)
