"""Share layouts: what of a post a link shows, with a relative's line, as things are now."""

from datetime import timedelta
from typing import Any

import pytest

from models.archive.photos import Photo
from models.sharing.reports import Report
from models.trust.moderation import Standing
from service.foundation import clock
from service.trust.consents import Purpose
from tests.archive.footage import film
from tests.archive.test_films import keeps
from tests.archive.test_voices import voice
from tests.sharing.opening import opened, token_of
from tests.trust.reviewers import moderator
from tests.world import Person, World, refused

WORDS = "国庆带小满去看渔女"
TOLD = "那年是我背她上去的"


async def told(world: World, link: dict[str, Any]) -> list[str]:
    shown = await opened(world, link)
    return [picture["told"] for picture in shown["pictures"]] if shown else []


async def taken(person: Person, day: str) -> str:
    photo = await person.takes_photo()
    if day:
        await person.phone.put(f"/photos/{photo}", {"taken": day})
    return photo


async def test_then_and_now_tells_whole_years_and_never_shows_another_picture(world, alice):
    young, old, same, vague, undated = [
        await taken(alice, day) for day in ("2022-06", "2026-10-02", "2022-12", "2021", "")
    ]
    photos = [young, old, same, vague, undated]
    post = (await alice.shows(WORDS, photos))["id"]
    path = f"/posts/{post}/share-links"
    for picks, code in (
        ([young, undated], "share_link.undated"),
        ([vague, old], "share_link.undated"),
        ([young, same], "share_link.same_age"),
        ([young], "share_link.two_picks"),
        ([young, young], "photo.unknown"),
        ([young, post], "photo.unknown"),
    ):
        with refused(422, code):
            await alice.phone.post(path, {"layout": "then_and_now", "picks": picks})
    with refused(422, "share_link.one_pick"):
        await alice.phone.post(path, {"layout": "single"})
    both = {"layout": "then_and_now", "picks": [old, young]}
    compared = await alice.phone.post(path, both)
    assert compared["picks"] == [young, old]
    single = await alice.phone.post(path, {"layout": "single", "picks": [undated]})
    grid = await alice.phone.post(path, {})
    assert await told(world, compared) == ["6岁", "10岁"]
    page = (await world.http.get(compared["url"])).text
    assert page.index("6岁</span>") < page.index("10岁</span>")
    for secret in ("2016-05", "2022", "2026-10-02"):
        assert secret not in str(await opened(world, compared))
    assert (await told(world, single), len(await told(world, grid))) == ([""], 5)
    await alice.phone.put(f"/posts/{post}", {"photo_ids": [young, old, same, vague]})
    assert await opened(world, single) is None
    await alice.phone.delete(f"/photos/{young}")
    assert await told(world, compared) == ["10岁"]
    await alice.phone.delete(f"/photos/{old}")
    assert await opened(world, compared) is None
    assert len(await told(world, grid)) == 2


async def test_the_familys_own_is_told_by_years_and_a_film_is_played(world, alice):
    await alice.consents(Purpose.SHOW)
    boat, quay = await taken(alice, "1985"), await taken(alice, "2024-05")
    post = await alice.shows(WORDS, [boat, quay], student_id=None)
    both = {"layout": "then_and_now", "picks": [quay, boat]}
    link = await alice.phone.post(f"/posts/{post['id']}/share-links", both)
    assert await told(world, link) == ["1985年", "2024年"]
    kept = (await keeps(alice, "IMG_0002.MOV", "video", film()))["id"]
    await alice.phone.until(f"/photos/{kept}", standing=["passed", "review", "risky"])
    moving = await alice.shows(WORDS, [kept])
    link = await alice.phone.post(f"/posts/{moving['id']}/share-links", {})
    shown = await opened(world, link)
    assert shown
    url = shown["pictures"][0]["film"]
    assert (await world.http.get(url)).status_code == 200
    page = await world.http.get(link["url"])
    assert "<video" in page.text
    assert (
        f"media-src {world.settings.kodo_download_url}" in page.headers["content-security-policy"]
    )


async def test_a_relatives_line_stands_as_it_was_chosen_and_no_longer(world, alice, bob, chen):
    entry = (await alice.records(title="渔女"))["id"]
    await alice.phone.until(f"/entries/{entry}", standing=["passed"])
    story = await chen.phone.post(f"/entries/{entry}/stories", {"words": TOLD})
    await chen.phone.until(f"/stories/{story['id']}", standing=["passed"])
    post = (await alice.shows(WORDS, [await alice.takes_photo()], entry_id=entry))["id"]
    path, draft = f"/posts/{post}/share-links", {"story_id": story["id"]}
    other = await alice.shows(WORDS, [await alice.takes_photo()])
    with refused(422, "story.unknown"):
        await alice.phone.post(f"/posts/{other['id']}/share-links", draft)
    link = await alice.phone.post(path, draft)
    shown = await opened(world, link)
    assert shown and shown["line"] == {"called": "爷爷", "words": TOLD}
    assert "爷爷说" in (await world.http.get(link["url"])).text
    await chen.phone.put(f"/stories/{story['id']}", {"words": "不是我"})
    await chen.phone.until(f"/stories/{story['id']}", standing=["passed"])
    shown = await opened(world, link)
    assert shown and shown["line"] is None
    again = await alice.phone.post(path, draft)
    await chen.phone.delete(f"/stories/{story['id']}")
    shown = await opened(world, again)
    assert shown and shown["line"] is None
    assert "不是我" not in (await world.http.get(again["url"])).text


