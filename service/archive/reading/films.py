"""Reading a film: MP4 and MOV as phones write them; its poster, its clean copy, its sheet."""

from pathlib import Path

from av.container import InputContainer
from av.video.stream import VideoStream
from PIL import Image

from service.archive.reading import CHECK, CLEAN, MASTER, Reading, frames, tags
from service.archive.reading.containers import (
    AUDIO_CODECS,
    VIDEO_CODECS,
    audio_of,
    codec_of,
    opened,
    require_whole,
    seconds_of,
    video_of,
)
from service.archive.reading.hashes import digests
from service.archive.reading.kinds import EMPTY, IS_PICTURE, IS_SOUND, Kind, Refused, kind_of
from service.archive.reading.looks import likeness, looks
from service.archive.reading.masters import write_master
from service.archive.reading.remuxing import Played, remux

MAX_SIDE = 8192
MAX_PIXELS = 40_000_000
MAX_SECONDS = 2 * 3600
UNREADABLE = "这个文件打不开，可能已经损坏，或者不是视频"
TOO_LARGE = "这段视频的画面太大了，最大到 8K"
TOO_LONG = "这段视频太长了，最长两小时，请剪短再传"
CUT_OFF = "这段视频不完整，可能没有传完，请再传一次"
UNKNOWN_CODEC = "这段视频的编码暂时打不开，请用手机导出成 MP4 再传"
_WRONG = {Kind.EMPTY: EMPTY, Kind.PICTURE: IS_PICTURE, Kind.MP3: IS_SOUND, Kind.OTHER: UNREADABLE}


def read_film(source: Path, folder: Path) -> Reading:
    """Read a film and write its poster, the film without metadata, and its contact sheet."""
    if wrong := _WRONG.get(kind_of(source)):
        raise Refused(wrong)
    with opened(source, Kind.MPEG4) as container:
        video = _film_in(container)
        require_whole(container, source, CUT_OFF)
        seconds = remux(container, _played(container, video), folder / CLEAN)
        _require_short(seconds)
        told, stored = dict(container.metadata), (video.width, video.height)
        is_quicktime = told.get("major_brand", "qt  ") == "qt  "
        poster_second, moments = frames.poster_second(seconds), frames.moments(seconds)
        pictures = frames.frames_at(container, video, {*moments, poster_second})
    if not pictures:
        raise Refused(UNREADABLE)
    master = write_master(frames.poster(pictures, poster_second), folder / MASTER)
    sheet = frames.contact_sheet([pictures[at] for at in moments if at in pictures])
    write_master(sheet, folder / CHECK)
    width, height = stored if (stored[0] > stored[1]) == _is_wide(master) else stored[::-1]
    taken = tags.taken(told)
    return Reading(
        media_type="video/quicktime" if is_quicktime else "video/mp4",
        width=width,
        height=height,
        seconds=seconds,
        likeness=likeness(master),
        taken_on=taken.date() if taken else None,
        taken_at=taken,
        exif=tags.kept(told),
        clean_type="video/mp4",
        check_type="image/jpeg",
        **digests(source),
        **looks(master),
    )


def _is_wide(picture: Image.Image) -> bool:
    return picture.width > picture.height


def _film_in(container: InputContainer) -> VideoStream:
    """The moving picture, once it is sure that it may be decoded."""
    video = video_of(container)
    if video is None:
        raise Refused(IS_SOUND if audio_of(container) else UNREADABLE)
    if codec_of(video) not in VIDEO_CODECS:
        raise Refused(UNKNOWN_CODEC)
    if max(video.width, video.height) > MAX_SIDE or video.width * video.height > MAX_PIXELS:
        raise Refused(TOO_LARGE)
    _require_short(seconds_of(container))
    video.codec_context.thread_count = 1
    return video


def _require_short(seconds: float) -> None:
    if seconds > MAX_SECONDS:
        raise Refused(TOO_LONG)


def _played(container: InputContainer, video: VideoStream) -> list[Played]:
    audio = audio_of(container)
    if audio is None:
        return [video]
    if codec_of(audio) not in AUDIO_CODECS:
        raise Refused(UNKNOWN_CODEC)
    return [video, audio]
