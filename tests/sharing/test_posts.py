"""Posts: what waits, what is shown, what is refused and what is taken back."""

import asyncio
import re
from uuid import uuid4

import pytest

from service.foundation.database import query
from service.trust.consents import Purpose
from tests.archive.footage import APPLES, CANARY, film, recording
from tests.archive.test_films import keeps
from tests.each import each
from tests.people.relatives import told
from tests.sharing.curators import featured
from tests.trust.leaving import passes
from tests.world import Person, World, a_photo, refused

WORDS = "国庆带小满去看渔女"
FIELDS = {"id", "state", "reason", "audience", "words", "family", "child", "age", "pictures"}
FIELDS |= {"likes", "comments", "liked", "mine", "shown_at", "film", "topic", "version"}
FIELDS |= {"family_id", "student_id", "photo_ids", "entry_id", "edit"}


async def withdraws(person: Person, post: str) -> None:
    await person.phone.call("POST", f"/posts/{post}/withdrawal")


async def readers(world: World, post: str, link: str = "") -> dict[str, bool]:
    """Through which doors somebody outside the family sees the post."""
    bob, nobody = await world.person("Bob"), world.phone("nobody")
    return {
        "feed": post in await bob.feed(),
        "anonymous feed": post in str(await nobody.get("/feed", scope="public")),
        "post": (await bob.sees(f"/posts/{post}"))[0],
        "front door": WORDS in (await world.http.get(world.url)).text,
        "share page": WORDS in (await world.http.get(link)).text if link else False,
    }


async def audited(action: str) -> int:
    return (await query("select count(*) from audit_records where action = $1", action))[0]["count"]


async def test_a_post_waits_for_every_verdict_and_then_is_shown(world, alice, chen):
    await world.script("wechat", "media_check_async", {"push": "held"})
    photo = await alice.takes_photo(checked=False)
    post = (await alice.publishes(WORDS, [photo], audience="public"))["id"]
    await world.quiet()
    assert (await alice.phone.get(f"/posts/{post}"))["state"] == "pending"
    assert not any((await readers(world, post)).values())
    assert (await chen.sees(f"/posts/{post}"), await chen.feed("family")) == ([False], [])
    with refused(409, "post.not_approved"):
        await alice.phone.post(f"/posts/{post}/share-links", {})
    with refused(404):
        await featured(world, post)
    await world.control("wechat", "release", {})
    await alice.phone.until(f"/posts/{post}", state=["approved"])
    link = await alice.phone.post(f"/posts/{post}/share-links", {})
    await featured(world, post)
    assert all((await readers(world, post, link["url"])).values())
    assert (await chen.sees(f"/posts/{post}"), await chen.feed("family")) == ([True], [post])


async def test_a_withdrawn_post_is_gone_from_everywhere_at_once(world, alice, chen):
    post = (await alice.shows(WORDS, [await alice.takes_photo()]))["id"]
    link = await alice.phone.post(f"/posts/{post}/share-links", {})
    await featured(world, post)
    await asyncio.gather(*(withdraws(alice, post) for _ in range(5)))
    await withdraws(alice, post)
    assert not any((await readers(world, post, link["url"])).values())
    assert await chen.sees(f"/posts/{post}") == [False]
    assert await alice.feed("family") == []
    assert (await alice.phone.get(f"/posts/{post}"))["state"] == "withdrawn"
    with refused(409, "post.withdrawn"):
        await alice.phone.put(f"/posts/{post}", {"words": "又来了"})
    assert await audited("post.withdrawn") == 1


async def test_who_may_take_a_post_back(world, alice, chen, bob):
    photo = await alice.takes_photo()
    family = (await alice.publishes(WORDS, [photo], audience="family"))["id"]
    guardians = (await alice.publishes(WORDS, [photo], audience="guardians"))["id"]
    await world.quiet()
    stranger = Person(world, world.phone("nobody"))
    for person, post, status in (
        *((chen, family, 403), (chen, guardians, 404)),
        *((bob, family, 404), (stranger, family, 401)),
    ):
        with refused(status):
            await withdraws(person, post)
    assert await alice.sees(f"/posts/{family}", f"/posts/{guardians}") == [True, True]
    own = await chen.takes_photo()
    his = (await chen.publishes("爷爷拍的", [own], audience="family"))["id"]
    await withdraws(alice, his)


async def test_risky_words_are_refused_kindly_and_to_their_author_alone(world, alice, chen):
    post = await alice.shows(WORDS + "，想看更多加微信", [await alice.takes_photo()])
    assert post["state"] == "rejected"
    assert re.search("广告", post["reason"])
    assert not any((await readers(world, post["id"])).values())
    assert (await chen.sees(f"/posts/{post['id']}"), await chen.feed("family")) == ([False], [])


