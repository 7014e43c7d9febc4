"""Access: every route, for everybody, in each audience; a route that is not listed fails here."""

from typing import Any
from uuid import UUID

import pytest

from handlers.app import create_app
from models.trust.audit import AuditRecord
from models.trust.consents import Purpose
from service.foundation.database import query
from service.trust.consent_texts import current
from tests.trust.town import AUDIENCES, Town, town_of
from tests.world import World

GUARDIANS = {"owner", "guardian"}
FAMILY = GUARDIANS | {"contributor", "viewer"}
CLASS = FAMILY | {"parent", "teacher"}
EVERYBODY = CLASS | {"former", "stranger", "administrator", "archivist"}
SEEN_BY = dict(zip(AUDIENCES, (GUARDIANS, FAMILY, CLASS, EVERYBODY), strict=True))

OF_A_FAMILY = (
    "families/<family_id:uuid>",
    "families/<family_id:uuid>/members",
    "families/<family_id:uuid>/persons",
    "families/<family_id:uuid>/timeline",
    "students/<student_id:uuid>",
    "students/<student_id:uuid>/timeline",
    "students/<student_id:uuid>/enrolments",
)
OF_A_SCHOOL = {
    "schools/<school_id:uuid>": {"administrator"},
    "schools/<school_id:uuid>/classes": {"administrator"},
    "schools/<school_id:uuid>/teachers": {"administrator"},
    "schools/<school_id:uuid>/code.jpg": {"administrator"},
    "classes/<class_id:uuid>/students": {"administrator", "teacher"},
}
BY_AUDIENCE = {
    "entries/<entry_id:uuid>": AUDIENCES[:3],
    "photos/<photo_id:uuid>": AUDIENCES[:3],
    "posts/<post_id:uuid>": AUDIENCES,
}
OWN = {
    *("account", "sessions", "students", "consents", "consents/history", "notices"),
    "families/<family_id:uuid>/household",
    "families/<family_id:uuid>/invitations",
    "students/<student_id:uuid>/invitations",
    "students/<student_id:uuid>/looks",
    *("account/data", "students/<student_id:uuid>/data", "families/<family_id:uuid>/data"),
    "erasures/<erasure_id:uuid>",
}
OPEN = {"consent-texts", "shared/<token:str>", "feed", "regions", "regions/<region_id:uuid>"}

