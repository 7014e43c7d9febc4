"""Search: one character, two or more, in titles, places, stories, persons, relatives' stories."""

from typing import Any
from unicodedata import normalize
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.archive.growth import Audience, Entry
from models.archive.stories import Story
from models.trust.moderation import Standing
from service.archive import search, timeline
from service.foundation import clock
from service.foundation.database import query
from service.foundation.errors import Invalid
from service.foundation.plans import Row
from tests.archive.recorded import recorded
from tests.archive.shelf import pages
from tests.each import each
from tests.pupil import pupil_of
from tests.roles import as_owner
from tests.world import Person, World, refused

PUNCTUATION = "，。！？、\n"


@pytest.fixture
async def chen(world: World, alice: Person) -> Person:
    chen = await world.person("Chen")
    await alice.invites(chen, "爷爷")
    chen.child = alice.child
    return chen


async def found(person: Person, words: str, **asked: str) -> list[str]:
    path = f"/students/{person.child}/search"
    return [one["id"] for one in (await person.phone.get(path, q=words, **asked))["items"]]


async def tells(person: Person, entry: str, words: str, **columns: Any) -> None:
    """A relative's own story of an entry, as if it had passed its check."""
    columns = {"standing": Standing.PASSED, **columns}
    author = (await person.account()).id
    home, told = UUID(person.family), UUID(entry)
    await Story.create(family_id=home, author_id=author, entry_id=told, words=words, **columns)


async def test_it_is_found_by_whatever_somebody_remembers_of_it(alice):
    persons = f"/families/{alice.family}/persons"
    granny = (await alice.phone.post(persons, {"name": "林阿婆", "relation": "外婆"}))["id"]
    feast = await recorded(alice, "2023-01-22", title="春节全家福", place="外婆家")
    sea = await recorded(alice, "2023-08-01", title="看海", story="浪很大，小满不怕。")
    named = await recorded(alice, "2022-08-01", title="晒陈皮")
    abc = await recorded(alice, "2021-01-01", title="学会ＡＢＣ和１２３", story="C++ 🎂")
    await alice.phone.put(f"/entries/{named}", {"person_ids": [granny]})
    await query("update entries set standing = 'passed'")
    for words, wanted in {
        "春节": [feast],
        "海": [sea],
        "全家福": [feast],
        "外婆": [feast, named],
        "阿婆": [named],
        "小满不怕": [sea],
        "外婆 陈皮": [named],
        "家福 春": [feast],
        "春节，外婆": [feast],
        "春节 海": [],
        "节春": [],
        "大小": [],
        "福外": [],
        "abc": [abc],
        "ａＢ": [abc],
        "12": [abc],
        "c++": [abc],
        "🎂": [abc],
    }.items():
        assert await found(alice, words) == wanted, words
    assert await found(alice, "家") == [feast]
    await alice.phone.delete(f"/persons/{granny}")
    assert await found(alice, "阿婆") == []


async def test_nobody_finds_what_they_may_not_read(world, alice, chen):
    pupil, bob = await pupil_of(world, alice), await world.person("Bob")
    open_to_all = await recorded(alice, "2023-01-03", title="春节的灯")
    secret = await recorded(alice, "2023-01-02", title="春节的病", audience=Audience.GUARDIANS)
    waiting = await recorded(chen, "2023-01-01", title="春节的酒", standing=Standing.PENDING)
    hidden: list[dict[str, Any]] = [
        {"unfinished": True},
        {"deleted_at": clock.now()},
        {"student_id": None},
    ]
    for columns in hidden:
        await recorded(alice, title="春节别的", **columns)
    plain = await recorded(alice, "2022-01-01", title="灯会")
    await tells(chen, plain, "那年春节特别冷", standing=Standing.REVIEW)
    await tells(chen, secret, "除夕")
    await tells(chen, open_to_all, "除夕", deleted_at=clock.now())
    assert await found(alice, "春节") == [open_to_all, secret]
    assert await found(chen, "春节") == [open_to_all, waiting, plain]
    assert await found(pupil, "春节") == [open_to_all]
    assert await found(alice, "除夕") == [secret]
    assert await found(chen, "除夕") == await found(pupil, "除夕") == []
    await query("update stories set standing = 'passed'")
    assert await found(pupil, "春节 特别冷 灯") == [plain]
    with refused(404):
        await bob.phone.get(f"/students/{alice.child}/search", q="春节")
    home = await chen.phone.get(f"/families/{alice.family}/search", q="别的")
    assert [one["student_id"] for one in home["items"]] == [None]


