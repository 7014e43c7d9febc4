"""班级: a teacher joins and invites, families take part, the teacher answers with a sentence."""

from playwright.async_api import expect

from service.trust.consents import Purpose
from tests.archive.booklet_room import booklet_of, confirms, told
from tests.browser.handset import Handset
from tests.browser.test_phone_family import picks, says_yes
from tests.browser.test_phone_mine import GONE, press, signs_in, still
from tests.people.classroom import classroom_of
from tests.programme.campaign import CITY, invites, proclaims, writes
from tests.world import Person, World


async def test_a_teacher_joins_by_the_schools_code(handset: Handset, world: World):
    school = await world.school()
    await school.opens("四年级1班")
    await school.opens("四年级2班")
    async with handset.opens("王老师", "/pages/school/join", query=f"scene={school.code}") as phone:
        await phone.sees("您扫的是学校发给老师的码")
        assert not [r for r in await phone.harness("requests") if r["url"].endswith("/sessions")]
        await press(phone, "我是老师，打开")
        await phone.sees("香洲一小", "经珠教基〔2026〕12号批准参加")
        await picks(phone, "四年级2班")
        await phone.fill("学校怎么称呼您", "王老师")
        await phone.keep("school-join")
        await press(phone, "加入这个班")
        await phone.sees("已经告诉学校了")
        await phone.keep("school-asked")
        await press(phone, "我教的班")
        await phone.sees("还没有班")
    teachers = await school.administrator.phone.get(f"{school.path}/teachers")
    await school.confirms(teachers["items"][0]["id"])
    async with handset.opens("王老师", "/pages/class/mine") as phone:
        await phone.sees("四年级2班")
        await phone.keep("class-mine")


async def test_families_join_by_the_teachers_card(handset: Handset, world: World, mother: Person):
    school, wang = await world.school(), await world.person("王老师")
    class_id = await school.opens()
    await school.takes_on(wang, class_id)
    await signs_in(handset, "王老师")
    async with handset.opens("王老师", "/pages/class/class", query=f"id={class_id}") as phone:
        await phone.tap("给家长的卡片")
        await press(phone, "做一张卡片")
        await press(phone, "发到家长群")
        (card,) = await phone.shares()
        await says_yes(phone, "知道了")
        await phone.keep("class-cards")
    path, _, asked = card["path"].partition("?")
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", path, query=asked) as phone:
        await phone.sees("四年级2班", "香洲一小 · 王老师")
        await phone.fill("学校里叫什么", "陈小满")
        await phone.keep("class-card")
        await press(phone, "加入这个班")
        await phone.sees("同意把我选中的记录和照片给孩子现在的班级看")
        await phone.keep("class-consent")
        await press(phone, "我是监护人，同意给班级看")
        await phone.sees("跟老师说好了")
    async with handset.opens("陈静", "/pages/child/classes", query=f"id={mother.child}") as phone:
        await phone.sees("四年级2班", "等老师点头")
        await phone.keep("child-classes")
    async with handset.opens("王老师", "/pages/class/class", query=f"id={class_id}") as phone:
        await phone.sees("1位")
        await phone.tap("等着进班的孩子")
        await phone.sees("陈小满", "小名 小满")
        await phone.keep("class-waiting")
        await press(phone, "都收下（1位）")
        await phone.sees("没有人在等")
    children = await school.administrator.phone.get(f"/classes/{class_id}/students")
    assert [child["nickname"] for child in children["items"]] == ["小满"]
    async with handset.opens("陈静", path, query="code=past") as phone:
        await phone.sees("这张卡片打不开了")


