"""The timeline: its years at a glance, a month in columns, and only what a viewer may see of it."""

import gzip
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from handlers.archive.months import shortened
from models.archive.growth import Audience, Dimension
from models.archive.photos import PhotoPerson
from models.trust.moderation import Standing
from service.archive import months, timeline
from service.archive.timeline import Sieve
from service.foundation import clock
from service.foundation.database import query
from tests.archive.recorded import in_sight, kept_counters, recorded, recount
from tests.archive.shelf import pages, shelved
from tests.edge.wire import headers_of
from tests.pupil import pupil_of
from tests.trust.leaving import asks, carried_out
from tests.world import Person, World, refused


@pytest.fixture
async def chen(world: World, alice: Person) -> Person:
    chen = await world.person("Chen")
    await alice.invites(chen, "爷爷")
    chen.child = alice.child
    return chen


async def years(person: Person, path: str = "", **asked: str) -> dict[str, int]:
    """The entries of each month, such as {"2024-06": 2}, and of what is undated."""
    told = await person.phone.get(path or f"/students/{person.child}/months", **asked)
    found = {"undated": told["undated"]} if told["undated"] else {}
    for year in told["items"]:
        assert year["count"] == sum(month["count"] for month in year["months"])
        for month in year["months"]:
            found[f"{year['year']}-{month['month']:02}"] = month["count"]
    return found


async def listed(person: Person, path: str = "", **asked: str) -> list[str]:
    path = path or f"/students/{person.child}/timeline"
    return [one["id"] for one in (await person.phone.get(path, **asked))["items"]]


async def raw(person: Person, path: str, **headers: str) -> Any:
    """An answer as it came, compressed or not."""
    url = f"{person.world.url}/api/v1{path}"
    sent = headers_of(person) | {"Accept-Encoding": "identity"} | headers
    return await person.world.http.get(url, headers=sent)


async def test_everybody_finds_their_own_years_counted(world, alice, chen):
    pupil = await pupil_of(world, alice)
    await recorded(alice, "2024-06-01", title="海边")
    await recorded(alice, "2024-06-30", title="体检", audience=Audience.GUARDIANS)
    await recorded(alice, "2023-12", title="雪", standing=Standing.PENDING)
    await recorded(chen, "2023-12-31", title="钓鱼", standing=Standing.REVIEW)
    await recorded(chen, "1986-22~", title="老房子", audience=Audience.GUARDIANS)
    await recorded(pupil, "2024-07-01", title="日记", draft=True)
    await recorded(alice, title="没有日期")
    await recorded(alice, "2024-06-02", unfinished=True)
    await recorded(alice, "2024-06-03", deleted_at=clock.now())
    await recorded(alice, "2024-06-04", student_id=None)
    assert await years(alice) == {
        "undated": 1,
        "2024-07": 1,
        "2024-06": 2,
        "2023-12": 1,
        "1986-06": 1,
    }
    assert await years(chen) == {"undated": 1, "2024-06": 1, "2023-12": 1, "1986-06": 1}
    assert await years(pupil) == {"undated": 1, "2024-07": 1, "2024-06": 1}
    for person in (alice, chen, pupil):
        scope = await timeline.of_student(await person.account(), UUID(alice.child))
        found = {one.month: one.count for one in await months.counted(scope, Sieve())}
        assert found == await in_sight(scope)
        assert len(await listed(person)) == sum(found.values())


async def test_the_counters_follow_whatever_is_done(world, alice, chen):
    pupil = await pupil_of(world, alice)

    async def holds(told: dict[str, int]) -> None:
        await world.quiet()
        assert await kept_counters() == await recount()
        assert await years(chen) == told

    entry = (await alice.records(title="海边", happened="2024-06-01"))["id"]
    photo = await alice.takes_photo()
    undated = (await alice.records(photo_ids=[photo]))["id"]
    await holds({"undated": 1, "2024-06": 1})
    await alice.phone.put(f"/photos/{photo}", {"taken": "2019-05-01"})
    await holds({"2024-06": 1, "2019-05": 1})
    await alice.phone.put(f"/entries/{entry}", {"happened": "2025"})
    await alice.phone.put(f"/entries/{undated}", {"audience": "guardians"})
    await holds({"2025-01": 1})
    assert await years(alice) == {"2025-01": 1, "2019-05": 1}
    draft = (await pupil.records(title="日记", happened="2024-07-01"))["id"]
    await holds({"2025-01": 1})
    await alice.phone.post(f"/entries/{draft}/confirmation", {"version": 1})
    await holds({"2025-01": 1, "2024-07": 1})
    await world.script("wechat", "msg_sec_check", {"suggest": "risky"})
    await alice.phone.put(f"/entries/{entry}", {"title": "别的"})
    await holds({"2024-07": 1})
    await alice.phone.delete(f"/entries/{draft}")
    await holds({})
    await carried_out(world, await asks(alice, f"/students/{alice.child}"))
    assert await kept_counters() == await recount() == {}


