"""Reviews of words: a human is asked of doubtful stories, comments, captions and items, too."""

from typing import Any

import pytest

from models.trust.notices import Notice
from service.foundation.database import query
from tests.archive.circle import leaves
from tests.archive.filing_room import files
from tests.trust.archive_room import acts
from tests.trust.household import told
from tests.trust.leaving import asks as asks_to_erase
from tests.trust.leaving import carried_out, of_child
from tests.trust.reviewers import PICTURE, WORDS, Desk, asks, decides, desk_of
from tests.world import Person, World, refused

KINDS = ("story", "entry_comment", "caption", "filed_item")
SAID = "说不清楚的一句话"


@pytest.fixture
async def desk(world: World) -> Desk:
    return await desk_of(world)


async def doubtful(desk: Desk, kind: str, person: Person) -> tuple[str, str]:
    """Words of which WeChat is not sure: where they are read, and what a human is asked about."""
    entry = await desk.alice.records(title="海边", photo_ids=[await desk.alice.takes_photo()])
    await desk.world.quiet()
    await desk.world.script("wechat", WORDS, {"suggest": "review"})
    if kind == "caption":
        path = f"/photos/{entry['photos'][0]['id']}"
        await person.phone.put(path, {"caption": SAID})
        await person.phone.until(path, words_standing=["review"])
        return path, f"{path}/caption"
    if kind == "filed_item":
        path = f"/filed-items/{(await files(person, student_id=person.child, words=SAID))['id']}"
        return path, path
    way = {"story": "stories", "entry_comment": "comments"}[kind]
    made = await person.phone.post(f"/entries/{entry['id']}/{way}", {"words": SAID})
    await person.phone.until(f"/{way}/{made['id']}", standing=["review"])
    return f"/{way}/{made['id']}", f"/{way}/{made['id']}"


async def reads(person: Person, path: str) -> bool:
    if not (await person.sees(path))[0]:
        return False
    found: dict[str, Any] = await person.phone.get(path)
    return SAID in (found.get("words"), found.get("caption"))


@pytest.mark.parametrize("kind", KINDS)
async def test_they_stay_with_their_writer_until_a_human_passes_them(desk, kind):
    path, thing = await doubtful(desk, kind, desk.chen)
    assert [await reads(one, path) for one in (desk.chen, desk.alice)] == [True, False]
    assert [one for one, _ in await told(desk.chen, "words_")] == ["words_doubtful"]
    assert await told(desk.alice, "words_") == []
    for person, status in ((desk.mei, 404), (desk.alice, 403 if kind == "caption" else 404)):
        with refused(status):
            await asks(person, thing)
    review = await asks(desk.chen, thing)
    assert (await asks(desk.chen, thing), review["kind"]) == (review, kind)
    seen = await desk.mei.phone.get(f"/reviews/{review['id']}")
    assert (seen["kind"], seen["picture"], SAID in seen["words"]) == (kind, "", True)
    await decides(desk.mei, review, passes=True)
    assert [await reads(one, path) for one in (desk.chen, desk.alice)] == [True, True]
    decided = "caption_decided" if kind == "caption" else "review_decided"
    said = (decided, "你请人工看的内容没有问题，家人可以看到了")
    assert await told(desk.chen, decided) == [said]
    added = {"story": 1, "entry_comment": 1}.get(kind, 0)
    found = await told(desk.alice, "story_") + await told(desk.alice, "comment_")
    assert len(found) == added
    with refused(409, "review.not_doubtful"):
        await asks(desk.chen, thing)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_no_leaves_them_with_their_writer_and_a_wish_may_be_taken_back(desk, kind):
    path, thing = await doubtful(desk, kind, desk.chen)
    await asks(desk.chen, thing)
    await desk.chen.phone.delete(f"{thing}/review")
    assert await desk.queue() == []
    review = await asks(desk.chen, thing)
    assert await desk.queue() == [review["id"]]
    await decides(desk.mei, review, passes=False)
    assert [await reads(one, path) for one in (desk.chen, desk.alice)] == [True, False]
    with refused(409, "review.decided"):
        await desk.chen.phone.delete(f"{thing}/review")
    assert await acts("review.%") == [
        *("review.asked", "review.taken_back", "review.asked", "review.decided"),
    ]


