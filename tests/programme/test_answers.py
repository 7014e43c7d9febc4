"""Answers: a family answers with an entry and chooses whether the class sees it."""

import asyncio

from service.foundation import clock
from service.foundation.database import query
from service.trust.consents import Purpose
from tests.edge.wire import NOBODY
from tests.people.classroom import parent_of
from tests.people.test_enrolments import leaves
from tests.programme.campaign import (
    DAY,
    answered,
    gives,
    invites,
    took_part,
    writes,
)
from tests.pupil import pupil_of
from tests.world import XIANGZHOU, refused

HER_PHONE = "妈妈的电话是 13812345678"


async def own(parent, task) -> list[tuple[str, bool]]:
    """What the family sees of its own answers."""
    shown = await parent.phone.get(f"/tasks/{task['id']}")
    return [(one["entry_id"], one["shown"]) for one in shown["own"]]


async def withdraws(parent) -> dict:
    """Take class view back; the receipt."""
    held = (await parent.phone.get("/consents", family_id=parent.family))["items"]
    (of_class,) = [one for one in held if one["purpose"] == "class"]
    return await parent.phone.delete(f"/consents/{of_class['id']}")


async def test_a_family_answers_and_shows_it_to_the_class(room):
    task, entry = await invites(room), await writes(room.alice)
    assert await took_part(room.wang, task) == []
    given = await gives(room.alice, task, entry, shown=True)
    assert given == {"student_id": room.alice.child, "entry_id": entry, "shown": True}
    seen = await room.alice.phone.get(f"/entries/{entry}")
    assert seen["audience"] == "class"
    assert await took_part(room.wang, task) == [("小满", True)]
    shown = (await room.wang.phone.get(f"/tasks/{task['id']}/answers"))["items"][0]
    assert (shown["student_id"], shown["entry"]["title"]) == (room.alice.child, "年夜饭")
    assert (await answered(room.bob, task), await own(room.bob, task)) == (1, [])
    assert await own(room.alice, task) == [(entry, True)]
    await gives(room.alice, task, entry, shown=True)
    assert (await room.alice.phone.get(f"/entries/{entry}"))["version"] == seen["version"]


async def test_the_teacher_learns_who_took_part_though_not_what_was_not_shown(room):
    task, quiet = await invites(room), await writes(room.alice, "我家的事")
    await gives(room.alice, task, quiet)
    assert (await room.alice.phone.get(f"/entries/{quiet}"))["audience"] == "family"
    assert await took_part(room.wang, task) == [("小满", False)]
    assert await room.wang.sees(f"/entries/{quiet}") == [False]
    loud = await writes(room.bob, audience="class")
    await gives(room.bob, task, loud)
    assert await took_part(room.wang, task) == [("小满", False), ("豆豆", True)]
    await room.bob.phone.put(f"/entries/{loud}", {"audience": "family"})
    assert await took_part(room.wang, task) == [("小满", False), ("豆豆", False)]


async def test_another_entry_takes_its_place_and_taking_back_leaves_the_entry(room):
    task = await invites(room)
    first, second = await writes(room.alice), await writes(room.alice, "守岁")
    for entry in (first, second, second):
        await gives(room.alice, task, entry, shown=True)
    assert await own(room.alice, task) == [(second, True)]
    assert await answered(room.wang, task) == 1
    path = f"/tasks/{task['id']}/answers/{room.alice.child}"
    for _ in range(2):
        await room.alice.phone.delete(path)
    assert await took_part(room.wang, task) == []
    assert await room.wang.sees(f"/entries/{second}") == [True]
    rows = await query(
        "select action, count(*) from audit_records"
        " where action in ('task.answered', 'answer.taken_back') group by action order by action"
    )
    assert [tuple(row.values()) for row in rows] == [("answer.taken_back", 1), ("task.answered", 2)]


async def test_who_answers_for_a_child(world, room, li):
    chen, dora = await world.person("Chen"), await parent_of(world, "Dora", "果果")
    await room.alice.invites(chen, "爷爷", "editor")
    task, entry = await invites(room), await writes(room.alice)
    others = ((chen, 404), (room.bob, 404), (dora, 404), (li, 404), (room.wang, 404))
    for person, status in others:
        with refused(status):
            await gives(person, task, entry, child=room.alice.child)
        with refused(status):
            await person.phone.delete(f"/tasks/{task['id']}/answers/{room.alice.child}")
    for reader, status in ((room.bob, 403), (room.school.administrator, 403), (li, 404)):
        for lists in ("answers", "to-endorse"):
            with refused(status):
                await reader.phone.get(f"/tasks/{task['id']}/{lists}")
    with refused(401):
        await world.phone("nobody").delete(f"/tasks/{task['id']}/answers/{room.alice.child}")


async def test_only_the_childs_own_and_finished_entries_answer(room):
    task = await invites(room)
    begun = await room.alice.records(title="还没写完", unfinished=True)
    familys = await room.alice.records(title="家里的", student_id=None, happened="2026")
    bobs = await writes(room.bob, audience="class")
    for entry in (NOBODY, bobs, familys["id"]):
        with refused(422, "entry.unknown"):
            await gives(room.alice, task, entry)
    with refused(422, "answer.unfinished"):
        await gives(room.alice, task, begun["id"])
    assert await answered(room.wang, task) == 0