ARCHIVE, SHOW = current(Purpose.ARCHIVE).version, current(Purpose.SHOW).version
WRITES: dict[str, dict[str, Any] | None] = {
    "PATCH families/<family_id:uuid>": {"name": "林家"},
    "POST families/<family_id:uuid>/ownership": {"membership_id": str(UUID(int=0))},
    "POST families/<family_id:uuid>/dispute": None,
    "DELETE families/<family_id:uuid>/dispute": None,
    "PATCH memberships/<membership_id:uuid>": {"role": "editor"},
    "DELETE memberships/<membership_id:uuid>": None,
    "POST families/<family_id:uuid>/invitations": {},
    "DELETE invitations/<invitation_id:uuid>": None,
    "POST families/<family_id:uuid>/household": {"region_id": str(UUID(int=0))},
    "DELETE families/<family_id:uuid>/household": None,
    "POST students": {"nickname": "小", "birth_date": "2016-05-01", "consent_version": ARCHIVE},
    "PATCH students/<student_id:uuid>": {"nickname": "大"},
    "POST students/<student_id:uuid>/invitations": None,
    "DELETE student-invitations/<student_invitation_id:uuid>": None,
    "DELETE students/<student_id:uuid>/account": None,
    "PUT students/<student_id:uuid>/avatar": {"photo_id": str(UUID(int=0))},
    "DELETE students/<student_id:uuid>/avatar": None,
    "POST privacy-checks": {"words": "海边"},
    "POST families/<family_id:uuid>/persons": {"name": "阿公"},
    "PATCH persons/<person_id:uuid>": {"name": "阿婆"},
    "DELETE persons/<person_id:uuid>": None,
    "PUT photos/<photo_id:uuid>/persons": {"person_ids": []},
    "POST entries/<entry_id:uuid>/confirmation": None,
    "POST students/<student_id:uuid>/enrolments": {"code": "c", "class_id": str(UUID(int=0))},
    "DELETE enrolments/<enrolment_id:uuid>": None,
    "POST students/<student_id:uuid>/erasure": None,
    "POST families/<family_id:uuid>/erasure": None,
    "DELETE erasures/<erasure_id:uuid>": None,
    "POST consents": {"purpose": "show", "version": SHOW},
    "DELETE consents/<consent_id:uuid>": None,
    "POST uploads": {"files": [{"name": "a.jpg", "bytes": 9}]},
    "POST uploads/<upload_id:uuid>/confirmation": None,
    "POST entries": {"title": "海边"},
    "PATCH entries/<entry_id:uuid>": {"title": "山上"},
    "DELETE entries/<entry_id:uuid>": None,
    "POST posts": {"words": "海边"},
    "DELETE posts/<post_id:uuid>": None,
    "POST posts/<post_id:uuid>/share-links": {},
    "DELETE share-links/<link_id:uuid>": None,
}
OF_STAFF = {"appointments", "schools", "classes", "school-codes/<code:str>", "disputes"}
OF_STAFF |= {"access-grants", "staff/households", "access-grants/<grant_id:uuid>/timeline"}
OF_STAFF |= {
    "access-grants/<grant_id:uuid>/entries/<entry_id:uuid>",
    "access-grants/<grant_id:uuid>/photos/<photo_id:uuid>",
}
LOOK = {"reason": "safety", "words": "老师说孩子有两天没有到校了", "minutes": 30}
OFFICE = {"office": "school_administrator", "name": "何校长"}
STAFF_WRITES: dict[str, tuple[set[str], dict[str, Any] | None]] = {
    "POST appointments": ({"archivist"}, OFFICE),
    "DELETE appointments/<appointment_id:uuid>": ({"archivist", "administrator"}, None),
    "POST schools": ({"archivist"}, {"name": "香洲二小"}),
    "POST access-grants": ({"archivist"}, LOOK),
    "POST access-grants/<grant_id:uuid>/approval": (set(), None),
    "POST access-grants/<grant_id:uuid>/refusal": (set(), None),
    "POST schools/<school_id:uuid>/code": ({"administrator"}, {}),
    "POST schools/<school_id:uuid>/classes": ({"administrator"}, {"name": "四年级3班"}),
    "POST class-staff/<staff_id:uuid>/confirmation": ({"administrator"}, None),
    "DELETE class-staff/<staff_id:uuid>": ({"administrator", "teacher"}, None),
    "POST disputes/<dispute_id:uuid>/settlement": ({"archivist"}, None),
}
"""Who may, and the body."""
BY_CODE = {"POST appointments/acceptance", "POST class-staff", "GET invitation-codes/<code:str>"}
BY_CODE |= {"POST student-accounts"}
LIKES = {"PUT posts/<post_id:uuid>/like", "DELETE posts/<post_id:uuid>/like"}
TO_ONESELF = {"PATCH account", "DELETE sessions/current", "POST families", "POST memberships"}
TO_ONESELF |= {"PUT notices/<notice_id:uuid>/read", "POST account/erasure"}
TO_ONESELF |= {"PUT account/avatar", "DELETE account/avatar", "POST account/avatar-uploads"}
TO_ONESELF |= {"PUT account/phone", "DELETE account/phone"}
TO_ONESELF |= {"DELETE sessions", "DELETE sessions/<session_id:uuid>"}


@pytest.fixture
async def town(world: World) -> Town:
    return await town_of(world)


def routes(world: World) -> set[str]:
    """All there is under /api/v1, e.g. `GET account`."""
    found = create_app().router.routes
    return {
        f"{method} {route.path.removeprefix('api/v1/')}"
        for route in found
        for method in route.methods
        if route.path.startswith("api/v1/")
    }


async def test_every_route_is_in_one_of_these_tables(world):
    read = {*OF_A_FAMILY, *OF_A_SCHOOL, *OF_STAFF, *BY_AUDIENCE, *OWN, *OPEN}
    written = {*WRITES, *STAFF_WRITES, *BY_CODE, *LIKES, *TO_ONESELF, "POST sessions"}
    assert routes(world) == {f"GET {route}" for route in read} | written


async def test_who_reads_what(town):
    cells = {(route, "public"): FAMILY for route in OF_A_FAMILY}
    cells |= {(route, "public"): seeing for route, seeing in OF_A_SCHOOL.items()}
    cells |= {(route, a): SEEN_BY[a] for route, audiences in BY_AUDIENCE.items() for a in audiences}
    wrong = []
    for (route, audience), seeing in cells.items():
        for who in town.people:
            expected = 200 if who in seeing else 401 if who == "anonymous" else 404
            status = await town.status(who, "GET", town.path(route, audience))
            if status != expected:
                wrong.append((route, audience, who, status))
    assert wrong == []


