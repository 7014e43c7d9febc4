"""What becomes of a post: words under it, changes of it, films, topics, and who keeps away."""

import re
from typing import Any

from playwright.async_api import expect

from service.trust.consents import Purpose
from tests.archive.circle import relative, told
from tests.archive.footage import film, red_and_blue
from tests.browser.conftest import pictured
from tests.browser.handset import Handset, HeldPhone, Theme
from tests.browser.test_phone_entries import answered
from tests.browser.test_phone_family import says_yes
from tests.browser.test_phone_mine import press, signs_in, still
from tests.programme.campaign import CITY
from tests.sharing.curators import curator, featured
from tests.sharing.test_post_edits import shown_to
from tests.sharing.test_topics import opens as opens_topic
from tests.trust.reviewers import moderator, queue_of, rules
from tests.world import Person, World

FEED, POST, EDIT, LINKS, PUBLISH = (
    "/pages/feed/feed",
    "/pages/post/post",
    "/pages/post/edit",
    "/pages/post/links",
    "/pages/post/publish",
)
WORDS = "国庆带小满去看渔女，回来的路上她一直在数路灯。"
PRAISE, THANKS, RUDE = "拍得真好，我们下周也去", "谢谢，傍晚去最好看", "这有什么好晒的"
NUMBER = "，想要同款打 13812345678"
LOOKS: tuple[tuple[Theme, float], ...] = ("light", 1.0), ("dark", 1.0), ("light", 1.4)


async def neighbour(world: World, handset: Handset, name: str) -> Person:
    """Somebody of another family who has signed in on their phone."""
    person = await world.person(name)
    await person.founds(f"{name}家")
    await signs_in(handset, name)
    return person


async def chooses(phone: HeldPhone, of: str, choice: str) -> None:
    """Something of the ··· menu of a post or of somebody's words."""
    await phone.page.get_by_label(of, exact=True).filter(visible=True).first.tap()
    await says_yes(phone, choice)


async def test_another_family_speaks_is_answered_and_keeps_its_thread(
    handset: Handset, world: World, mother: Person
):
    bob = await neighbour(world, handset, "Bob")
    await signs_in(handset, "陈静")
    post = (await mother.shows(WORDS, await pictured(mother, "kite")))["id"]
    async with handset.opens("Bob", POST, query=f"id={post}") as phone:
        await phone.sees("还没有人说话，您先说一句。")
        await phone.fill("说一句", PRAISE)
        await phone.goes("offline")
        await press(phone, "说出来")
        await phone.sees("网络不给力")
        await phone.goes("online")
        async with world.worker_away():
            await press(phone, "说出来")
            await phone.sees("正在安全检查，一会儿别人就看得到")
            await phone.keep("posts-said-waiting")
            assert (await mother.phone.get(f"/posts/{post}/comments"))["items"] == []
        await phone.lacks("正在安全检查，一会儿别人就看得到")
    async with handset.opens("陈静", POST, query=f"id={post}") as phone:
        await press(phone, "回复Bob")
        await phone.fill("说一句", THANKS)
        await phone.keep("posts-answering")
        await press(phone, "说出来")
        await phone.sees("这一家")
        await world.quiet()
        await chooses(phone, "这句话的更多", "删掉这句话")
        await says_yes(phone, "删掉")
        await phone.sees("已删除", THANKS)
    for theme, font in LOOKS:
        async with handset.opens("Bob", POST, query=f"id={post}", theme=theme, font=font) as phone:
            await phone.sees("已删除", THANKS)
            await phone.lacks(PRAISE)
            await phone.keep(f"posts-thread-{theme}-{font}")
    (thread,) = (await bob.phone.get(f"/posts/{post}/comments"))["items"]
    assert (thread["gone"], [one["words"] for one in thread["answers"]]) == (True, [THANKS])


