"""晒: looking around, publishing, what is said, what a link opens, and taking all of it back."""

from io import BytesIO

import httpx
from PIL import Image
from playwright.async_api import expect

from tests.archive.test_coverings import a_picture
from tests.browser.conftest import pictured, shared
from tests.browser.handset import Handset, HeldPhone, Theme
from tests.browser.test_phone_family import says_yes
from tests.browser.test_phone_mine import press, signs_in, still
from tests.browser.test_phone_posts import LOOKS
from tests.world import Person, World

FEED, PUBLISH, LINKS, SHARED = (
    "/pages/feed/feed",
    "/pages/post/publish",
    "/pages/post/links",
    "/pages/shared/shared",
)
WORDS = "国庆带小满去看渔女，回来的路上她一直在数路灯。"
FACE = "照片，点要遮的地方"
NUMBER, NEVER = "，想要同款打 13812345678", "，拱北小学二班，我女儿陈小满"
SIZE = """async url => {
    const picture = await createImageBitmap(await (await fetch(url)).blob());
    return [picture.width, picture.height];
}"""


async def requested(phone: HeldPhone, *, of: str = "/api/v1/") -> list[str]:
    """What the phone has asked of the service: 「GET /shared/…」."""
    asked = await phone.harness("requests")
    return [f"{one['method']} {one['url'].split(of)[1]}" for one in asked if of in one["url"]]


async def published(phone: HeldPhone, audience: str) -> None:
    """Show it to these."""
    await phone.page.get_by_role("radio", name=audience, exact=True).tap()
    await press(phone, "晒出来")


async def covers(phone: HeldPhone) -> None:
    """Put a large sticker on the face of the first photo."""
    await press(phone, "遮一下第1张")
    await phone.page.get_by_role("radio", name="大", exact=True).tap()
    area = phone.page.get_by_role("button", name=FACE)
    box = await area.bounding_box()
    assert box
    await area.tap(position={"x": box["width"] * 0.5, "y": box["height"] * 0.45})
    await phone.sees("撕掉一个")


async def reds(url: str) -> int:
    """How many pixels of a picture are as red as the face."""
    async with httpx.AsyncClient() as http:
        data = (await http.get(url)).content
    picture = Image.open(BytesIO(data)).convert("RGB")
    pixels = zip(*[iter(picture.tobytes())] * 3, strict=True)
    return sum(r > 180 and g < 80 and b < 80 for r, g, b in pixels)


async def album(phone: HeldPhone) -> list[list[int]]:
    """The sizes of the pictures that were saved."""
    return [await phone.page.evaluate(SIZE, url) for url in await phone.harness("album")]


async def test_everybody_looks_around_and_nobody_is_signed_in(handset: Handset, mother: Person):
    await mother.shows(WORDS, await pictured(mother, "kite", "sandcastle", "fisher_girl"))
    await mother.shows("一个人看海", await pictured(mother, "sandcastle", size=(640, 400)))
    looks: tuple[tuple[Theme, float], ...] = ("light", 1.0), ("dark", 1.4)
    for theme, font in looks:
        async with handset.opens("邻居", FEED, theme=theme, font=font) as phone:
            await phone.sees(WORDS, "一个人看海", "意见与投诉")
            await phone.keep(f"showing-feed-{theme}")
    async with handset.opens("邻居", FEED) as phone:
        await phone.page.get_by_role("button", name="喜欢，0").first.tap()
        await phone.sees("想说声喜欢？")
        await phone.tap("先不")
        await phone.tap(WORDS)
        await phone.sees("用微信登录", "6-8岁")
        await phone.keep("showing-post-stranger")
        assert not [one for one in await requested(phone) if "sessions" in one]
        await phone.goes("offline")
    async with handset.opens("邻居", FEED) as phone:
        await phone.sees(WORDS)
        await phone.goes("offline")
        await phone.tap("精选")
        await phone.sees("再试一次")
        await phone.goes("online")
        await press(phone, "再试一次")
        await phone.sees("还没有精选")
    async with handset.opens("路人", FEED) as phone:
        await press(phone, "这一条的更多")
        await phone.sees("想举报这一条？")
        await press(phone, "登录")
        await phone.sees("这一条怎么了？", "晒一晒")