async def test_what_each_timeline_and_feed_holds(town):
    posts = {things["post_id"]: audience for audience, things in town.things.items()}
    expected = {"public": EVERYBODY, "family": FAMILY, "class": GUARDIANS | {"parent", "teacher"}}
    for who, person in town.people.items():
        if who == "anonymous":
            continue
        for scope, readers in expected.items():
            audiences = {audience for audience in AUDIENCES if who in SEEN_BY[audience]}
            audiences &= {"public"} if scope == "public" else set(AUDIENCES)
            audiences -= {"guardians", "family"} if scope == "class" else set()
            found = {posts[post] for post in await person.feed(scope)}
            assert found == (audiences if who in readers else set()), (who, scope)
    for who in FAMILY:
        entries = await town.people[who].timeline(town.owner.child)
        seen = {entry["audience"] for entry in entries}
        assert seen == {audience for audience in AUDIENCES[:3] if who in SEEN_BY[audience]}, who


async def test_each_list_holds_ones_own_alone(town):
    for who in EVERYBODY:
        person = town.people[who]
        children = {child["id"] for child in (await person.phone.get("/students"))["items"]}
        homes = {home["id"] for home in (await person.phone.get("/account"))["families"]}
        assert (town.owner.child in children) is (who in FAMILY), who
        assert (town.owner.family in homes) is (who in FAMILY), who
        status = await town.status(who, "GET", f"/consents?family_id={town.owner.family}")
        assert status == (200 if who in GUARDIANS else 403 if who in FAMILY else 404), who


async def test_without_a_session_nothing_but_the_open_opens(town):
    wrong = []
    for route in routes(town.world) - {"POST sessions"}:
        method, path = route.split(" ")
        status = await town.status("anonymous", method, town.path(path, "public"), {})
        if (status == 401) is (method == "GET" and path in OPEN):
            wrong.append((route, status))
    assert wrong == []
    for scope in ("family", "class"):
        assert await town.status("anonymous", "GET", f"/feed?scope={scope}") == 401


async def test_whoever_is_not_of_the_family_writes_nothing_of_it(town):
    """The post is public and the entry the class's: what is seen is not theirs to change."""
    rows = await AuditRecord.all().count()
    for who in sorted(EVERYBODY - FAMILY):
        for route in WRITES:
            status = await _tries(town, who, route)
            seen = "posts/" in route or ("entries/" in route and who in CLASS)
            assert status == 404 or (status == 403 and seen), (who, route, status)
    assert await AuditRecord.all().count() == rows
    assert (
        await query("select 1 from entries where title <> '海边' or deleted_at is not null") == []
    )


async def test_only_staff_write_what_is_a_schools(town):
    """Whoever may not is told that there is nothing."""
    rows = await AuditRecord.all().count()
    things = town.things["public"]
    bodies = {
        "POST appointments": {"school_id": things["school_id"]},
        "POST schools": {"region_id": things["region_id"]},
        "POST access-grants": {"student_id": things["student_id"]},
    }
    wrong = []
    for route, (writers, body) in STAFF_WRITES.items():
        method, path = route.split(" ")
        whole = None if body is None else body | bodies.get(route, {})
        for who in sorted(EVERYBODY - writers):
            status = await town.status(who, method, town.path(path, "public"), whole)
            wrong += [(route, who, status)] if status != 404 else []
    assert wrong == []
    assert await AuditRecord.all().count() == rows


async def test_a_viewer_looks_and_writes_nothing(town):
    rows = await AuditRecord.all().count()
    for route in WRITES:
        hers = "uploads/" in route  # a ticket is its holder's alone
        assert await _tries(town, "viewer", route) == (404 if hers else 403), route
    assert await AuditRecord.all().count() == rows


async def _tries(town: Town, who: str, route: str) -> int:
    """Try a write on the public things of the family, with all that it asks for."""
    method, path = route.split(" ")
    things, body = town.things["public"], WRITES[route]
    if body is not None and "<" not in path:
        body = body | {"family_id": things["family_id"]}
    if path in {"consents", "entries", "posts"} and body is not None:
        body = body | {"student_id": things["student_id"]}
    if path == "posts" and body is not None:
        body = body | {"photo_ids": [things["photo_id"]]}
    return await town.status(who, method, town.path(path, "public"), body)