async def test_of_two_children_the_one_that_is_meant_comes_by_its_own_name(
    handset: Handset, world: World, mother: Person
):
    school, wang = await world.school(), await world.person("王老师")
    class_id = await school.opens()
    await school.takes_on(wang, class_id)
    card = (await school.card(class_id, wang))["code"]
    await mother.phone.put(f"/students/{mother.child}", {"full_name": "陈小满"})
    younger = await mother.opens_archive("豆豆", "2022-03-01")
    await mother.phone.put(f"/students/{younger}", {"full_name": "陈豆豆"})
    await mother.consents(Purpose.CLASS, younger)
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", "/pages/class/card", query=f"code={card}") as phone:
        name = phone.page.get_by_role("textbox", name="学校里叫什么")
        await picks(phone, "小满")
        await expect(name).to_have_value("陈小满")
        await picks(phone, "豆豆")
        await expect(name).to_have_value("陈豆豆")
        await name.fill("陈逗逗")
        await picks(phone, "小满")
        await picks(phone, "豆豆")
        await press(phone, "加入这个班")
        await phone.sees("跟老师说好了")
    (asked,) = (await wang.phone.get(f"/classes/{class_id}/enrolments"))["items"]
    assert (asked["nickname"], asked["name"]) == ("豆豆", "陈逗逗")


async def test_a_theme_is_taken_up_in_its_own_words(handset: Handset, world: World):
    room = await classroom_of(world)
    archivist = await world.archivist(CITY)
    for title, words in (("一张全家福", "一起照一张。"), ("家里的老物件", "问问它是谁的。")):
        await proclaims(archivist, CITY, title=title, words=words)
    await signs_in(handset, "Wang")
    async with handset.opens("Wang", "/pages/task/edit", query=f"class={room.id}") as phone:
        title = phone.page.get_by_label("记什么", exact=True)
        await picks(phone, "一张全家福")
        await expect(title).to_have_value("一张全家福")
        await phone.fill("怎么记", "一起照一张，写上日子。")
        await picks(phone, "家里的老物件")
        await expect(title).to_have_value("家里的老物件")
        await expect(phone.page.get_by_label("怎么记")).to_have_value("一起照一张，写上日子。")


async def test_a_teacher_invites_to_a_task(handset: Handset, world: World):
    room = await classroom_of(world)
    await signs_in(handset, "Wang")
    async with handset.opens("Wang", "/pages/class/class", query=f"id={room.id}") as phone:
        await phone.sees("班里的孩子（2）", "小满", "豆豆")
        await phone.keep("class-class")
        await press(phone, "开一个活动")
        await phone.fill("记什么", "我家的年夜饭")
        await phone.fill("怎么记", "拍一张年夜饭，请爷爷奶奶说说他们小时候吃什么。")
        await phone.keep("task-edit")
        await phone.goes("offline")
        await press(phone, "发给家长")
        await phone.sees("网络不给力")
        await expect(phone.page.get_by_label("记什么")).to_have_value("我家的年夜饭")
        await phone.goes("online")
        await press(phone, "发给家长")
        await phone.sees("我家的年夜饭")
    (task,) = (await room.wang.phone.get(f"/classes/{room.id}/tasks"))["items"]
    assert task["title"] == "我家的年夜饭"


async def test_a_task_is_answered_shown_endorsed_and_taken_back(handset: Handset, world: World):
    room = await classroom_of(world)
    task = await invites(room)
    entry = await writes(room.alice, "年夜饭")
    await signs_in(handset, "Alice")
    async with handset.opens(
        "Alice", "/pages/task/tasks", query=f"child={room.alice.child}"
    ) as phone:
        await phone.sees("班里的", "我家的年夜饭")
        await phone.keep("task-tasks")
        await phone.tap("我家的年夜饭")
        await phone.sees("小满来参加")
        await phone.keep("task-task")
        await press(phone, "从记下的里面选")
        await phone.page.get_by_role("button").filter(has_text="年夜饭").tap()
        await phone.sees("交这一条？")
        await phone.keep("task-choose")
        await press(phone, "交，也给班里看")
        await phone.sees("小满交过了", "班里看得到这一条")
        await phone.keep("task-answered")
    await room.wang.phone.post("/phrases", {"words": "观察得真仔细，继续写下去！"})
    await signs_in(handset, "Wang")
    async with handset.opens(
        "Wang", "/pages/task/task", query=f"id={task['id']}", theme="dark"
    ) as phone:
        await phone.sees("谁参加了", "给班里看了")
        await phone.lacks("豆豆")
        await phone.keep("task-teacher-dark")
        await phone.tap("等着评语的")
        await phone.tap("写句评语")
        await phone.sees("观察得真仔细")
        await phone.keep("class-endorse-dark")
        await phone.page.get_by_role("button", name="观察得真仔细，继续写下去！").tap()
        await phone.sees("都写过了")

    async def is_read() -> bool:
        said = (await room.alice.phone.get(f"/entries/{entry}"))["endorsements"]
        return [one["words"] for one in said] == ["观察得真仔细，继续写下去！"]

    await world.until(is_read)
    async with handset.opens(
        "Alice", "/pages/class/wall", query=f"id={room.id}", font=1.4
    ) as phone:
        await phone.sees("小满", "年夜饭")
        await phone.lacks("写句评语")
        await phone.keep("class-wall-large")
    async with handset.opens("Alice", "/pages/task/task", query=f"id={task['id']}") as phone:
        await phone.tap("收回来")
        await says_yes(phone, "收回")
        await phone.sees("小满来参加")


