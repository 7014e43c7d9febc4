"""Finding what was filed: by its number, its words, its people and its class, as one may see it."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from models.archive.filing import FiledItem
from service.archive import filed_items, filed_lists
from tests.archive.circle import relative
from tests.archive.filing_room import DEED, filed, files
from tests.archive.shelf import pages
from tests.each import each
from tests.pupil import pupil_of
from tests.trust.household import mother_of
from tests.world import Person, World, refused


@pytest.fixture
async def alice(world: World) -> Person:
    return await mother_of(world)


async def found(person: Person, words: str, **chosen: str) -> list[str]:
    """The titles of what the person finds in the family's archive."""
    return [item["title"] for item in await filed(person, q=words, **chosen)]


async def person_named(alice: Person, name: str, relation: str) -> str:
    persons = f"/families/{alice.family}/persons"
    return (await alice.phone.post(persons, {"name": name, "relation": relation}))["id"]


async def copies(item: dict[str, Any], titles: list[str]) -> None:
    """As many more of an item as there are titles, as if they had been filed one after another."""
    row = await FiledItem.get(id=item["id"])
    columns = {name: getattr(row, name) for name in row._meta.db_fields - {"id", "created_at"}}
    for serial, title in enumerate(titles, row.serial + 1):
        number = f"{row.number[:-4]}{serial:04}"
        again = {"title": title, "serial": serial, "number": number}
        await FiledItem.create(**columns | again)


async def test_alice_finds_the_deed_by_its_number_however_it_is_typed(alice):
    for _ in range(2):
        await files(alice)
    deed = await files(alice, **DEED, words="和 JT000001-WS·2024·Y-0002 放在一起")
    assert deed["number"] == "JT000001-WS·2015·Y-0001"
    for number in (
        "JT000001-WS·2015·Y-0001",
        "jt000001-ws.2015.y-0001",
        " ＪＴ０００００１-ＷＳ·２０１５·Ｙ-０００１ ",
        "JT000001WS2015Y0001",
        "WS·2015",
        "ws2015y",
        "2015 0001",
        "Y-0001 房产证",
    ):
        assert await found(alice, number) == ["房产证"], number
    assert await found(alice, "JT000001-WS·2024·Y-0002") == ["三好学生奖状"]
    assert await found(alice, "JT000001-WS·2024·Y-0003") == []
    assert await found(alice, "JT000001") == ["房产证", "三好学生奖状", "三好学生奖状"]


async def test_it_is_found_by_whatever_somebody_remembers_of_it(alice):
    granny = await person_named(alice, "林阿婆", "外婆")
    letter: dict[str, Any] = {"class_code": "C2", "title": "外婆来信", "happened": "1998"}
    letter |= {"words": "盼你们回来ＡＢＣ。", "place": "斗门", "location": "樟木箱"}
    await files(alice, **letter, person_ids=[granny])
    await files(alice, words="二年级得的", person_ids=[granny])
    for words, titles in {
        "来信": ["外婆来信"],
        "斗门": ["外婆来信"],
        "樟木": ["外婆来信"],
        "盼": ["外婆来信"],
        "abc": ["外婆来信"],
        "外婆": ["三好学生奖状", "外婆来信"],
        "阿婆": ["三好学生奖状", "外婆来信"],
        "阿婆 奖状": ["三好学生奖状"],
        "阿婆，斗门": ["外婆来信"],
        "书信": ["外婆来信"],
        "社交类": ["外婆来信"],
        "荣誉 二年级": ["三好学生奖状"],
        "荣誉 斗门": [],
        "信来": [],
        "鲸鱼": [],
    }.items():
        assert await found(alice, words) == titles, words
    assert await found(alice, "外婆", class_code="C") == ["外婆来信"]
    await alice.phone.delete(f"/persons/{granny}")
    assert await found(alice, "阿婆") == []


async def test_grandfather_finds_nothing_of_what_is_closed(world, alice):
    grandfather, pupil = await relative(alice, "爷爷", "爷爷"), await pupil_of(world, alice)
    secret = await person_named(alice, "林阿婆", "外婆")
    deed = await files(alice, **DEED, person_ids=[secret], student_id=alice.child)
    await files(alice, title="房子的照片", student_id=alice.child)
    for words in ("房", "WS"):
        assert await found(alice, words) == ["房子的照片", "房产证"]
        assert await found(grandfather, words) == ["房子的照片"]
        assert await found(pupil, words) == ["房子的照片"]
    for words in (deed["number"], "书房抽屉", "阿婆", "财产", "房产与存款", "房 产"):
        assert await found(alice, words) == ["房产证"], words
        assert await found(grandfather, words) == await found(pupil, words) == [], words


async def test_words_are_found_by_others_once_they_were_checked(world, alice):
    grandfather = await relative(alice, "爷爷", "爷爷")
    async with world.worker_away():
        item = await files(alice, title="春联", checked=False)
        assert (await found(alice, "春联"), await found(grandfather, "春联")) == (["春联"], [])
        assert await found(grandfather, item["number"]) == []
    await alice.phone.until(f"/filed-items/{item['id']}", standing=["passed"])
    assert await found(grandfather, item["number"]) == await found(grandfather, "春") == ["春联"]
    await alice.phone.delete(f"/filed-items/{item['id']}")
    assert await found(alice, item["number"]) == await found(alice, "春联") == []


async def test_bob_finds_nothing_of_another_family(world, alice):
    bob = await world.person("Bob")
    await bob.founds("林家")
    item = await files(alice)
    path = f"/families/{alice.family}/filed-items"
    for words in ("奖状", item["number"]):
        assert await found(bob, words) == []
        with refused(404):
            await bob.phone.get(path, q=words)
        with refused(401):
            await world.phone("Nobody").get(path, q=words)
    with refused(404):
        await bob.phone.get(f"/families/{uuid4()}/filed-items", q="奖状")


async def test_signs_of_a_query_language_are_only_signs(alice):
    await files(alice)
    await files(alice, title="满100%_的奖状")
    for words, titles in {
        "%": ["满100%_的奖状"],
        "_": ["满100%_的奖状"],
        "0%_的": ["满100%_的奖状"],
        "\\": [],
        "$1": [],
        "{0}": [],
        "*": [],
    }.items():
        assert await found(alice, words) == titles, words


@each(
    ("words", "status", "code"),
    [
        (" ", 422, "search.no_words"),
        ("，。！", 422, "search.no_words"),
        ("'", 422, "search.no_words"),
        ("长" * 31, 422, "field.too_long"),
        ("a" * 1000, 422, "field.too_long"),
        ("长" * 1000, 414, "request.address_too_long"),
        ("奖\0状", 400, "field.characters"),
    ],
)
async def test_nothing_to_look_for_and_too_much_are_said_kindly(alice, words, status, code):
    with refused(status, code):
        await filed(alice, q=words)


async def test_pages_join_and_skip_nothing(alice, monkeypatch):
    for module in (filed_items, filed_lists):
        monkeypatch.setattr(module, "PAGE", 3)
    first = await files(alice, title="奖状0")
    await copies(first, [f"{'奖状' if n % 2 else '书信'}{n}" for n in range(1, 16)])
    path = f"/families/{alice.family}/filed-items"
    read = await pages(alice, path, q="奖状")
    wanted = FiledItem.filter(family_id=UUID(alice.family), title__startswith="奖状")
    expected = [str(item.id) for item in await wanted.order_by("-id")]
    assert [one for page in read for one in page] == expected
    assert [len(page) for page in read] == [3, 3, 3]
    with refused(422, "cursor.invalid"):
        await filed(alice, q="奖状", cursor="made up")
