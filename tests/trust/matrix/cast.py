"""The cast: one family with everybody who could want to look at it, and two others."""

from models.people.regions import Region
from models.people.staff import Office
from service.people import appointments, regions
from service.trust.consents import Purpose
from tests.school import APPROVAL, School
from tests.trust.matrix.roles import ROLES
from tests.world import XIANGZHOU, Person, World

CITY, TOWN, COMMUNITY = "440400000000", "440402004000", "440402004001"
COMMUNITY_SHEET = f"code,name,level,parent_code,prefix\n{COMMUNITY},茂盛社区,社区,{TOWN},\n"
ROLE_OF = {"guardian": "guardian", "editor": "editor", "contributor": "contributor"}
OFFICE_OF = {
    "community_staff": (Office.ARCHIVIST, COMMUNITY),
    "town_staff": (Office.ARCHIVIST, TOWN),
    "district_staff": (Office.ARCHIVIST, XIANGZHOU),
    "city_staff": (Office.ARCHIVIST, CITY),
    "moderator": (Office.MODERATOR, CITY),
    "curator": (Office.CURATOR, CITY),
    "auditor": (Office.AUDITOR, CITY),
}


class Cast:
    """`people` are the roles of the matrix; Bob and Carol own what is foreign to all of them."""

    def __init__(self, world: World, people: dict[str, Person], bob: Person) -> None:
        self.world, self.people, self.bob = world, people, bob
        self.owner = people["owner"]
        self.school: School
        self.classes: dict[str, str] = {}
        self.staff: dict[str, str] = {}
        self.memberships: dict[str, str] = {}
        self.enrolments: dict[str, str] = {}


async def cast_of(world: World) -> Cast:
    """Everybody in their places."""
    people = {role: await world.person(role) for role in ROLES if role != "anonymous"}
    people["anonymous"] = Person(world, world.phone("anonymous"))
    cast = Cast(world, people, await world.person("Bob"))
    await _settle(cast)
    await _appoint(cast)
    await _meet_at_school(cast)
    return cast


async def _settle(cast: Cast) -> None:
    owner = cast.owner
    for person, family, child in (
        (owner, "陈家", "小满"),
        (cast.people["parent"], "林家", "豆豆"),
        (cast.bob, "周家", "果果"),
    ):
        await person.founds(family)
        await person.opens_archive(child)
    for who in ("guardian", "editor", "contributor", "viewer", "former"):
        role = who if who in {"contributor", "viewer"} else "editor"
        await owner.invites(cast.people[who], "亲属", role)
    members = (await owner.phone.get(f"/families/{owner.family}/members"))["items"]
    cast.memberships = {one["nickname"]: one["id"] for one in members}
    promoted = f"/memberships/{cast.memberships['guardian']}"
    await owner.phone.put(promoted, {"role": "guardian"})
    await owner.phone.delete(f"/memberships/{cast.memberships['former']}")


async def _appoint(cast: Cast) -> None:
    report = await regions.import_csv(COMMUNITY_SHEET.encode())
    assert not report.problems, report
    for who, (office, code) in OFFICE_OF.items():
        offered = await appointments.offer_first(office, who, code)
        await cast.people[who].takes_up(appointments.code_of(offered))
    for person in (cast.owner, cast.bob):
        await person.joins_programme(COMMUNITY if person is cast.owner else XIANGZHOU)
    assert await Region.exists(code=COMMUNITY)


async def _meet_at_school(cast: Cast) -> None:
    people = cast.people
    cast.school = await _school(cast)
    for name in ("四年级1班", "四年级2班"):
        cast.classes[name] = await cast.school.opens(name)
    first, second = cast.classes.values()
    for who, class_id in (("teacher", first), ("former_teacher", first), ("other_teacher", second)):
        cast.staff[who] = await cast.school.takes_on(people[who], class_id)
    await people["former_teacher"].phone.delete(f"/class-staff/{cast.staff['former_teacher']}")
    for person, class_id in ((cast.owner, first), (people["parent"], first), (cast.bob, second)):
        await person.consents(Purpose.CLASS, person.child)
        cast.enrolments[person.child] = await cast.school.enrols(person, class_id)


async def _school(cast: Cast) -> School:
    """A school whose administrator has the role of that name."""
    archivist, administrator = cast.people["district_staff"], cast.people["administrator"]
    region = str((await Region.get(code=XIANGZHOU)).id)
    body = {"name": "香洲一小", "region_id": region, "approval": APPROVAL}
    made = await archivist.phone.post("/schools", body)
    offer = {"office": "school_administrator", "name": "何校长", "school_id": made["id"]}
    offered = await archivist.phone.post("/appointments", offer)
    held = await administrator.takes_up(offered["code"])
    shown = await administrator.phone.get(f"/schools/{made['id']}")
    return School(archivist, administrator, shown, held["id"])


async def lend_a_phone(cast: Cast) -> Person:
    """The owner's child with the owner's phone in its hands."""
    given = await cast.owner.phone.post(f"/students/{cast.owner.child}/handover", None)
    holder = Person(cast.world, cast.world.phone("nobody"))
    holder.phone.token = given["token"]
    return holder


async def sign_in_the_student(cast: Cast) -> None:
    owner, student = cast.owner, cast.people["student"]
    invitation = await owner.phone.post(f"/students/{owner.child}/invitations", {})
    await student.phone.post("/student-accounts", {"code": invitation["code"]})
