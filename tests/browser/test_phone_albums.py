"""印成相册: pictures are chosen, printed and opened on the phone, and nothing chosen is lost."""

import re
from uuid import UUID

from playwright.async_api import Route, expect

from models.archive.growth import EntryPhoto
from models.archive.printed_albums import AlbumState, PrintedAlbum
from service.archive import album_choices
from tests.archive.album_room import a_scene, asks, printed, remembers
from tests.archive.circle import relative
from tests.archive.filing_room import DEED, files
from tests.archive.shelf import shelved
from tests.browser.handset import Handset, HeldPhone, Theme
from tests.browser.test_phone_filing import reads
from tests.browser.test_phone_mine import GONE, NOTICES, press, signs_in, still
from tests.world import Person, World

ARCHIVE = "/pages/archive/archive"
ALBUMS, ALBUM, MAKE = (f"/pages/albums/{one}" for one in ("albums", "album", "make"))
RISKY = "兼职日结加微信"
LOOKS: dict[str, tuple[Theme, float]] = {
    "light": ("light", 1.0),
    "light-large": ("light", 1.4),
    "dark": ("dark", 1.0),
    "dark-large": ("dark", 1.4),
}
TOLD = "家庭相册印好了"
_OPENED = "harness.requests.some(one => one.url.includes('.pdf') && one.status === 200)"
_FORGET = "harness.requests.length = 0"
_UNHEARD = "harness.requests.some(one => one.url.includes('printed-albums') && !one.status)"
_LOOKED = "harness.requests.some(one => one.url.includes('printed-albums') && one.status)"


async def choose(phone: HeldPhone, name: str) -> None:
    await phone.page.get_by_role("radio", name=name, exact=True).tap()


async def chosen(phone: HeldPhone, *names: str) -> None:
    for name in names:
        await expect(phone.page.get_by_role("radio", name=name, exact=True)).to_be_checked()


async def titles(person: Person) -> list[str]:
    found = await person.phone.get(f"/families/{person.family}/printed-albums")
    return [one["title"] for one in found["items"]]


async def answers_get_lost(phone: HeldPhone) -> None:
    """Albums that are asked for from now on are printed, and no answer comes back."""

    async def lose(route: Route) -> None:
        if route.request.method == "POST" and "printed-albums" in route.request.url:
            await route.fetch()
            await route.fulfill(status=504)
        else:
            await route.continue_()

    await phone.page.route("**/through/**", lose)


async def test_a_year_is_printed_and_opened_from_its_notice(
    handset: Handset, world: World, mother: Person
):
    await remembers(mother, "骑车", a_scene(1), a_scene(2), happened="2020-05-02")
    await remembers(mother, "看海", a_scene(3), happened="2020-08-09")
    await remembers(mother, "上学", a_scene(4), happened="2021-09-01")
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", ARCHIVE) as phone:
        await phone.tap("印成相册")
        await phone.sees("还没有印过", "选一年，或者选一个人")
        await phone.keep("albums-empty")
        await press(phone, "印一本新的")
        await phone.sees("2021年", "哪个孩子的记录", "存下的相册收不回")
        await phone.lacks("收进档案的哪一类")
        await choose(phone, "2020年")
        await phone.fill("封面上的小字", "出生的那一年")
        await phone.keep("albums-make")
        async with world.worker_away():
            await press(phone, "印这一本")
            await phone.sees("陈家的2020年", "出生的那一年", "3张照片", "好了会告诉您")
            await phone.keep("albums-album-waiting")
            await phone.goes("offline")
            await phone.page.evaluate(_FORGET)
            await phone.page.wait_for_function(_UNHEARD)
            await phone.goes("online")
        await phone.sees("印好了，可以打开", "3张照片，4页", "2020年", "您和家里的管理人")
        await phone.tap("返回")
        await phone.sees("陈家的2020年", "3张照片 · 4页 · 刚刚", "印好了，可以打开")
        await phone.keep("albums-albums")
    for look, (theme, font) in LOOKS.items():
        async with handset.opens("陈静", NOTICES, theme=theme, font=font) as phone:
            await phone.tap(TOLD)
            await phone.sees("陈家的2020年", "存下的相册收不回")
            await phone.keep(f"albums-album-{look}")
            await press(phone, "打开这一本")
            await phone.page.wait_for_function(_OPENED)
            await phone.sees("文件预览")
    assert await titles(mother) == ["陈家的2020年"]


