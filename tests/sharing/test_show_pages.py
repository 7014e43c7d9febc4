"""Show pages: a family's chosen records behind a link, and nothing that was not chosen."""

from typing import Any
from uuid import UUID

import pytest

from models.trust.erasures import ErasedKind
from models.trust.moderation import Standing, Subject
from service.foundation.database import query, transaction
from service.sharing import show_page_contents, show_page_verdicts
from service.trust import personal_data
from service.trust.consents import Purpose
from tests.sharing.opening import opened
from tests.sharing.test_appeals import appeals
from tests.trust.household import told
from tests.trust.reviewers import moderator, queue_of, rules
from tests.world import Person, World, refused

SETTLED = ["passed", "review", "risky"]
BOAT, SEA = "太爷爷的船", "第一次看海"


async def tells(person: Person, title: str, **entry: Any) -> str:
    """A record that has passed, with a picture."""
    entry = {"story": title + "的事", "photo_ids": [await person.takes_photo()], **entry}
    made = (await person.records(title=title, **entry))["id"]
    await person.phone.until(f"/entries/{made}", standing=SETTLED)
    return made


@pytest.fixture
async def told_of(alice: Person) -> dict[str, str]:
    """Two records: of the family's own boat, and of the child at the sea."""
    await alice.consents(Purpose.SHOW)
    return {
        BOAT: await tells(alice, BOAT, student_id=None, happened="1962-22~"),
        SEA: await tells(alice, SEA, happened="2019-10-02", place="香炉湾"),
    }


def page_of(*entries: str, **page: Any) -> dict[str, Any]:
    sections = [{"title": f"第{n}部分", "entry_ids": [one]} for n, one in enumerate(entries, 1)]
    return {"title": "我们家的海", "words": "三代人", "sections": sections} | page


async def makes(person: Person, body: dict[str, Any], standing: str = "passed") -> str:
    """A page that was checked: its path."""
    made = await person.phone.post(f"/families/{person.family}/show-pages", body)
    path = f"/show-pages/{made['id']}"
    assert (await person.phone.until(path, standing=SETTLED))["standing"] == standing
    return path


async def titles(world: World, link: dict[str, Any]) -> list[str] | None:
    shown = await opened(world, link)
    if shown is None:
        return None
    return [entry["title"] for section in shown["sections"] for entry in section["entries"]]


async def test_a_page_opens_to_friends_and_names_no_day_and_no_place(
    world, alice, bob, chen, told_of
):
    body = page_of(told_of[BOAT], told_of[SEA])
    path = await makes(alice, body)
    ((_, ready),) = await told(alice, "show_page_ready")
    assert "可以分享" in ready
    link = await alice.phone.post(f"{path}/share-links", {"days": 7}, key="page-link")
    assert await alice.phone.post(f"{path}/share-links", {"days": 7}, key="page-link") == link
    assert (await alice.phone.get(f"{path}/share-links"))["items"] == [link]
    shown = await opened(world, link)
    assert shown and (shown["layout"], shown["title"], shown["family"]) == (
        *("page", "我们家的海"),
        "陈家",
    )
    boat, sea = [section["entries"][0] for section in shown["sections"]]
    assert (boat["when"], boat["child"], boat["age"]) == ("约1962年夏", "", "")
    assert (sea["when"], sea["child"], sea["words"]) == ("2019年", "小满", SEA + "的事")
    assert (await world.http.get(sea["pictures"][0]["url"])).status_code == 200
    page = await world.http.get(link["url"])
    for secret in ("香炉湾", "2019-10", "10月2日", "2016", alice.family, told_of[SEA], "Alice"):
        assert secret not in page.text
        assert secret not in str(shown)
    assert len(page.content) < 100_000
    listed = (await alice.phone.get(f"/families/{alice.family}/show-pages"))["items"]
    assert [one["title"] for one in listed] == ["我们家的海"]
    for person, status in ((chen, 403), (bob, 404)):
        with refused(status):
            await person.phone.get(path)
        with refused(status):
            await person.phone.get(f"/families/{alice.family}/show-pages")
        with refused(status):
            await person.phone.post(f"/families/{alice.family}/show-pages", body)
        with refused(status):
            await person.phone.put(path, body)
        with refused(status):
            await person.phone.post(f"{path}/share-links", {})
        with refused(status):
            await person.phone.delete(path)
    with refused(401):
        await world.phone("nobody").get(path)
    for _ in range(2):
        await alice.phone.delete(path)
    assert await opened(world, link) is None
    with refused(404):
        await alice.phone.get(path)


