"""Photos: what is kept of them, what is shown of them, and which files never become one."""

import os
import re
import signal
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import ExifTags, Image
from PIL.TiffImagePlugin import IFDRational

from service.archive import readers, readings, renditions
from service.demo.pictures import as_heic, as_png
from service.demo.pictures.exif import written
from service.foundation import clock
from service.foundation.database import query
from service.integrations import adapters
from service.trust.consents import Purpose
from tests.archive.test_reading import encoded, png_that_declares, red_and_blue
from tests.each import each
from tests.world import Person, World, a_photo, refused

SHORE = (22.2769, 113.5678)
CAMERA = ("CANARYCAM", "CANARY-14")
NOON = datetime(2016, 5, 1, 12, 30, tzinfo=timezone(timedelta(hours=8)))


def from_a_camera(orientation: int = 1) -> bytes:
    """A photo, red on its left half, that says by which camera, when and where."""
    return a_photo(exif=written(NOON, SHORE, orientation, CAMERA))


async def bytes_at(world: World, url: str) -> bytes:
    reply = await world.http.get(url)
    assert reply.status_code == 200, reply.text
    return reply.content


def seconds_to_live(url: str) -> float:
    return int(parse_qs(urlsplit(url).query)["e"][0]) - clock.now().timestamp()


async def in_class(world: World, mother: Person) -> Person:
    """Teacher Wang, whose class the child is in."""
    wang = await world.person("Wang")
    await mother.consents(Purpose.CLASS, mother.child)
    school = await world.school()
    class_id = await school.opens()
    await school.takes_on(wang, class_id)
    await school.enrols(mother, class_id)
    return wang


async def test_the_day_is_told_and_the_place_kept(alice):
    photo = await alice.takes_photo(from_a_camera())
    shown = await alice.phone.get(f"/photos/{photo}")
    assert (shown["taken"], shown["width"], shown["height"]) == ("2016-05-01", 320, 240)
    kept = (await query("select exif->>'model' as model, exif->>'latitude' as north from photos"))[
        0
    ]
    assert (kept["model"], float(kept["north"])) == (CAMERA[1], pytest.approx(SHORE[0], abs=1e-3))


async def test_no_rendition_and_no_answer_to_others_tells_camera_or_place(world, alice):
    bob = await world.person("Bob")
    await alice.consents(Purpose.SHOW, alice.child)
    photo = await alice.takes_photo(from_a_camera())
    post = await alice.shows("渔女像下", [photo])
    link = await alice.phone.post(f"/posts/{post['id']}/share-links", {})
    shown = await alice.phone.get(f"/photos/{photo}")
    feed = await bob.phone.get("/feed")
    row = (await query("select master_key from photos"))[0]
    pictures = [shown["thumb"], shown["screen"], feed["items"][0]["pictures"][0]["url"]]
    pictures.append(
        adapters().kodo.download_url(row["master_key"], until=clock.now() + timedelta(hours=1))
    )
    for url in pictures:
        data = await bytes_at(world, url)
        assert b"CANARY" not in data
        with Image.open(BytesIO(data)) as picture:
            assert not picture.getexif()
    told = str(feed) + (await world.http.get(link["url"])).text
    told += (await world.http.get(link["url"].replace("/s/", "/api/v1/shared/"))).text
    for secret in ("CANARY", "22.27", "113.5", "2016-05-01", f"o/{alice.family}"):
        assert secret not in told


async def test_the_original_stays_byte_for_byte_and_is_the_familys_alone(world, alice):
    wang, chen = await in_class(world, alice), await world.person("Chen")
    await alice.invites(chen, "爷爷", role="viewer")
    data = from_a_camera()
    photo = await alice.takes_photo(data)
    entry = await alice.records(photo_ids=[photo], audience="class")
    for person in (alice, chen):
        original = (await person.phone.get(f"/photos/{photo}"))["original"]
        assert await bytes_at(world, original) == data
    teachers = await wang.phone.get(f"/entries/{entry['id']}")
    for shown in (teachers["photos"][0], await wang.phone.get(f"/photos/{photo}")):
        assert (shown["original"], shown["taken"]) == ("", "")
        assert seconds_to_live(shown["thumb"]) <= 600
        assert seconds_to_live(shown["screen"]) <= 600


