"""家里的盒子: a box is made, something is put in, and its label's code opens it again."""

from uuid import UUID

from tests.archive.circle import relative
from tests.archive.filing_room import DEED, filed, files
from tests.browser.handset import Handset
from tests.browser.test_phone_mine import GONE, press, signs_in
from tests.world import Person, World

BOXES, BOX = "/pages/filing/boxes", "/pages/filing/box"
BY_CODE = 1047
"""The scene of a page that a mini-program code leads to."""


async def test_a_box_is_made_and_something_put_in(handset: Handset, world: World, mother: Person):
    await files(mother, title="爷爷的家书", class_code="C2", happened="1978")
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", BOXES, query=f"family={mother.family}") as phone:
        await phone.sees("还没有盒子")
        await press(phone, "添一个盒子")
        await phone.fill("里面放什么", "爷爷的信")
        await phone.fill("盒子放在哪儿", "书房柜子第二层")
        await phone.goes("offline")
        await press(phone, "添好了")
        await phone.sees("网络不给力")
        await phone.keep("boxes-offline")
    async with handset.opens("陈静", BOXES, query=f"family={mother.family}") as phone:
        await press(phone, "添好了")
        await phone.sees("1号", "空着 · 书房柜子第二层")
        await phone.lacks("添好了")
        await phone.keep("boxes-list")
    (box,) = (await mother.phone.get(f"/families/{mother.family}/boxes"))["items"]
    (letter,) = await filed(mother)
    async with handset.opens("陈静", "/pages/filing/form", query=f"id={letter['id']}") as phone:
        await phone.tap("爷爷的信")
        await press(phone, "改好了")
        await phone.page.wait_for_function(
            "harness.requests.some(one => one.method === 'PUT' && one.status === 200)"
        )
    assert (await filed(mother))[0]["box_id"] == box["id"]
    for theme in ("light", "dark"):
        async with handset.opens("陈静", BOX, query=f"id={box['id']}", theme=theme) as phone:
            await phone.sees("1号盒 · 爷爷的信", "爷爷的家书", "放一件进来")
            await phone.lacks("不要这个盒子了")
            await phone.keep(f"boxes-box-{theme}")
    async with handset.opens("陈静", BOX, query=f"id={box['id']}") as phone:
        await phone.tap("改个名、换个地方")
        await phone.fill("盒子放在哪儿", "书房柜子第三层")
        await press(phone, "改好了")
        await phone.sees("放在书房柜子第三层")
        await phone.tap("打印贴在盒子上的签")
        await phone.page.wait_for_function(
            "harness.requests.some(one => one.url.endsWith('label.pdf') && one.status === 200)"
        )


async def test_who_looks_elsewhere_between_two_boxes_has_two(handset: Handset, mother: Person):
    titles = ["爷爷的信", "小满的奖状"]
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", "/pages/archive/archive") as phone:
        for title in titles:
            await phone.tap("家里的盒子")
            await press(phone, "添一个盒子")
            await phone.fill("里面放什么", title)
            await press(phone, "添好了")
            await phone.lacks("添好了")
            await phone.sees(title)
            await phone.tap("返回")
    made = (await mother.phone.get(f"/families/{mother.family}/boxes"))["items"]
    assert {one["title"] for one in made} == set(titles)


async def test_the_code_on_a_label_opens_the_box_for_the_family_alone(
    handset: Handset, world: World, mother: Person
):
    bob = await world.person("Bob")
    await bob.founds("林家")
    await relative(mother, "奶奶", "奶奶", "viewer")
    body = {"title": "要紧的证", "location": "衣柜最上面"}
    box = await mother.phone.post(f"/families/{mother.family}/boxes", body)
    await files(mother, **DEED, box_id=box["id"])
    for person in ("奶奶", "Bob"):
        await signs_in(handset, person)
    scene = f"scene={UUID(box['id']).hex}"
    async with handset.opens("奶奶", BOX, query=scene, scene=BY_CODE, font=1.4) as phone:
        await phone.sees("1号盒 · 要紧的证", "打印贴在盒子上的签")
        await phone.lacks("房产证", "书房抽屉", "放一件进来", "改个名、换个地方")
        await phone.keep("boxes-box-grandmother-large")
    async with handset.opens("Bob", BOX, query=scene, scene=BY_CODE) as phone:
        await phone.sees(GONE)
        await phone.lacks("要紧的证")
    async with handset.opens("Bob", BOXES, query=f"family={mother.family}") as phone:
        await phone.sees(GONE)
