"""Endorsements: a teacher's words on what the class is shown, for the family and the child."""

import asyncio
from uuid import UUID

import pytest

from models.archive.growth import Audience, Entry
from models.people.families import Family
from models.people.persons import Person as PersonOfFamily
from models.people.schools import Enrolment
from models.people.students import Student
from models.programme.tasks import Answer
from models.trust.consents import Capacity, Consent, Purpose
from models.trust.moderation import Standing
from service.archive import endorsements
from service.archive.endorsements import EndorsementDraft
from service.foundation import clock
from service.foundation.database import query
from service.trust.consent_texts import current
from tests.people.classroom import Classroom, classroom_of, parent_of
from tests.people.test_enrolments import leaves, withdraws
from tests.programme.campaign import gives, invites, told, writes
from tests.pupil import pupil_of
from tests.statements import counted
from tests.trust.leaving import asks, carried_out, passes
from tests.world import Person, World, refused

GOOD, BETTER = "观察得真仔细。", "画里的贝壳像会发光。"
RISKY = "兼职日结加微信"
TOLD = ["老师给孩子的一条记录写了评语，点开看看"]


@pytest.fixture
async def room(world: World) -> Classroom:
    """Teacher Wang's class, with Alice's 小满 and Bob's 豆豆 in it."""
    return await classroom_of(world)


@pytest.fixture
async def shown(room: Classroom) -> str:
    """What Alice shows the class."""
    return await writes(room.alice, "捡贝壳", audience="class")


async def endorses(teacher: Person, entry: str, **said: object) -> dict:
    """Say something to an entry, and wait for its check."""
    made = await teacher.phone.put(f"/entries/{entry}/endorsement", said or {"words": GOOD})
    await teacher.world.quiet()
    return made


async def read(reader: Person, entry: str) -> list[tuple[str, str, bool]]:
    """What somebody reads of teachers' words, the same in the list and beside the entry."""
    listed = (await reader.phone.get(f"/entries/{entry}/endorsements"))["items"]
    assert listed == (await reader.phone.get(f"/entries/{entry}"))["endorsements"]
    return [(one["teacher"], one["words"], one["of_earlier_version"]) for one in listed]


async def a_phrase(teacher: Person, words: str = GOOD) -> str:
    made = await teacher.phone.post("/phrases", {"words": words})
    await teacher.world.quiet()
    return made["id"]


async def test_the_family_and_the_child_read_it_once_it_was_checked(world, room, shown):
    chen, pupil = await world.person("Chen"), await pupil_of(world, room.alice)
    await room.alice.invites(chen, "爷爷", "viewer")
    async with world.worker_away():
        for _ in range(2):
            made = await room.wang.phone.put(f"/entries/{shown}/endorsement", {"words": GOOD})
            assert (made["teacher"], made["standing"], made["mine"]) == ("王老师", "pending", True)
        assert await read(room.wang, shown) == [("王老师", GOOD, False)]
        for reader in (room.alice, chen, pupil):
            assert await read(reader, shown) == []
    await world.quiet()
    for reader in (room.alice, chen, pupil, room.wang):
        assert await read(reader, shown) == [("王老师", GOOD, False)]
    assert await read(room.bob, shown) == []
    assert await told(room.alice, "entry_endorsed") == TOLD
    for person in (chen, room.bob, room.wang):
        assert await told(person, "entry_endorsed") == []


async def test_only_a_teacher_of_the_childs_class_endorses_and_only_what_it_is_shown(world, room):
    entry, quiet = await writes(room.alice, audience="class"), await writes(room.alice)
    li, dora = await world.person("Li"), await parent_of(world, "Dora", "果果")
    await room.school.takes_on(li, await room.school.opens("四年级3班"))
    asked = await world.person("Zhao")
    await room.school.is_asked(asked, room.id)
    pupil = await pupil_of(world, room.alice)
    path, words = f"/entries/{entry}/endorsement", {"words": GOOD}
    for person, status in (
        *((room.alice, 403), (room.bob, 403), (pupil, 403)),
        *((li, 404), (dora, 404), (asked, 404), (room.school.administrator, 404)),
    ):
        for method, body in (("PUT", words), ("DELETE", None)):
            with refused(status):
                await person.phone.call(method, path, body)
    with refused(404):
        await room.wang.phone.put(f"/entries/{quiet}/endorsement", words)
    with refused(401):
        await world.phone("nobody").put(path, words)
    with refused(401):
        await world.phone("nobody").get(f"{path}s")
    assert await query("select 1 from endorsements") == []
    for said in ({}, {"words": GOOD, "phrase_id": await a_phrase(room.wang)}):
        with refused(422, "endorsement.words"):
            await room.wang.phone.put(path, said)