@pytest.mark.parametrize("orientation", [1, 6])
async def test_what_the_family_sees_stands_upright(world, alice, orientation):
    exif = written(NOON, None, orientation, CAMERA)
    photo = await alice.takes_photo(encoded(red_and_blue(320, 240), exif=exif))
    screen = await bytes_at(world, (await alice.phone.get(f"/photos/{photo}"))["screen"])
    with Image.open(BytesIO(screen)) as picture:
        assert picture.size == ((320, 240) if orientation == 1 else (240, 320))
        red, _, blue = picture.convert("RGB").resize((3, 3)).getpixel((0, 0))  # type: ignore[misc]
    assert red > blue


async def test_heic_and_transparent_drawings_become_pictures_everybody_opens(world, alice):
    heic = as_heic(red_and_blue(), taken_at=NOON, place=SHORE, camera=CAMERA)
    drawing = as_png(Image.new("RGBA", (64, 48), (0, 0, 0, 0)))
    for data, colour in ((heic, "#f"), (drawing, "#ffffff")):
        shown = await alice.phone.get(f"/photos/{await alice.takes_photo(data)}")
        assert shown["colour"].startswith(colour)
        with Image.open(BytesIO(await bytes_at(world, shown["thumb"]))) as thumb:
            assert thumb.format in ("JPEG", "WEBP")


@each(
    "data",
    [
        a_photo()[:3000],
        b"\xff\xd8\xff\xe0 not a photo at all",
        b"GIF89a/*<script>alert(1)</script>*/",
        png_that_declares(30_000, 30_000),
    ],
    ids=["cut off", "nonsense", "script", "30,000 x 30,000"],
)
async def test_what_is_no_photo_is_refused_kindly_and_the_worker_lives(world, alice, data):
    photo = await alice.phone.put_photo(alice.family, "IMG_1.jpg", data)
    shown = await alice.phone.until(f"/photos/{photo}", state=["ready", "refused"])
    assert shown["state"] == "refused"
    assert re.search("[一-鿿]{4}", shown["refusal"])
    assert (shown["thumb"], shown["screen"]) == ("", "")
    with refused(422, "photo.refused"):
        await alice.records(photo_ids=[photo])
    assert await alice.takes_photo()


async def test_what_hides_behind_a_photo_never_reaches_a_rendition(world, alice):
    data = a_photo() + b"PK\3\4<script>alert('CANARY')</script>"
    shown = await alice.phone.get(f"/photos/{await alice.takes_photo(data)}")
    assert b"CANARY" not in await bytes_at(world, shown["screen"])
    assert await bytes_at(world, shown["original"]) == data


async def test_a_camera_that_knows_no_place_is_fine(alice):
    exif = written(NOON, SHORE, 1, CAMERA)
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (IFDRational(0, 0),) * 3
    photo = await alice.phone.put_photo(alice.family, "IMG_1.jpg", a_photo(exif=exif))
    await alice.phone.until(f"/photos/{photo}", state=["ready"])


async def test_urls_die_within_their_time_and_stay_the_same_while_they_may(world, alice):
    bob = await world.person("Bob")
    await alice.consents(Purpose.SHOW, alice.child)
    photo = await alice.takes_photo()
    await alice.shows("看海", [photo])

    async def urls() -> tuple[str, str]:
        shown = (await bob.phone.get("/feed"))["items"][0]
        own = await alice.phone.get(f"/photos/{photo}")
        return shown["pictures"][0]["url"], own["thumb"]

    now = clock.now().timestamp()
    window = now - now % renditions.INSIDE + renditions.INSIDE
    seen = []
    for second in (1, 150, 290, 301):
        with clock.moved(timedelta(seconds=window + second - clock.now().timestamp())):
            outside, inside = await urls()
            assert 300 <= seconds_to_live(outside) <= 600
            assert 3600 <= seconds_to_live(inside) <= 7200
        seen.append((outside, inside))
    assert len({outside for outside, _ in seen[:3]}) == 1
    assert seen[3][0] != seen[0][0]
    assert len({inside for _, inside in seen}) == 1


