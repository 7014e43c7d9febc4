"""Stories (共同讲述): relatives add their own words to an entry, and the family reads them."""

import asyncio
from uuid import UUID, uuid4

import asyncpg
import pytest

from models.archive.stories import Story
from models.trust.moderation import Standing
from service.archive import stories
from service.archive.stories import PAGE
from service.foundation.database import query
from tests.archive.circle import (
    TEXTS,
    TOLD,
    Circle,
    circle_of,
    forgoes,
    leaves,
    relative,
    tells,
    told,
    words_on,
)
from tests.archive.shelf import acts, pages, shelved
from tests.archive.test_photos import in_class
from tests.pupil import pupil_of
from tests.trust.household import father_of
from tests.trust.household import told as notices_of
from tests.trust.leaving import asks, carried_out
from tests.world import Person, World, refused

RISKY = "兼职日结加微信"


@pytest.fixture
async def circle(world: World, alice: Person) -> Circle:
    return await circle_of(world, alice)


async def test_grandfathers_words_wait_for_the_check_and_then_stand_beside_the_entry(circle):
    alice, chen, dina = circle.family
    async with circle.world.worker_away():
        mine = await tells(chen, circle.entry)
        assert (mine["words"], mine["standing"], mine["mine"]) == (TOLD, "pending", True)
        assert [await words_on(one, circle.entry) for one in circle.family] == [[], [TOLD], []]
        assert [await circle.counts(one) for one in circle.family] == [(0, 0), (1, 0), (0, 0)]
        assert await alice.sees(f"/stories/{mine['id']}") == [False]
        assert await notices_of(alice, "story_") == []
    await circle.world.quiet()
    for person in (alice, dina):
        (story,) = (await person.phone.get(f"{circle.entry}/stories"))["items"]
        teller = {"called": "爷爷", "nickname": "Chen", "avatar": ""}
        assert (story["teller"], story["mine"], story["words"]) == (teller, False, TOLD)
        assert (story["recording"], story["entry_id"]) == (None, circle.entry[-36:])
        assert await circle.counts(person) == (1, 0)
    assert await notices_of(alice, "story_") == [
        ("story_added", "爷爷给一条记录补了一段讲述，点开看看")
    ]
    assert await notices_of(chen, "story_") == await notices_of(dina, "story_") == []


async def test_the_other_guardian_and_the_author_learn_of_it_and_the_teller_does_not(circle):
    father = await father_of(circle.world, circle.alice)
    entry = f"/entries/{(await circle.chen.records(title='下棋'))['id']}"
    await circle.chen.phone.until(entry, standing=["passed"])
    await told(circle.alice, entry)
    (kind,) = [kind for kind, _ in await notices_of(father, "story_")]
    assert [kind for kind, _ in await notices_of(circle.chen, "story_")] == [kind]
    assert await notices_of(circle.alice, "story_") == []


async def test_a_pupil_tells_on_its_own_entries_and_nobody_outside_the_family_reads_any(circle):
    alice, chen, dina = circle.family
    pupil, wang = await pupil_of(circle.world, alice), await in_class(circle.world, alice)
    bob = await circle.world.person("Bob")
    entry = await alice.records(title="运动会", audience="class")
    path = f"/entries/{entry['id']}"
    await alice.phone.until(path, standing=["passed"])
    story = await told(pupil, path)
    assert story["teller"]["called"] == "孩子本人"
    assert await words_on(dina, path) == [TOLD]
    for person, status in ((dina, 403), (wang, 404), (bob, 404)):
        with refused(status):
            await tells(person, path)
    for person, status in ((wang, 404), (bob, 404), (Person(bob.world, bob.world.phone("x")), 401)):
        with refused(status):
            await person.phone.get(f"{path}/stories")
        with refused(status):
            await person.phone.get(f"/stories/{story['id']}")
    seen = await wang.phone.get(path)
    assert (seen["story_count"], seen["comment_count"], seen["reactions"]) == (0, 0, {})
    familys = await alice.records(title="老屋", student_id=None)
    await circle.world.quiet()
    with refused(404):
        await tells(pupil, f"/entries/{familys['id']}")
    assert (await told(chen, f"/entries/{familys['id']}"))["standing"] == "passed"