async def test_what_is_taken_away_is_gone_at_once_and_what_is_added_waits(world, alice, told_of):
    path = await makes(alice, page_of(told_of[BOAT], told_of[SEA]))
    link = await alice.phone.post(f"{path}/share-links", {})
    third = await tells(alice, "风筝")
    async with world.worker_away():
        fewer = page_of(told_of[SEA], sections=[{"title": "第2部分", "entry_ids": [told_of[SEA]]}])
        for _again in range(2):
            changed = await alice.phone.put(path, fewer | {"version": 1})
            assert (changed["standing"], changed["version"]) == ("passed", 2)
        with refused(409, "show_page.changed"):
            await alice.phone.put(path, page_of(told_of[BOAT]) | {"version": 1})
        assert await titles(world, link) == [SEA]
        added = page_of(told_of[SEA], third)
        assert (await alice.phone.put(path, added))["standing"] == "pending"
        assert await titles(world, link) is None
        with refused(409, "show_page.not_approved"):
            await alice.phone.post(f"{path}/share-links", {})
    await alice.phone.until(path, standing=["passed"])
    assert await titles(world, link) == [SEA, "风筝"]
    late = await alice.takes_photo()
    batch = {"family_id": alice.family, "photo_ids": [late], "entry_id": third}
    await alice.phone.put("/photos", batch)
    shown = await opened(world, link)
    assert shown and len(shown["sections"][1]["entries"][0]["pictures"]) == 1
    changed = {"story": "其实是妈妈放的", "version": 1}
    await alice.phone.put(f"/entries/{third}", changed)
    await alice.phone.until(f"/entries/{third}", standing=SETTLED)
    assert await titles(world, link) == [SEA]
    chosen = [one for part in (await alice.phone.get(path))["sections"] for one in part["entries"]]
    assert [one["shown"] for one in chosen] == [True, False]
    await alice.phone.delete(f"/entries/{told_of[SEA]}")
    assert await titles(world, link) is None
    with refused(409, "show_page.empty"):
        await alice.phone.post(f"{path}/share-links", {})


async def test_it_goes_dark_with_the_consents_it_stands_on(world, alice, told_of):
    consents = (await alice.phone.get("/consents", family_id=alice.family))["items"]
    given = {one["student_id"]: one["id"] for one in consents if one["purpose"] == "show"}
    path = await makes(alice, page_of(told_of[BOAT], told_of[SEA]))
    link = await alice.phone.post(f"{path}/share-links", {})
    receipt = await alice.phone.call("DELETE", f"/consents/{given[alice.child]}")
    assert "show_pages" in [one["kind"] for one in receipt["dark"]]
    assert await titles(world, link) == [BOAT]
    with refused(422, "consent.show_required"):
        await alice.phone.post(f"{path}/share-links", {})
    await alice.phone.delete(f"/consents/{given[None]}")
    assert await titles(world, link) is None


async def test_only_finished_records_are_put_before_others_and_nothing_private(
    world, alice, bob, chen, told_of
):
    await bob.opens_archive("小夏")
    foreign = (await bob.records(title="别人家"))["id"]
    secret = await tells(alice, "悄悄话", audience="guardians")
    address = await tells(alice, "搬家", story="打 13812345678 找我们")
    unfinished = (await alice.records(title="写到一半", unfinished=True))["id"]
    pages = f"/families/{alice.family}/show-pages"
    for body, code in (
        (page_of(foreign), "entry.unknown"),
        (page_of(unfinished), "entry.unknown"),
        (page_of(told_of[SEA], told_of[SEA]), "entry.twice"),
        (page_of(secret), "show_page.guardians_only"),
        (page_of(address), "privacy.found"),
        (page_of(told_of[SEA], title="找 13812345678"), "privacy.found"),
        (page_of(told_of[SEA], sections=[]), "field.too_short"),
        (page_of(told_of[SEA], colour="red"), "field.unknown"),
        (page_of(*[told_of[SEA]] * 11), "field.too_long"),
    ):
        with refused(422, code):
            await alice.phone.post(pages, body)
    knowing = page_of(secret, address, knowingly=True)
    link = await alice.phone.post(f"{await makes(alice, knowing)}/share-links", {})
    assert await titles(world, link) == ["悄悄话", "搬家"]