async def test_a_mother_shows_a_day_and_a_friend_opens_it_in_moments(
    handset: Handset, mother: Person
):
    await mother.phone.bind_phone()
    photos = await pictured(mother, "kite", "sandcastle")
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", PUBLISH, query=f"photos={','.join(photos)}") as phone:
        await phone.fill("说点什么", WORDS)
        await phone.page.get_by_role("radio", name="公开").tap()
        await phone.sees("打开「看看」的人都看得到", "还有别的小朋友，遮一下？")
        await phone.keep("showing-publish")
        await press(phone, "晒出来")
        await phone.sees("链接和海报")
        await phone.keep("showing-post-own")
        await phone.tap("链接和海报")
        await phone.sees("做好链接")
        await phone.keep("showing-links")
        await press(phone, "做好链接")
        await phone.sees("朋友看到的，就是这一页", WORDS, "意见与投诉")
        await phone.menu("分享到朋友圈")
        (card,) = await phone.shares()
        assert card["kind"] == "timeline"
    async with handset.opens("外婆的朋友", SHARED, query=card["query"], scene=1154) as phone:
        await phone.sees(WORDS, "想给自己的孩子也建一本？")
        await phone.keep("showing-moments")
        asked = await requested(phone)
        assert [one.split("/")[0] for one in asked] == ["GET shared"]
    (post,) = await mother.feed()
    (link,) = (await mother.phone.get(f"/posts/{post}/share-links"))["items"]
    await mother.phone.delete(f"/share-links/{link['id']}")
    async with handset.opens("外婆的朋友", SHARED, query=card["query"], scene=1154) as phone:
        await phone.lacks(WORDS)
        await phone.keep("showing-gone")


async def test_another_familys_child_is_covered_before_anybody_sees_it(
    handset: Handset, world: World, mother: Person
):
    await mother.becomes_reachable()
    bob = await world.person("Bob")
    photo = await mother.takes_photo(a_picture("red"))
    await signs_in(handset, "陈静")
    for theme, font in LOOKS:
        query = f"photos={photo}"
        async with handset.opens("陈静", PUBLISH, query=query, theme=theme, font=font) as phone:
            await phone.fill("说点什么", WORDS)
            await phone.page.get_by_role("radio", name="公开", exact=True).tap()
            await phone.sees("还有别的小朋友，遮一下？")
            await phone.keep(f"covering-publish-{theme}-{font}")
            await covers(phone)
            await phone.keep(f"covering-sticker-{theme}-{font}")
            if theme == "dark":
                await press(phone, "撕掉一个")
                await phone.lacks("撕掉一个")
    async with handset.opens("陈静", PUBLISH, query=f"photos={photo}") as phone:
        await covers(phone)
        await phone.goes("offline")
        await press(phone, "遮好了")
        await phone.sees("网络不给力", "撕掉一个")
        await phone.goes("online")
        await press(phone, "遮好了")
        await phone.sees("再遮")
        await phone.keep("covering-covered")
        await press(phone, "晒出来")
        await phone.sees("链接和海报")
        await phone.keep("covering-shown")
    (post,) = await bob.feed()
    (picture,) = (await bob.phone.get(f"/posts/{post}"))["pictures"]
    own = await mother.phone.get(f"/photos/{photo}")
    assert await reds(own["screen"]) > 1000
    assert await reds(picture["url"]) == 0