async def test_a_teacher_who_is_a_parent_endorses_as_a_teacher_only(world, room):
    wang = room.wang
    await wang.founds("王家")
    await wang.opens_archive("朵朵")
    await wang.consents(Purpose.CLASS, wang.child)
    own = await writes(wang, audience="class")
    with refused(403, "endorsement.teacher"):
        await wang.phone.put(f"/entries/{own}/endorsement", {"words": GOOD})
    await room.school.enrols(wang, room.id)
    await endorses(wang, own)
    assert await read(wang, own) == [("王老师", GOOD, False)]


async def test_words_that_do_not_pass_are_the_teachers_alone(world, room, shown):
    await endorses(room.wang, shown, words=RISKY)
    assert await read(room.wang, shown) == [("王老师", RISKY, False)]
    assert await read(room.alice, shown) == []
    await world.script("wechat", "msg_sec_check", {"suggest": "review"})
    await endorses(room.wang, shown)
    assert await read(room.alice, shown) == []
    (sentence,) = await told(room.wang, "words_doubtful")
    assert "换个说法" in sentence
    await endorses(room.wang, shown, words=BETTER)
    assert await told(room.wang, "words_doubtful") == []
    assert await read(room.alice, shown) == [("王老师", BETTER, False)]
    async with world.worker_away():
        for words in (BETTER, RISKY):
            await room.wang.phone.put(f"/entries/{shown}/endorsement", {"words": words})
        assert await read(room.alice, shown) == []
    await world.quiet()
    assert await read(room.alice, shown) == []


async def test_a_phrase_that_has_passed_is_read_at_once(world, room, shown):
    phrase, foreign = await a_phrase(room.wang), await world.person("Li")
    await room.school.takes_on(foreign, room.id)
    lis = await a_phrase(foreign)
    with refused(422, "phrase.unknown"):
        await endorses(room.wang, shown, phrase_id=lis)
    async with world.worker_away():
        await room.wang.phone.put(f"/entries/{shown}/endorsement", {"phrase_id": phrase})
        assert await read(room.alice, shown) == [("王老师", GOOD, False)]
        fresh = (await room.wang.phone.post("/phrases", {"words": BETTER}))["id"]
        await room.wang.phone.put(f"/entries/{shown}/endorsement", {"phrase_id": fresh})
        assert await read(room.alice, shown) == []
    await world.quiet()
    assert await read(room.alice, shown) == [("王老师", BETTER, False)]
    await room.wang.phone.delete(f"/phrases/{phrase}")
    await endorses(foreign, shown, phrase_id=lis)
    assert await read(room.alice, shown) == [("王老师", BETTER, False), ("王老师", GOOD, False)]
    assert await told(room.alice, "entry_endorsed") == TOLD


async def test_what_is_said_stays_when_the_entry_is_changed_and_says_so(room, shown):
    read_as = (await room.wang.phone.get(f"/entries/{shown}"))["version"]
    await endorses(room.wang, shown)
    await room.alice.phone.put(f"/entries/{shown}", {"title": "捡了好多贝壳"})
    await room.alice.phone.until(f"/entries/{shown}", standing=["passed"])
    assert await read(room.alice, shown) == [("王老师", GOOD, True)]
    await endorses(room.wang, shown, words=BETTER, version=read_as)
    assert await read(room.alice, shown) == [("王老师", BETTER, True)]
    await endorses(room.wang, shown, words=BETTER, version=99)
    assert await read(room.alice, shown) == [("王老师", BETTER, False)]


async def test_taken_back_it_is_gone_and_may_be_said_again(room, shown):
    await endorses(room.wang, shown)
    for _ in range(2):
        await room.wang.phone.delete(f"/entries/{shown}/endorsement")
    assert await read(room.alice, shown) == await read(room.wang, shown) == []
    (row,) = await query("select words from endorsements")
    assert row["words"] == ""
    await endorses(room.wang, shown)
    assert await read(room.alice, shown) == [("王老师", GOOD, False)]


async def test_it_stays_the_childs_when_the_teacher_leaves_or_the_family_narrows(room, shown):
    await endorses(room.wang, shown)
    await room.alice.phone.put(f"/entries/{shown}", {"audience": "family"})
    with refused(404):
        await room.wang.phone.put(f"/entries/{shown}/endorsement", {"words": BETTER})
    assert [words for _, words, _ in await read(room.alice, shown)] == [GOOD]
    await room.alice.phone.put(f"/entries/{shown}", {"audience": "class"})
    for ends, again in ((withdraws, True), (leaves, False)):
        await ends(room.alice)
        with refused(404):
            await room.wang.phone.put(f"/entries/{shown}/endorsement", {"words": BETTER})
        if again:
            await room.alice.consents(Purpose.CLASS, room.alice.child)
            await room.alice.phone.put(f"/entries/{shown}", {"audience": "class"})
            assert await room.wang.sees(f"/entries/{shown}/endorsements") == [True]
    await room.wang.phone.delete(f"/class-staff/{room.staff}")
    assert [words for _, words, _ in await read(room.alice, shown)] == [GOOD]


