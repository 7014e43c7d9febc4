"""What teachers wrote goes home with the family: on records, and to a whole term."""

import json
from pathlib import Path
from typing import Any

import pytest

from service.foundation import clock, dates
from tests.archive.booklet_room import booklet_of, confirms, endorses, taught, told
from tests.archive.suitcase import Unpacked, packed, unpacked
from tests.people.classroom import parent_of
from tests.trust.household import father_of, mother_of
from tests.world import Person, World

GOOD, LETTER, RISKY = "观察得真仔细。", "愿你保持好奇，慢慢来。", "兼职日结加微信"


@pytest.fixture
async def alice(world: World) -> Person:
    return await mother_of(world)


async def says(teacher: Person, entry: str, words: str = GOOD) -> None:
    """A teacher's words on a record, once they were checked."""
    await teacher.phone.put(f"/entries/{entry}/endorsement", {"words": words})
    await teacher.world.quiet()


async def sent(alice: Person, *entries: str) -> str:
    """The path of a booklet with these entries that waits for the teacher's words."""
    path = await booklet_of(alice, *entries)
    await confirms(alice, path, together=True)
    await alice.phone.put(f"{path}/school")
    return path


def album(bag: Unpacked) -> dict[str, dict[str, Any]]:
    """The records that the album shows, by their titles."""
    script = bag.data("album/data.js").decode().replace(",\n]", "]")
    shown = json.loads(script.removeprefix("window.ALBUM = ").rstrip().removesuffix(";"))
    return {one["title"]: one for one in shown["entries"]}


def holds(bag: Unpacked, words: str) -> bool:
    """Whether any file of the bag has the words."""
    return words.encode() in b"".join(bag.data(name) for name in bag.files(""))


async def test_what_the_teacher_wrote_goes_home_below_its_record(world, alice, tmp_path):
    _, wang, _ = await taught(world, alice)
    shells = await told(alice, "捡贝壳", audience="class")
    await says(wang, shells)
    await alice.phone.put(f"/entries/{shells}", {"title": "在海边捡贝壳"})
    await alice.phone.until(f"/entries/{shells}", standing=["passed"])
    path = await sent(alice, shells)
    await endorses(wang, path, LETTER)
    await world.quiet()
    read = (await alice.phone.get(f"/entries/{shells}/endorsements"))["items"]
    booklet = await alice.phone.get(path)

    bag = await unpacked(await father_of(world, alice), await packed(alice), tmp_path)

    (entry,) = bag.all("entries")
    (said,) = entry["endorsements"]
    assert [(said["teacher"], said["words"])] == [(one["teacher"], one["words"]) for one in read]
    assert (said["teacher"], said["words"], said["class"]) == ("王老师", GOOD, "四年级2班")
    assert said["created_at"][:19] == read[0]["endorsed_at"][:19]
    assert said["entry_version"] < entry["version"] and read[0]["of_earlier_version"]
    (letter,) = bag.all("letters")
    same = ("title", "teacher", "since", "until", "student_id")
    assert {name: letter[name] for name in same} == {name: booklet[name] for name in same}
    assert (letter["words"], letter["school"]) == (booklet["teacher_words"], "香洲一小")
    shown = album(bag)
    today = dates.in_words(clock.today().isoformat())
    by = f"王老师（四年级2班，{today}）"
    assert shown["在海边捡贝壳"]["praises"] == [{"by": by, "words": GOOD}]
    page = shown[f"{booklet['title']} · 老师的话"]
    assert page["praises"] == [{"by": by, "words": LETTER}]
    assert page["when"] == booklet["term"]
    assert (page["day"], page["child"]) == (clock.today().isoformat(), alice.child)


async def test_words_that_nobody_reads_yet_or_any_more_stay_outside(world, alice, tmp_path):
    school, wang, class_id = await taught(world, alice)
    li = await world.person("Li")
    await school.takes_on(li, class_id)
    shells = await told(alice, "捡贝壳", audience="class")
    await says(wang, shells, RISKY)
    await says(li, shells)
    await li.phone.delete(f"/entries/{shells}/endorsement")
    path = await sent(alice, shells)
    await endorses(wang, path, RISKY)
    bag = await unpacked(alice, await packed(alice), tmp_path / "first")
    assert [one["endorsements"] for one in bag.all("entries")] == [[]]
    assert bag.all("letters") == []
    assert not holds(bag, RISKY) and not holds(bag, GOOD)
    await endorses(wang, path, LETTER)
    await alice.phone.delete(path)
    bag = await unpacked(alice, await packed(alice), tmp_path / "second")
    assert bag.all("letters") == [] and not holds(bag, LETTER)


async def test_they_go_home_with_their_own_child_alone(world, alice, tmp_path):
    _, wang, _ = await taught(world, alice)
    first, bob = alice.child, await parent_of(world, "Bob", "豆豆")
    shells = await told(alice, "捡贝壳", audience="class")
    await says(wang, shells)
    await endorses(wang, await sent(alice, shells), LETTER)
    await alice.opens_archive("小雨", "2019-03-02")
    for person, child, has in (
        (alice, first, True),
        (alice, alice.child, False),
        (bob, None, False),
    ):
        folder: Path = tmp_path / str(child)
        bag = await unpacked(person, await packed(person, child), folder)
        assert [holds(bag, words) for words in (GOOD, LETTER)] == [has, has]