async def test_whoever_does_not_see_the_entry_neither_reads_nor_adds(circle):
    story = await told(circle.chen, circle.entry)
    await circle.alice.phone.put(circle.entry, {"audience": "guardians"})
    for path in (f"{circle.entry}/stories", f"/stories/{story['id']}"):
        assert await circle.chen.sees(path) == await circle.dina.sees(path) == [False]
    with refused(404):
        await tells(circle.chen, circle.entry)
    assert await words_on(circle.alice, circle.entry) == [TOLD]
    await circle.alice.phone.delete(circle.entry)
    assert await circle.alice.sees(f"/stories/{story['id']}") == [False]
    with refused(404):
        await tells(circle.alice, circle.entry)


async def test_an_entry_that_is_not_recorded_yet_is_nobodys_to_talk_about(circle):
    await query("update entries set unfinished = true where id = $1", UUID(circle.entry[-36:]))
    with refused(409, "entry.unfinished"):
        await tells(circle.alice, circle.entry)
    with refused(404):
        await tells(circle.chen, circle.entry)
    assert await acts("story.told") == 0


async def test_nothing_is_told_of_a_child_whose_archive_nobody_consents_to_keep(circle):
    mine = await told(circle.chen, circle.entry)
    await forgoes(circle.alice)
    with refused(422, "consent.archive_required"):
        await circle.chen.phone.put(f"/stories/{mine['id']}", {"words": "车座是我扶的。"})
    await circle.chen.phone.put(f"/stories/{mine['id']}", {"words": TOLD})
    with refused(422, "consent.archive_required"):
        await tells(circle.chen, circle.entry)


async def test_new_words_are_the_tellers_alone_and_wait_for_a_check_of_their_own(circle):
    alice, chen, _ = circle.family
    path = f"/stories/{(await told(chen, circle.entry))['id']}"
    for person in (alice, circle.dina):
        with refused(403, "story.not_yours"):
            await person.phone.put(path, {"words": "不是这样的"})
    changed = await chen.phone.put(path, {"words": RISKY})
    assert (changed["words"], changed["standing"]) == (RISKY, "pending")
    assert (await chen.phone.until(path, standing=["risky", "passed"]))["standing"] == "risky"
    assert await words_on(alice, circle.entry) == []
    for _ in range(2):
        assert (await chen.phone.put(path, {"words": RISKY}))["standing"] == "risky"
    assert await acts("story.changed") == 1
    await chen.phone.put(path, {"words": "第三个路灯"})
    await chen.phone.until(path, standing=["passed"])
    assert await words_on(alice, circle.entry) == ["第三个路灯"]
    assert len(await notices_of(alice, "story_")) == 1
    with refused(422, "story.empty"):
        await chen.phone.put(path, {"words": "  "})


async def test_of_many_changes_at_once_the_last_one_stands_and_was_checked(circle):
    path = f"/stories/{(await tells(circle.chen, circle.entry))['id']}"
    words = [f"第{number}个路灯" for number in range(6)]
    await asyncio.gather(*(circle.chen.phone.put(path, {"words": one}) for one in words))
    await circle.world.quiet()
    (row,) = await query("select words, standing from stories")
    assert row["words"] in words
    assert row["standing"] == "passed"
    checks = await query("select standing from checks where subject = 'story'")
    assert {one["standing"] for one in checks} == {"passed"}


async def test_a_story_is_taken_back_by_its_teller_or_a_guardian_and_its_words_are_gone(circle):
    alice, chen, dina = circle.family
    eve = await relative(alice, "Eve", "亲属", "editor")
    first, second = [await told(chen, circle.entry, words=f"{n}个路灯") for n in (3, 4)]
    for person in (dina, eve):
        with refused(403, "story.not_yours"):
            await person.phone.delete(f"/stories/{first['id']}")
    with refused(404):
        await (await circle.world.person("Bob")).phone.delete(f"/stories/{first['id']}")
    await asyncio.gather(*(alice.phone.delete(f"/stories/{first['id']}") for _ in range(4)))
    assert await words_on(dina, circle.entry) == ["4个路灯"]
    await chen.phone.delete(f"/stories/{second['id']}")
    for person in (chen, alice):
        await person.phone.delete(f"/stories/{second['id']}")
    with refused(404):
        await chen.phone.put(f"/stories/{second['id']}", {"words": "还是留着"})
    assert await query("select 1 from stories where words <> ''") == []
    assert await notices_of(alice, "story_") == []
    assert (await circle.counts(chen), await acts("story.deleted")) == ((0, 0), 2)


async def test_while_the_guardians_are_in_dispute_nothing_is_taken_back(circle):
    await father_of(circle.world, circle.alice)
    story = await told(circle.chen, circle.entry)
    await circle.alice.phone.post(f"/families/{circle.alice.family}/dispute", None)
    for person in (circle.alice, circle.chen):
        with refused(409, "family.disputed"):
            await person.phone.delete(f"/stories/{story['id']}")


