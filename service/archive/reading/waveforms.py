"""Waveforms: the quiet picture of a recording, so that it has one like everything else."""

from itertools import pairwise

from PIL import Image, ImageDraw

SIZE = (1280, 320)
PAPER, INK = (246, 241, 231), (122, 148, 142)
BARS = 128
BAR_WIDTH, LOWEST = 5, 3


def waveform(peaks: list[int]) -> Image.Image:
    """Bars about the middle, the loudest as high as fits; silence is a dotted line."""
    picture = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(picture)
    loudest = max(*peaks, 1)
    middle, step = SIZE[1] / 2, SIZE[0] / BARS
    for place, peak in enumerate(_bars(peaks)):
        half = max(LOWEST, peak / loudest * (middle - 24))
        left = place * step + (step - BAR_WIDTH) / 2
        box = (left, middle - half, left + BAR_WIDTH, middle + half)
        pen.rounded_rectangle(box, radius=BAR_WIDTH / 2, fill=INK)
    return picture


def _bars(peaks: list[int]) -> list[int]:
    """The loudest of each of the equal parts."""
    edges = [part * len(peaks) // BARS for part in range(BARS + 1)]
    return [max(peaks[start : max(end, start + 1)]) for start, end in pairwise(edges)]