async def test_what_is_refused_says_why_and_keeps_what_was_chosen(
    handset: Handset, world: World, mother: Person
):
    entry = await remembers(mother, "骑车", a_scene(1), happened="2020-05-02")
    await remembers(mother, "上学", a_scene(2), happened="2021-09-01")
    await files(mother, photo_ids=[await mother.takes_photo(a_scene(3))])
    await files(mother, **DEED)
    many = await shelved(mother, album_choices.MOST, master_key="m/x.jpg", width=4, height=3)
    await EntryPhoto.bulk_create(
        EntryPhoto(entry_id=UUID(entry), photo_id=UUID(one), position=place)
        for place, one in enumerate(many, start=1)
    )
    await signs_in(handset, "陈静")
    query = f"family={mother.family}"
    async with handset.opens("陈静", MAKE, query=query) as phone:
        await press(phone, "印这一本")
        await phone.sees("先选一样：哪一年")
        await phone.keep("albums-make-nothing-chosen")
        await choose(phone, "2020年")
        await phone.lacks("先选一样：哪一年", "房产与存款")
        await press(phone, "印这一本")
        await phone.sees("一本最多放400张", "再选一位家人")
        await phone.keep("albums-make-too-many")
        await choose(phone, "业绩类 › 荣誉")
        await press(phone, "印这一本")
        await phone.sees("还没有可以印的照片")
        await choose(phone, "业绩类 › 荣誉")
        await choose(phone, "2021年")
        await phone.fill("封面上的大字", RISKY)
        await press(phone, "印这一本")
        await expect(phone.page.locator(".wrong")).to_have_count(1)
        await chosen(phone, "2021年")
        await reads(phone, "封面上的大字", RISKY)
        await phone.keep("albums-make-words-refused")
    for look, (theme, font) in LOOKS.items():
        async with handset.opens("陈静", MAKE, query=query, theme=theme, font=font) as phone:
            await phone.sees("上次选好的，都还在")
            await chosen(phone, "2021年")
            await reads(phone, "封面上的大字", RISKY)
            await phone.keep(f"albums-make-{look}")


async def test_without_a_network_it_stays_and_what_was_taken_is_printed_once(
    handset: Handset, world: World, mother: Person
):
    await remembers(mother, "上学", a_scene(2), happened="2021-09-01")
    await signs_in(handset, "陈静")
    query = f"family={mother.family}"
    async with handset.opens("陈静", MAKE, query=query, theme="dark") as phone:
        await choose(phone, "2021年")
        await phone.fill("封面上的大字", "上学啦")
        await phone.goes("offline")
        await press(phone, "印这一本")
        await phone.sees("网络不给力")
        await chosen(phone, "2021年")
        await phone.keep("albums-make-offline-dark")
        await phone.goes("online")
        await answers_get_lost(phone)
        await press(phone, "印这一本")
        await phone.sees("出了点小问题")
    await world.quiet()
    assert await titles(mother) == ["上学啦"]
    async with handset.opens("陈静", MAKE, query=query) as phone:
        await reads(phone, "封面上的大字", "上学啦")
        await press(phone, "印这一本")
        await phone.sees("印好了，可以打开", "2021年")
    assert await titles(mother) == ["上学啦"]
    async with handset.opens("陈静", MAKE, query=query) as phone:
        await reads(phone, "封面上的大字", "")
        await phone.lacks("上次选好的")


async def test_by_child_by_person_by_class_and_by_a_year_without_records(
    handset: Handset, mother: Person
):
    persons = f"/families/{mother.family}/persons"
    named = {"name": "陈阿婆", "relation": "外婆"}
    grandmother = (await mother.phone.post(persons, named))["id"]
    tagged = {"person_ids": [grandmother]}
    await remembers(mother, "在外婆家", a_scene(1), happened="2020-10-01", **tagged)
    photos = [await mother.takes_photo(a_scene(2))]
    await files(mother, photo_ids=photos, happened="1998")
    await signs_in(handset, "陈静")
    query = f"family={mother.family}"
    for names, words in (
        (("小满",), "小满的记录"),
        (("外婆",), "有外婆的照片"),
        (("2020年", "外婆"), "2020年、有外婆的照片"),
        (("业绩类 › 荣誉",), "业绩类 › 荣誉"),
    ):
        async with handset.opens("陈静", MAKE, query=query) as phone:
            for name in names:
                await phone.page.get_by_role("radio", name=name, exact=True).first.tap()
            await press(phone, "印这一本")
            await phone.sees("印好了，可以打开", words, "1张照片")
    async with handset.opens("陈静", MAKE, query=query) as phone:
        await phone.tap("别的年份")
        await phone.page.get_by_label("年", exact=True).select_option(label="1998年")
        await phone.tap("确定")
        await chosen(phone, "1998年")
        await press(phone, "印这一本")
        await phone.sees("陈家的1998年", "印好了，可以打开")