async def test_bob_reports_a_rude_word_and_a_stranger_reads_after_signing_in(
    handset: Handset, world: World, mother: Person
):
    bob = await neighbour(world, handset, "Bob")
    carol = await world.person("Carol")
    post = (await mother.shows(WORDS, await pictured(mother, "kite")))["id"]
    await carol.phone.post(f"/posts/{post}/comments", {"words": RUDE})
    await world.quiet()
    async with handset.opens("Bob", POST, query=f"id={post}") as phone:
        await phone.sees(RUDE)
        await chooses(phone, "这句话的更多", "举报")
        await phone.tap("有伤害人的话")
        await phone.fill("还想说的话", "请看一看")
        await phone.keep("posts-report")
        await phone.goes("offline")
        await press(phone, "告诉管理员")
        await phone.sees("网络不给力")
        await phone.goes("online")
        await press(phone, "告诉管理员")
        await phone.sees("收到了，谢谢您")
        await phone.keep("posts-reported")
    (report,) = (await bob.phone.get("/reports"))["items"]
    assert report["reason"] == "abuse"
    async with handset.opens("邻居", FEED) as phone:
        await phone.tap(WORDS)
        await phone.sees("用微信登录", "意见与投诉")
        await phone.lacks(RUDE, "说出来")
        assert not [r for r in await phone.harness("requests") if r["url"].endswith("/sessions")]
        await press(phone, "用微信登录")
        await phone.sees(RUDE, "说出来")


async def test_a_heart_answers_at_once_and_goes_back_where_nobody_heard(
    handset: Handset, world: World, mother: Person
):
    bob = await neighbour(world, handset, "Bob")
    post = (await mother.shows(WORDS, await pictured(mother, "kite")))["id"]
    async with handset.opens("Bob", FEED) as phone:
        await phone.sees(WORDS)
        await phone.goes("offline")
        await press(phone, "喜欢，0")
        await phone.sees("网络不给力")
        await phone.goes("slow")
        await press(phone, "喜欢，0")
        await phone.sees("收回喜欢，1")
        await phone.goes("online")
        await answered(phone, "PUT", at="/like")
    assert (await bob.phone.get(f"/posts/{post}"))["liked"]


async def test_a_change_takes_away_at_once_and_adds_after_its_check(
    handset: Handset, world: World, mother: Person
):
    bob = await world.person("Bob")
    post = (await mother.shows(WORDS, await pictured(mother, "kite", "sandcastle")))["id"]
    more = WORDS + "一共四十二盏。"
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", EDIT, query=f"id={post}") as phone:
        await phone.fill("说点什么", more)
        await press(phone, "不要第2张")
        await phone.goes("offline")
        await press(phone, "改好了")
        await phone.sees("网络不给力")
        await phone.closes_the_app()
    async with handset.opens("陈静", POST, query=f"id={post}") as phone:
        await chooses(phone, "这一条的更多", "改一改")
        await expect(phone.page.get_by_label("说点什么", exact=True)).to_have_value(more)
        await phone.lacks("不要第2张")
        await phone.keep("posts-edit")
        async with world.worker_away():
            await press(phone, "改好了")
            await phone.sees("改动正在安全检查", "改成这样，别人还没看到", more)
            await phone.keep("posts-edit-waits")
            assert await shown_to(bob, post) == (WORDS, 1)
        await phone.lacks("改动正在安全检查")
        await phone.sees(more)
        assert await shown_to(bob, post) == (more, 1)
        await chooses(phone, "这一条的更多", "放进回收站")
        await says_yes(phone, "放进去")
        await phone.sees("看看")
    assert await shown_to(bob, post) is None
    async with handset.opens("陈静", "/pages/keeping/trash") as phone:
        await phone.tap("晒过的")
        await phone.sees(more)
        await press(phone, "放回去")
        await phone.sees("这里是空的")
    assert await shown_to(bob, post) == (more, 1)
    async with handset.opens("陈静", POST, query=f"id={post}") as phone:
        await chooses(phone, "这一条的更多", "收回，不再给人看")
        await says_yes(phone, "收回")
        await phone.sees("这条已经收回了")
        await phone.keep("posts-withdrawn")
    assert await shown_to(bob, post) is None