async def test_whose_account_is_gone_is_a_teacher_without_a_name(world, room, shown):
    await endorses(room.wang, shown)
    await a_phrase(room.wang, BETTER)
    await carried_out(world, await asks(room.wang, "/account"))
    assert await read(room.alice, shown) == [("老师", GOOD, False)]
    assert await query("select 1 from phrases") == []


async def test_with_the_entry_goes_for_good_what_was_said_to_it(world, room):
    task, entry = await invites(room), await writes(room.alice)
    await gives(room.alice, task, entry, shown=True)
    await endorses(room.wang, entry)
    await room.alice.phone.delete(f"/entries/{entry}")
    await passes(world, 31)
    for table in ("answers", "endorsements", "entries"):
        assert await query(f"select 1 from {table}") == [], table


async def test_a_hasty_thumb_leaves_one_and_the_last_word_was_checked(world, room, shown):
    path = f"/entries/{shown}/endorsement"
    said = [GOOD, BETTER, "写得好！", "真棒！"]
    await asyncio.gather(*(room.wang.phone.put(path, {"words": words}) for words in said * 2))
    await world.quiet()
    ((teacher, words, _),) = await read(room.alice, shown)
    assert (teacher, words in said) == ("王老师", True)
    rows = await query("select distinct standing from checks where subject = 'endorsement'")
    assert [row["standing"] for row in rows] == ["passed"]


async def classmates(room: Classroom, task: dict, count: int) -> None:
    """So many further children who have shown the class an answer, as if each had come by phone."""
    account, text = await room.bob.account(), current(Purpose.CLASS)
    for number in range(count):
        family = await Family.create(name=f"第{number}家")
        person = await PersonOfFamily.create(family_id=family.id, name=f"同学{number:02}")
        child = await Student.create(
            family=family, person=person, nickname=f"同学{number:02}", birth_date="2016-05-01"
        )
        consent = await Consent.create(
            account_id=account.id,
            family_id=family.id,
            student_id=child.id,
            purpose=Purpose.CLASS,
            version=text.version,
            text_hash=text.hash,
            capacity=Capacity.GUARDIAN,
            created_at=clock.now(),
        )
        await Enrolment.create(
            student=child,
            school_class_id=room.id,
            since=clock.today(),
            confirmed_at=clock.now(),
        )
        entry = await Entry.create(
            family=family,
            author_id=account.id,
            student=child,
            consent=consent,
            title=f"我的年夜饭{number}",
            audience=Audience.CLASS,
            standing=Standing.PASSED,
            happened="2026",
            sort_day=clock.today(),
        )
        await Answer.create(task_id=task["id"], student=child, entry=entry, account_id=account.id)


async def test_forty_eight_are_endorsed_one_after_the_other(world, room, caplog):
    task, phrases = await invites(room), [await a_phrase(room.wang, w) for w in (GOOD, BETTER)]
    await classmates(room, task, 48)
    path, account, spent = f"/tasks/{task['id']}/to-endorse", await room.wang.account(), []
    waiting = (await room.wang.phone.get(path))["items"]
    assert [one["nickname"] for one in waiting] == [f"同学{n:02}" for n in range(48)]
    for turn, one in enumerate(waiting[:46]):
        said = {"phrase_id": phrases[turn % 2], "version": one["entry"]["version"]}
        await room.wang.phone.put(f"/entries/{one['entry']['id']}/endorsement", said)
    async with counted(world, caplog) as since:
        for one in waiting[46:]:
            draft = EndorsementDraft(phrase_id=UUID(phrases[0]))
            await endorsements.endorse(account, UUID(one["entry"]["id"]), draft)
            spent.append(since())
    assert spent[0] == spent[1] <= 20
    assert (await room.wang.phone.get(path))["items"] == []
    (row,) = await query("select count(*) from endorsements where standing = 'passed'")
    assert row["count"] == 48


async def test_what_was_refused_waits_to_be_endorsed_again(room):
    task, entry = await invites(room), await writes(room.alice)
    await gives(room.alice, task, entry, shown=True)
    await gives(room.bob, task, await writes(room.bob))
    path = f"/tasks/{task['id']}/to-endorse"
    await endorses(room.wang, entry, words=RISKY)
    (waiting,) = (await room.wang.phone.get(path))["items"]
    assert [one["words"] for one in waiting["entry"]["endorsements"]] == [RISKY]
    await endorses(room.wang, entry)
    assert (await room.wang.phone.get(path)) == {"items": []}