async def test_a_photo_that_turns_out_risky_refuses_its_post(world, alice):
    answer = {"push": "held", "suggest": "risky"}
    await world.script("wechat", "media_check_async", answer)
    photo = await alice.takes_photo(checked=False)
    post = (await alice.publishes(WORDS, [photo], audience="public"))["id"]
    await world.quiet()
    await world.control("wechat", "release", {})
    shown = await alice.phone.until(f"/posts/{post}", state=["rejected", "approved", "review"])
    assert (shown["state"], "照片" in shown["reason"]) == ("rejected", True)
    with refused(422, "photo.risky"):
        await alice.publishes(WORDS, [photo])


@pytest.mark.parametrize("call", ["msg_sec_check", "media_check_async"])
async def test_what_is_in_doubt_waits_for_a_human(world, alice, call):
    await world.script("wechat", call, {"suggest": "review"})
    post = await alice.shows(WORDS, [await alice.takes_photo()])
    assert post["state"] == "review"
    assert not any((await readers(world, post["id"])).values())


async def test_others_get_the_card_and_nothing_more(world, alice, bob):
    child = {"nickname": "小满", "full_name": "陈CANARY", "birth_date": "2016-05-01"}
    version = {"consent_version": "2026-11", "family_id": alice.family}
    alice.child = (await alice.phone.post("/students", {**child, **version}))["id"]
    await alice.consents(Purpose.SHOW, alice.child)
    photos = [await alice.takes_photo(a_photo(300 + n, 200)) for n in range(3)]
    post = await alice.shows(WORDS, photos[::-1])
    seen = await bob.phone.get(f"/posts/{post['id']}")
    assert set(seen) == FIELDS
    assert (seen["family"], seen["child"], seen["mine"]) == ("陈家", "小满", False)
    assert [picture["width"] for picture in seen["pictures"]] == [302, 301, 300]
    assert {name for picture in seen["pictures"] for name in picture} == {
        *("url", "width", "height", "colour")
    }
    told = str(seen) + str(await bob.phone.get("/feed"))
    for secret in ("CANARY", "2016", alice.child, alice.family, "Alice", *photos):
        assert secret not in re.sub(r"/m/[^?]+", "", told)


async def test_a_repeated_request_publishes_one_post(alice):
    photo = await alice.takes_photo()
    body = {"family_id": alice.family, "photo_ids": [photo], "words": WORDS}
    made = await asyncio.gather(
        *(alice.phone.post("/posts", body, key="the-same-request") for _ in range(10))
    )
    assert len({post["id"] for post in made}) == 1
    assert await audited("post.published") == 1
    with refused(422, "idempotency_key.reused"):
        await alice.phone.post("/posts", {**body, "words": ""}, key="the-same-request")


@each(
    "wrong",
    [
        *({"audience": word} for word in ("everybody", "PUBLIC", "public\n", "", None, 40)),
        *({name: None} for name in ("state", "shown_at", "featured_at", "consent_id", "author_id")),
        {"words": "字" * 1001},
        {"photo_ids": []},
        {"photo_ids": ["00000000-0000-7000-8000-000000000000"]},
    ],
    ids=str,
)
async def test_a_post_that_cannot_be_right_is_refused(alice, wrong):
    body = {"family_id": alice.family, "photo_ids": [await alice.takes_photo()], **wrong}
    with refused(422, "invalid"):
        await alice.phone.post("/posts", body)
    assert await query("select id from posts") == []


async def test_nine_photos_are_the_most_and_none_comes_twice(alice):
    photos = [await alice.takes_photo() for _ in range(9)]
    assert len((await alice.publishes(WORDS, photos))["pictures"]) == 9
    with refused(422, "field.too_long"):
        await alice.publishes(WORDS, [*photos, str(uuid4())])
    with refused(422, "photos.twice"):
        await alice.publishes(WORDS, [photos[0], photos[0]])


async def test_a_photo_is_shown_only_once_it_was_read(world, alice):
    async with world.worker_away():
        unread = await alice.phone.put_photo(alice.family, "IMG.jpg", a_photo())
        with refused(409, "photo.not_ready"):
            await alice.publishes(WORDS, [unread])
    broken = await alice.phone.put_photo(alice.family, "IMG.jpg", a_photo()[:2000])
    await alice.phone.until(f"/photos/{broken}", state=["refused"])
    with refused(422, "photo.refused"):
        await alice.publishes(WORDS, [broken])


async def test_nothing_of_another_family_gets_into_a_post(alice, bob):
    await bob.opens_archive("小夏")
    own, foreign = await alice.takes_photo(), await bob.takes_photo()
    with refused(422, "photo.unknown"):
        await alice.publishes(WORDS, [own, foreign])
    with refused(404):
        await alice.publishes(WORDS, [own], student_id=bob.child)
    with refused(404):
        await alice.publishes(WORDS, [own], family_id=bob.family)
    with refused(422, "photo.unknown"):
        await bob.publishes(WORDS, [own])