async def test_who_has_the_years_already_is_told_so(alice):
    path = f"/students/{alice.child}/months"
    await recorded(alice, "2024-06-01")
    first = await raw(alice, path)
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "private, no-cache"
    for given in (tag, f'"other", {tag}', tag.removeprefix("W/")):
        again = await raw(alice, path, **{"If-None-Match": given})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    await recorded(alice, "2024-06-02")
    changed = await raw(alice, path, **{"If-None-Match": tag})
    assert (changed.status_code, changed.json()["items"][0]["count"]) == (200, 2)


async def test_a_month_in_columns_tells_what_the_timeline_tells(world, alice, chen):
    pupil = await pupil_of(world, alice)
    ready = await shelved(alice, 3, thumbhash="1QcSHQRnh493V4dIh4eXh1h4kJUI", master_key="m/a.jpg")
    (unread,) = await shelved(alice, 1, state="stored", thumbhash="")
    (doubtful,) = await shelved(chen, 1, standing=Standing.REVIEW, master_key="m/b.jpg")
    (film,) = await shelved(alice, 1, medium="video", master_key="m/c.jpg", thumbhash="AA==")
    await recorded(alice, "2024-06-30", photos=[unread, *ready[:2]], dimension=Dimension.ART)
    await recorded(alice, "2024-06-30", photos=[film], audience=Audience.GUARDIANS)
    await recorded(chen, "2024-06-01", photos=[doubtful, ready[2]], standing=Standing.PENDING)
    await recorded(chen, "2024-06", story="外婆在院子里晒陈皮，晒了三天三夜，满屋子都是香味。")
    await recorded(pupil, "2024-06-15~", title="日记", draft=True, photos=[doubtful])
    await recorded(alice, "2024-05-31", title="前一个月")
    await recorded(alice, "2024-07-01", title="后一个月")
    for person in (alice, chen, pupil):
        path = f"/students/{alice.child}"
        month = await person.phone.get(f"{path}/months/2024-06")
        told = [e for e in await alice_like(person) if e["happened"].startswith("2024-06")]
        ids = [shortened(UUID(entry["id"])) for entry in told]
        assert "".join(ids) == month["ids"]
        assert month["count"] == len(told)
        assert month["titles"] == [entry["title"] or entry["story"][:20] for entry in told]
        assert month["photo_counts"] == [entry["photo_count"] for entry in told]
        covers = [next(iter(entry["photos"]), None) for entry in told]
        assert month["media"] == "".join(c["medium"][0] if c else "-" for c in covers)
        assert month["hashes"] == [c["thumbhash"].rstrip("=") if c else "" for c in covers]
        assert month["dimensions"] == "".join(
            str(month["dimension_of"].index(entry["dimension"])) if entry["dimension"] else "-"
            for entry in told
        )
        assert month["audiences"] == "".join(
            str(["guardians", "family", "class", "public"].index(entry["audience"]))
            for entry in told
        )
        words = {str(n): e["when"] for n, e in enumerate(told) if len(e["happened"]) != 10}
        assert month["inexact"] == words
        assert (month["children"], month["child_of"]) == ([], [alice.child])
        shown = await person.phone.get(f"{path}/covers", entries=",".join(ids))
        assert shown["items"] == [c["thumb"] if c else "" for c in covers]
    assert (await chen.phone.get(f"{path}/months/2024-06"))["states"] == "..p"
    assert (await alice.phone.get(f"{path}/months/2024-06"))["states"] == "..d."
    hidden = await alice.phone.get(f"{path}/covers", entries=shortened(uuid4()))
    assert hidden["items"] == [""]


async def alice_like(person: Person) -> list[dict[str, Any]]:
    return (await person.phone.get(f"/students/{person.child}/timeline"))["items"]