async def test_what_is_half_written_keeps_of_whom_it_tells(handset: Handset, mother: Person):
    (photo,) = await pictured(mother, "kite")
    await mother.opens_archive("豆豆", "2022-03-01")
    await signs_in(handset, "陈静")
    query = f"photos={photo}"
    for name in ("小满", "豆豆", "家里的"):
        async with handset.opens("陈静", PUBLISH, query=query) as phone:
            await phone.fill("说点什么", WORDS)
            await phone.page.get_by_role("radio", name=name, exact=True).tap()
        async with handset.opens("陈静", PUBLISH, query=query) as phone:
            await expect(phone.page.get_by_label("说点什么", exact=True)).to_have_value(WORDS)
            await expect(phone.page.get_by_role("radio", name=name, exact=True)).to_be_checked()


async def test_a_film_from_the_phone_under_the_citys_topic(
    handset: Handset, world: World, mother: Person
):
    topic = await opens_topic(await curator(world, "Wu"), CITY, words="晒一段家里的日子")
    await mother.becomes_reachable()
    await signs_in(handset, "陈静")
    beach = film([red_and_blue(640, 360)] * 20, kind="mp4")
    async with handset.opens("陈静", PUBLISH, picks=[("beach.mp4", beach)]) as phone:
        await phone.tap("添照片")
        await says_yes(phone, "从手机里选")
        await phone.sees("不要第1张")
        await phone.page.get_by_role("radio", name="公开").tap()
        await phone.lacks("遮一下第1张")
        await phone.tap(f"# {topic['title']}")
        await phone.keep("posts-publish-film")
        await press(phone, "晒出来")
        await phone.sees("链接和海报")
        await phone.keep("posts-film")
    (post,) = await mother.feed()
    await featured(world, post)
    for theme, font in LOOKS:
        async with handset.opens("邻居", FEED, theme=theme, font=font) as phone:
            await press(phone, f"# {topic['title']}")
            await phone.sees(f"只看「{topic['title']}」", "精选")
            await phone.tap("精选")
            await phone.sees("小满")
            await phone.keep(f"posts-feed-topic-{theme}-{font}")
    async with handset.opens("陈静", FEED) as phone:
        await phone.page.get_by_role("tab", name="我的").tap()  # not the bar's
        await phone.sees("小满")
        await phone.keep("posts-mine")


async def test_bob_looks_away_and_a_family_keeps_him_out(
    handset: Handset, world: World, mother: Person
):
    bob = await neighbour(world, handset, "Bob")
    await bob.consents(Purpose.SHOW)
    post = (await mother.shows(WORDS, await pictured(mother, "kite")))["id"]
    await bob.shows("快来看", await pictured(bob, "sandcastle"))
    await bob.phone.post(f"/posts/{post}/comments", {"words": RUDE})
    await world.quiet()
    async with handset.opens("Bob", FEED) as phone:
        await phone.sees(WORDS, "快来看")
        await phone.tap(WORDS)
        await chooses(phone, "这一条的更多", "不看这一家")
        await says_yes(phone, "不看了")
        await phone.sees("快来看")
        await phone.lacks(WORDS)
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", POST, query=f"id={post}") as phone:
        await phone.sees(RUDE)
        await chooses(phone, "这句话的更多", "不让Bob看我们家")
        await phone.keep("posts-block")
        await says_yes(phone, "挡住")
        await phone.sees("挡住了")
    assert await shown_to(bob, post) is None
    async with handset.opens("Bob", POST, query=f"id={post}") as phone:
        await phone.sees("这里什么也没有了")


async def test_while_somebody_looks_she_may_be_told_in_wechat_or_not(
    handset: Handset, world: World, mother: Person
):
    photos = await pictured(mother, "kite")
    await world.script("wechat", "msg_sec_check", {"suggest": "review"})
    post = (await mother.shows(WORDS, photos))["id"]
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", POST, query=f"id={post}") as phone:
        await phone.sees("正在请人看一看")
        await press(phone, "看好了在微信里告诉我")
        await says_yes(phone, "取消")
        await press(phone, "看好了在微信里告诉我")
        await phone.keep("posts-subscribing")
        await says_yes(phone, "允许")
        await phone.sees("看好了，微信里会告诉您。")
        await phone.keep("posts-subscribed")
    offers = (await mother.phone.get("/subscriptions"))["items"]
    assert [one["left"] for one in offers if one["kind"] == "post_shown"] == [1]
    mei = await moderator(world, "Mei")
    (review,) = await queue_of(mei)
    await rules(mei, review["id"])
    async with handset.opens("陈静", POST, query=f"id={post}") as phone:
        await phone.sees("发朋友圈")
        await phone.lacks("正在请人看一看")