async def test_a_line_is_told_while_its_voice_is_to_be_heard(world, alice, chen):
    entry = (await alice.records(title="渔女"))["id"]
    await alice.phone.until(f"/entries/{entry}", standing=["passed"])
    recording = await voice(chen, standing=Standing.REVIEW)
    draft = {"words": TOLD, "recording_id": recording}
    story = await chen.phone.post(f"/entries/{entry}/stories", draft)
    await chen.phone.until(f"/stories/{story['id']}", standing=["passed"])
    post = (await alice.shows(WORDS, [await alice.takes_photo()], entry_id=entry))["id"]
    path, draft = f"/posts/{post}/share-links", {"story_id": story["id"]}
    with refused(422, "story.unknown"):
        await alice.phone.post(path, draft)
    heard = Photo.filter(id=recording)
    await heard.update(standing=Standing.PASSED)
    link = await alice.phone.post(path, draft)
    for standing, line in (
        (Standing.PASSED, {"called": "爷爷", "words": TOLD}),
        (Standing.RISKY, None),
    ):
        await heard.update(standing=standing)
        shown = await opened(world, link)
        assert shown and shown["line"] == line


async def test_guardians_find_the_living_links_and_none_is_given_before_the_check(
    world, alice, bob, chen
):
    photo = await alice.takes_photo()
    async with world.worker_away():
        post = (await alice.publishes(WORDS, [photo], audience="family"))["id"]
        with refused(409, "post.not_approved"):
            await alice.phone.post(f"/posts/{post}/share-links", {})
    await alice.phone.until(f"/posts/{post}", state=["approved"])
    path = f"/posts/{post}/share-links"
    first, second = [await alice.phone.post(path, {"days": days}) for days in (1, 30)]
    assert (await alice.phone.get(path))["items"] == [second, first]
    for person, status in ((chen, 403), (bob, 404)):
        with refused(status):
            await person.phone.get(path)
    with refused(401):
        await world.phone("nobody").get(path)
    with clock.moved(timedelta(days=2)):
        assert (await alice.phone.get(path))["items"] == [second]
    await alice.phone.delete(f"/share-links/{second['id']}")
    assert (await alice.phone.get(path))["items"] == [first]
    await alice.phone.delete(f"/posts/{post}")
    assert await opened(world, first) is None


async def test_a_restricted_familys_links_are_dark_until_it_ends(world, alice):
    post = (await alice.shows(WORDS, [await alice.takes_photo()]))["id"]
    link = await alice.phone.post(f"/posts/{post}/share-links", {})
    mei = await moderator(world, "Mei")
    body = {"what": "showing", "reason": "反复晒别人的孩子", "days": 3, "whom": "family"}
    made = await mei.phone.post("/restrictions", body | {"post_id": post})
    assert await opened(world, link) is None
    with refused(403, "restricted"):
        await alice.phone.post(f"/posts/{post}/share-links", {})
    await mei.phone.delete(f"/restrictions/{made['id']}")
    assert await opened(world, link)


@pytest.mark.parametrize(("reason", "dark"), [("private", True), ("abuse", False)])
async def test_a_friend_without_an_account_reports_by_the_form(world, alice, reason, dark):
    post = (await alice.shows(WORDS, [await alice.takes_photo()]))["id"]
    link = await alice.phone.post(f"/posts/{post}/share-links", {})
    form = f"{world.url}/s/{token_of(link)}/report"
    page = await world.http.get(link["url"])
    assert f'action="/s/{token_of(link)}/report"' in page.text
    assert "form-action 'self'" in page.headers["content-security-policy"]
    for wrong in ({}, {"reason": "bored"}, {"reason": reason, "words": "长" * 301}):
        assert (await world.http.post(form, data=wrong)).status_code == 422
    said = await world.http.post(form, data={"reason": reason, "words": "门牌号"})
    assert (said.status_code, "收到了" in said.text) == (200, True)
    assert (await opened(world, link) is None) is dark
    (review,) = (await (await moderator(world, "Mei")).phone.get("/reviews"))["items"]
    assert (review["kind"], review["urgent"]) == ("post", dark)
    unknown = await world.http.post(f"{world.url}/s/{'A' * 22}/report", data={"reason": reason})
    assert unknown.status_code == 404


async def test_a_friend_writes_in_lines_and_often_until_told_when_to_come_again(world, alice):
    post = (await alice.shows(WORDS, [await alice.takes_photo()]))["id"]
    link = await alice.phone.post(f"/posts/{post}/share-links", {})
    form = f"{world.url}/s/{token_of(link)}/report"
    lines = {"reason": "abuse", "words": "长\r\n" * 150}  # as a browser sends 300 characters
    replies = [await world.http.post(form, data=lines) for _ in range(11)]
    assert {reply.status_code for reply in replies[:10]} == {200}
    assert replies[10].status_code == 429
    assert 0 < int(replies[10].headers["retry-after"]) <= 3600
    (report,) = await Report.all()
    assert report.words == "长\n" * 150