async def test_beyond_the_family_only_a_guardian_shows_and_only_on_consent(world, alice, chen):
    photo = await chen.takes_photo()
    for audience in ("class", "public"):
        with refused(403, "role.too_low"):
            await chen.publishes(WORDS, [photo], audience=audience)
    assert (await chen.publishes(WORDS, [photo], audience="family"))["audience"] == "family"
    own = await alice.takes_photo()
    with refused(422, "consent.class_required"):
        await alice.publishes(WORDS, [own], audience="class")
    with refused(422, "consent.show_required"):
        await alice.publishes(WORDS, [own], audience="public", student_id=None)
    with refused(401):
        await Person(world, world.phone("nobody")).publishes(WORDS, [own])


async def test_a_consent_taken_back_takes_its_posts_with_it_for_good(world, alice):
    consent = await alice.consents(Purpose.SHOW, alice.child)
    post = (await alice.shows(WORDS, [await alice.takes_photo()]))["id"]
    link = await alice.phone.post(f"/posts/{post}/share-links", {})
    await featured(world, post)
    await alice.phone.delete(f"/consents/{consent}")
    assert not any((await readers(world, post, link["url"])).values())
    await alice.consents(Purpose.SHOW, alice.child)
    assert not any((await readers(world, post, link["url"])).values())
    with refused(409, "post.dark"):
        await alice.phone.post(f"/posts/{post}/share-links", {})
    assert await alice.sees(f"/posts/{post}") == [True]


async def test_a_film_is_played_from_its_clean_copy_and_comes_alone(alice, bob):
    seaside = await keeps(alice, "IMG_1.MOV", "video", film(tags=APPLES))
    voice = await keeps(alice, "1.m4a", "audio", recording(1))
    for kept in (seaside, voice):
        await alice.phone.until(f"/photos/{kept['id']}", standing=["passed"])
    photo = await alice.takes_photo()
    for ids, code in (
        ([seaside["id"], photo], "photos.mixed"),
        ([photo, voice["id"]], "photo.recording"),
    ):
        with refused(422, code):
            await alice.publishes(WORDS, ids)
    post = await alice.shows(WORDS, [seaside["id"]])
    assert post["state"] == "approved"
    shown = await bob.phone.get(f"/posts/{post['id']}")
    (poster,) = shown["pictures"]
    for url in (shown["film"], poster["url"]):
        data = (await alice.world.http.get(url)).raise_for_status().content
        assert CANARY not in data


async def test_a_post_may_come_from_a_finished_record_of_the_same_child(world, alice, bob, chen):
    photo = await alice.takes_photo()
    entry = (await alice.records(title="海边", audience="guardians"))["id"]
    begun = (await alice.records(title="先记着", unfinished=True))["id"]
    await bob.opens_archive("小夏")
    foreign = (await bob.records(title="山上"))["id"]
    sister = await alice.opens_archive("圆圆")
    hers = (await alice.records(title="第一步"))["id"]
    alice.child = chen.child
    await world.quiet()
    for unfit, code in (
        *((begun, "entry.unknown"), (foreign, "entry.unknown")),
        *((str(uuid4()), "entry.unknown"), (hers, "entry.of_other")),
    ):
        with refused(422, code):
            await alice.publishes(WORDS, [photo], entry_id=unfit)
    with refused(422, "entry.unknown"):
        await chen.publishes(WORDS, [await chen.takes_photo()], entry_id=entry)
    assert sister != alice.child
    post = (await alice.shows(WORDS, [photo], entry_id=entry))["id"]
    own, others = await alice.phone.get(f"/posts/{post}"), await bob.phone.get(f"/posts/{post}")
    assert (own["entry_id"], own["photo_ids"]) == (entry, [photo])
    assert (own["family_id"], own["student_id"]) == (alice.family, alice.child)
    assert (others["entry_id"], others["photo_ids"], others["edit"]) == (None, [], None)
    await alice.phone.delete(f"/entries/{entry}")
    await passes(world, 31)
    assert (await alice.phone.get(f"/posts/{post}"))["entry_id"] is None


async def test_the_author_is_told_what_became_of_it(world, alice):
    photo = await alice.takes_photo()
    shown = (await alice.shows(WORDS, [photo]))["id"]
    refused_one = (await alice.shows(WORDS + "，想看更多加微信", [photo]))["id"]
    await world.script("wechat", "msg_sec_check", {"suggest": "review"})
    doubted = (await alice.shows(WORDS, [photo]))["id"]
    kinds = {subject: kind for kind, subject in await told(alice)}
    assert [kinds[one] for one in (shown, refused_one, doubted)] == [
        *("post_shown", "post_refused", "post_doubtful"),
    ]
    await alice.phone.delete(f"/posts/{shown}")
    assert shown not in {subject for _, subject in await told(alice)}