@each("words", ["", " ", "，。！", "\u3000", "长" * 31])
async def test_nothing_to_look_for_is_said_kindly(alice, words):
    with refused(422):
        await alice.phone.get(f"/students/{alice.child}/search", q=words)


async def test_the_indexes_find_what_is_far_and_pages_join(alice, chen, monkeypatch):
    for name, size in (("NEAR", 7), ("BATCH", 3), ("PAGE", 4)):
        monkeypatch.setattr(search, name, size)
    kinds = ["放风筝", "风筝放", "风筝放风", "陈皮"]
    made = [
        await recorded(alice, f"20{year:02}-05-01", title=kinds[year % 4]) for year in range(1, 24)
    ]
    wanted = [entry for entry, year in zip(made, range(1, 24), strict=True) if year % 4 == 0]
    told = made[1]
    await tells(chen, told, "放风筝的人")
    path = f"/students/{alice.child}/search"
    read = await pages(alice, path, q="放风筝")
    assert [one for page in read for one in page] == [*reversed([*wanted[1:]]), wanted[0], told]
    assert [len(page) for page in read][:-1] == [4]
    everything = [one for page in await pages(alice, path, q="放") for one in page]
    assert everything == [e for e in reversed(made) if (made.index(e) + 1) % 4 != 3]
    assert await found(chen, "放风筝 人") == [told]


words = st.text("春节海放风筝Ab１２" + PUNCTUATION, min_size=0, max_size=8)
asked = st.text("春节海放风筝aB12 ", min_size=1, max_size=6)


@settings(
    max_examples=40,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(texts=st.lists(st.tuples(words, words, words), max_size=6), sought=asked)
async def test_it_finds_exactly_the_entries_that_have_all_the_words(
    alice, monkeypatch, texts, sought
):
    monkeypatch.setattr(search, "NEAR", 2)
    monkeypatch.setattr(search, "BATCH", 2)
    scope = await timeline.of_student(await alice.account(), UUID(alice.child))
    await Entry.all().delete()
    wanted = []
    for title, place, story in texts:
        entry = await recorded(alice, "2024-06-01", title=title, place=place, story=story)
        fields = [normalize("NFKC", text).lower() for text in (title, place, story)]
        if all(any(word in text for text in fields) for word in sought.lower().split()):
            wanted.insert(0, entry)
    try:
        answered = await search.find(scope, sought)
    except Invalid:
        assert not sought.split()
        return
    assert [str(entry.id) for entry in answered] == wanted


async def test_rare_words_are_asked_of_the_index_alone(world, alice, chen, monkeypatch):
    """To cut every text up would take minutes."""
    scope = await timeline.of_student(await chen.account(), UUID(alice.child))
    await recorded(alice, "2024-06-01", title="海边")
    await query(
        "insert into entries select (jsonb_populate_record(e, jsonb_build_object('id',"
        " gen_random_uuid()))).* from entries e, generate_series(1, 3000)"
    )
    await as_owner(world.settings.database_url, "analyze entries")
    plans, planned = [], search.planned

    async def explained(sql: str, *values: Any) -> list[Row]:
        plans.append([str(row[0]) for row in await planned(f"explain {sql}", *values)])
        return await planned(sql, *values)

    monkeypatch.setattr(search, "NEAR", 5)
    monkeypatch.setattr(search, "planned", explained)
    await search.find(scope, "春节 灯")
    await tells(chen, await recorded(alice), "春节")
    await search.find(scope, "春节")
    far = [plan for plan in plans if any("CTE far" in line for line in plan)]
    assert len(far) == 2
    for plan in far:
        assert any("Bitmap Index Scan on entries_words" in line for line in plan)
        assert not any("search_grams" in line for line in plan if line.strip().startswith("Filter"))