async def test_who_only_looks_finds_no_button_and_each_has_their_own(
    handset: Handset, world: World, mother: Person
):
    bob = await world.person("Bob")
    await bob.founds("林家")
    await relative(mother, "爷爷", "爷爷", "viewer")
    grandmother = await relative(mother, "奶奶", "奶奶")
    await remembers(mother, "骑车", a_scene(1), happened="2020-05-02")
    for person in ("陈静", "爷爷", "奶奶", "Bob"):
        await signs_in(handset, person)
    hers = await printed(mother, year=2020)
    of_hers, query = f"id={hers.rpartition('/')[2]}", f"family={mother.family}"
    async with handset.opens("爷爷", ARCHIVE, font=1.4) as phone:
        await phone.tap("印成相册")
        await phone.sees("还没有印过", "跟家里的管理人说一声")
        await phone.lacks("印一本新的", "陈家的2020年")
        await phone.keep("albums-grandfather-large")
    async with handset.opens("爷爷", MAKE, query=query) as phone:
        await phone.sees("您现在只能看")
        await phone.lacks("印这一本")
    async with handset.opens("奶奶", ALBUMS, query=query, font=1.4, theme="dark") as phone:
        await phone.sees("还没有印过")
        await press(phone, "印一本新的")
        await choose(phone, "2020年")
        await phone.fill("封面上的大字", "奶奶的宝贝")
        await press(phone, "印这一本")
        await phone.sees("印好了，可以打开", "您和家里的管理人")
    for person in ("爷爷", "奶奶", "Bob"):
        async with handset.opens(person, ALBUM, query=of_hers) as phone:
            await phone.sees(GONE)
            await phone.lacks("打开这一本")
    for path in (ALBUMS, MAKE):
        async with handset.opens("Bob", path, query=query) as phone:
            await phone.sees(GONE)
    async with handset.opens("陈静", ALBUMS, query=query) as phone:
        await phone.tap("奶奶的宝贝")
        await phone.sees("印这一本的家人，和家里的管理人")
        await phone.keep("albums-album-of-a-relative")
    assert await titles(grandmother) == ["奶奶的宝贝"]


async def test_what_is_removed_is_gone(handset: Handset, mother: Person):
    await remembers(mother, "骑车", a_scene(1), happened="2020-05-02")
    await printed(mother, year=2020, title="第一本")
    path = await printed(mother, year=2020)
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", ALBUMS, query=f"family={mother.family}") as phone:
        await phone.tap("陈家的2020年")
        await phone.tap("不要这一本了")
        await phone.sees("照片都还在。已经存下、发出去的收不回")
        await still(phone, "不要了")
        await phone.keep("albums-album-removing")
        await press(phone, "先不")
        await phone.goes("offline")
        await phone.tap("不要这一本了")
        await press(phone, "不要了")
        await phone.sees("网络不给力", "陈家的2020年")
        await phone.goes("online")
        await phone.tap("不要这一本了")
        await press(phone, "不要了")
        await phone.sees("印一本新的", "第一本")
        await phone.lacks("陈家的2020年")
    async with handset.opens("陈静", ALBUM, query=f"id={path.rpartition('/')[2]}") as phone:
        await phone.sees(GONE)
    async with handset.opens("陈静", NOTICES) as phone:
        await phone.tap(TOLD)
        await phone.sees("已经不在了")
    assert await titles(mother) == ["第一本"]


async def test_many_albums_are_turned_over_while_one_is_printed(
    handset: Handset, world: World, mother: Person
):
    await remembers(mother, "骑车", a_scene(1), happened="2020-05-02")
    account_id = (await mother.account()).id
    kept = {"family_id": UUID(mother.family), "account_id": account_id, "year": 2020}
    for number in range(1, 26):
        title = f"第{number}本"
        await PrintedAlbum.create(**kept, title=title, state=AlbumState.READY, photos=1, pages=3)
    await signs_in(handset, "陈静")
    async with world.worker_away():
        await asks(mother, year=2020, title="正在印的")
        query = f"family={mother.family}"
        async with handset.opens("陈静", ALBUMS, query=query, theme="dark", font=1.4) as phone:
            await phone.sees("正在印的", "马上就开始印", "第25本")
            await phone.keep("albums-albums-dark-large")
            await phone.lacks("第1本")
            await phone.page.get_by_text("第8本").scroll_into_view_if_needed()
            await phone.sees("第1本")
            listed = phone.page.get_by_text(re.compile(r"^第\d+本$"))
            await expect(listed).to_have_count(25)
            for _ in range(2):
                await phone.page.evaluate(_FORGET)
                await phone.page.wait_for_function(_LOOKED)
            await expect(listed).to_have_count(25)
