"""孩子: the profile, what was measured, the phone in its hands, and a sign-in of its own."""

from playwright.async_api import expect

from service.demo.pictures import as_wechat, draw
from tests.browser.handset import Handset, HeldPhone, Theme
from tests.browser.test_phone_mine import GONE, press, signs_in
from tests.world import Person, World

MEASURED = (
    {"day": "2024-09-01", "height_cm": 106.5, "weight_kg": 17.2, "left_eye": 4.9, "right_eye": 4.8},
    {"day": "2025-03-01", "height_cm": 110.0, "weight_kg": 18.4},
    {"day": "2025-09-01", "height_cm": 113.4, "weight_kg": 19.9, "left_eye": 5.0, "right_eye": 4.9},
)


DRAWN = "[...document.querySelectorAll('canvas')].some(one => one.toDataURL().length > 10000)"


async def taps_the_last_point(phone: HeldPhone) -> None:
    """Tap the canvas where the latest measurement is, or as near as a thumb gets."""
    canvas = phone.page.locator("canvas").filter(visible=True)
    box = await canvas.bounding_box()
    assert box
    await canvas.tap(position={"x": box["width"] * 0.68, "y": box["height"] * 0.33})


async def test_a_child_its_profile_and_its_picture(handset: Handset, mother: Person):
    await mother.takes_photo(as_wechat(draw("kite", seed=1, size=(640, 480))))
    await signs_in(handset, "陈静")
    at = f"/pages/child/child?id={mother.child}"
    async with handset.opens("陈静", "/pages/child/child", query=f"id={mother.child}") as phone:
        await phone.sees("小满", "生日 2020年5月20日", "还没量过", "还没有班级")
        await phone.keep("child-child")
        await phone.tap("改资料")
        await phone.fill("大名", "陈小满")
        await phone.page.get_by_role("radio", name="女孩", exact=True).tap()
        await phone.keep("child-edit")
        await press(phone, "写好了")
        await phone.sees("陈小满")
        await phone.tap("换头像")
        await phone.sees("挑一张做小满的头像")
        await phone.keep("child-avatar")
        await phone.page.get_by_role("button", name="用这张").first.tap()
        await expect(phone.page.get_by_label("小满的头像")).to_be_visible()
        await phone.goes("offline")
        await phone.tap("改资料")
        await phone.sees("网络不给力", "再试一次")
        await phone.goes("online")
        await press(phone, "再试一次")
        await phone.fill("小名", "陈小满")
        await press(phone, "写好了")
        await phone.sees("小名会给别人看到")
        await expect(phone.page.get_by_label("小名")).to_have_value("陈小满")
    child = await mother.phone.get(f"/students/{mother.child}")
    assert (child["nickname"], child["full_name"], child["sex"]) == ("小满", "陈小满", "女")
    assert child["avatar"], at


async def test_curves_are_drawn_read_and_corrected(handset: Handset, mother: Person):
    await mother.phone.put(f"/students/{mother.child}", {"sex": "女"})
    for body in MEASURED:
        await mother.phone.post(f"/students/{mother.child}/measurements", body)
    await signs_in(handset, "陈静")
    looks: tuple[tuple[Theme, float], ...] = ("light", 1.0), ("dark", 1.4)
    for theme, font in looks:
        async with handset.opens(
            "陈静", "/pages/child/curves", query=f"id={mother.child}", theme=theme, font=font
        ) as phone:
            await phone.sees("小满的身高", "曲线只作参考")
            await phone.page.wait_for_function(DRAWN)
            await phone.keep(f"child-curves-{theme}")
            if theme == "light":
                await taps_the_last_point(phone)
                await phone.sees("2025年9月1日 · 5岁3个月 · 113.4厘米")
                await phone.keep("child-curves-read")
                await phone.page.get_by_role("radio", name="视力").tap()
                await phone.sees("小满的视力")
                await phone.keep("child-curves-eyesight")
    async with handset.opens("陈静", "/pages/child/curves", query=f"id={mother.child}") as phone:
        await press(phone, "记一次")
        await phone.fill("身高", "1.17")
        await press(phone, "记下")
        await phone.sees("身高请填厘米：是 117 吗？")
        await phone.lacks("没错，就是这个数")
        await phone.fill("身高", "99")
        await press(phone, "记下")
        await phone.sees("对得上吗", "没错，就是这个数")
        await phone.keep("child-measure")
        await phone.goes("offline")
        await phone.fill("身高", "117.2")
        await press(phone, "记下")
        await phone.sees("网络不给力")
        await phone.goes("online")
        await press(phone, "记下")
        await phone.sees("117.2厘米")
        await phone.page.get_by_role("button").filter(has_text="117.2厘米").first.tap()
        height = phone.page.get_by_role("textbox", name="身高").filter(visible=True)
        await expect(height).to_have_value("117.2")
        await phone.tap("删掉这一次")
        await press(phone, "删掉")
        await phone.lacks("117.2厘米")


