"""Show pages with what a family has filed: what may be shown, and what leaves the page at once."""

import asyncio
from typing import Any

import pytest

from service.demo.phone import Refused
from service.foundation.database import query
from service.trust.consents import Purpose
from tests.archive.filing_room import DEED, files
from tests.archive.test_trash import discards
from tests.sharing.opening import opened
from tests.sharing.test_show_pages import BOAT, makes, page_of, tells, titles
from tests.trust.household import father_of
from tests.trust.leaving import asks, carried_out, of_child
from tests.trust.reviewers import moderator, queue_of
from tests.world import Person, refused

MERIT, PORTRAIT = "外婆的劳模奖状", "外婆家的全家福"
SETTLED = ["passed", "review", "risky"]


async def keeps(person: Person, title: str, **item: Any) -> str:
    """File something that may be shown; its id."""
    return (await files(person, title=title, **{"open_level": "open", **item}))["id"]


def shows(*items: str, **page: Any) -> dict[str, Any]:
    sections = [{"title": "外婆", "item_ids": list(items)}]
    return {"title": "外婆这一辈子", "words": "", "sections": sections} | page


async def child_in(person: Person, name: str = "小满") -> str:
    persons = (await person.phone.get(f"/families/{person.family}/persons"))["items"]
    return next(one["id"] for one in persons if one["name"] == name)


@pytest.fixture
async def filed(alice: Person) -> dict[str, str]:
    """Grandmother's certificate of merit and a family photo, which Alice has said may be shown."""
    await alice.consents(Purpose.SHOW)
    told: dict[str, Any] = {"responsible": "纺织厂工会", "source": "外婆的樟木箱"}
    told |= {"place": "北山老街", "location": "书房柜子第二层", "words": "厂里一年只评三个。"}
    merit = await keeps(
        alice, MERIT, happened="1978-05-01", photo_ids=[await alice.takes_photo()], **told
    )
    photos = [await alice.takes_photo() for _ in range(5)]
    portrait = await keeps(alice, PORTRAIT, class_code="F1", happened="1986-22~", photo_ids=photos)
    return {MERIT: merit, PORTRAIT: portrait}


