"""Access: every route, for everybody, in each audience; a route that is not listed fails here."""

from typing import Any

import pytest

from handlers.app import create_app
from models.trust.audit import AuditRecord
from service.foundation.database import query
from service.trust.consents import TEXTS, Purpose
from tests.trust.town import AUDIENCES, Town, town_of
from tests.world import World

GUARDIANS = {"owner", "guardian"}
FAMILY = GUARDIANS | {"contributor", "viewer"}
CLASS = FAMILY | {"parent", "teacher"}
EVERYBODY = CLASS | {"former", "stranger"}
SEEN_BY = dict(zip(AUDIENCES, (GUARDIANS, FAMILY, CLASS, EVERYBODY), strict=True))

OF_A_FAMILY = (
    "families/<family_id:uuid>",
    "families/<family_id:uuid>/members",
    "families/<family_id:uuid>/timeline",
    "students/<student_id:uuid>",
    "students/<student_id:uuid>/timeline",
)
BY_AUDIENCE = {
    "entries/<entry_id:uuid>": AUDIENCES[:3],
    "photos/<photo_id:uuid>": AUDIENCES[:3],
    "posts/<post_id:uuid>": AUDIENCES,
}
OWN = {"account", "students", "consents"}
OPEN = {"consent-texts", "shared/<token:str>", "feed"}

ARCHIVE, SHOW = TEXTS[Purpose.ARCHIVE].version, TEXTS[Purpose.SHOW].version
WRITES: dict[str, dict[str, Any] | None] = {
    "POST families/<family_id:uuid>/invitations": {},
    "POST students": {"nickname": "小", "birth_date": "2016-05-01", "consent_version": ARCHIVE},
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
LIKES = {"PUT posts/<post_id:uuid>/like", "DELETE posts/<post_id:uuid>/like"}
TO_ONESELF = {"PATCH account", "DELETE sessions/current", "POST families", "POST memberships"}


@pytest.fixture
async def town(world: World) -> Town:
    return await town_of(world)


def routes(world: World) -> set[str]:
    """All there is under /api/v1, e.g. `GET account`."""
    found = create_app(world.settings).router.routes
    return {
        f"{method} {route.path.removeprefix('api/v1/')}"
        for route in found
        for method in route.methods
        if route.path.startswith("api/v1/")
    }


async def test_every_route_is_in_one_of_these_tables(world):
    reads = {f"GET {route}" for route in {*OF_A_FAMILY, *BY_AUDIENCE, *OWN, *OPEN}}
    assert routes(world) == reads | {*WRITES} | LIKES | TO_ONESELF | {"POST sessions"}


async def test_who_reads_what(town):
    cells = {(route, "public"): FAMILY for route in OF_A_FAMILY}
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
