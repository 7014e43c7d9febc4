"""Tasks: a teacher invites the class, which alone sees it, once its words were checked."""

import asyncio
from uuid import UUID, uuid4

from models.programme.tasks import Task
from models.trust.moderation import Standing
from service.foundation import clock
from service.foundation.database import query, transaction
from service.programme import tasks
from service.programme.tasks import TaskChange
from tests.each import each
from tests.people.classroom import Classroom, parent_of
from tests.people.test_enrolments import leaves, withdraws
from tests.programme.campaign import DAY, SETTLED, answered, gives, invites, period, told, writes
from tests.pupil import pupil_of
from tests.world import refused

RISKY = "兼职日结加微信"
TOLD = ["班里有一个新的活动，点开看看要记些什么"]


async def tasks_of(room: Classroom, reader) -> list[str]:
    page = await reader.phone.get(f"/classes/{room.id}/tasks")
    return [task["title"] for task in page["items"]]


async def test_teacher_wang_invites_the_class_and_the_class_alone(world, room, li):
    chen, dora = await world.person("Chen"), await parent_of(world, "Dora", "果果")
    await room.alice.invites(chen, "爷爷", "editor")
    pupil = await pupil_of(world, room.alice)
    principal = room.school.administrator
    body = {"title": "我家的年夜饭", "words": "拍一张年夜饭", **period()}
    key = uuid4().hex
    async with world.worker_away():
        made = await room.wang.phone.post(f"/classes/{room.id}/tasks", body, key=key)
        again = await room.wang.phone.post(f"/classes/{room.id}/tasks", body, key=key)
        assert (again["id"], made["standing"], made["mine"]) == (made["id"], "pending", True)
        path = f"/tasks/{made['id']}"
        for person in (room.bob, principal, pupil):
            assert await person.sees(path) == [False]
            assert await tasks_of(room, person) == []
        assert await tasks_of(room, room.wang) == ["我家的年夜饭"]
    await room.wang.phone.until(path, standing=["passed"])
    for person in (room.alice, room.bob, principal, pupil, room.wang):
        assert await tasks_of(room, person) == ["我家的年夜饭"]
    seen = await room.bob.phone.get(path)
    assert (seen["teacher"], seen["open"], seen["mine"], seen["answered"], seen["own"]) == (
        *("王老师", True, False, 0),
        [],
    )
    for person in (li, dora, chen):
        assert await person.sees(path, f"/classes/{room.id}/tasks") == [False, False]
    with refused(401):
        await world.phone("nobody").get(path)
    for person in (room.alice, room.bob):
        assert await told(person, "task_opened") == TOLD
    for person in (chen, dora, pupil, li, room.wang):
        assert await told(person, "task_opened") == []


async def test_only_the_classs_staff_opens_changes_and_closes(world, room, li):
    task = await invites(room)
    own = await invites(room, by=room.school.administrator, title="读一本书")
    assert own["teacher"] == ""
    for person, status in ((li, 404), (room.bob, 403)):
        for method, body in (("PUT", {"title": "别的"}), ("DELETE", None)):
            with refused(status):
                await person.phone.call(method, f"/tasks/{task['id']}", body)
        with refused(404):
            await person.phone.post(f"/classes/{room.id}/tasks", {"title": "x", **period()})
    with refused(401):
        await world.phone("nobody").delete(f"/tasks/{task['id']}")
    assert await tasks_of(room, room.bob) == ["读一本书", "我家的年夜饭"]


async def test_words_in_doubt_stay_with_their_teacher_who_finds_better_ones(world, room):
    await world.script("wechat", "msg_sec_check", {"suggest": "review"})
    task = await invites(room)
    path = f"/tasks/{task['id']}"
    assert task["standing"] == "review"
    (sentence,) = await told(room.wang, "words_doubtful")
    assert "换个说法" in sentence
    assert await room.bob.sees(path) == [False]
    await room.wang.phone.put(path, {"words": "一起吃饭"})
    await room.wang.phone.until(path, standing=["passed"])
    assert await told(room.wang, "words_doubtful") == []
    assert await told(room.bob, "task_opened") == TOLD
    risky = await room.wang.phone.put(path, {"title": RISKY})
    assert risky["standing"] == "pending"
    await room.wang.phone.until(path, standing=["risky"])
    assert await room.bob.sees(path) == [False]
    await room.wang.phone.put(path, {"title": "一起吃饭", "words": ""})
    await room.wang.phone.until(path, standing=["passed"])
    assert await told(room.bob, "task_opened") == TOLD


async def test_what_a_class_is_told_last_is_what_was_checked(world, room):
    task = await invites(room)
    path = f"/tasks/{task['id']}"
    async with world.worker_away():
        for title in (RISKY, "海边"):
            await room.wang.phone.put(path, {"title": title})
    await room.wang.phone.until(path, standing=SETTLED)
    assert await tasks_of(room, room.bob) == ["海边"]
    titles = [f"第{number}个" for number in range(4)]
    await asyncio.gather(*(room.wang.phone.put(path, {"title": title}) for title in titles))
    await world.quiet()
    assert (await tasks_of(room, room.bob))[0] in titles
    rows = await query("select distinct standing from checks where subject = 'task'")
    assert [row["standing"] for row in rows] == ["passed"]


