"""The first five minutes, and recording: two taps, and nothing is lost on the way."""

import pytest

from service.demo.doors import open_doors
from service.demo.pictures import as_wechat, draw
from tests.archive.circle import relative
from tests.browser.handset import Handset, HeldPhone
from tests.browser.test_phone_mine import press, signs_in, still
from tests.world import Person, World

RECORD = "/pages/record/record"
SCENES = ("sandcastle", "birthday", "kite")


@pytest.fixture
def photos() -> list[bytes]:
    """Three photos as WeChat's picker hands them over: without EXIF."""
    return [as_wechat(draw(scene, seed=n, size=(640, 480))) for n, scene in enumerate(SCENES)]


async def begins(phone: HeldPhone, nickname: str, relation: str = "妈妈") -> None:
    """From the front page to the consent sheet."""
    await phone.tap("给我家孩子建一本")
    await phone.fill("小名", nickname)
    await phone.tap("选一天")
    await phone.tap("确定")
    await phone.tap(relation)
    await phone.tap("下一步")
    await phone.sees("我是监护人，同意保存")


async def test_a_new_mother_has_her_childs_first_page_within_the_first_five_minutes(
    world: World, handset, mother, photos
):
    await mother.records(title="看海", happened="2024-06-01")
    await world.quiet()
    open_doors(world.settings.data_folder, {"child": mother.child})
    async with handset.opens("Alice", picks=photos) as phone:
        await phone.sees("下面是小满家的样子，翻翻看。", "看海")
        await phone.keep("home-sample")
        assert await phone.harness("requests")
        await begins(phone, "豆豆")
        await phone.keep("welcome-consent")
        await phone.tap("我是监护人，同意保存")
        await phone.sees("完成")
        await phone.keep("record-picked")
        await phone.tap("完成")
        await phone.sees("豆豆的第一页，收好了", "已经在成长册里了。", "这些照片是哪天拍的？")
        await phone.keep("record-saved")
        await phone.tap("就是今天")
        await phone.fill("补一句", "第一次看见海")
        await phone.tap("写好了")
        await phone.tap("去成长册看看")
        await phone.sees("第一次看见海")
        await phone.keep("home-first-page")
    alice = await world.person("Alice")
    child = (await alice.phone.get("/students"))["items"][0]
    (entry,) = (await alice.phone.get(f"/students/{child['id']}/timeline"))["items"]
    assert (entry["story"], len(entry["photos"])) == ("第一次看见海", 3)
    assert entry["happened"]


async def test_a_grandmother_who_only_looks_elsewhere_founds_an_archive_of_her_own(
    world: World, handset: Handset, mother: Person, photos: list[bytes]
):
    await relative(mother, "奶奶", "奶奶", "viewer")
    await signs_in(handset, "奶奶")
    async with handset.opens("奶奶", RECORD, picks=photos, font=1.4) as phone:
        await phone.sees("先给孩子建一本", "您现在只能看")
        await phone.keep("record-viewer-1.4")
        await begins(phone, "豆豆", "奶奶")
        await press(phone, "我是监护人，同意保存")
        await press(phone, "完成")
        await phone.sees("豆豆的第一页，收好了", "已经在成长册里了。")
    grandmother = world.phone("奶奶")
    await grandmother.sign_in()
    families = (await grandmother.get("/account"))["families"]
    assert {(one["name"], one["role"]) for one in families} == {
        ("陈家", "viewer"),
        ("豆豆家", "owner"),
    }
    assert await mother.timeline() == []


async def test_a_family_without_a_child_records_what_is_its_own(
    world: World, handset: Handset, photos: list[bytes]
):
    bob = await world.person("Bob")
    await bob.founds("周家", "爷爷")
    await signs_in(handset, "Bob")
    async with handset.opens("Bob", RECORD, picks=photos[:1], theme="dark") as phone:
        await phone.sees("记家里的这一天")
        await phone.keep("record-family-dark")
        await press(phone, "选照片")
        await phone.fill("想说就写一句", "老屋门前的榕树")
        await press(phone, "完成")
        await phone.sees("已经在成长册里了。")
    (entry,) = (await bob.phone.get(f"/families/{bob.family}/timeline"))["items"]
    assert (entry["story"], entry["student_id"], entry["photo_count"]) == (
        "老屋门前的榕树",
        None,
        1,
    )


