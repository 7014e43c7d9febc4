"""Growth: two taps make an entry, its day is found or asked for, and only its audience reads it."""

import asyncio
from datetime import datetime, timedelta, timezone
from uuid import UUID, uuid4

import asyncpg

from models.archive.photos import Photo
from models.people.families import Family
from service.archive.timeline import PAGE
from service.demo.pictures.exif import written
from service.foundation.database import query, transaction
from service.trust.consents import Purpose
from tests.archive.footage import film, recording
from tests.archive.test_films import keeps
from tests.archive.test_photos import in_class
from tests.each import each
from tests.world import Person, World, a_photo, refused

CHINA = timezone(timedelta(hours=8))
HARMLESS = "今天小满在海边捡了很多贝壳,回家洗干净放进瓶子里。"
RISKY = "想看更多照片加微信"


def taken_on(year: int) -> bytes:
    """A photo that its camera dated."""
    moment = datetime(year, 5, 1, 12, tzinfo=CHINA)
    return a_photo(exif=written(moment, None, 1, ("Xiaomi", "14")))


async def grandfather(world: World, alice: Person, role: str = "contributor") -> Person:
    chen = await world.person("Chen")
    await alice.invites(chen, "爷爷", role)
    chen.child = alice.child
    return chen


async def read_last(world: World, photo: str) -> None:
    """Have Kodo hand over this photo later than the others."""
    (row,) = await query("select key from photos where id = $1", UUID(photo))
    await world.script("kodo", "download", {"delay_seconds": 0.7}, key=row["key"])


async def audited(action: str) -> int:
    return (await query("select count(*) from audit_records where action = $1", action))[0]["count"]


async def pages(person: Person, between=None) -> list[list[str]]:
    """The ids of all pages of the timeline; `between` happens after each."""
    found, cursor = [], ""
    while cursor or not found:
        path = f"/students/{person.child}/timeline"
        page = await person.phone.get(path, **({"cursor": cursor} if cursor else {}))
        found.append([entry["id"] for entry in page["items"]])
        cursor = page["next"]
        if between:
            await between(len(found))
    return found


async def test_two_taps_make_an_entry_of_photos_alone(world, alice):
    chen = await grandfather(world, alice)
    await world.script("wechat", "media_check_async", {"push": "held"})
    photo = await alice.phone.put_photo(alice.family, "IMG_1.jpg", a_photo())
    entry = await alice.records(photo_ids=[photo])
    assert [shown["id"] for shown in entry["photos"]] == [photo]
    assert (entry["when"], entry["happened"], entry["standing"]) == ("日期待补", "", "passed")
    await world.quiet()
    assert (await chen.timeline())[0]["photos"] == []
    await world.control("wechat", "release", {})
    await alice.phone.until(f"/photos/{photo}", standing=["passed"])
    assert [shown["id"] for shown in (await chen.timeline())[0]["photos"]] == [photo]


async def test_an_entry_takes_the_cameras_day_when_its_photos_have_been_read(world, alice):
    files = [taken_on(2018), taken_on(2020), a_photo()]
    async with world.worker_away():
        photos = [await alice.phone.put_photo(alice.family, "IMG.jpg", data) for data in files]
        await read_last(world, photos[0])
        entry = await alice.records(photo_ids=photos)
        assert entry["happened"] == ""
    shown = await alice.phone.until(f"/entries/{entry['id']}", happened=["2018-05-01"])
    assert shown["when"] == "2018年5月1日"
    told = await alice.records(photo_ids=photos, happened="2017~")
    await world.quiet()
    assert (await alice.phone.get(f"/entries/{told['id']}"))["when"] == "约2017年"


async def test_a_photo_that_is_read_already_does_not_date_an_entry_before_the_others(world, alice):
    first = await alice.takes_photo(taken_on(2020))
    async with world.worker_away():
        second = await alice.phone.put_photo(alice.family, "IMG.jpg", taken_on(2018))
        entry = await alice.records(photo_ids=[first, second])
        assert entry["happened"] == ""
    await alice.phone.until(f"/entries/{entry['id']}", happened=["2018-05-01"])