async def test_a_full_month_comes_in_pages_and_the_undated_have_one_of_their_own(
    alice, monkeypatch
):
    monkeypatch.setattr(months, "PAGE", 2)
    made = [await recorded(alice, title=f"第{number}张") for number in range(5)]
    path, found, cursor = f"/students/{alice.child}/months/undated", "", ""
    while not found or cursor:
        page = await alice.phone.get(path, **({"cursor": cursor} if cursor else {}))
        assert (page["days"], page["inexact"]) == ([], {})
        found, cursor = found + page["ids"], page["next"]
    assert found == "".join(shortened(UUID(entry)) for entry in reversed(made))
    empty = await alice.phone.get(f"/students/{alice.child}/months/2024-06")
    assert (empty["count"], empty["ids"], empty["child_of"]) == (0, "", [])
    for nonsense in ("2024-13", "2024-6", "0000-01", "later", "2024-06-01"):
        with refused(404):
            await alice.phone.get(f"/students/{alice.child}/months/{nonsense}")


async def test_a_month_that_is_over_is_packed_for_those_who_can_unpack_it(alice):
    await recorded(alice, "2024-06-01", title="海边")
    await recorded(alice, clock.today().isoformat(), title="今天")
    over = f"/students/{alice.child}/months/2024-06"
    plain = await raw(alice, over)
    assert "content-encoding" not in plain.headers
    async with alice.world.http.stream(
        "GET",
        f"{alice.world.url}/api/v1{over}",
        headers=headers_of(alice) | {"Accept-Encoding": "br;q=1, gzip;q=0.8"},
    ) as packed:
        assert packed.headers["content-encoding"] == "gzip"
        body = b"".join([part async for part in packed.aiter_raw()])
        assert gzip.decompress(body) == plain.content
        assert packed.headers["etag"] == plain.headers["etag"]
        assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    unwilling = await raw(alice, over, **{"Accept-Encoding": "gzip;q=0"})
    present = f"/students/{alice.child}/months/{clock.today():%Y-%m}"
    going_on = await raw(alice, present, **{"Accept-Encoding": "gzip"})
    for reply in (unwilling, going_on):
        assert "content-encoding" not in reply.headers


async def test_it_is_sifted_by_what_entries_are_of(alice, chen):
    (photo,) = await shelved(alice, 1)
    grandmother = (await alice.phone.post(f"/families/{alice.family}/persons", {"name": "阿婆"}))[
        "id"
    ]
    shown = await recorded(chen, "2023-05-01", photos=[photo], place="情侣路")
    await PhotoPerson.create(photo_id=UUID(photo), person_id=UUID(grandmother))
    told = await recorded(chen, "2024-06-01", dimension=Dimension.ART, place="外婆家")
    await alice.phone.put(f"/entries/{told}", {"person_ids": [grandmother]})
    other = await recorded(chen, "2022-06-01", dimension=Dimension.ART, place="情侣路")
    for asked, found in (
        ({"dimension": "艺术素养"}, [told, other]),
        ({"person_id": grandmother}, [told, shown]),
        ({"place": "情侣路"}, [shown, other]),
        ({"place": "情侣路", "dimension": "艺术素养"}, [other]),
        ({"place": "月亮"}, []),
    ):
        assert await listed(alice, **asked) == found
        by_month = await years(alice, **asked)
        assert sum(by_month.values()) == len(found)
        for month in by_month:
            path = f"/students/{alice.child}/months/{month}"
            assert (await alice.phone.get(path, **asked))["count"] == by_month[month]
    await query("update photos set deleted_at = now()")
    assert await listed(alice, person_id=grandmother) == [told]
    places = await alice.phone.get(f"/students/{alice.child}/places")
    assert [(p["place"], p["count"]) for p in places["items"]] == [("情侣路", 2), ("外婆家", 1)]
    for jump, found in (
        ("2024-06", [told, shown, other]),
        ("2024-05", [shown, other]),
        ("2023-04", [other]),
        ("2022-05", []),
    ):
        assert await listed(alice, **{"from": jump}) == found
    for name, value, code in (
        ("dimension", "picture", "field.format"),
        ("person_id", str(uuid4()), "person.unknown"),
        ("from", "2024-13", "field.format"),
        ("from", "2024-06\n", "field.format"),
        ("place", "长" * 61, "field.too_long"),
    ):
        with refused(422, code):
            await alice.phone.get(f"/students/{alice.child}/timeline", **{name: value})