async def test_the_phone_in_the_childs_hands_and_back(handset: Handset, mother: Person):
    await mother.records(title="第一次骑车", happened="2025-06-01")
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", "/pages/child/child", query=f"id={mother.child}") as phone:
        await press(phone, "把手机交给小满")
        await press(phone, "交给孩子")
        await phone.sees("现在是小满在用")
        await phone.keep("child-lent")
        await press(phone, "翻翻我的成长册")
        await phone.sees("第一次骑车")
        await press(phone, "看看")
        await phone.sees("还没有人晒")
        await phone.lacks("晒一晒")
        await press(phone, "我的")
        await phone.tap("把手机还给家长")
        await press(phone, "还给家长")
        await phone.page.get_by_role("button", name="还给家长", exact=True).last.tap()
        await phone.sees("第一次骑车")
        await press(phone, "看看")
        await phone.sees("晒一晒")
    async with handset.opens("陈静", "/pages/child/child", query=f"id={mother.child}") as phone:
        await press(phone, "把手机交给小满")
        await press(phone, "交给孩子")
        await phone.sees("现在是小满在用")
    async with handset.opens(
        "陈静", "/pages/family/invite", query=f"family={mother.family}"
    ) as phone:
        await phone.sees("现在是孩子在用，请家长来操作")
    await mother.phone.call("DELETE", "/sessions/current")  # and with it what it has lent
    async with handset.opens("陈静", "/pages/child/child", query=f"id={mother.child}") as phone:
        await phone.sees("现在是小满在用")  # it is asked for, never signed in anew as the mother
        await press(phone, "还给家长")
        await phone.page.get_by_role("button", name="还给家长", exact=True).last.tap()
        await phone.sees("第一次骑车")
    async with handset.opens("陈静", "/pages/child/child", query=f"id={mother.child}") as phone:
        await phone.sees("把手机交给小满")


async def test_a_child_signs_in_itself_and_a_stranger_finds_nothing(
    handset: Handset, world: World, mother: Person
):
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", "/pages/child/child", query=f"id={mother.child}") as phone:
        await press(phone, "做一张请柬")
        await press(phone, "发给孩子")
        (card,) = await phone.shares()
        await phone.keep("child-invited")
    path, _, asked = card["path"].partition("?")
    async with handset.opens("小满", path, query=asked) as phone:
        await phone.keep("child-enter")
        await press(phone, "是我，打开")
        await phone.sees("小满的第一页")
    async with handset.opens("小满", "/pages/child/child", query=f"id={mother.child}") as phone:
        await phone.sees("生日 2020年5月20日")
        await phone.lacks("改资料")
    async with handset.opens("路人", path, query=asked) as phone:
        await press(phone, "是我，打开")
        await phone.sees("已经用过，或者过期了")
    for page in ("child/child", "child/curves", "child/edit", "child/classes", "child/measure"):
        async with handset.opens("路人", f"/pages/{page}", query=f"id={mother.child}") as phone:
            await phone.sees(GONE)