async def test_a_file_that_cannot_be_read_does_not_keep_the_day_away(world, alice):
    files = [a_photo()[:2000], taken_on(2018)]
    async with world.worker_away():
        photos = [await alice.phone.put_photo(alice.family, "IMG.jpg", data) for data in files]
        await read_last(world, photos[0])
        entry = await alice.records(photo_ids=photos)
    await alice.phone.until(f"/photos/{photos[0]}", state=["refused"])
    await world.quiet()
    assert (await alice.phone.get(f"/entries/{entry['id']}"))["happened"] == "2018-05-01"


async def test_a_photo_read_while_its_entry_is_being_recorded_dates_it_too(world, alice):
    lock = await asyncpg.connect(world.settings.database_url)
    waiting = "select count(*) from pg_locks where not granted"
    try:
        async with lock.transaction():
            await lock.execute("select id from students for update")  # holds the entry back
            photo = await alice.phone.put_photo(alice.family, "IMG.jpg", taken_on(2018))
            recording = asyncio.create_task(alice.records(photo_ids=[photo]))

            async def read_or_waiting() -> bool:
                state = (await alice.phone.get(f"/photos/{photo}"))["state"]
                return state == "ready" or (await query(waiting))[0]["count"] >= 2

            await world.until(read_or_waiting)
        entry = await recording
    finally:
        await lock.close()
    await world.quiet()
    assert (await alice.phone.get(f"/entries/{entry['id']}"))["happened"] == "2018-05-01"


async def test_the_undated_come_first_and_the_rest_by_their_day(alice):
    days = ["1986-22~", "2016", "2016-05-01", "", "1986-12-31", "2016-05", "2016-24", "1986~"]
    for day in days:
        await alice.records(title=HARMLESS[:10], happened=day)
    order = ["", "2016-24", "2016-05-01|2016-05", "2016", "1986-12-31", "1986-22~", "1986~"]
    told = [entry["happened"] for entry in await alice.timeline()]
    assert [told[0], told[1], "|".join(sorted(told[2:4], reverse=True)), *told[4:]] == order


async def test_a_hundred_entries_are_paged_once_each_while_others_arrive(alice):
    made = []
    for year in range(10):
        made += await asyncio.gather(
            *(alice.records(title=HARMLESS[:10], happened=f"{2010 + year}-05") for _ in range(10))
        )

    async def others_arrive(page: int) -> None:
        await alice.records(title="新的", happened="2024")

    read = await pages(alice, others_arrive)
    assert [len(page) for page in read] == [PAGE] * 5
    latest_first = sorted(made, key=lambda entry: (entry["happened"], entry["id"]), reverse=True)
    assert [entry for page in read for entry in page] == [entry["id"] for entry in latest_first]


async def test_nobody_makes_up_a_cursor(alice):
    for _ in range(PAGE + 1):
        await alice.records(title="贝壳", happened="2016")
    path = f"/students/{alice.child}/timeline"
    cursor = (await alice.phone.get(path))["next"]
    unsigned = "A" * 21 + cursor[21:]  # the signature is the first 16 bytes
    for forged in (unsigned, cursor[:-4], cursor[20:], "0", "é"):
        with refused(422, "cursor.invalid"):
            await alice.phone.get(path, cursor=forged)
    with refused(422, "cursor.invalid"):
        await alice.phone.get("/feed", cursor=cursor)


async def test_relatives_read_the_words_only_when_they_have_passed(world, alice):
    chen, bob = await grandfather(world, alice), await world.person("Bob")
    async with world.worker_away():
        entry = await alice.records(title="第一次游泳")
        path = f"/entries/{entry['id']}"
        assert (await alice.phone.get(path))["standing"] == "pending"
        assert [await person.sees(path) for person in (chen, bob)] == [[False], [False]]
        assert await chen.timeline() == []
    await alice.phone.until(path, standing=["passed"])
    assert [await person.sees(path) for person in (chen, bob)] == [[True], [False]]
    assert [shown["id"] for shown in await chen.timeline()] == [entry["id"]]


@each(
    "words",
    [{"title": RISKY}, {"story": RISKY}, {"story": HARMLESS * 180 + RISKY}],
    ids=["title", "story", "the end of a long story"],
)
async def test_words_that_did_not_pass_stay_their_authors(world, alice, words):
    chen = await grandfather(world, alice)
    entry = await alice.records(**words)
    shown = await alice.phone.until(f"/entries/{entry['id']}", standing=["risky", "passed"])
    assert shown["standing"] == "risky"
    assert await chen.sees(f"/entries/{entry['id']}") == [False]