async def test_what_cannot_be_right_is_refused(circle):
    (photo,) = await shelved(circle.chen, 1)
    wrong = [
        *({}, {"words": ""}, {"words": " \n"}, {"words": "长" * 2001}, {"words": None}),
        *({"words": "x", name: None} for name in ("standing", "author_id", "id")),
        *({"recording_id": one} for one in ("no id", str(uuid4()), photo)),
    ]
    for story in wrong:
        with refused(422, "invalid"):
            await circle.chen.phone.post(f"{circle.entry}/stories", story)
    assert (await told(circle.chen, circle.entry, words="长" * 2000))["standing"] == "passed"
    assert await acts("story.told") == 1


async def test_a_repeated_request_tells_one_story_once(circle):
    async with circle.world.worker_away():
        tries = [tells(circle.chen, circle.entry, key="the-same-request") for _ in range(8)]
        made = await asyncio.gather(*tries)
    assert len({story["id"] for story in made}) == 1
    await circle.world.quiet()
    assert await words_on(circle.alice, circle.entry) == [TOLD]
    assert (await acts("story.told"), len(await notices_of(circle.alice, "story_"))) == (1, 1)


@pytest.mark.parametrize("first", ["the trash", "the story"])
async def test_a_story_and_the_trash_at_once_come_one_after_the_other(circle, first):
    await circle.world.quiet()
    lock = await asyncpg.connect(circle.world.settings.database_url)
    entry = UUID(circle.entry[-36:])
    try:
        async with lock.transaction():
            if first == "the trash":
                await lock.execute("update entries set deleted_at = now() where id = $1", entry)
                act = asyncio.create_task(tells(circle.chen, circle.entry))
            else:
                await lock.execute("select 1 from entries where id = $1 for share", entry)
                act = asyncio.create_task(circle.alice.phone.delete(circle.entry))
            await circle.world.until_blocked(1)
    finally:
        await lock.close()
    if first == "the trash":
        with refused(404):
            await act
    else:
        await act
    assert await Story.all().count() == 0


async def test_the_stories_of_a_long_evening_come_by_pages_oldest_first(circle):
    account, entry = await circle.chen.account(), UUID(circle.entry[-36:])
    family = UUID(circle.alice.family)
    made = [
        Story(family_id=family, entry_id=entry, author_id=account.id, words=str(number))
        for number in range(2 * PAGE + 1)
    ]
    for story in made:
        story.standing = Standing.PASSED
    await Story.bulk_create(made)
    found = await pages(circle.dina, f"{circle.entry}/stories")
    assert [len(page) for page in found] == [PAGE, PAGE, 1]
    assert [one for page in found for one in page] == [str(story.id) for story in made]
    assert (await circle.counts(circle.dina))[0] == len(made)


async def test_whoever_is_to_hear_of_a_new_story_hears_once_when_others_have_it(
    circle, monkeypatch
):
    heard: list[tuple[UUID, int]] = []

    async def hears(story: Story, told: set[UUID]) -> None:
        heard.append((story.id, len(told)))

    monkeypatch.setattr(stories, "_when_told", [])
    stories.when_told(hears)
    await circle.world.script("wechat", TEXTS, {"suggest": "risky"})
    story = await told(circle.chen, circle.entry)
    assert heard == []
    path = f"/stories/{story['id']}"
    for words in ("海边", "山上"):
        await circle.chen.phone.put(path, {"words": words})
        await circle.chen.phone.until(path, standing=["passed"])
    assert heard == [(UUID(story["id"]), 1)]


async def test_what_a_leaver_told_stays_the_familys_also_without_the_account(circle):
    alice, chen, dina = circle.family
    story = await told(chen, circle.entry)
    await leaves(chen, alice)
    for path in (f"/stories/{story['id']}", f"{circle.entry}/stories"):
        assert await chen.sees(path) == [False]
    for act in ("PUT", "DELETE"):
        with refused(404):
            await chen.phone.call(act, f"/stories/{story['id']}", {"words": "x"})
    await carried_out(circle.world, await asks(chen, "/account"))
    (shown,) = (await dina.phone.get(f"{circle.entry}/stories"))["items"]
    teller = {"called": "爷爷", "nickname": "已注销的用户", "avatar": ""}
    assert (shown["words"], shown["teller"]) == (TOLD, teller)