async def for_the_family(mother: Person, words: str, **post: Any) -> str:
    """Show her family something; the post's id, once it was checked."""
    made = await mother.publishes(words, await pictured(mother, "kite"), **post)
    await mother.phone.until(f"/posts/{made['id']}", state=["approved"])
    return made["id"]


async def test_what_words_give_away_is_made_safe_before_a_link_and_nothing_is_sent_unasked(
    handset: Handset, mother: Person
):
    await mother.becomes_reachable()
    post = await for_the_family(mother, WORDS + NUMBER)
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", POST, query=f"id={post}") as phone:
        await press(phone, "发朋友圈")
        await still(phone, "帮我改好")
        await press(phone, "帮我改好")
        await phone.sees("那几处帮您改好了")
        words = phone.page.get_by_label("说点什么", exact=True)
        await expect(words).to_have_value(re.compile(f"^{WORDS}.*(?<!13812345678)$"))
        await phone.keep("posts-reworded")
        safe = await words.input_value()
        assert not [r for r in await phone.harness("requests") if r["method"] == "PUT"]
    assert (await mother.phone.get(f"/posts/{post}"))["words"] == WORDS + NUMBER
    for theme, font in LOOKS[1:]:
        query = f"id={post}&reworded=1"
        async with handset.opens("陈静", EDIT, query=query, theme=theme, font=font) as phone:
            await expect(phone.page.get_by_label("说点什么", exact=True)).to_have_value(safe)
            await phone.keep(f"posts-reworded-{theme}-{font}")
    async with handset.opens("陈静", EDIT, query=f"id={post}") as phone:
        await expect(phone.page.get_by_label("说点什么", exact=True)).to_have_value(safe)
        await press(phone, "改好了")
        await answered(phone, "PUT", at=post)
    await mother.phone.until(f"/posts/{post}", words=[safe])
    async with handset.opens("陈静", POST, query=f"id={post}") as phone:
        await press(phone, "发朋友圈")
        await phone.sees("朋友看到的，就是这一页", safe)


async def test_before_a_link_her_own_unsent_words_stay_and_a_telling_is_left_out(
    handset: Handset, world: World, mother: Person
):
    await mother.becomes_reachable()
    entry = await mother.records(title="看渔女")
    await world.quiet()
    await told(
        await relative(mother, "奶奶", "奶奶"),
        f"/entries/{entry['id']}",
        words="她一路都在数灯" + NUMBER,
    )
    post = await for_the_family(mother, WORDS + NUMBER, entry_id=entry["id"])
    own = "我再想想怎么写"
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", EDIT, query=f"id={post}") as phone:
        await phone.fill("说点什么", own)
    async with handset.opens("陈静", LINKS, query=f"id={post}") as phone:
        await press(phone, "做好链接")
        await still(phone, "帮我改好")
        await press(phone, "帮我改好")
        words = phone.page.get_by_label("说点什么", exact=True)
        await expect(words).to_have_value(own)
        await press(phone, "改好了")
        await answered(phone, "PUT", at=post)
        await world.quiet()
        await phone.page.get_by_role("checkbox").filter(has_text="奶奶说").tap()
        await press(phone, "做好链接")
        await phone.sees("13812345678")
        await still(phone, "帮我改好")
        await press(phone, "帮我改好")
        await phone.sees("家里人讲的话不能替他改")
        await phone.keep("posts-link-without-telling")
        await press(phone, "做好链接")
        await phone.sees("朋友看到的，就是这一页", own)
        await phone.lacks("她一路都在数灯")
