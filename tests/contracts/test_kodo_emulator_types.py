"""What Kodo's emulator finds films and recordings to be, by their content alone."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.archive.footage import ANDROIDS, film, recording
from tests.contracts.kodo_world import World, kodo_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with kodo_world(tmp_path) as running:
        yield running


def untagged(mp3: bytes) -> bytes:
    return mp3[mp3.index(b"\xff\xfb") :]


CONTENTS = {
    "mov": (film(), "video/quicktime"),
    "mov without brands": (film()[20:], "video/quicktime"),
    "mp4": (film(kind="mp4"), "video/mp4"),
    "m4a": (recording(), "audio/mp4"),
    "mp3": (recording(kind="mp3", tags=ANDROIDS), "audio/mpeg"),
    "mp3 without tags": (untagged(recording(kind="mp3")), "audio/mpeg"),
    "text about free films": (b"Say free film", "text/plain"),
}


@pytest.mark.parametrize(("data", "mime"), CONTENTS.values(), ids=CONTENTS)
async def test_a_film_and_a_recording_are_known_by_their_content(world, data, mime):
    token = world.token("a", mimeLimit=mime, detectMime=1)
    assert (await world.post(token, "a", data)).status_code == 200
    found = await world.stored("a")
    assert found is not None and found["mimeType"] == mime
    refused = world.token("b", mimeLimit=f"!{mime}")
    assert (await world.post(refused, "b", data, mime="image/jpeg")).status_code == 403
