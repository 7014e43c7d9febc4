"""Schools: one of each name in a district, with classes and one code that can be renewed."""

import asyncio
from io import BytesIO

import pytest
from PIL import Image

from models.people.regions import Region
from service.demo.phone import Refused
from service.foundation.database import query
from service.integrations import adapters
from service.people import schools
from service.trust.consents import Purpose
from tests.each import each
from tests.edge.wire import NOBODY, headers_of
from tests.people.classroom import parent_of
from tests.school import APPROVAL, School
from tests.world import JINWAN, XIANGZHOU, Person, refused

CITY, TOWN = "440400000000", "440402004000"


async def founds(archivist: Person, code: str = XIANGZHOU, name: str = "香洲一小"):
    region = await Region.get(code=code)
    draft = {"name": name, "region_id": str(region.id), "approval": APPROVAL}
    return await archivist.phone.post("/schools", draft)


async def acts() -> list[str]:
    rows = await query(
        "select action from audit_records"
        " where action like 'school.%' or action like 'class.%' order by id"
    )
    return [row["action"] for row in rows]


@pytest.fixture
async def school(world) -> School:
    return await world.school()


async def test_archivists_found_schools_in_their_districts(world):
    """The city's everywhere, the district's in the district, a town's nowhere."""
    district, city = await world.archivist(XIANGZHOU), await world.archivist(CITY)
    town, stranger = await world.archivist(TOWN), await world.person("Stranger")
    made = await founds(district)
    assert set(made) == {"id", "name", "region_id", "region", "approval"}
    assert (made["name"], made["region"], made["approval"]) == ("香洲一小", "香洲区", APPROVAL)
    await founds(city, JINWAN, "金湾一小")
    for who, code in (
        (district, JINWAN),
        (district, CITY),
        (town, XIANGZHOU),
        (stranger, XIANGZHOU),
    ):
        with refused(404):
            await founds(who, code, "香洲二小")
    with refused(404):
        body = {"name": "香洲二小", "region_id": NOBODY, "approval": APPROVAL}
        await district.phone.post("/schools", body)
    for code in (TOWN, CITY):
        with refused(422, "school.district"):
            await founds(city, code, "香洲二小")
    for who, seen in ((district, ["香洲一小"]), (city, ["香洲一小", "金湾一小"]), (town, [])):
        assert [s["name"] for s in (await who.phone.get("/schools"))["items"]] == seen
    assert await acts() == ["school.founded"] * 2


async def test_a_district_has_one_school_of_each_name(world):
    """Thirty at once are one; another district may have its own."""
    city = await world.archivist(CITY)
    tries = await asyncio.gather(*(founds(city) for _ in range(30)), return_exceptions=True)
    lost = [one for one in tries if isinstance(one, Refused)]
    assert [(one.status, one.problem["code"]) for one in lost] == [(409, "school.exists")] * 29
    await founds(city, JINWAN)
    assert len(await query("select 1 from schools")) == 2
    assert await acts() == ["school.founded"] * 2


async def test_its_districts_archivists_change_its_name_and_approval(world, school):
    """Everybody reads them at once; a school is never without the paper it stands on."""
    district, administrator = school.archivist, school.administrator
    renewed = "珠教基〔2027〕3号"
    for _ in range(2):
        changed = await district.phone.put(school.path, {"approval": renewed})
    assert (changed["name"], changed["approval"]) == ("香洲一小", renewed)
    city = await world.archivist(CITY)
    await city.phone.put(school.path, {"name": "香洲实验一小"})
    assert (await acts()).count("school.changed") == 2
    shown = await (await world.person("Wang")).phone.get(f"/school-codes/{school.code}")
    assert (shown["name"], shown["approval"]) == ("香洲实验一小", renewed)
    await founds(district, name="香洲二小")
    with refused(409, "school.exists"):
        await district.phone.put(school.path, {"name": "香洲二小"})
    with refused(403, "school.by_archivist"):
        await administrator.phone.put(school.path, {"approval": APPROVAL})
    for who in (await world.archivist(TOWN), await world.archivist(JINWAN)):
        with refused(404):
            await who.phone.put(school.path, {"approval": APPROVAL})
    for body in ({"approval": ""}, {"approval": "12号"}, {"approval": "号" * 61}):
        with refused(422):
            await district.phone.put(school.path, body)
        region = str((await Region.get(code=XIANGZHOU)).id)
        with refused(422):
            await district.phone.post("/schools", body | {"name": "三小", "region_id": region})
    assert (await administrator.phone.get(school.path))["approval"] == renewed


