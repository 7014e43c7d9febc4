"""Whose a post is: of two families that one person belongs to, it is always the right one."""

from service.trust.consents import Purpose
from tests.browser.conftest import pictured
from tests.browser.handset import Handset
from tests.browser.test_phone_mine import press, signs_in
from tests.browser.test_phone_posts import POST, PUBLISH, WORDS
from tests.world import Person, World


async def test_what_the_other_family_keeps_of_itself_is_shown_there(
    handset: Handset, world: World, mother: Person
):
    bob, grandmother = await world.person("Bob"), await world.person("奶奶")
    await bob.founds("林家", "爸爸")
    for family, relation in ((mother, "奶奶"), (bob, "外婆")):
        await family.invites(grandmother, relation)
    entry = await bob.records(title="老房子", photo_ids=await pictured(bob, "kite"))
    await bob.phone.until(f"/entries/{entry['id']}", standing=["passed"])
    await signs_in(handset, "奶奶")
    async with handset.opens("奶奶", PUBLISH, query=f"entry={entry['id']}") as phone:
        await phone.fill("说点什么", WORDS)
        await press(phone, "发给家人")
        await phone.sees("林家", WORDS)
    (post,) = await bob.feed("family")
    assert (await bob.phone.get(f"/posts/{post}"))["words"] == WORDS


async def test_of_two_families_of_one_name_each_is_told_by_its_own_rights(
    handset: Handset, world: World, mother: Person
):
    aunt = await world.person("小姨")
    await mother.invites(aunt, "亲属")
    await aunt.founds("陈家")
    await aunt.consents(Purpose.SHOW)
    hers = (await aunt.shows(WORDS, await pictured(aunt, "kite")))["id"]
    mothers = (await mother.shows(WORDS, await pictured(mother, "sandcastle")))["id"]
    await signs_in(handset, "小姨")
    for post, decides in ((hers, True), (mothers, False)):
        async with handset.opens("小姨", POST, query=f"id={post}") as phone:
            await press(phone, "这一条的更多")
            await phone.sees("取消")
            await (phone.sees if decides else phone.lacks)("链接和海报")