async def test_new_words_and_those_taken_back_leave_the_queue_with_what_was_told_of_them(desk):
    story, _ = await doubtful(desk, "story", desk.chen)
    photo, caption = await doubtful(desk, "caption", desk.chen)
    comment, _ = await doubtful(desk, "entry_comment", desk.chen)
    item, _ = await doubtful(desk, "filed_item", desk.chen)
    withdrawn, _ = await doubtful(desk, "filed_item", desk.chen)
    for thing in (story, caption, comment, item, withdrawn):
        await asks(desk.chen, thing)
    await desk.chen.phone.put(story, {"words": "海边"})
    await desk.chen.phone.put(photo, {"caption": "海边"})
    await desk.chen.phone.delete(comment)
    await desk.chen.phone.put(item, {"words": "海边"})
    await desk.chen.phone.delete(withdrawn)
    assert await desk.queue() == []
    assert await told(desk.chen, "words_") == []


async def test_nobody_decides_on_the_words_of_the_own_family_or_after_their_writer_left(desk):
    reviews = {}
    for kind in KINDS:
        reviews[kind] = await asks(desk.chen, (await doubtful(desk, kind, desk.chen))[1])
    assert await desk.queue() == [review["id"] for review in reviews.values()]
    await desk.alice.invites(desk.mei, "亲属", "viewer")
    assert await desk.queue() == []
    for review in reviews.values():
        with refused(403, "review.of_family"):
            await decides(desk.mei, review, passes=True)
    await leaves(desk.chen, desk.alice)
    assert await query("select 1 from reviews") == []


async def test_a_photo_and_the_words_to_it_are_decided_on_apart(desk):
    await desk.world.script("wechat", PICTURE, {"suggest": "review"})
    photo = f"/photos/{await desk.alice.takes_photo()}"
    await desk.world.script("wechat", WORDS, {"suggest": "review"})
    await desk.alice.phone.put(photo, {"caption": SAID})
    await desk.alice.phone.until(photo, words_standing=["review"])
    picture, caption = await asks(desk.alice, photo), await asks(desk.alice, f"{photo}/caption")
    await decides(desk.mei, caption, passes=False)
    assert (await desk.alice.phone.get(photo))["standing"] == "review"
    await decides(desk.mei, picture, passes=True)
    shown = await desk.alice.phone.get(photo)
    assert (shown["standing"], shown["words_standing"]) == ("passed", "risky")
    assert await of_doubt(desk.alice) == {
        "review_decided": "你请人工看的内容没有问题，家人可以看到了",
        "caption_decided": "你请人工看的内容没有通过，还是只有你能看到",
        "words_doubtful": "有一段文字暂时只有你能看到，要请人工看看吗？",
        "photo_doubtful": "有一张照片暂时只有你能看到，要请人工看看吗？",
    }
    await desk.alice.phone.put(photo, {"caption": "海边"})
    assert set(await of_doubt(desk.alice)) == {"review_decided", "photo_doubtful"}


async def of_doubt(person: Person) -> dict[str, str]:
    """What somebody was told of doubts, by the kind."""
    found = dict(await told(person))
    return {kind: words for kind, words in found.items() if kind.endswith(("doubtful", "decided"))}


async def test_with_the_child_goes_all_that_was_asked_and_told_of_such_words(desk):
    for kind in ("story", "entry_comment", "filed_item"):
        await asks(desk.chen, (await doubtful(desk, kind, desk.chen))[1])
    await carried_out(desk.world, await asks_to_erase(desk.alice, of_child(desk.alice)))
    for table in ("reviews", "stories", "entry_comments", "filed_items"):
        assert await query(f"select 1 from {table}") == [], table
    assert await Notice.filter(kind="words_doubtful").count() == 0
