"""Meanwhile: who shows something while another one decides otherwise waits, and heeds it then.

The act that comes first is held open in a transaction of the story's own; the other one comes over
HTTP, and is known to wait before the first is committed.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any
from uuid import UUID

import pytest

from models.archive.photos import Photo
from models.people.families import Membership
from models.sharing.posts import Post, PostPhoto, PostState
from models.sharing.reports import Report
from models.sharing.share_links import ShareLink
from models.sharing.show_pages import ShowPage
from models.trust.erasures import ErasedKind
from models.trust.moderation import Cause, Review, Standing, Subject
from service.foundation.database import query, transaction
from service.people import memberships
from service.sharing import (
    post_comments,
    post_edits,
    post_verdicts,
    share_links,
    show_page_verdicts,
    topics,
)
from service.sharing.post_comments import PostCommentDraft
from service.sharing.post_drafts import PostChange
from service.sharing.share_links import ShareLinkDraft
from service.sharing.topics import TopicChange
from service.trust import moderation, personal_data
from service.trust.consents import Purpose
from tests.programme.campaign import period
from tests.sharing.curators import curator
from tests.sharing.test_show_pages import makes, page_of, tells
from tests.sharing.test_topics import opens
from tests.trust.household import father_of
from tests.world import XIANGZHOU, Person, World, refused

WORDS = "国庆带小满去看渔女"
NUMBER = "找我们打 13812345678"


async def meanwhile(world: World, act: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
    """Begin something that waits for the transaction under way."""
    begun = asyncio.create_task(act)
    await world.until_blocked(1)
    return begun


async def link_to(person: Person, path: str) -> dict[str, Any]:
    return await person.phone.post(f"{path}/share-links", {})


@pytest.mark.parametrize("shows", ["a post's link", "a page's link", "a post to more", "a page"])
async def test_a_guardian_who_is_leaving_shows_nothing_any_more(world, alice, shows):
    await alice.consents(Purpose.SHOW)
    entry, photo = await tells(alice, "第一次看海"), await alice.takes_photo()
    post, page = (await alice.shows(WORDS, [photo]))["id"], await makes(alice, page_of(entry))
    kept = (await alice.publishes(WORDS, [photo], audience="family"))["id"]
    father = await father_of(world, alice)
    await father.becomes_reachable()
    await world.quiet()
    act = {
        "a post's link": lambda: link_to(father, f"/posts/{post}"),
        "a page's link": lambda: link_to(father, page),
        "a post to more": lambda: father.phone.put(f"/posts/{kept}", {"audience": "public"}),
        "a page": lambda: makes(father, page_of(entry)),
    }[shows]
    leaver = await father.account()
    async with world.worker_away():
        async with transaction():
            await memberships.close(leaver, await Membership.get(account_id=leaver.id))
            showing = await meanwhile(world, act())
        with refused(404):
            await showing
    assert (await ShareLink.all().count(), await ShowPage.all().count()) == (0, 1)
    assert (await alice.phone.get(f"/posts/{kept}"))["audience"] == "family"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"words": NUMBER}, "post.not_approved"),
        ({"audience": "guardians"}, "post.guardians_only"),
    ],
)
async def test_a_link_heeds_the_edit_that_is_under_way(world, alice, chen, change, code):
    post = (await chen.publishes(WORDS, [await chen.takes_photo()], audience="family"))["id"]
    await chen.phone.until(f"/posts/{post}", state=["approved"])
    await world.quiet()
    async with world.worker_away():
        async with transaction():
            await post_edits.change(await chen.account(), UUID(post), PostChange(**change))
            sharing = await meanwhile(world, link_to(alice, f"/posts/{post}"))
        with refused(409, code):
            await sharing
    assert await ShareLink.all().count() == 0


async def test_an_edit_heeds_the_link_that_is_under_way(world, alice, chen):
    post = (await chen.publishes(WORDS, [await chen.takes_photo()], audience="family"))["id"]
    await chen.phone.until(f"/posts/{post}", state=["approved"])
    await world.quiet()
    async with world.worker_away():
        async with transaction():
            await share_links.issue(await alice.account(), UUID(post), ShareLinkDraft())
            editing = await meanwhile(world, chen.phone.put(f"/posts/{post}", {"words": NUMBER}))
        with refused(403, "role.too_low"):
            await editing


async def test_an_edit_does_not_open_the_page_that_a_moderator_is_closing(world, alice):
    entry, other = await tells(alice, "第一次看海"), await tells(alice, "风筝")
    await alice.consents(Purpose.SHOW)
    path = await makes(alice, page_of(entry))
    await world.quiet()
    page = UUID(path.rpartition("/")[2])
    async with world.worker_away():
        async with transaction():
            await moderation.question_of(Subject.SHOW_PAGE, page)
            await show_page_verdicts.take_down(page, "")
            changing = await meanwhile(world, alice.phone.put(path, page_of(entry, other)))
        with refused(409, "show_page.refused"):
            await changing
    assert (await alice.phone.get(path))["standing"] == "risky"


async def test_a_curator_finds_nothing_where_a_purge_is_under_way(world, alice):
    post = (await alice.shows(WORDS, [await alice.takes_photo()]))["id"]
    wu = await curator(world, "Wu")
    await world.quiet()
    async with world.worker_away():
        async with transaction():
            await query("select 1 from families where id = $1 for update", UUID(alice.family))
            await personal_data.purge(ErasedKind.POST, UUID(post))
            proposing = await meanwhile(world, wu.phone.put(f"/posts/{post}/featuring"))
        with refused(404):
            await proposing


async def test_more_time_for_a_topic_leaves_the_words_that_are_being_written(world):
    liu, gao = await world.archivist(), await curator(world, "Gao")
    topic = await opens(liu, XIANGZHOU, words="晒一件老物件")
    path, longer = f"/topics/{topic['id']}", {"until": period(0, 30)["until"]}
    await world.quiet()
    async with world.worker_away():
        async with transaction():
            said = TopicChange(words="晒一张老照片")
            await topics.change(await liu.account(), UUID(topic["id"]), said)
            extending = await meanwhile(world, gao.phone.put(path, longer))
        with refused(404):  # they are Liu's alone until they have passed
            await extending
        now = await liu.phone.get(path)
        assert (now["words"], now["until"]) == ("晒一张老照片", topic["until"])
    await liu.phone.until(path, standing=["passed"])


async def test_a_post_is_not_widened_while_a_relative_says_something_to_the_family(world, alice):
    chen = await world.person("Chen")
    await alice.invites(chen, "爷爷")
    photo = await alice.takes_photo()
    post = await alice.publishes(WORDS, [photo], audience="family")
    await alice.phone.until(f"/posts/{post['id']}", state=["approved"])
    await alice.becomes_reachable()
    await world.quiet()
    async with world.worker_away():
        async with transaction():
            said = PostCommentDraft(words="小满三月五日生日")
            await post_comments.say(await chen.account(), UUID(post["id"]), said)
            wide = alice.phone.put(f"/posts/{post['id']}", {"audience": "public"})
            widening = await meanwhile(world, wide)
        with refused(409, "post.commented"):
            await widening


async def test_a_report_joins_the_look_that_a_pictures_verdict_opens(world, alice, bob):
    """Alice's edit added a picture, which the machine doubts just as Bob reports the post."""
    post = (await alice.shows(WORDS, [await alice.takes_photo()]))["id"]
    added = await alice.takes_photo()
    await Post.filter(id=post).update(edit=PostState.PENDING)
    await PostPhoto.create(post_id=post, photo_id=added, position=1, waits=True)
    async with transaction():
        await Photo.filter(id=added).update(standing=Standing.REVIEW)
        await post_verdicts.decide_by_photo(UUID(added))
        reporting = bob.phone.post(f"/posts/{post}/reports", {"reason": "abuse"})
        report = await meanwhile(world, reporting)
    await report
    review = await Review.get(subject_id=post)
    assert (review.cause, await Report.filter(review_id=review.id).count()) == (Cause.REPORT, 1)