async def test_a_human_settles_doubt_and_has_the_last_word(world, alice, told_of):
    await world.quiet()
    await world.script("wechat", "msg_sec_check", {"suggest": "review"})
    path = await makes(alice, page_of(told_of[BOAT]), standing="review")
    mei = await moderator(world, "Mei")
    (review,) = await queue_of(mei)
    assert (review["kind"], review["cause"]) == (Subject.SHOW_PAGE, "doubt")
    assert [kind for kind, _ in await told(alice, "show_page")] == ["show_page_doubtful"]
    seen = await mei.phone.get(f"/reviews/{review['id']}")
    assert BOAT in seen["words"]
    await rules(mei, review["id"])
    assert (await alice.phone.get(path))["standing"] == "passed"
    assert [kind for kind, _ in await told(alice, "show_page")] == ["show_page_ready"]
    link = await alice.phone.post(f"{path}/share-links", {})
    page = UUID(path.rpartition("/")[2])
    for _ in range(2):
        await show_page_verdicts.hide(page)
    assert await opened(world, link) is None
    assert (await alice.phone.put(path, page_of(told_of[BOAT])))["standing"] == "passed"
    assert await opened(world, link) is None
    await show_page_verdicts.unhide(page)
    assert await titles(world, link) == [BOAT]
    assert await show_page_verdicts.take_down(page, "不合适")
    assert not await show_page_verdicts.take_down(page, "不合适")
    await show_page_verdicts.settled(page, Standing.PASSED, None)
    assert await opened(world, link) is None
    with refused(409, "show_page.refused"):
        await alice.phone.put(path, page_of(told_of[BOAT]))
    assert await show_page_verdicts.reinstate(page)
    assert await titles(world, link) == [BOAT]


async def test_what_a_machine_refused_is_told_of_until_a_human_has_let_it_pass(
    world, alice, told_of
):
    await world.quiet()
    await world.script("wechat", "msg_sec_check", {"suggest": "risky"})
    path = await makes(alice, page_of(told_of[BOAT]), standing="risky")
    ((kind, said),) = await told(alice, "show_page")
    assert (kind, "申诉" in said) == ("show_page_refused", True)
    mei = await moderator(world, "Mei")
    review = await appeals(alice, path)
    await rules(mei, review["id"])
    assert await told(alice, "show_page") == []
    link = await alice.phone.post(f"{path}/share-links", {})
    assert await titles(world, link) == [BOAT]


async def joined_by_a_late_photo(alice: Person, entry: str) -> None:
    batch = {"family_id": alice.family, "photo_ids": [await alice.takes_photo()], "entry_id": entry}
    await alice.phone.put("/photos", batch)


async def test_a_moderator_is_shown_what_strangers_see_and_nothing_that_left_the_page(
    world, alice, told_of
):
    path = await makes(alice, page_of(told_of[BOAT], told_of[SEA]))
    link = await alice.phone.post(f"{path}/share-links", {})
    await joined_by_a_late_photo(alice, told_of[BOAT])
    private = {"story": "她有哮喘，只有爸爸妈妈知道", "audience": "guardians", "version": 1}
    await alice.phone.put(f"/entries/{told_of[SEA]}", private)
    await alice.phone.until(f"/entries/{told_of[SEA]}", standing=SETTLED)
    assert await titles(world, link) == [BOAT]
    told_off = f"{world.url}/api/v1/shared/{link['url'].rpartition('/')[2]}/reports"
    (await world.http.post(told_off, json={"reason": "abuse"})).raise_for_status()
    mei = await moderator(world, "Mei")
    (review,) = await queue_of(mei)
    seen = await mei.phone.get(f"/reviews/{review['id']}")
    read = ["我们家的海", "三代人", "第1部分", "第2部分", BOAT, BOAT + "的事"]
    assert sorted(seen["words"].split("\n")) == sorted(read)
    assert len(seen["pictures"]) == 1


async def test_photos_that_joined_a_record_later_wait_until_it_is_put_on_the_page_again(
    world, alice, told_of
):
    path = await makes(alice, page_of(told_of[BOAT], told_of[SEA]))
    link = await alice.phone.post(f"{path}/share-links", {})
    await joined_by_a_late_photo(alice, told_of[BOAT])

    async def pictures() -> list[int]:
        shown = await opened(world, link)
        assert shown
        return [len(one["pictures"]) for part in shown["sections"] for one in part["entries"]]

    async with world.worker_away():
        fewer = await alice.phone.put(path, page_of(told_of[BOAT]))
        assert (fewer["standing"], await pictures()) == ("passed", [1])
    kite = await tells(alice, "风筝")
    for chosen, shown in (
        ([told_of[BOAT], kite], [1, 1]),
        ([kite], [1]),
        ([told_of[BOAT], kite], [2, 1]),
    ):
        await alice.phone.put(path, page_of(*chosen))
        await alice.phone.until(path, standing=["passed"])
        assert await pictures() == shown


async def test_a_page_that_is_erased_while_it_is_opened_is_dark(world, alice, told_of, monkeypatch):
    path = await makes(alice, page_of(told_of[BOAT]))
    link = await alice.phone.post(f"{path}/share-links", {})

    async def then_erased(sql: str, *values: Any) -> list[dict[str, Any]]:
        found = await query(sql, *values)
        async with transaction():
            await personal_data.purge(ErasedKind.FAMILY, UUID(alice.family))
        return found

    monkeypatch.setattr(show_page_contents, "query", then_erased)
    assert await opened(world, link) is None