async def test_new_words_wait_for_a_check_of_their_own(world, alice):
    chen = await grandfather(world, alice)
    entry = await alice.records(title="第一次游泳")
    path = f"/entries/{entry['id']}"
    await alice.phone.until(path, standing=["passed"])
    assert await chen.sees(path) == [True]
    changed = await alice.phone.put(path, {"title": RISKY})
    assert (changed["standing"], await chen.sees(path)) == ("pending", [False])
    await world.quiet()
    assert await chen.sees(path) == [False]


async def test_narrowing_the_audience_holds_at_once(world, alice):
    chen = await grandfather(world, alice)
    entry = await alice.records(title="第一次游泳")
    path = f"/entries/{entry['id']}"
    await alice.phone.until(path, standing=["passed"])
    assert await chen.sees(path) == [True]
    await alice.phone.put(path, {"audience": "guardians"})
    assert (await chen.sees(path), await chen.timeline()) == ([False], [])
    assert await alice.sees(path) == [True]


async def test_a_guardian_may_change_and_delete_what_grandfather_wrote(world, alice):
    chen = await grandfather(world, alice)
    entry = await chen.records(title="第一次游永")
    path = f"/entries/{entry['id']}"
    await chen.phone.until(path, standing=["passed"])
    assert (await alice.phone.put(path, {"title": "第一次游泳"}))["title"] == "第一次游泳"
    await alice.phone.delete(path)
    await alice.phone.delete(path)
    assert [await person.sees(path) for person in (alice, chen)] == [[False], [False]]


async def test_nobody_else_may_change_or_delete_an_entry(world, alice):
    chen, bob = await grandfather(world, alice), await world.person("Bob")
    entry = await alice.records(title="第一次游泳")
    path = f"/entries/{entry['id']}"
    await alice.phone.until(path, standing=["passed"])
    for person, status in ((chen, 403), (bob, 404), (Person(world, world.phone("nobody")), 401)):
        with refused(status):
            await person.phone.put(path, {"title": "别人的"})
        with refused(status):
            await person.phone.delete(path)
    assert (await alice.phone.get(path))["title"] == "第一次游泳"


async def test_what_leaves_the_family_is_a_guardians_to_decide(world, alice):
    chen = await grandfather(world, alice, "editor")
    await alice.consents(Purpose.CLASS, alice.child)
    with refused(403, "role.too_low"):
        await chen.records(title="运动会", audience="class")
    entry = await chen.records(title="运动会")
    with refused(403, "role.too_low"):
        await chen.phone.put(f"/entries/{entry['id']}", {"audience": "class"})
    await alice.records(title="运动会", audience="class")


async def test_a_viewer_reads_and_does_not_record(world, alice):
    chen = await grandfather(world, alice, "viewer")
    with refused(403, "role.too_low"):
        await chen.records(title="爷爷说")


async def test_deleting_is_done_once_however_often_it_is_asked(alice):
    entry = await alice.records(title="第一次游泳")
    path = f"/entries/{entry['id']}"
    await asyncio.gather(*(alice.phone.delete(path) for _ in range(10)))
    await alice.phone.delete(path)
    assert await alice.timeline() == []
    assert await alice.sees(path) == [False]
    with refused(404):
        await alice.phone.put(path, {"title": "又来了"})
    assert await audited("entry.deleted") == 1


async def test_a_repeated_request_records_one_entry(alice):
    body = {"family_id": alice.family, "student_id": alice.child, "title": "第一次游泳"}
    made = await asyncio.gather(
        *(alice.phone.post("/entries", body, key="the-same-request") for _ in range(10))
    )
    assert len({entry["id"] for entry in made}) == 1
    assert len(await alice.timeline()) == 1
    assert await audited("entry.recorded") == 1


async def test_the_familys_own_entries_have_their_own_timeline(world, alice):
    chen, bob = await grandfather(world, alice), await world.person("Bob")
    entry = await alice.records(title="老屋翻新", student_id=None)
    await world.quiet()
    path = f"/families/{alice.family}/timeline"
    assert [shown["id"] for shown in (await chen.phone.get(path))["items"]] == [entry["id"]]
    assert await alice.timeline() == []
    assert await bob.sees(path, f"/students/{alice.child}/timeline") == [False, False]
    for route in (path, f"/students/{alice.child}/timeline"):
        with refused(401):
            await world.phone("nobody").get(route)