async def test_a_child_answers_as_a_draft_and_shows_nothing_by_itself(world, room):
    task, pupil = await invites(room), await pupil_of(world, room.alice)
    draft = await writes(pupil, "我写的年夜饭")
    with refused(403, "answer.guardian"):
        await gives(pupil, task, draft, shown=True)
    assert (await gives(pupil, task, draft))["shown"] is False
    assert await took_part(room.wang, task) == []
    with refused(409, "answer.draft"):
        await gives(room.alice, task, draft, shown=True)
    await room.alice.phone.post(f"/entries/{draft}/confirmation", {"version": 1})
    assert await took_part(room.wang, task) == [("小满", False)]
    await gives(room.alice, task, draft, shown=True)
    assert await took_part(room.wang, task) == [("小满", True)]
    mothers = await writes(room.alice, "妈妈写的")
    await gives(room.alice, task, mothers)
    with refused(403, "answer.guardian"):
        await gives(pupil, task, draft)
    with refused(403, "answer.guardian"):
        await pupil.phone.delete(f"/tasks/{task['id']}/answers/{pupil.child}")


async def test_what_gives_the_family_away_is_not_shown_and_a_dispute_freezes_it(world, room):
    task, telling = await invites(room), await writes(room.alice, story=HER_PHONE)
    with refused(422):
        await gives(room.alice, task, telling, shown=True)
    assert await own(room.alice, task) == []
    assert (await room.alice.phone.get(f"/entries/{telling}"))["audience"] == "family"
    await room.alice.joins_programme(XIANGZHOU)
    await room.alice.phone.post(f"/families/{room.alice.family}/dispute", None)
    for shown in (True, False):
        with refused(409, "family.disputed"):
            await gives(room.alice, task, await writes(room.alice), shown=shown)
    assert await answered(room.wang, task) == 0


async def test_a_withdrawn_consent_darkens_the_answer_and_a_new_one_shows_it_again(room):
    task, entry = await invites(room), await writes(room.alice)
    await gives(room.alice, task, entry, shown=True)
    receipt = await withdraws(room.alice)
    dark = {one["kind"]: one["count"] for one in receipt["dark"]}
    assert dark == {"answers": 1, "entries": 1, "enrolments": 1}
    assert (await took_part(room.wang, task), await answered(room.bob, task)) == ([], 0)
    assert await room.wang.sees(f"/entries/{entry}") == [False]
    assert await own(room.alice, task) == [(entry, False)]
    with refused(422, "consent.class_required"):
        await gives(room.alice, task, entry, shown=True)
    await room.alice.consents(Purpose.CLASS, room.alice.child)
    assert await took_part(room.wang, task) == [("小满", False)]
    await gives(room.alice, task, entry, shown=True)
    assert await took_part(room.wang, task) == [("小满", True)]


async def test_who_leaves_the_class_takes_the_answer_along(room, li):
    task, entry = await invites(room), await writes(room.alice)
    await gives(room.alice, task, entry, shown=True)
    await leaves(room.alice)
    assert (await took_part(room.wang, task), await answered(room.bob, task)) == ([], 0)
    with refused(404):
        await gives(room.alice, task, entry)
    await room.alice.phone.delete(f"/tasks/{task['id']}/answers/{room.alice.child}")
    assert await query("select 1 from answers") == []
    assert (await room.alice.phone.get(f"/entries/{entry}"))["audience"] == "class"


async def test_it_is_answered_until_the_end_of_its_last_day(room):
    task, entry = await invites(room, days=(1, 3)), await writes(room.alice)
    with refused(409, "task.not_yet"):
        await gives(room.alice, task, entry)
    with clock.moved(3 * DAY):
        await gives(room.alice, task, entry)
    with clock.moved(4 * DAY):
        with refused(409, "task.over"):
            await gives(room.alice, task, entry)
        assert await answered(room.wang, task) == 1
        await room.alice.phone.delete(f"/tasks/{task['id']}/answers/{room.alice.child}")


async def test_an_answer_in_the_trash_counts_for_nobody_until_it_is_back(room):
    task, entry = await invites(room), await writes(room.alice)
    await gives(room.alice, task, entry, shown=True)
    await room.alice.phone.delete(f"/entries/{entry}")
    assert (await took_part(room.wang, task), await own(room.alice, task)) == ([], [])
    await room.alice.phone.call("POST", f"/entries/{entry}/restoration")
    assert await took_part(room.wang, task) == [("小满", True)]


async def test_of_two_guardians_at_once_one_answer_stands(world, room):
    grandmother = await world.person("Grandmother")
    await room.alice.invites(grandmother, "外婆", "editor")
    members = (await room.alice.phone.get(f"/families/{room.alice.family}/members"))["items"]
    hers = next(one["id"] for one in members if one["nickname"] == "Grandmother")
    await room.alice.phone.put(f"/memberships/{hers}", {"role": "guardian"})
    grandmother.child = room.alice.child
    task = await invites(room)
    entries = [await writes(room.alice, title) for title in ("一", "二")]
    guardians = (room.alice, grandmother)
    pairs = [(who, entry) for who in guardians for entry in entries] * 2
    await asyncio.gather(*(gives(who, task, entry, shown=True) for who, entry in pairs))
    (stands,) = await own(grandmother, task)
    assert stands[0] in entries
    assert await answered(room.wang, task) == 1
    assert len(await query("select 1 from answers")) == 1


async def test_no_office_of_the_city_reads_who_took_part(world, room):
    archivist, task = await world.archivist(), await invites(room)
    path = f"/tasks/{task['id']}"
    assert await archivist.sees(path, f"{path}/answers") == [False, False]
