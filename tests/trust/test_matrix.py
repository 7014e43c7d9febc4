"""The access matrix: every route × role × condition, held against the rules and the document."""

import json
from pathlib import Path
from typing import Any

from sanic import Sanic

from handlers.app import create_app
from handlers.edge import handed_over
from handlers.edge.operations import Operation
from service.integrations import adapters
from tests.counters import forget
from tests.edge.described import BY_A_CODE_OF_ITS_OWN, checked, document, json_of, operations
from tests.trust.matrix.cast import cast_of, lend_a_phone
from tests.trust.matrix.page import page
from tests.trust.matrix.roles import CLASS, EVERYBODY, GUARDIANS, MEMBERS, READERS
from tests.trust.matrix.rule import ENTRY_READS, POST_READS
from tests.trust.matrix.rules import RULES
from tests.trust.matrix.things import Things, things_of
from tests.trust.undone import Undone, undone
from tests.world import Person, World, refused

PREFIX = "/api/v1/"
HANDED_OVER = "handed over"
CHILDS_OWN = "POST booklets/<booklet_id:uuid>/confirmation"
"""To a child that signs in by itself, a lent phone is no way around its own yes."""
"""A child on its guardian's phone, beside the roles."""


def routes() -> dict[str, Operation]:
    """All there is under /api/v1, e.g. `GET account`, and what it says of itself."""
    app = create_app()
    Sanic.unregister_app(app)
    return {
        f"{method} {route.path.removeprefix(PREFIX[1:])}": route.handler.operation
        for route in app.router.routes
        for method in route.methods
        if route.path.startswith(PREFIX[1:])
    }


def test_every_route_has_its_rule():
    assert set(routes()) == set(RULES)


async def test_everybody_gets_of_every_thing_what_the_rules_say_and_nothing_else(world: World):
    """So does a child on its guardian's phone: no more than the student, and less where it says."""
    cast = await cast_of(world)
    things = await things_of(cast)
    people = cast.people | {HANDED_OVER: await lend_a_phone(cast)}
    closed = {name for name, operation in routes().items() if _is_closed(name, operation)}
    doc, wrong, seen = await document(world), [], set()
    await world.quiet()
    async with world.worker_away(), undone() as app:  # whose acts would be counted as a request's
        for route, rule in RULES.items():
            await forget(adapters().valkey)
            for condition, role, reply, acts in await _answers(app, people, things, route):
                expected = rule.expected(condition, "student" if role == HANDED_OVER else role)
                if role == HANDED_OVER and route in closed:
                    expected = 403
                if role == HANDED_OVER and route == CHILDS_OWN and expected != 404:
                    expected = 403
                status = 200 if reply.is_success else reply.status_code
                if status != expected:
                    wrong.append(f"{route} · {condition} · {role}: {reply.status_code}, {expected}")
                if acts and not reply.is_success:
                    wrong.append(f"{route} · {condition} · {role}: refused, but {acts} acts")
                try:
                    seen.add(checked(doc, reply))
                except AssertionError as undocumented:
                    wrong.append(str(undocumented))
    assert not wrong, "\n".join(wrong)
    wanted = {
        (path, method, status)
        for path, method, operation in operations(doc)
        for status in json_of(operation) - {"503"}
        if path.startswith(PREFIX)
    }
    assert {f"{method} {path}" for path, method, _ in wanted - seen} == BY_A_CODE_OF_ITS_OWN


def _is_closed(name: str, operation: Operation) -> bool:
    return operation.signed_in and not handed_over.is_open(*name.split(" "))


async def _answers(
    app: Undone, people: dict[str, Person], things: Things, route: str
) -> list[tuple]:
    """What everybody is answered on one route, thing by thing."""
    method, path = route.split(" ")
    rule, found = RULES[route], []
    for condition, ids in things[rule.kind].items():
        target = PREFIX + _filled(path, ids)
        target += f"?{_filled(rule.query, ids)}" if rule.query else ""
        body = None if rule.body is None else json.loads(_filled(json.dumps(rule.body), ids))
        for role, person in people.items():
            reply, acts = await app.request(method, target, person.phone.token, body)
            if reply.status_code == 429:  # all of them share one address
                await forget(adapters().valkey)
                reply, acts = await app.request(method, target, person.phone.token, body)
            found.append((condition, role, reply, acts))
    return found


def _filled(text: str, ids: dict[str, Any]) -> str:
    for name, value in ids.items():
        for hole in (f"<{name}:uuid>", f"<{name}:str>", f"${name}"):
            text = text.replace(hole, value)
    return text


async def test_what_each_timeline_feed_and_list_holds(world: World):
    cast = await cast_of(world)
    things = await things_of(cast)
    posts = {ids["post_id"]: condition for condition, ids in things["post"].items()}
    entries = {ids["entry_id"]: condition for condition, ids in things["entry"].items()}
    for who in EVERYBODY:
        person = cast.people[who]
        shown = {c for c, may in POST_READS.items() if who in may[200] and c != "pending"}
        of_the_class = shown & {"class", "public"} if who in GUARDIANS | CLASS else set()
        expected = {
            "public": {"public"},
            "family": shown - {"school"} if who in MEMBERS else set(),
            "class": of_the_class | shown & {"school"},
        }
        found = {scope: {posts[p] for p in await person.feed(scope)} for scope in expected}
        assert found == expected, who
        children = {child["id"] for child in (await person.phone.get("/students"))["items"]}
        homes = {home["id"] for home in (await person.phone.get("/account"))["families"]}
        assert (cast.owner.child in children) is (who in READERS), who
        assert (cast.owner.family in homes) is (who in MEMBERS), who
    for who in READERS:
        told = {entries[one["id"]] for one in await cast.people[who].timeline(cast.owner.child)}
        assert told == {c for c, may in ENTRY_READS.items() if who in may[200]}, who
    for scope in ("family", "class"):
        with refused(401):
            await cast.people["anonymous"].feed(scope)


def test_the_page_is_these_rules():
    written = Path(__file__).parents[2] / "docs" / "access.md"
    assert written.read_text(encoding="utf-8") == page()