async def test_what_words_give_away_is_said_and_she_changes_it_or_goes_on(
    handset: Handset, world: World, mother: Person
):
    photos = ",".join(await pictured(mother, "kite"))
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", PUBLISH, query=f"photos={photos}", font=1.4) as phone:
        await phone.sees("发给家人", "发朋友圈")
        await phone.fill("说点什么", WORDS + NEVER)
        await published(phone, "公开")
        await phone.sees("第一次公开晒，留个手机号")
        await still(phone, "用微信的手机号")
        await phone.keep("covering-phone-large")
        await press(phone, "用微信的手机号")
        await phone.sees("这几处，外人看了不太好", "帮我改好")
        await phone.lacks("我知道，就这样给人看")
        await phone.keep("covering-never-large")
        await press(phone, "自己改")
    async with handset.opens("陈静", PUBLISH, query=f"photos={photos}", theme="dark") as phone:
        await phone.fill("说点什么", WORDS + NUMBER)
        await published(phone, "公开")
        await phone.sees("13812345678", "我知道，就这样给人看")
        await still(phone, "帮我改好")
        await phone.keep("covering-hints-dark")
        await press(phone, "帮我改好")
        words = phone.page.get_by_label("说点什么", exact=True)
        await expect(words).not_to_have_value(WORDS + NUMBER)
        await phone.fill("说点什么", WORDS + NUMBER)
        await press(phone, "晒出来")
        await press(phone, "我知道，就这样给人看")
        await phone.sees("链接和海报", "13812345678")
    (post,) = await mother.feed()
    assert (await mother.phone.get(f"/posts/{post}"))["words"] == WORDS + NUMBER


async def test_to_the_family_and_to_moments_by_one_draft_each(
    handset: Handset, world: World, mother: Person
):
    await mother.becomes_reachable()
    bob = await world.person("Bob")
    photos = ",".join(await pictured(mother, "kite"))
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", PUBLISH, query=f"photos={photos}") as phone:
        await phone.fill("说点什么", "只给家里人")
        await press(phone, "发给家人")
        await phone.sees("只给家里人", "家人")
        await phone.lacks("朋友看到的，就是这一页")
        await phone.keep("covering-to-family")
    async with handset.opens("陈静", PUBLISH, query=f"photos={photos}") as phone:
        await phone.fill("说点什么", WORDS)
        async with world.worker_away():
            await press(phone, "发朋友圈")
            await phone.sees("正在安全检查", "检查好了，就能发朋友圈")
            await phone.keep("covering-to-moments-waits")
        await press(phone, "查好了，去发朋友圈")
        await phone.sees("朋友看到的，就是这一页", WORDS)
        await phone.keep("covering-to-moments")
        await phone.menu("分享到朋友圈")
        (card,) = await phone.shares()
        assert card["kind"] == "timeline"
    assert (await bob.feed(), len(await mother.feed("family"))) == ([], 2)


async def test_a_poster_is_saved_after_the_warning_and_after_a_no(
    handset: Handset, world: World, mother: Person
):
    link = await shared(mother, WORDS, await pictured(mother, "kite", "sandcastle"))
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", LINKS, query=f"id={link['post']}") as phone:
        await phone.sees("还能打开的链接")
        await press(phone, "做海报")
        await phone.sees("存下的海报收不回")
        await phone.keep("covering-poster")
        await phone.page.evaluate("() => { harness.refused = ['scope.writePhotosAlbum'] }")
        await press(phone, "存到相册")
        await phone.keep("covering-poster-warning")
        await says_yes(phone, "存下来")
        await phone.sees("还没允许存到相册")
        await phone.keep("covering-poster-refused")
        assert await album(phone) == []
        await press(phone, "去打开")
        await says_yes(phone, "打开")
        await phone.sees("存好了")
        assert await album(phone) == [[1080, 1350]]
        await phone.page.get_by_role("radio", name="方的").tap()
        await phone.sees("存到相册")
        await press(phone, "存到相册")
        await says_yes(phone, "存下来")
        await phone.page.wait_for_function("harness.album.length === 2")
        assert (await album(phone))[1] == [1080, 1080]
    async with handset.opens("Bob", LINKS, query=f"id={link['post']}") as phone:
        await phone.lacks("做海报", WORDS)
    for theme, font in LOOKS[1:]:
        async with handset.opens(
            "陈静", LINKS, query=f"id={link['post']}", theme=theme, font=font
        ) as phone:
            await press(phone, "做海报")
            await phone.sees("存下的海报收不回")
            await phone.keep(f"covering-poster-{theme}-{font}")
