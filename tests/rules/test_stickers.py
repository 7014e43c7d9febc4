"""Stickers: whatever was in an area, the copy is the same to the last byte."""

from io import BytesIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from service.archive.stickers import Area, Sticker
from service.archive.stickers.drawing import cover

areas = st.builds(
    Area,
    x=st.floats(0, 1),
    y=st.floats(0, 1),
    width=st.floats(0.01, 1),
    height=st.floats(0.01, 1),
    sticker=st.sampled_from(Sticker),
)
sizes = st.tuples(st.integers(20, 150), st.integers(20, 150))


@settings(max_examples=40, deadline=None)
@given(size=sizes, area=areas, seeds=st.tuples(st.integers(0, 99), st.integers(100, 199)))
def test_nothing_is_left_of_what_was_there(size, area, seeds):
    one, other = (covered(master(size, area, seed), area) for seed in seeds)
    assert one == other
    with Image.open(BytesIO(one)) as picture:
        assert picture.size == size


def master(size: tuple[int, int], area: Area, seed: int) -> bytes:
    """A JPEG of noise that is everywhere the same but in the area."""
    picture = noise(size, 7)
    left, upper = int(area.x * size[0]), int(area.y * size[1])
    right = min(int((area.x + area.width) * size[0]), size[0])
    lower = min(int((area.y + area.height) * size[1]), size[1])
    if left < right and upper < lower:
        picture.paste(noise((right - left, lower - upper), seed), (left, upper))
    data = BytesIO()
    picture.save(data, "JPEG", quality=88)
    return data.getvalue()


def noise(size: tuple[int, int], seed: int) -> Image.Image:
    return Image.frombytes("RGB", size, Random(seed).randbytes(size[0] * size[1] * 3))


def covered(data: bytes, area: Area) -> bytes:
    with TemporaryDirectory() as name:
        source, target = Path(name) / "master", Path(name) / "covered"
        source.write_bytes(data)
        cover(source, target, [area])
        return target.read_bytes()