async def test_a_place_is_told_to_whoever_reads_where_it_is_named(world, alice, chen):
    await recorded(chen, "2023-05-01", place="情侣路")
    await recorded(alice, "2024-06-01", place="医院", audience=Audience.GUARDIANS)
    path, bob = f"/students/{alice.child}/places", await world.person("Bob")
    for person, told in ((alice, {"情侣路", "医院"}), (chen, {"情侣路"})):
        assert {one["place"] for one in (await person.phone.get(path))["items"]} == told
    assert await bob.sees(path) == [False]


async def test_a_jump_is_paged_like_all_else(alice):
    made = [await recorded(alice, f"2024-{month:02}-01") for month in range(1, 13)]
    later = [await recorded(alice, f"2023-{month:02}-02") for month in range(1, 13)]
    await recorded(alice, "2025")
    path = f"/students/{alice.child}/timeline"
    read = await pages(alice, path, **{"from": "2024-12"})
    assert [len(page) for page in read] == [timeline.PAGE, 4]
    assert [one for page in read for one in page] == [*reversed(made), *reversed(later)]


async def test_several_children_stand_side_by_side(world, alice, chen):
    first = alice.child
    second = await alice.opens_archive("小雪")
    own = await recorded(alice, "2024-06-03", student_id=None)
    elder = await recorded(alice, "2024-06-02", student_id=UUID(first))
    younger = await recorded(alice, "2024-06-01", student_id=UUID(second))
    home = f"/families/{alice.family}"
    for whose, found in (
        ("own", [own]),
        ("all", [own, elder, younger]),
        (f"{first},{second}", [elder, younger]),
        (f"{second},own", [own, younger]),
        (second, [younger]),
    ):
        assert await listed(chen, f"{home}/timeline", whose=whose) == found
        assert await years(chen, f"{home}/months", whose=whose) == {"2024-06": len(found)}
        month = await chen.phone.get(f"{home}/months/2024-06", whose=whose)
        children = [month["child_of"][n] for n in month["children"] or [0] * len(found)]
        of = {own: None, elder: first, younger: second}
        assert children == [of[entry] for entry in found]
    assert await listed(chen, f"{home}/timeline") == [own]
    bob = await world.person("Bob")
    await bob.founds("林家")
    theirs = await bob.opens_archive("乐乐")
    for whose in (theirs, f"{first},{theirs}", str(uuid4())):
        with refused(404):
            await chen.phone.get(f"{home}/timeline", whose=whose)
    for whose in ("mine", "all,own", f"{first},", "", "own\n"):
        with refused(422, "field.format"):
            await chen.phone.get(f"{home}/months", whose=whose)
    with refused(422, "timeline.too_many"):
        many = ",".join(str(uuid4()) for _ in range(11))
        await chen.phone.get(f"{home}/covers", whose=many, entries="A" * 22)


async def test_a_month_has_its_last_day():
    for month, last in (("2024-02", 29), ("2023-02", 28), ("2024-12", 31), ("2024-04", 30)):
        assert timeline.last_day(timeline.first_day(month)).day == last
    assert timeline.last_day(timeline.first_day("undated")) == date.max


async def test_seven_hundred_entries_fit_into_seventy_kilobytes(alice):
    photos = await shelved(alice, 1, thumbhash="1QcSHQRnh493V4dIh4eXh1h4kJUI3wgn")
    await recorded(alice, "2024-06-15", title="和外婆一起去海边捡贝", photos=photos, place="海边")
    await query(
        "insert into entries select (jsonb_populate_record(e, jsonb_build_object('id',"
        " gen_random_uuid(), 'title', left(e.title, 6 + n % 5)))).* from entries e,"
        " generate_series(1, 699) n"
    )
    await query(
        "insert into entry_photos select gen_random_uuid(), now(), 0, e.id, x.photo_id from"
        " entry_photos x, entries e where e.id <> x.entry_id"
    )
    reply = await raw(alice, f"/students/{alice.child}/months/2024-06")
    month = reply.json()
    assert (month["count"], set(month["photo_counts"])) == (700, {1})
    assert min(len(title) for title in month["titles"]) == 6
    assert len(reply.content) <= 70_000
