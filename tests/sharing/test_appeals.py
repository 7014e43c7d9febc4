"""Appeals: what was refused is looked at again, once, and by somebody else."""

import asyncio
from uuid import UUID

from models.sharing.reports import ReportReason
from models.trust.moderation import Subject
from service.sharing import reports
from service.sharing.reports import ReportDraft
from tests.sharing.test_reports import report
from tests.trust.archive_room import acts
from tests.trust.household import told
from tests.trust.reviewers import moderator, queue_of, rules
from tests.world import Person, World, refused

WHY = "照片里是我们自己家的门口，没有别人"


async def refused_post(world: World, alice: Person, bob: Person, mei: Person) -> str:
    """A public post that Mei took down after Bob's report: its path."""
    path = f"/posts/{(await alice.shows('门口', [await alice.takes_photo()]))['id']}"
    await report(bob, path, "private")
    (review,) = await queue_of(mei)
    await rules(mei, review["id"], "private")
    return path


async def appeals(person: Person, path: str, key: str = "") -> dict:
    return await person.phone.post(f"{path}/appeal", {"words": WHY}, key=key)


async def test_another_moderator_looks_again_and_it_is_back(world, alice, bob):
    mei, gu = await moderator(world, "Mei"), await moderator(world, "Gu")
    path = await refused_post(world, alice, bob, mei)
    first, *others = await asyncio.gather(*(appeals(alice, path, "appealed-once") for _ in "abc"))
    assert others == [first] * 2
    assert await queue_of(mei) == []
    with refused(403, "review.own_decision"):
        await mei.phone.get(f"/reviews/{first['id']}")
    with refused(403, "review.own_decision"):
        await rules(mei, first["id"])
    seen = await gu.phone.get(f"/reviews/{first['id']}")
    assert (seen["cause"], seen["appeal"]) == ("appeal", WHY)
    assert [one["reason"] for one in seen["earlier"]] == ["private"]
    await rules(gu, first["id"])
    assert await bob.sees(path) == [True]
    ((_, said),) = await told(alice, "appeal_decided")
    assert "恢复显示" in said
    assert await told(alice, "taken_down") == []
    assert (await appeals(alice, path, "appealed-once"))["passes"] is True
    await report(bob, path, "private")
    assert await bob.sees(path) == [True], "a human has just kept it"


async def test_or_it_stays_refused_and_there_is_no_second_appeal(world, alice, bob):
    mei, gu = await moderator(world, "Mei"), await moderator(world, "Gu")
    path = await refused_post(world, alice, bob, mei)
    made = await appeals(alice, path)
    with refused(409, "appeal.again"):
        await appeals(alice, path)
    await rules(gu, made["id"], "private")
    assert await bob.sees(path) == [False]
    with refused(409, "appeal.again"):
        await appeals(alice, path)
    assert [said for _, said in await told(alice, "appeal_decided")] == [
        "你的申诉，另一位审核员看过了，还是没有通过"
    ]
    assert await acts("review.appealed") == ["review.appealed"]


async def test_what_a_machine_refused_and_a_comment_too(world, alice, bob):
    mei = await moderator(world, "Mei")
    photo = await alice.takes_photo()
    await world.quiet()
    await world.script("wechat", "msg_sec_check", {"suggest": "risky"})
    path = f"/posts/{(await alice.shows('门口', [photo]))['id']}"
    await rules(mei, (await appeals(alice, path))["id"])
    assert await bob.sees(path) == [True]
    await world.script("wechat", "msg_sec_check", {"suggest": "risky"})
    said = await bob.phone.post(f"{path}/comments", {"words": "真好"})
    comment = f"/post-comments/{said['id']}"
    await bob.phone.until(comment, standing=["risky"])
    assert await alice.sees(comment) == [False]
    await rules(mei, (await appeals(bob, comment))["id"])
    assert await alice.sees(comment) == [True]


async def test_only_its_author_and_only_of_what_was_refused(world, alice, bob, chen):
    post = await alice.shows("门口", [await alice.takes_photo()])
    path = f"/posts/{post['id']}"
    with refused(409, "appeal.nothing"):
        await appeals(alice, path)
    for person in (bob, chen):
        with refused(403, "appeal.not_yours"):
            await appeals(person, path)
    with refused(401):
        await appeals(Person(world, world.phone("nobody")), path)
    mei = await moderator(world, "Mei")
    gone = await refused_post(world, alice, bob, mei)
    for person in (bob, chen):
        with refused(404):
            await appeals(person, gone)
    assert await queue_of(mei) == []


async def test_a_report_that_comes_late_leaves_it_an_appeal(world, alice, bob):
    """As of somebody who saw it until it was taken down."""
    mei, gu = await moderator(world, "Mei"), await moderator(world, "Gu")
    path = await refused_post(world, alice, bob, mei)
    made = await appeals(alice, path)
    draft = ReportDraft(reason=ReportReason.PRIVATE)
    post_id = UUID(path.removeprefix("/posts/"))
    await reports.report_anonymously(Subject.POST, post_id, draft, "10.0.0.1")
    assert await queue_of(mei) == []
    (review,) = await queue_of(gu)
    assert (review["id"], review["cause"], review["urgent"]) == (made["id"], "appeal", True)
    await rules(gu, made["id"])
    assert await bob.sees(path) == [True]