async def test_the_administrator_alone_sees_the_school_and_its_code(world, school):
    shown = await school.administrator.phone.get(school.path)
    assert set(shown) == {"id", "name", "region_id", "region", "approval", "code"}
    assert len(shown["code"]) * 6 >= 128
    assert shown["code"] not in str(await query("select * from schools"))
    other = await world.school("香洲二小")
    class_id = await school.opens()
    stranger, wang = await world.person("Stranger"), await world.person("Wang")
    await school.takes_on(wang, class_id)
    inside = [school.path, f"{school.path}/classes", f"{school.path}/teachers"]
    assert await school.administrator.sees(*inside) == [True] * 3
    for who in (other.administrator, stranger, wang, await world.archivist()):
        assert await who.sees(*inside) == [False] * 3
        with refused(404):
            await who.phone.post(f"{school.path}/classes", {"name": "二班"})
        with refused(404):
            await who.phone.post(f"{school.path}/code", {})
    assert (await school.administrator.phone.get(school.path))["code"] == school.code


async def test_an_administrator_whose_office_ended_sees_the_school_no_more(world, school):
    (own,) = (await school.administrator.phone.get("/appointments"))["items"]
    await (await world.archivist()).phone.delete(f"/appointments/{own['id']}")
    assert await school.administrator.sees(school.path) == [False]
    with refused(404):
        await school.opens()
    assert (await school.administrator.phone.get("/schools"))["items"] == []


async def test_the_code_shows_the_school_and_its_classes(world, school):
    for name in ("四年级2班", "一年级1班"):
        await school.opens(name)
    other = await world.school("香洲二小")
    await other.opens("五年级1班")
    dora = await world.person("Dora")
    shown = await dora.phone.get(f"/school-codes/{school.code}")
    assert (shown["name"], shown["region"]) == ("香洲一小", "香洲区")
    assert shown["approval"] == APPROVAL
    assert [one["name"] for one in shown["classes"]] == ["一年级1班", "四年级2班"]
    assert set(shown) == {"name", "region", "approval", "classes"}
    with refused(401):
        await world.phone("nobody").get(f"/school-codes/{school.code}")


async def test_a_renewed_code_ends_the_one_before(world, school):
    """For looking and for teaching; families never came by it."""
    class_id, former = await school.opens(), school.code
    wang, dora = await world.person("Wang"), await parent_of(world, "Dora", "果果")
    await dora.consents(Purpose.CLASS, dora.child)
    phone = school.administrator.phone
    renewed = await phone.post(f"{school.path}/code", {}, key="renewed-once")
    assert await phone.post(f"{school.path}/code", {}, key="renewed-once") == renewed
    assert renewed["code"] != former
    with refused(404):
        await wang.phone.get(f"/school-codes/{former}")
    with refused(404):
        await school.is_asked(wang, class_id)
    for code in (former, renewed["code"]):
        with refused(404):
            body = {"card": code, "name": "果果"}
            await dora.phone.post(f"/students/{dora.child}/enrolments", body)
    school.code = renewed["code"]
    await wang.phone.get(f"/school-codes/{school.code}")
    await school.is_asked(wang, class_id)
    assert (await acts()).count("school.code_renewed") == 1


async def test_guessing_a_school_ends_after_ten_tries_even_if_the_next_is_right(world, school):
    bob = await world.person("Bob")
    for number in range(10):
        with refused(404):
            await bob.phone.get(f"/school-codes/guess-{number}")
    with refused(429, "rate_limited"):
        await bob.phone.get(f"/school-codes/{school.code}")


async def test_a_school_has_one_class_of_each_name(world, school):
    tries = await asyncio.gather(*(school.opens() for _ in range(10)), return_exceptions=True)
    lost = [one for one in tries if isinstance(one, Refused)]
    assert [(one.status, one.problem["code"]) for one in lost] == [(409, "class.exists")] * 9
    await (await world.school("香洲二小")).opens()
    classes = (await school.administrator.phone.get(f"{school.path}/classes"))["items"]
    assert [one["name"] for one in classes] == ["四年级2班"]
    assert (await acts()).count("class.opened") == 2


@each("name", ["", " ", "班" * 31])
async def test_a_class_without_a_proper_name_is_refused(school, name):
    with refused(422):
        await school.opens(name)


async def test_the_code_is_printed_as_wechat_draws_it(world, school):
    reply = await picture(world, school, school.administrator)
    assert (reply.status_code, reply.headers["content-type"]) == (200, "image/jpeg")
    assert Image.open(BytesIO(reply.content)).format == "JPEG"
    assert reply.headers["cache-control"] == "private, no-store"
    assert reply.content == await adapters().wechat.mini_code(school.code, schools.PAGE)
    for who in (await world.archivist(), await world.person("Stranger")):
        assert (await picture(world, school, who)).status_code == 404


async def test_a_picture_that_wechat_refuses_is_for_later(world, school):
    await world.script("wechat", "getwxacodeunlimit", {"errcode": 41030})
    reply = await picture(world, school, school.administrator)
    assert (reply.status_code, reply.json()["code"]) == (409, "school.code_picture")


async def picture(world, school: School, who: Person):
    url = f"{world.url}/api/v1{school.path}/code.jpg"
    return await world.http.get(url, headers=headers_of(who))