async def test_what_is_recorded_for_a_task_is_handed_in_with_one_tap(
    handset: Handset, world: World
):
    room = await classroom_of(world)
    task = await invites(room)
    await signs_in(handset, "Alice")
    async with handset.opens("Alice", "/pages/task/task", query=f"id={task['id']}") as phone:
        await press(phone, "现在新记一条")
        await press(phone, "只写几句话")
        await phone.fill("这一天的话", "爷爷做了红烧鱼。")
        await press(phone, "完成")
        await phone.sees("「我家的年夜饭」在等这一条")
        await phone.keep("record-for-task")
        await press(phone, "把这一条交上去")
        await phone.sees("交这一条？", "爷爷做了红烧鱼。")
        await still(phone, "只让老师知道参加了")
        await phone.keep("task-choose-recorded")
        await press(phone, "只让老师知道参加了")
        await phone.sees("小满交过了", "老师只知道参加了")
        await phone.tap("返回")
        await phone.lacks("在等这一条")
    (entry,) = await room.alice.timeline()
    (answer,) = (await room.alice.phone.get(f"/tasks/{task['id']}"))["own"]
    assert (answer["entry_id"], entry["audience"]) == (entry["id"], "family")


async def test_phrases_and_the_last_page_of_a_booklet(handset: Handset, world: World):
    room = await classroom_of(world)
    path = await booklet_of(room.alice, await told(room.alice))
    await confirms(room.alice, path, together=True)
    await room.alice.phone.call("PUT", f"{path}/school")
    await signs_in(handset, "Wang")
    async with handset.opens("Wang", "/pages/class/phrases") as phone:
        await phone.fill("新的一句", "写得真好！")
        await press(phone, "存下这句")
        await phone.sees("写得真好！")
        await phone.keep("class-phrases")
        await phone.tap("不要：写得真好！")
        await says_yes(phone, "不要了")
        await phone.lacks("写得真好！")
    async with handset.opens("Wang", "/pages/class/booklets", query=f"id={room.id}") as phone:
        await phone.sees("等着写")
        await phone.keep("class-booklets")
        await phone.tap("等着写")
        await phone.fill("给孩子的话", "这一年你长高了，也更沉得住气了。")
        await phone.keep("class-booklet")
        await press(phone, "写好了")
        await phone.sees("家里")
    await room.alice.phone.until(path, state=["endorsed"])


async def test_strangers_find_no_class_and_no_task_but_themes_are_for_all(
    handset: Handset, world: World, mother: Person
):
    room = await classroom_of(world)
    task = (await invites(room))["id"]
    await proclaims(await world.archivist(CITY), CITY)
    await signs_in(handset, "陈静")
    pages = (
        ("class/class", f"id={room.id}"),
        ("class/wall", f"id={room.id}"),
        ("class/waiting", f"id={room.id}"),
        ("task/task", f"id={task}"),
        ("task/tasks", f"child={room.alice.child}"),
    )
    for page, asked in pages:
        async with handset.opens("陈静", f"/pages/{page}", query=asked) as phone:
            await phone.sees(GONE)
    async with handset.opens("陈静", "/pages/task/tasks", query=f"child={mother.child}") as phone:
        await phone.sees("市里和区里的", "一张全家福")
        await phone.tap("一张全家福")
        await press(phone, "从记下的里面选")
        await phone.sees("还没有记下什么")
