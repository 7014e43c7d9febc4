"""The class wall: what is approved and consented to, to those who belong to the class."""

from models.archive.growth import Audience, Entry
from models.trust.moderation import Standing
from service.programme.wall import PAGE
from tests.people.classroom import parent_of
from tests.people.test_enrolments import leaves, withdraws
from tests.programme.campaign import gives, invites, writes
from tests.pupil import pupil_of
from tests.world import Person, refused

ALL = [("豆豆", "豆豆的"), ("小满", "小满的")]


async def wall(reader: Person, class_id: str, **asked: str) -> list[tuple[str, str]]:
    page = await reader.phone.get(f"/classes/{class_id}/wall", **asked)
    return [(one["nickname"], one["entry"]["title"]) for one in page["items"]]


async def test_the_class_sees_what_its_families_show_it_and_nobody_else(world, room, li):
    await writes(room.alice, "小满的", audience="class")
    await writes(room.bob, "豆豆的", audience="class", photo_ids=[await room.bob.takes_photo()])
    await writes(room.alice, "家里的")
    chen, dora = await world.person("Chen"), await parent_of(world, "Dora", "果果")
    await room.alice.invites(chen, "爷爷", "editor")
    pupil = await pupil_of(world, room.alice)
    for reader in (room.wang, room.alice, room.bob):
        assert await wall(reader, room.id) == ALL
    assert await wall(pupil, room.id) == ALL[1:]
    for person in (chen, dora, li, room.school.administrator):
        assert await person.sees(f"/classes/{room.id}/wall") == [False]
    with refused(401):
        await world.phone("nobody").get(f"/classes/{room.id}/wall")
    shown = (await room.alice.phone.get(f"/classes/{room.id}/wall"))["items"][0]["entry"]
    assert (shown["age"], shown["persons"], len(shown["photos"])) == ("", [], 1)


async def test_what_is_doubtful_narrowed_thrown_away_or_withdrawn_is_not_on_it(world, room):
    await writes(room.bob, "豆豆的", audience="class")
    narrowed, trashed = [await writes(room.alice, "小满的", audience="class") for _ in range(2)]
    await world.script("wechat", "msg_sec_check", {"suggest": "review"})
    await writes(room.alice, "说不清", audience="class")
    await room.alice.phone.put(f"/entries/{narrowed}", {"audience": "family"})
    assert len(await wall(room.alice, room.id)) == 2
    await room.alice.phone.delete(f"/entries/{trashed}")
    assert await wall(room.alice, room.id) == ALL[:1]
    await withdraws(room.bob)
    for reader in (room.wang, room.alice, room.bob):
        assert await wall(reader, room.id) == []


async def test_with_its_child_goes_what_a_family_showed(room):
    for parent, title in ((room.alice, "小满的"), (room.bob, "豆豆的")):
        await writes(parent, title, audience="class")
    await leaves(room.bob)
    assert await room.bob.sees(f"/classes/{room.id}/wall") == [False]
    assert await wall(room.wang, room.id) == ALL[1:]
    second = await room.school.opens("五年级2班")
    await room.school.takes_on(room.wang, second)
    await room.school.enrols(room.bob, second)
    assert await wall(room.wang, second) == ALL[:1]
    assert await wall(room.wang, room.id) == ALL[1:]


async def test_it_shows_the_answers_to_one_task(room, li):
    task, other = await invites(room), await invites(room, title="读一本书")
    await writes(room.alice, "别的", audience="class")
    await gives(room.bob, task, await writes(room.bob, "豆豆的"), shown=True)
    await gives(room.alice, task, await writes(room.alice, "不给看"))
    assert await wall(room.alice, room.id, task_id=task["id"]) == ALL[:1]
    assert await wall(room.alice, room.id, task_id=other["id"]) == []
    elsewhere = await room.school.opens("六年级1班")
    await room.school.takes_on(room.wang, elsewhere)
    with refused(404):
        await wall(room.wang, elsewhere, task_id=task["id"])
    with refused(422):
        await wall(room.wang, room.id, task_id="all")


async def test_a_full_wall_comes_by_pages(room):
    first = await Entry.get(id=await writes(room.alice, "最早的", audience="class"))
    more = [
        Entry(
            family_id=first.family_id,
            author_id=first.author_id,
            student_id=first.student_id,
            consent_id=first.consent_id,
            title=f"第{number}条",
            audience=Audience.CLASS,
            standing=Standing.PASSED,
        )
        for number in range(PAGE + 5)
    ]
    for entry in more:
        entry.happened, entry.sort_day = first.happened, first.sort_day
    await Entry.bulk_create(more)
    titles, cursor = [], ""
    while not titles or cursor:
        asked = {"cursor": cursor} if cursor else {}
        page = await room.bob.phone.get(f"/classes/{room.id}/wall", **asked)
        titles += [one["entry"]["title"] for one in page["items"]]
        cursor = page["next"]
    assert titles == [*(one.title for one in reversed(more)), "最早的"]