@each(
    "wrong",
    [
        *({}, {"title": " ", "story": "\n"}, {"title": "a" * 61}, {"story": "a" * 5001}),
        *({"title": "x", "happened": day} for day in ("去年", "2016-02-30", "2016\n", "2016" * 11)),
        *({"title": "x", "happened": day} for day in ("2999", "2016/2999", "2016-08/2016-07")),
        *({"title": "x", "place": "a" * 61}, {"title": "x", "milestone": "a"}, {"place": "拱北"}),
        *({"title": "x", "audience": word} for word in ("public", "FAMILY", "family\n", "", 20)),
        *({"title": "x", name: None} for name in ("standing", "author_id", "consent_id", "id")),
        {"title": "x", "dimension": "吃饭"},
        {"photo_ids": ["not an id"]},
    ],
    ids=str,
)
async def test_an_entry_that_cannot_be_right_is_refused(alice, wrong):
    with refused(422, "invalid"):
        await alice.records(**wrong)
    assert await alice.timeline() == []


async def test_the_day_is_told_in_a_familys_words_and_sorts(alice):
    told = {
        "": ("日期待补", ""),
        "2020-07/2020-08": ("2020年7月—8月", "4岁2—3个月"),
        "2018~": ("约2018年", "约2岁"),
        "2016-05-01": ("2016年5月1日", "出生那天"),
        "201X": ("2010年代", "出生前后"),
        "1986-22~": ("约1986年夏", "出生前约30年"),
        "198X": ("八十年代", "出生前26—36年"),
    }
    for day in sorted(told):
        await alice.records(title="海边", happened=day)
    shown = await alice.timeline()
    assert {one["happened"]: (one["when"], one["age"]) for one in shown} == told
    assert [one["happened"] for one in shown] == list(told)
    for day, code in (("2999", "entry.future"), ("2020/2019", "entry.backwards")):
        with refused(422, code):
            await alice.records(title="海边", happened=day)


async def test_the_class_learns_neither_the_place_nor_how_old_the_child_is(world, alice):
    wang = await in_class(world, alice)
    told = {"title": "海边", "place": "情侣路", "happened": "2020-05-01"}
    entry = await alice.records(**told, audience="class")
    path = f"/entries/{entry['id']}"
    await alice.phone.until(path, standing=["passed"])
    assert (entry["place"], entry["age"], entry["version"]) == ("情侣路", "4岁", 1)
    shown = await wang.phone.get(path)
    assert (shown["place"], shown["age"], shown["mine"]) == ("", "", False)
    assert (await alice.records(**told, student_id=None))["age"] == ""


async def test_an_entry_shows_a_film_and_a_recording_and_needs_no_words(alice):
    seaside = await keeps(alice, "海边.mov", "video", film())
    told = await keeps(alice, "爷爷.m4a", "audio", recording())
    entry = await alice.records(photo_ids=[seaside["id"], told["id"]])
    assert [one["medium"] for one in entry["photos"]] == ["video", "audio"]
    assert (entry["audience"], entry["standing"], entry["title"]) == ("family", "passed", "")


async def test_nothing_of_another_family_gets_into_an_entry(world, alice):
    bob = await world.person("Bob")
    await bob.founds("林家", "爸爸")
    await bob.opens_archive("小夏")
    photo = await bob.takes_photo()
    with refused(422, "photo.unknown"):
        await alice.records(photo_ids=[photo])
    with refused(404):
        await alice.records(title="x", student_id=bob.child)
    with refused(404):
        await alice.records(title="x", family_id=bob.family)
    with refused(422, "field.too_long"):
        await alice.records(photo_ids=[str(uuid4()) for _ in range(21)])
    own = await alice.takes_photo()
    with refused(422, "photos.twice"):
        await alice.records(photo_ids=[own, own])


async def test_an_entry_waits_for_an_erasure_before_it_holds_a_photo(world, alice):
    """Both take the family first, so neither waits for the other in a circle."""
    photo = await alice.takes_photo()
    await world.quiet()
    async with transaction():
        await Family.filter(id=alice.family).select_for_update()
        recording = asyncio.create_task(alice.records(photo_ids=[photo]))
        await world.until_blocked(1)
        free = await Photo.filter(id=photo).select_for_update(nowait=True)
        assert len(free) == 1
    assert (await recording)["photo_count"] == 1
