"""Frames: a film's poster, and the contact sheet that the safety check looks at."""

from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from math import ceil, sqrt

from av.container import InputContainer
from av.error import InvalidDataError
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image, ImageOps, ImageStat

from service.archive.reading.masters import MASTER_SIDE

SHEET_FRAMES = 9
CELL_SIDE = 640
POSTER_SECOND = 1.0
FRAMES_FOR_ONE = 300
"""So far is decoded from the last key frame to the moment asked for; WeChat's are 250 apart."""
DARK = 20
"""Of 255: below this mean a frame is a black one."""

_TURNS = {
    90: Image.Transpose.ROTATE_90,
    180: Image.Transpose.ROTATE_180,
    -180: Image.Transpose.ROTATE_180,
    -90: Image.Transpose.ROTATE_270,
}
"""By the display matrix's degrees, counterclockwise like Pillow's."""


def moments(seconds: float) -> list[float]:
    """The sheet's seconds: the middles of nine equal parts."""
    return [(part + 0.5) * seconds / SHEET_FRAMES for part in range(SHEET_FRAMES)]


def poster_second(seconds: float) -> float:
    """A little into the film, or its middle."""
    return min(POSTER_SECOND, seconds / 2)


def poster(frames: dict[float, Image.Image], second: float) -> Image.Image:
    """The frame at that second or, if it is a black one, the brightest of all."""
    found = frames.get(second)
    if found is not None and _brightness(found) >= DARK:
        return found
    return max(frames.values(), key=_brightness)


def contact_sheet(frames: list[Image.Image]) -> Image.Image:
    """All frames in one picture, in their order."""
    columns = ceil(sqrt(len(frames)))
    width, height = ImageOps.contain(frames[0], (CELL_SIDE, CELL_SIDE)).size
    sheet = Image.new("RGB", (columns * width, ceil(len(frames) / columns) * height))
    for place, frame in enumerate(frames):
        cell = ImageOps.contain(frame, (width, height))
        sheet.paste(cell, (place % columns * width, place // columns * height))
    return sheet


def frames_at(
    container: InputContainer, video: VideoStream, seconds: set[float]
) -> dict[float, Image.Image]:
    """The upright frames at these seconds, in order; one that cannot be decoded is left out."""
    player, found = _Player(container, video), {}
    for second in sorted(seconds):
        frame = player.frame_at(second)
        if frame is not None:
            found[second] = _upright(frame)
    return found


class _Player:
    """Plays a film forward, and jumps where a later key frame lets it."""

    def __init__(self, container: InputContainer, video: VideoStream) -> None:
        self._container, self._video = container, video
        self._shown: VideoFrame | None = None
        self._playing: Iterator[VideoFrame] = iter(())

    def frame_at(self, second: float) -> VideoFrame | None:
        """The frame at a second not before the last one; None where nothing can be decoded."""
        video = self._video
        moment = (video.start_time or 0) + int(second / video.time_base)  # type: ignore[operator]
        if self._shown is None or self._key_before(moment) > (self._shown.pts or 0):
            self._container.seek(moment, stream=video)
            self._playing = self._played()
        for frame in islice(self._playing, FRAMES_FOR_ONE):
            self._shown = frame
            if frame.pts is not None and frame.pts >= moment:
                break
        return self._shown

    def _key_before(self, moment: int) -> int:
        entries = self._video.index_entries
        place = entries.search_timestamp(moment)
        return entries[place].timestamp if place >= 0 else moment

    def _played(self) -> Iterator[VideoFrame]:
        """Frames from here on; a broken packet is passed over."""
        for packet in self._container.demux(self._video):
            with suppress(InvalidDataError):
                yield from self._video.decode(packet)


def _upright(frame: VideoFrame) -> Image.Image:
    """The picture no larger than a master: ten at their full size may be a gigabyte."""
    shrink = min(1, MASTER_SIDE / max(frame.width, frame.height))
    width, height = (max(1, round(side * shrink)) for side in (frame.width, frame.height))
    picture, turn = frame.to_image(width=width, height=height), _TURNS.get(frame.rotation)
    return picture if turn is None else picture.transpose(turn)


def _brightness(frame: Image.Image) -> float:
    return ImageStat.Stat(frame.convert("L")).mean[0]
