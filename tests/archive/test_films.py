"""Films and recordings: from the phone to the family, and what of them may be played elsewhere."""

import hashlib
from io import BytesIO
from typing import Any

import av
import pytest
from PIL import Image

from service.archive.reading.waveforms import PAPER
from tests.archive.footage import ANDROIDS, APPLES, film, recording, turned
from tests.world import Person

RED, BLUE = (255, 0, 0), (0, 0, 255)


async def keeps(person: Person, name: str, medium: str, data: bytes) -> dict[str, Any]:
    """Put a file into the archive; the photo it became, once it was read."""
    files = [{"name": name, "bytes": len(data), "medium": medium}]
    asked = {"family_id": person.family, "files": files}
    ticket = (await person.phone.post("/uploads", asked))["items"][0]
    reply = await person.phone.put_file(ticket, data)
    assert reply.status_code == 200, reply.text
    path = f"/photos/{reply.json()['photo_id']}"
    return await person.phone.until(path, state=["ready", "refused"])


async def fetched(person: Person, url: str) -> bytes:
    return (await person.world.http.get(url)).raise_for_status().content


async def test_a_film_is_seen_and_played_by_its_family(alice):
    data = turned(film(tags=APPLES), 90)
    kept = await keeps(alice, "IMG_0001.MOV", "video", data)
    assert (kept["state"], kept["refusal"], kept["medium"]) == ("ready", "", "video")
    assert (kept["width"], kept["height"], kept["seconds"]) == (48, 64, pytest.approx(2, abs=0.1))
    assert kept["taken"] == "2016-05-01"
    thumb = Image.open(BytesIO(await fetched(alice, kept["thumb"])))
    assert thumb.size == (48, 64)
    assert thumb.getpixel((24, 8)) == pytest.approx(RED, abs=40)
    assert thumb.getpixel((24, 56)) == pytest.approx(BLUE, abs=40)

    played = await fetched(alice, kept["play"])
    assert b"CANARY" not in played and b"22.27" not in played
    with av.open(BytesIO(played), "r") as container:
        assert not container.metadata.keys() & {"creation_time", "location", "title"}
        frames = list(container.decode(video=0))
    assert (len(frames), abs(frames[0].rotation)) == (20, 90)

    original = await fetched(alice, kept["original"])
    assert hashlib.sha256(original).digest() == hashlib.sha256(data).digest()


@pytest.mark.parametrize(("name", "kind"), [("奶奶.m4a", "ipod"), ("奶奶.mp3", "mp3")])
async def test_a_grandmothers_story_is_heard_by_her_family(alice, name, kind):
    data = recording(3, kind=kind, tags=ANDROIDS)
    kept = await keeps(alice, name, "audio", data)
    assert (kept["state"], kept["refusal"], kept["medium"]) == ("ready", "", "audio")
    assert kept["seconds"] == pytest.approx(3, abs=0.2)
    screen = Image.open(BytesIO(await fetched(alice, kept["screen"])))
    assert screen.size == (kept["width"], kept["height"]) == (1280, 320)
    assert screen.getpixel((1, 1)) == pytest.approx(PAPER, abs=3)

    played = await fetched(alice, kept["play"])
    assert b"CANARY" not in played
    with av.open(BytesIO(played), "r") as container:
        assert not container.metadata.keys() & {"creation_time", "comment"}
        samples = sum(frame.samples for frame in container.decode(audio=0))
        assert samples / container.streams.audio[0].rate == pytest.approx(3, abs=0.2)
    assert await fetched(alice, kept["original"]) == data


async def test_a_film_that_was_cut_off_says_so_to_its_owner(alice):
    data = film(kind="mp4")
    whole = data.index(b"mdat") < data.index(b"moov")
    assert whole, "the index is behind the pictures"
    kept = await keeps(alice, "IMG_0002.MP4", "video", data[: data.index(b"moov") - 100])
    assert (kept["state"], kept["refusal"]) == (
        "refused",
        "这个文件打不开，可能已经损坏，或者不是视频",
    )