async def test_one_chooses_whose_day_it_is(world: World, handset: Handset, mother: Person):
    first = mother.child
    second = await mother.opens_archive("小雪", "2023-12-22")
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", RECORD) as phone:
        await phone.sees("记小满的这一天", "家里的事")
        await phone.page.get_by_role("radio", name="小雪").tap()
        await phone.sees("记小雪的这一天")
        await phone.keep("record-whose")
        await press(phone, "只写几句话")
        await phone.fill("想说就写一句", "会叫妈妈了")
        await press(phone, "完成")
        await phone.sees("已经在成长册里了。")
    assert [one["story"] for one in await mother.timeline(second)] == ["会叫妈妈了"]
    assert await mother.timeline(first) == []


async def test_what_a_child_has_not_sent_is_never_sent_as_its_mothers(
    world: World, handset: Handset, mother: Person, photos: list[bytes]
):
    await signs_in(handset, "陈静")
    child = f"id={mother.child}"
    async with handset.opens("陈静", "/pages/child/child", query=child) as phone:
        await hands_over(phone)
        await phone.picks(*photos)
        await press(phone, "记一笔")
        await phone.sees("记小满的这一天")
        await phone.goes("offline")
        await press(phone, "选照片")
        await phone.fill("想说就写一句", "我自己拍的")
        await press(phone, "完成")
        await phone.sees("先存在手机里")
        await phone.keep("record-child-offline")
    async with handset.opens("陈静", "/pages/child/lent") as phone:
        await phone.goes("offline")
        await press(phone, "还给家长")
        await phone.page.get_by_role("button", name="还给家长", exact=True).last.tap()
        await phone.sees("网络不给力")
        await phone.goes("online")
        await press(phone, "再试一次")
        await phone.sees("小满的第一页")
        await phone.lacks("正在收好", "没能收进去")
    async with handset.opens("陈静", RECORD) as phone:
        await phone.sees("记小满的这一天")
        await phone.lacks("还在这部手机里的", "我自己拍的", "先存在手机里")
        await press(phone, "只写几句话")
        await phone.fill("想说就写一句", "妈妈写的")
        await press(phone, "完成")
        await phone.sees("已经在成长册里了。")
    assert [one["story"] for one in await mother.timeline()] == ["妈妈写的"]
    async with handset.opens("陈静", "/pages/child/child", query=child) as phone:
        await hands_over(phone)
        await press(phone, "记一笔")
        await phone.sees("记小满的这一天")
        await phone.lacks("还在这部手机里的")
    (draft,) = (await mother.phone.get(f"/families/{mother.family}/drafts"))["items"]
    assert (draft["story"], draft["by_child"]) == ("我自己拍的", True)
    await mother.phone.until(f"/entries/{draft['id']}", photo_count=[3])


async def hands_over(phone: HeldPhone) -> None:
    await press(phone, "把手机交给小满")
    await press(phone, "交给孩子")
    await phone.sees("现在是小满在用")


async def test_who_refuses_the_guideline_goes_on_looking_and_agrees_later(
    handset: Handset, mother: Person, photos: list[bytes]
):
    await mother.records(title="看海", happened="2024-06-01")
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", RECORD, privacy="ask", picks=photos) as phone:
        await press(phone, "选照片")
        await still(phone, "先不")
        await phone.keep("record-privacy")
        await phone.tap("打开《隐私保护指引》")
        await phone.sees("《家档小程序隐私保护指引》")
        await phone.page.locator("#overlays").get_by_label("返回").tap()
        await press(phone, "先不")
        await phone.sees("没有同意隐私指引，暂时选不了照片")
        await phone.page.get_by_role("navigation").get_by_text("成长", exact=True).tap()
        await phone.sees("看海")
        await phone.page.get_by_role("navigation").get_by_text("记一笔", exact=True).tap()
        await press(phone, "选照片")
        await press(phone, "同意")
        await press(phone, "完成")
        await phone.sees("已经在成长册里了。")