async def test_a_signed_url_opens_one_size_and_nothing_else(world, alice):
    shown = await alice.phone.get(f"/photos/{await alice.takes_photo()}")
    for url in (
        shown["screen"].replace("w/1600", "w/1601"),
        shown["screen"].replace("imageView2/2/w/1600/q/82", "exif"),
        re.sub(r"/m/", "/o/", shown["screen"]),
        re.sub(r"e=\d+", "e=4000000000", shown["screen"]),
        shown["original"].partition("?")[0],
    ):
        assert (await world.http.get(url)).status_code == 401


async def test_a_photo_is_its_uploaders_until_an_entry_shows_it(world, alice):
    chen, bob = await world.person("Chen"), await world.person("Bob")
    await alice.invites(chen, "爷爷")
    photo = await alice.takes_photo()
    path = f"/photos/{photo}"
    assert [await p.sees(path) for p in (alice, chen, bob)] == [[True], [False], [False]]
    entry = await alice.records(photo_ids=[photo])
    assert [await p.sees(path) for p in (alice, chen, bob)] == [[True], [True], [False]]
    await alice.phone.put(f"/entries/{entry['id']}", {"audience": "guardians"})
    assert [await p.sees(path) for p in (alice, chen, bob)] == [[True], [False], [False]]
    with refused(401):
        await world.phone("nobody").get(path)


@pytest.mark.parametrize("suggest", ["risky", "review"])
async def test_a_photo_that_did_not_pass_is_seen_by_its_uploader_alone(world, alice, suggest):
    chen = await world.person("Chen")
    await alice.invites(chen, "爷爷")
    await world.script("wechat", "media_check_async", {"suggest": suggest})
    photo = await alice.takes_photo()
    entry = await alice.records(photo_ids=[photo])
    assert len((await alice.phone.get(f"/entries/{entry['id']}"))["photos"]) == 1
    assert (await chen.phone.get(f"/entries/{entry['id']}"))["photos"] == []
    assert await chen.sees(f"/photos/{photo}") == [False]


@pytest.mark.parametrize("ended", ["the reader", "its server"])
async def test_a_reader_stopped_from_outside_says_nothing_about_the_photo(world, alice, ended):
    stopped = []
    photo = await alice.phone.put_photo(alice.family, "IMG_1.jpg", a_photo(4000, 3000))

    async def stops_it() -> bool:
        reading = [(server, reader) for server in _servers() for reader in _children(server)]
        for server, reader in reading:
            with suppress(ProcessLookupError):
                os.kill(reader if ended == "the reader" else server, signal.SIGTERM)
        stopped.extend(reading)
        return bool(stopped)

    await world.until(stops_it)
    shown = await alice.phone.until(f"/photos/{photo}", state=["ready", "refused"])
    assert shown["state"] == "ready"


def _servers() -> list[int]:
    """The fork servers of this process."""
    return [pid for pid in _children(os.getpid()) if readers.SERVER.encode() in _command(pid)]


def _children(pid: int) -> list[int]:
    with suppress(FileNotFoundError, ProcessLookupError):
        told = [child.read_text() for child in Path(f"/proc/{pid}/task").glob("*/children")]
        return [int(one) for line in told for one in line.split()]
    return []


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return b""


async def test_what_an_outage_left_unread_is_read_by_the_sweep(world, alice):
    await world.script("kodo", "download", {"status": 599}, times=None)
    photo = await alice.phone.put_photo(alice.family, "IMG_1.jpg", a_photo())
    await world.quiet()
    async with world.worker_away():
        await query("delete from procrastinate_jobs where task_name = 'photos.read'")
        await world.http.delete(f"{world.settings.kodo_upload_url}/_control/scripts")
        with clock.moved(readings.UNREAD_AFTER + timedelta(minutes=1)):
            for _ in range(3):
                await readings.sweep()
        waiting = "select from procrastinate_jobs where task_name = $1"
        assert len(await query(waiting, "photos.read")) == 1
    assert (await alice.phone.until(f"/photos/{photo}", state=["ready"]))["thumb"]
