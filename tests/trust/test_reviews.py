"""Reviews: what is in doubt stays with its maker; without the maker's yes no human looks at it."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from models.archive.photos import Photo
from models.people.staff import Office
from models.trust.moderation import Review
from service.demo.phone import Refused
from service.foundation import clock
from service.foundation.database import query
from service.trust import moderation
from tests.trust.archive_room import CITY, NOTHING, acts, holds
from tests.trust.household import child_of, told
from tests.trust.leaving import asks as asks_to_erase
from tests.trust.leaving import carried_out, of_home
from tests.trust.reviewers import PICTURE, SETTLED, WORDS, Desk, asks, decides, desk_of, standing
from tests.world import XIANGZHOU, Person, World, a_photo, refused

DOUBT = "暂时只有你能看到，要请人工看看吗？"


@pytest.fixture
async def desk(world: World) -> Desk:
    return await desk_of(world)


async def test_a_doubtful_photo_stays_with_its_uploader_who_is_asked_once(desk):
    photo = await desk.doubtful_photo()
    await desk.alice.records(photo_ids=[photo.rpartition("/")[2]])
    assert await standing(desk.alice, photo) == "review"
    for other in (desk.father, desk.chen, desk.mei):
        assert await other.sees(photo) == [False]
        assert await told(other, "photo_doubtful") == []
    (entry,) = await desk.chen.timeline()
    assert entry["photos"] == []
    assert await told(desk.alice, "photo_doubtful") == [("photo_doubtful", f"有一张照片{DOUBT}")]
    assert await desk.queue() == []


async def test_so_does_one_of_which_no_verdict_ever_comes(desk):
    await desk.world.script("wechat", PICTURE, {"push": "never"}, times=None)
    photo = f"/photos/{await desk.alice.takes_photo(checked=False)}"
    await desk.world.quiet()
    assert await told(desk.alice, "photo_doubtful") == []
    with clock.moved(timedelta(minutes=31)):
        for _ in range(2):
            await moderation.sweep()
            await desk.world.quiet()
    assert await standing(desk.alice, photo) == "review"
    assert len(await told(desk.alice, "photo_doubtful")) == 1
    assert await desk.queue() == []


async def test_and_so_do_doubtful_words(desk):
    entry = await desk.doubtful_words(desk.chen)
    assert await desk.alice.sees(entry) == await desk.father.sees(entry) == [False]
    assert await told(desk.chen, "words_doubtful") == [("words_doubtful", f"有一段文字{DOUBT}")]
    assert await told(desk.alice, "words_doubtful") == []
    assert await desk.queue() == []


async def test_nobody_is_asked_about_what_passed_or_was_refused(desk):
    await desk.alice.takes_photo()
    await desk.world.script("wechat", PICTURE, {"suggest": "risky"})
    await desk.alice.takes_photo()
    entry = await desk.alice.records(title="第一天上学")
    await desk.alice.phone.until(f"/entries/{entry['id']}", standing=SETTLED)
    assert await told(desk.alice, "photo_") + await told(desk.alice, "words_") == []


async def test_a_yes_takes_it_to_the_moderators_and_tells_when(desk):
    with clock.moved(timedelta(hours=-1)):
        photo, entry = await desk.doubtful_photo(), await desk.doubtful_words(desk.chen)
    asked = [await asks(desk.alice, photo), await asks(desk.chen, entry)]
    assert [one["kind"] for one in asked] == ["photo", "entry"]
    assert all(one["asked_at"] and not one["decided_at"] for one in asked)
    assert (await desk.mei.phone.get("/reviews"))["items"] == asked
    assert await acts("review.%") == ["review.asked"] * 2
    assert await desk.father.sees(photo, entry) == [False, False]


async def test_a_yes_that_is_said_again_or_by_racers_is_one(desk):
    photo = await desk.doubtful_photo()
    tries = [asks(desk.alice, photo) for _ in range(6)]
    tries += [asks(desk.alice, photo, key="asked-once") for _ in range(4)]
    first, *others = await asyncio.gather(*tries)
    assert others == [first] * 9
    assert await asks(desk.alice, photo, key="asked-once") == first
    assert await acts("review.%") == ["review.asked"]


async def test_of_an_avatar_its_owner_alone_asks(desk):
    await desk.world.script("wechat", PICTURE, {"suggest": "review"})
    files = {"name": "a.jpg", "bytes": len(data := a_photo())}
    ticket = await desk.chen.phone.post("/account/avatar-uploads", files)
    made = (await desk.chen.phone.put_file(ticket, data)).json()["photo_id"]
    photo = f"/photos/{made}"
    await desk.chen.phone.until(photo, standing=["review"])
    with refused(404):
        await asks(desk.alice, photo)
    review = await asks(desk.chen, photo)
    assert await desk.queue() == [review["id"]]
    await decides(desk.mei, review, passes=True)
    assert await standing(desk.chen, photo) == "passed"


async def test_nobody_else_says_yes(desk):
    """Not the other guardian, who cannot see it, nor the grandmother, a stranger or Mei."""
    photo, entry = await desk.doubtful_photo(), await desk.doubtful_words()
    bob = await desk.world.person("Bob")
    problems = []
    for path in (photo, entry, f"/photos/{NOTHING}"):
        for person in (desk.father, desk.chen, bob, desk.mei):
            for method in ("POST", "DELETE"):
                with pytest.raises(Refused) as refusal:
                    await person.phone.call(method, f"{path}/review", None)
                problems.append(refusal.value.problem)
    assert problems[0]["status"] == 404
    assert problems.count(problems[0]) == len(problems)
    nobody = Person(desk.world, desk.world.phone("nobody"))
    with refused(401):
        await asks(nobody, photo)
    assert await acts("review.%") == []


async def test_there_is_nothing_to_ask_about_what_is_not_in_doubt(desk):
    passed = f"/photos/{await desk.alice.takes_photo()}"
    entry = await desk.alice.records(photo_ids=[passed.rpartition("/")[2]])
    await desk.world.script("wechat", PICTURE, {"suggest": "risky"})
    risky = f"/photos/{await desk.alice.takes_photo()}"
    await desk.world.script("wechat", PICTURE, {"push": "held"})
    pending = f"/photos/{await desk.alice.takes_photo(checked=False)}"
    for path in (passed, risky, pending, f"/entries/{entry['id']}"):
        with refused(409, "review.not_doubtful"):
            await asks(desk.alice, path)
    with refused(403, "review.not_yours"):
        await asks(desk.chen, passed)
    with refused(403, "review.not_yours"):
        await desk.chen.phone.delete(f"{passed}/review")


async def test_a_yes_may_be_taken_back_until_somebody_has_decided(desk):
    photo = await desk.doubtful_photo()
    await desk.alice.phone.delete(f"{photo}/review")
    review = await asks(desk.alice, photo)
    for _ in range(2):
        await desk.alice.phone.delete(f"{photo}/review")
    assert await desk.queue() == []
    with refused(404):
        await desk.mei.phone.get(f"/reviews/{review['id']}")
    with refused(404):
        await decides(desk.mei, review, passes=True)
    assert await standing(desk.alice, photo) == "review"
    again = await asks(desk.alice, photo)
    await decides(desk.mei, again, passes=False)
    with refused(409, "review.decided"):
        await desk.alice.phone.delete(f"{photo}/review")
    said = ["review.asked", "review.taken_back", "review.asked", "review.decided"]
    assert await acts("review.%") == said


async def test_what_was_discarded_leaves_the_queue(desk):
    entry, photo = await desk.doubtful_words(), await desk.doubtful_photo()
    reviews = [await asks(desk.alice, path) for path in (entry, photo)]
    await desk.alice.phone.delete(entry)
    thrown = Photo.filter(id=photo.rpartition("/")[2])
    await thrown.update(deleted_at=clock.now())
    assert await desk.queue() == []
    for review in reviews:
        with refused(404):
            await desk.mei.phone.get(f"/reviews/{review['id']}")
        with refused(404):
            await decides(desk.mei, review, passes=True)
    await thrown.update(deleted_at=None)
    assert await desk.queue() == [reviews[1]["id"]]


async def test_whoever_leaves_takes_the_open_yes_along_and_not_what_was_decided(desk):
    seen, waiting = await desk.doubtful_photo(desk.chen), await desk.doubtful_photo(desk.chen)
    words = await desk.doubtful_words(desk.chen)
    alices = await asks(desk.alice, await desk.doubtful_photo())
    decided = await asks(desk.chen, seen)
    await asks(desk.chen, waiting)
    await asks(desk.chen, words)
    await decides(desk.mei, decided, passes=True)
    members = (await desk.alice.phone.get(f"/families/{desk.alice.family}/members"))["items"]
    (place,) = [one["id"] for one in members if one["relation"] == "奶奶"]
    await desk.chen.phone.delete(f"/memberships/{place}")
    assert await desk.queue() == [alices["id"]]
    assert await Review.filter(id=decided["id"], passes=True).exists()


async def test_an_erasure_leaves_no_wish_behind(desk):
    reviews = [await asks(desk.alice, await desk.doubtful_photo())]
    reviews += [await asks(desk.alice, await desk.doubtful_words())]
    assert await desk.queue() == [review["id"] for review in reviews]
    kept = (await desk.alice.phone.get("/account/data"))["items"]
    assert {"kind": "reviews", "count": 2}.items() <= next(
        one for one in kept if one["kind"] == "reviews"
    ).items()
    for person in (desk.father, desk.chen):
        members = (await desk.alice.phone.get(f"{of_home(desk.alice)}/members"))["items"]
        own = next(one["id"] for one in members if one["nickname"] == person.phone.person)
        await person.phone.delete(f"/memberships/{own}")
    await carried_out(desk.world, await asks_to_erase(desk.alice, of_home(desk.alice)))
    assert await query("select 1 from reviews") == []
    assert await desk.queue() == []
    with refused(404):
        await decides(desk.mei, reviews[0], passes=True)


async def test_the_yes_to_old_words_is_none_to_new_ones(desk):
    entry = await desk.doubtful_words()
    review = await asks(desk.alice, entry)
    await desk.world.script("wechat", WORDS, {"suggest": "review"})
    await desk.alice.phone.put(entry, {"story": "换了一句，还是说不清楚"})
    await desk.alice.phone.until(entry, standing=["review"])
    assert await desk.queue() == []
    with refused(404):
        await decides(desk.mei, review, passes=True)
    assert len(await told(desk.alice, "words_doubtful")) == 1
    again = await asks(desk.alice, entry)
    assert again["id"] != review["id"]
    assert await desk.queue() == [again["id"]]


async def test_nor_is_what_was_told_of_old_words_told_of_new_ones(desk):
    entry = await desk.doubtful_words()
    await decides(desk.mei, await asks(desk.alice, entry), passes=False)
    assert await _of_doubt(desk.alice) == ["review_decided", "words_doubtful"]
    await desk.world.script("wechat", WORDS, {"suggest": "review"})
    await desk.alice.phone.put(entry, {"title": "换了一句"})
    await desk.alice.phone.until(entry, standing=["review"])
    assert await _of_doubt(desk.alice) == ["words_doubtful"]
    await desk.alice.phone.put(entry, {"title": "第一天上学"})
    await desk.alice.phone.until(entry, standing=["passed"])
    assert await _of_doubt(desk.alice) == []


async def _of_doubt(person: Person) -> list[str]:
    """The kinds of what somebody was told of doubts, latest first."""
    return [kind for kind, _ in await told(person) if kind in ("review_decided", "words_doubtful")]


async def test_other_changes_leave_the_yes_as_it_is(desk):
    entry = await desk.doubtful_words()
    review = await asks(desk.alice, entry)
    await desk.alice.phone.put(entry, {"happened": "2024", "audience": "guardians"})
    assert await desk.queue() == [review["id"]]


async def test_nor_do_words_to_a_photo_change_the_yes_to_the_photo(desk):
    photo = await desk.doubtful_photo()
    review = await asks(desk.alice, photo)
    for caption in ("外婆在院子里", "外婆在院子里晒陈皮"):
        await desk.alice.phone.put(photo, {"caption": caption})
        await desk.alice.phone.until(photo, words_standing=["passed"])
    assert await desk.queue() == [review["id"]]
    assert len(await told(desk.alice, "photo_doubtful")) == 1


async def test_a_childs_draft_that_a_human_passes_is_put_before_the_guardians(desk):
    pupil = await child_of(desk.world, desk.alice)
    entry = await desk.doubtful_words(pupil)
    assert await told(desk.alice, "draft_to_confirm") == []
    await decides(desk.mei, await asks(pupil, entry), passes=True)
    assert len(await told(desk.alice, "draft_to_confirm")) == 1
    assert await desk.father.sees(entry) == [True]
    assert await desk.chen.sees(entry) == [False]


async def test_to_all_but_the_citys_moderators_there_is_no_queue(desk):
    review = await asks(desk.alice, await desk.doubtful_photo())
    curator, district = await desk.world.person("Wu"), await desk.world.person("Li")
    await holds(desk.world, curator, Office.CURATOR, CITY)
    await holds(desk.world, district, Office.MODERATOR, XIANGZHOU)
    archivist = await desk.world.archivist(CITY)
    others = [desk.alice, desk.chen, curator, district, archivist, await desk.world.person("Bob")]
    for person in others:
        for path in ("/reviews", f"/reviews/{review['id']}"):
            with refused(404):
                await person.phone.get(path)
        with refused(404):
            await decides(person, review, passes=True)
    assert await desk.queue() == [review["id"]]
    for held in (await desk.mei.phone.get("/appointments"))["items"]:
        await desk.mei.phone.delete(f"/appointments/{held['id']}")
    with refused(404):
        await desk.queue()
    assert await acts("review.%") == ["review.asked"]
    assert await Review.filter(id=UUID(review["id"]), decided_at=None).exists()