async def linked(person: Person, body: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """A page that was checked: its path and a link of it."""
    path = await makes(person, body)
    return path, await person.phone.post(f"{path}/share-links", {})


async def chosen(person: Person, path: str) -> list[tuple[str, bool]]:
    parts = (await person.phone.get(path))["sections"]
    return [(one["title"], one["shown"]) for part in parts for one in part["items"]]


async def test_a_certificate_and_a_portrait_are_shown_without_number_place_and_names(
    world, alice, filed
):
    boat = await tells(alice, BOAT, student_id=None)
    body = shows(filed[MERIT], filed[PORTRAIT])
    body["sections"][0]["entry_ids"] = [boat]
    path = f"/families/{alice.family}/show-pages"
    made = [await alice.phone.post(path, body, key="merit-page") for _ in range(2)]
    assert made[0]["id"] == made[1]["id"]
    page = f"/show-pages/{made[0]['id']}"
    await alice.phone.until(page, standing=["passed"])
    link = await alice.phone.post(f"{page}/share-links", {})
    shown = await opened(world, link)
    assert shown
    told, merit, portrait = shown["sections"][0]["entries"]
    assert (told["title"], told["kind"]) == (BOAT, "")
    assert (merit["title"], merit["when"], merit["kind"]) == (MERIT, "1978年5月1日", "文书")
    assert (merit["words"], merit["child"], merit["age"]) == ("厂里一年只评三个。", "", "")
    assert (portrait["when"], portrait["kind"]) == ("约1986年夏", "照片")
    assert (len(portrait["pictures"]), portrait["more"]) == (4, 1)
    assert (await world.http.get(merit["pictures"][0]["url"])).status_code == 200
    html = await world.http.get(link["url"])
    item = await alice.phone.get(f"/filed-items/{filed[MERIT]}")
    hidden = ("number", "location", "source", "responsible", "place", "id", "class_title")
    for secret in (*(item[name] for name in hidden), alice.family, "Alice"):
        assert secret not in html.text
        assert secret not in str(shown)
    assert all(one in html.text for one in (MERIT, "1978年5月1日", "文书", "还有 1 张"))
    assert len(html.content) < 100_000
    assert html.headers["x-robots-tag"] == "noindex"
    assert html.headers["referrer-policy"] == "no-referrer"


async def test_of_a_child_stand_its_nickname_its_age_band_and_a_year(world, alice, filed):
    award = await keeps(alice, "三好学生奖状", student_id=alice.child, happened="2024-06-20")
    _, link = await linked(alice, shows(award))
    shown = await opened(world, link)
    assert shown
    (told,) = shown["sections"][0]["entries"]
    assert (told["child"], told["when"]) == ("小满", "2024年")
    assert told["age"].endswith("岁")
    assert "2024-06" not in str(shown)
    assert "6月20日" not in (await world.http.get(link["url"])).text


async def test_only_what_may_be_shown_is_chosen_and_each_no_says_why(
    world, alice, bob, chen, filed
):
    bobs = await keeps(bob, "林家的奖状")
    deed = (await files(alice, **DEED))["id"]
    at_home = (await files(alice, title="外婆的信"))["id"]
    pages, merit = f"/families/{alice.family}/show-pages", filed[MERIT]
    phone = await keeps(alice, "老通讯录", words="打 13812345678 找外婆")
    for body, code in (
        (shows(bobs), "item.unknown"),
        (shows(alice.family), "item.unknown"),
        (shows(deed), "show_page.closed_class"),
        (shows(at_home), "show_page.not_open"),
        (shows(at_home, knowingly=True), "show_page.not_open"),
        (shows(merit, merit), "item.twice"),
        (shows(phone), "privacy.found"),
        (shows(), "show_page.part_empty"),
        (shows(*[merit] * 61), "field.too_long"),
    ):
        with refused(422, code):
            await alice.phone.post(pages, body)
    with pytest.raises(Refused) as kind:
        await alice.phone.post(pages, shows(merit, deed))
    assert kind.value.problem["errors"][0]["path"] == "sections[0].item_ids[1]"
    assert "证件、财产、健康" in kind.value.problem["detail"]
    for person, status in ((chen, 403), (bob, 404), (world.phone("nobody"), 401)):
        with refused(status):
            await getattr(person, "phone", person).post(pages, shows(merit))
    grandfathers = (await files(chen, title="爷爷的军功章"))["id"]
    with refused(403, "filing.guardians_only"):
        await chen.phone.put(f"/filed-items/{grandfathers}", {"open_level": "open"})
    with refused(422, "show_page.not_open"):
        await alice.phone.post(pages, shows(grandfathers))


async def test_what_the_check_has_not_passed_is_not_put_before_others(world, alice, filed):
    await world.quiet()
    async with world.worker_away():
        waiting = await files(alice, checked=False, title="外婆的信", open_level="open")
        with refused(422, "show_page.unchecked_item"):
            await alice.phone.post(f"/families/{alice.family}/show-pages", shows(waiting["id"]))
    await alice.phone.until(f"/filed-items/{waiting['id']}", standing=["passed"])
    assert await titles(world, (await linked(alice, shows(waiting["id"])))[1]) == ["外婆的信"]


async def test_narrowed_changed_and_taken_out_it_is_gone_at_once_and_the_page_lives(
    world, alice, filed
):
    merit, portrait = (f"/filed-items/{filed[one]}" for one in (MERIT, PORTRAIT))
    path, link = await linked(alice, shows(filed[MERIT], filed[PORTRAIT]))
    async with world.worker_away():
        await alice.phone.put(merit, {"open_level": "family"})
        assert await titles(world, link) == [PORTRAIT]
        assert await chosen(alice, path) == [("", False), (PORTRAIT, True)]
        await alice.phone.put(merit, {"open_level": "open"})
        assert await titles(world, link) == [PORTRAIT]
    await alice.phone.until(merit, standing=["passed"])
    assert await titles(world, link) == [PORTRAIT]
    page = await alice.phone.put(path, shows(filed[MERIT], filed[PORTRAIT]) | {"version": 1})
    assert page["version"] == 2
    await alice.phone.until(path, standing=["passed"])
    assert await titles(world, link) == [MERIT, PORTRAIT]
    await alice.phone.put(merit, {"class_code": "A1", "photo_ids": [], "location": "抽屉"})
    assert await titles(world, link) == [PORTRAIT]
    await alice.phone.delete(portrait)
    assert await titles(world, link) is None
    assert await chosen(alice, path) == [("", False), ("", False)]
    with refused(409, "show_page.empty"):
        await alice.phone.post(f"{path}/share-links", {})
    boat = await tells(alice, BOAT, student_id=None)
    await alice.phone.put(path, page_of(boat))
    await alice.phone.until(path, standing=["passed"])
    assert await titles(world, link) == [BOAT]


async def test_what_is_refused_later_and_a_picture_in_the_trash_are_not_on_it(world, alice, filed):
    _, link = await linked(alice, shows(filed[MERIT], filed[PORTRAIT]))
    item = await alice.phone.get(f"/filed-items/{filed[PORTRAIT]}")
    await discards(alice, item["photos"][0]["id"])
    shown = await opened(world, link)
    assert shown
    portrait = shown["sections"][0]["entries"][1]
    assert (len(portrait["pictures"]), portrait["more"]) == (4, 0)
    await world.quiet()
    await world.script("wechat", "msg_sec_check", {"suggest": "risky"})
    merit = f"/filed-items/{filed[MERIT]}"
    await alice.phone.put(merit, {"words": "不好的话"})
    assert (await alice.phone.until(merit, standing=SETTLED))["standing"] == "risky"
    assert await titles(world, link) == [PORTRAIT]


async def test_it_stands_on_the_consent_of_every_child_it_tells_of(world, alice, filed):
    await alice.opens_archive("小夏", "2019-03-02")
    both = {"person_ids": [await child_in(alice), await child_in(alice, "小夏")]}
    together = await keeps(alice, "两个孩子的合影", **both)
    pages = f"/families/{alice.family}/show-pages"
    with refused(422, "consent.show_required"):
        await alice.phone.post(pages, shows(together, filed[MERIT]))
    given = await alice.consents(Purpose.SHOW, alice.child)
    path, link = await linked(alice, shows(together, filed[MERIT]))
    for _ in range(2):
        same = await alice.phone.put(path, shows(together, filed[MERIT]))
        assert (same["version"], same["standing"]) == (1, "passed")
    receipt = await alice.phone.call("DELETE", f"/consents/{given}")
    assert "show_pages" in [one["kind"] for one in receipt["dark"]]
    assert await titles(world, link) == [MERIT]
    with refused(422, "consent.show_required"):
        await alice.phone.post(f"{path}/share-links", {})
    await alice.consents(Purpose.SHOW, alice.child)
    assert await titles(world, link) == [MERIT]


async def test_a_moderator_reads_and_sees_what_was_filed_on_it(world, alice, filed):
    await world.quiet()
    await world.script("wechat", "msg_sec_check", {"suggest": "review"})
    await makes(alice, shows(filed[MERIT]), standing="review")
    mei = await moderator(world, "Mei")
    (review,) = await queue_of(mei)
    seen = await mei.phone.get(f"/reviews/{review['id']}")
    assert MERIT in seen["words"]
    assert "厂里一年只评三个。" in seen["words"]
    assert len(seen["pictures"]) == 1


async def test_with_a_child_of_whom_it_tells_goes_the_whole_page(world, alice, filed):
    named = await keeps(alice, "小满抱着外婆", person_ids=[await child_in(alice)])
    told, kept = await linked(alice, shows(named)), await linked(alice, shows(filed[MERIT]))
    counts = (await alice.phone.get(f"{of_child(alice)}/data"))["items"]
    assert [one["count"] for one in counts if one["kind"] == "show_filed_items"] == [1]
    await carried_out(world, await asks(alice, of_child(alice)))
    with refused(404):
        await alice.phone.get(told[0])
    assert await titles(world, told[1]) is None
    link = await alice.phone.post(f"{kept[0]}/share-links", {})
    assert await titles(world, link) == [MERIT]
    assert (await query("select count(*) from show_filed_items"))[0]["count"] == 1


async def test_taken_out_while_it_is_chosen_it_is_refused_or_it_leaves(world, alice, filed):
    father = await father_of(world, alice)
    pages = f"/families/{alice.family}/show-pages"
    for _ in range(5):
        item = await keeps(alice, "随手收的")
        made, gone = await asyncio.gather(
            alice.phone.post(pages, shows(item, filed[MERIT])),
            father.phone.delete(f"/filed-items/{item}"),
            return_exceptions=True,
        )
        assert gone is None
        if isinstance(made, Refused):
            assert made.problem["errors"][0]["code"] == "item.unknown"
        else:
            assert await chosen(alice, f"/show-pages/{made['id']}") == [("", False), (MERIT, True)]
