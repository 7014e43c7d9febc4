"""Strangers: whatever leads them straight to a page that is somebody's, they are asked first."""

import pytest

from tests.browser.handset import Handset, HeldPhone
from tests.browser.test_phone_mine import GONE, press
from tests.trust.household import father_of
from tests.world import Person, World

NOBODYS = "00000000-0000-7000-8000-000000000000"
BY_ID = (
    *("entry/entry", "entry/edit", "keeping/booklet", "show/edit", "post/edit", "post/links"),
    *("post/poster", "task/task", "task/edit", "child/child", "class/class", "me/erasure"),
    *("filing/item", "filing/form", "filing/box", "exports/exports"),
)
OWN = (
    *("notices/notices", "consents/consents", "me/data", "me/sessions", "me/looked", "me/profile"),
    *("keeping/trash", "keeping/search", "family/family", "class/mine", "task/tasks"),
    *("filing/form", "filing/items", "filing/boxes", "filing/ours", "exports/exports"),
)
HERS = (
    ("desk/sign-in", "scene=nothing"),
    ("keeping/year", f"family={NOBODYS}&year=2025"),
    ("task/choose", f"task={NOBODYS}&child={NOBODYS}"),
    ("family/persons", f"family={NOBODYS}"),
)
LINKS = [*((page, f"id={NOBODYS}") for page in BY_ID), *((page, "") for page in OWN), *HERS]


async def asked_for_sessions(phone: HeldPhone) -> list[str]:
    asked = await phone.harness("requests")
    return [one["url"] for one in asked if one["url"].endswith("/sessions")]


@pytest.mark.parametrize("third", range(3))
async def test_nobody_is_signed_in_by_a_link(handset: Handset, third: int):
    for page, query in LINKS[third::3]:
        async with handset.opens("路人", f"/pages/{page}", query=query) as phone:
            await phone.sees("先登录")
            assert await asked_for_sessions(phone) == [], page


async def test_a_relative_is_asked_taps_and_reads_on_another_finds_nothing(
    handset: Handset, world: World, mother: Person
):
    await father_of(world, mother)
    entry = (await mother.records(title="放风筝的一天"))["id"]
    await world.quiet()
    page, query = "/pages/entry/entry", f"id={entry}"
    async with handset.opens("Father", page, query=query, theme="dark", font=1.4) as phone:
        await phone.sees("这是一家人自己的一页")
        await phone.lacks("放风筝的一天")
        await phone.keep("stranger-entry-dark-large")
        await phone.goes("offline")
        await press(phone, "登录")
        await phone.sees("网络不给力")
        await phone.goes("online")
        await press(phone, "登录")
        await phone.sees("放风筝的一天")
        assert 201 in [one["status"] for one in await phone.harness("requests")]
    async with handset.opens("Bob", page, query=query) as phone:
        await press(phone, "登录")
        await phone.sees(GONE)
        await phone.lacks("放风筝的一天")
