"""What was written and has not arrived: it undoes nobody's change, and makes nothing twice."""

from playwright.async_api import Route, expect

from service.trust.consents import Purpose
from tests.browser.conftest import pictured
from tests.browser.handset import Handset, HeldPhone
from tests.browser.test_phone_entries import answered
from tests.browser.test_phone_mine import press, signs_in, still
from tests.browser.test_phone_posts import EDIT, NUMBER, PUBLISH, WORDS
from tests.browser.test_phone_recording import begins
from tests.browser.test_phone_show_pages import BOAT, SEA, made, takes, told
from tests.browser.test_phone_show_pages import EDIT as PAGE
from tests.trust.household import father_of
from tests.world import Person, World

__all__ = ["told"]

MORE = WORDS + "一共四十二盏。"


async def loses_answers(phone: HeldPhone, of: str) -> None:
    """What is made of these from now on is made, and its answer does not come back."""

    async def lose(route: Route) -> None:
        sent = route.request
        if sent.method != "POST" or of not in sent.url:
            await route.continue_()
            return
        answer = await route.fetch()
        await (route.fulfill(status=504) if answer.ok else route.fulfill(response=answer))

    await phone.page.route("**/through/**", lose)


async def test_an_old_edit_does_not_make_public_what_was_narrowed_since(
    handset: Handset, world: World, mother: Person
):
    father = await father_of(world, mother)
    post = (await mother.shows(WORDS, await pictured(mother, "kite")))["id"]
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", EDIT, query=f"id={post}") as phone:
        await phone.fill("说点什么", MORE)
    await father.phone.put(f"/posts/{post}", {"audience": "family", "version": 1})
    async with handset.opens("陈静", EDIT, query=f"id={post}") as phone:
        words = phone.page.get_by_label("说点什么", exact=True)
        await expect(words).to_have_value(MORE)
        await press(phone, "改好了")
        await phone.sees("这条刚刚有人改过。您写的还在。")
        assert (await father.phone.get(f"/posts/{post}"))["audience"] == "family"
        await press(phone, "看看现在的样子")
        await expect(words).to_have_value(WORDS)
        await phone.fill("说点什么", MORE)
        await press(phone, "改好了")
        await answered(phone, "PUT", at=post)
    now = await father.phone.until(f"/posts/{post}", words=[MORE])
    assert now["audience"] == "family"


async def test_an_old_change_of_a_page_puts_nothing_back_that_was_taken_off_since(
    handset: Handset, world: World, mother: Person, told: list[str]
):
    await mother.consents(Purpose.SHOW)
    father = await father_of(world, mother)
    page = await made(mother, told)
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", PAGE, query=f"id={page}") as phone:
        await phone.fill("这一页叫什么", "我们家的船")
    fewer = {"title": "我们家的海", "sections": [{"title": "第2段", "entry_ids": told[1:]}]}
    await father.phone.put(f"/show-pages/{page}", {**fewer, "version": 1})
    async with handset.opens("陈静", PAGE, query=f"id={page}") as phone:
        title = phone.page.get_by_label("这一页叫什么", exact=True)
        await expect(title).to_have_value("我们家的船")
        await press(phone, "存好")
        await phone.sees("这一页刚刚有人改过。您写的还在。")
        await phone.keep("pages-changed")
        await press(phone, "看看现在的样子")
        await expect(title).to_have_value("我们家的海")
        await phone.lacks(BOAT)
        await phone.fill("这一页叫什么", "我们家的船")
    await father.phone.put(f"/show-pages/{page}", {**fewer, "title": "海", "version": 2})
    async with handset.opens("陈静", PAGE, query=f"id={page}") as phone:
        await press(phone, "存好")
        await press(phone, "用我写的")
        await phone.sees("可以分享了")
    now = await father.phone.get(f"/show-pages/{page}")
    things = [one["title"] for part in now["sections"] for one in part["entries"]]
    assert (now["title"], now["version"], things) == ("我们家的船", 4, [SEA])


async def test_a_post_whose_answer_was_lost_is_one_post_after_she_comes_back(
    handset: Handset, mother: Person
):
    await mother.becomes_reachable()
    (photo,) = await pictured(mother, "kite")
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", PUBLISH, query=f"photos={photo}") as phone:
        await phone.fill("说点什么", WORDS + NUMBER)
        await phone.page.get_by_role("radio", name="公开").tap()
        await press(phone, "晒出来")
        await still(phone, "帮我改好")
        await loses_answers(phone, "posts")
        await phone.tap("我知道，就这样给人看")
        await phone.sees("稍后再试试")
    async with handset.opens("陈静", PUBLISH, query=f"photos={photo}") as phone:
        await press(phone, "晒出来")
        await phone.sees("链接和海报")
    assert len(await mother.feed("mine")) == 1


async def test_a_page_whose_answer_was_lost_is_one_page_after_she_comes_back(
    handset: Handset, mother: Person, told: list[str]
):
    await mother.consents(Purpose.SHOW)
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", PAGE) as phone:
        await phone.fill("这一页叫什么", "我们家的海")
        await takes(phone, 1, "从前", BOAT)
        await loses_answers(phone, "show-pages")
        await press(phone, "存好")
        await phone.sees("稍后再试试")
    async with handset.opens("陈静", PAGE) as phone:
        await press(phone, "存好")
        await phone.sees("可以分享了")
    pages = (await mother.phone.get(f"/families/{mother.family}/show-pages"))["items"]
    assert [one["title"] for one in pages] == ["我们家的海"]


async def test_a_family_whose_answer_was_lost_is_found_and_not_founded_again(
    handset: Handset, world: World
):
    async with handset.opens("Alice") as phone:
        await begins(phone, "小满")
        await loses_answers(phone, "families")
        await phone.tap("我是监护人，同意保存")
        await phone.sees("稍后再试试")
        await phone.page.unroute("**/through/**")
        await phone.tap("返回")
        await phone.tap("给我家孩子建一本")
        await phone.fill("小名", "小满")
        await phone.tap("选一天")
        await phone.tap("确定")
        await phone.lacks("您是孩子的")
        await phone.tap("下一步")
        await phone.tap("我是监护人，同意保存")
        await phone.sees("小满")
        await answered(phone, "POST", 201, at="/students")
    alice = await world.person("Alice")
    assert [one["name"] for one in (await alice.phone.get("/account"))["families"]] == ["小满家"]