async def test_words_that_were_written_back_meanwhile_are_checked_as_well(world, room):
    """On one phone Wang has taken out what was refused; on the other it still stands as it was."""
    task = await invites(room, title=RISKY)
    path, found = f"/tasks/{task['id']}", Task.filter(id=task["id"])
    await world.quiet()
    async with world.worker_away():
        async with transaction():
            better = TaskChange(title="海边")
            await tasks.change(await room.wang.account(), UUID(task["id"]), better)
            await found.update(standing=Standing.PASSED)
            late = asyncio.create_task(room.wang.phone.put(path, {"title": RISKY}))
            await world.until_blocked(1)
        assert (await late)["standing"] == "pending"
        assert await tasks_of(room, room.bob) == []
    await room.wang.phone.until(path, standing=["risky"])


async def test_more_time_for_a_task_leaves_the_words_that_are_being_written(world, room):
    task = await invites(room)
    path, longer = f"/tasks/{task['id']}", {"until": period(0, 30)["until"]}
    await world.quiet()
    async with world.worker_away():
        async with transaction():
            said = TaskChange(words="拍一张全家福")
            await tasks.change(await room.wang.account(), UUID(task["id"]), said)
            principal = room.school.administrator.phone
            extending = asyncio.create_task(principal.put(path, longer))
            await world.until_blocked(1)
        with refused(404):  # they are Wang's alone until they have passed
            await extending
        now = await room.wang.phone.get(path)
        assert (now["words"], now["until"]) == ("拍一张全家福", task["until"])


@each(
    ("days", "code"),
    [((3, 2), "task.period"), ((-3, -1), "task.past"), ((0, 400), "task.too_long")],
)
async def test_a_period_that_cannot_be_is_refused_kindly(room, days, code):
    body = {"title": "年夜饭", **period(*days)}
    with refused(422, code):
        await room.wang.phone.post(f"/classes/{room.id}/tasks", body)
    task = await invites(room)
    with refused(422):
        await room.wang.phone.put(f"/tasks/{task['id']}", {"until": period(0, 500)["until"]})


async def test_the_teacher_gives_more_time_without_another_check(world, room):
    task = await invites(room, days=(0, 1))
    async with world.worker_away():
        longer = period(0, 9)["until"]
        changed = await room.wang.phone.put(f"/tasks/{task['id']}", {"until": longer})
        assert (changed["until"], changed["standing"]) == (longer, "passed")
        with clock.moved(5 * DAY):
            assert (await room.bob.phone.get(f"/tasks/{task['id']}"))["open"]


async def test_what_is_taken_back_is_the_staffs_and_its_answers_stay(room):
    task = await invites(room)
    path, entry = f"/tasks/{task['id']}", await writes(room.alice)
    await gives(room.alice, task, entry, shown=True)
    for _ in range(2):
        await room.wang.phone.delete(path)
    assert await room.alice.sees(path) == [False]
    assert await tasks_of(room, room.bob) == []
    closed = await room.wang.phone.get(path)
    assert (closed["closed"], closed["open"], closed["answered"]) == (True, False, 1)
    assert await room.bob.sees(f"/entries/{entry}") == [True]
    with refused(409, "task.closed"):
        await room.wang.phone.put(path, {"title": "别的"})
    with refused(404):
        await gives(room.alice, task, entry)
    rows = await query("select 1 from audit_records where action = 'task.closed'")
    assert len(rows) == 1


async def test_nor_does_a_teacher_whose_child_is_in_the_class_answer_it_then(room):
    await room.school.takes_on(room.alice, room.id)
    task, entry = await invites(room), await writes(room.alice)
    await room.wang.phone.delete(f"/tasks/{task['id']}")
    assert await room.alice.sees(f"/tasks/{task['id']}") == [True]
    with refused(409, "task.closed"):
        await gives(room.alice, task, entry)


async def test_with_the_class_ends_the_sight_of_its_tasks(room):
    task = await invites(room)
    path, wall = f"/tasks/{task['id']}", f"/classes/{room.id}/wall"
    await leaves(room.bob)
    await room.wang.phone.delete(f"/class-staff/{room.staff}")
    for person in (room.bob, room.wang):
        assert await person.sees(path, wall, f"/classes/{room.id}/tasks") == [False] * 3
    assert await room.alice.sees(path, wall) == [True, True]


async def test_who_withdrew_class_view_is_not_told_of_by_name_but_may_read_on(room):
    await withdraws(room.bob)
    task = await invites(room)
    assert await told(room.bob, "task_opened") == []
    assert await room.bob.sees(f"/tasks/{task['id']}") == [True]
    assert await answered(room.alice, task) == 0


async def test_many_tasks_come_by_pages_the_latest_first(room):
    for number in range(22):
        body = {"title": f"第{number}个", **period()}
        await room.wang.phone.post(f"/classes/{room.id}/tasks", body)
    path, titles, cursor = f"/classes/{room.id}/tasks", [], ""
    while not titles or cursor:
        page = await room.wang.phone.get(path, **({"cursor": cursor} if cursor else {}))
        titles += [task["title"] for task in page["items"]]
        cursor = page["next"]
    assert titles == [f"第{number}个" for number in reversed(range(22))]
