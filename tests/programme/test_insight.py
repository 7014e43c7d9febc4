"""Insight: what a region shows and takes part in, to its archivists, and nothing of single ones."""

import asyncio
import csv
import io
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.base import uuid7
from models.people.accounts import Account
from models.people.families import Family
from models.people.regions import Region
from service.foundation import database as db
from service.foundation.database import query
from service.trust.consents import Purpose
from tests.people.classroom import parent_of
from tests.people.test_enrolments import leaves, withdraws
from tests.programme.campaign import CITY, TOWN, answered, gives, invites, proclaims, writes
from tests.world import JINWAN, XIANGZHOU, Person, World, refused

SIX = ("Ann", "Ben", "Cai", "Dan", "Eva", "Fay")


async def showing(world: World, name: str, code: str) -> tuple[Person, str]:
    """A family of a region that shows one picture to everybody, and the consent it stands on."""
    parent = await parent_of(world, name, f"{name}宝")
    await parent.joins_programme(code)
    consent = await parent.consents(Purpose.SHOW, parent.child)
    photo = await parent.takes_photo()
    post = await parent.publishes("春天", [photo], audience="public")
    await parent.phone.until(f"/posts/{post['id']}", state=["approved"])
    return parent, consent


async def figures(reader: Person, code: str, by: str = "regions") -> dict[str, list[int | None]]:
    region = await Region.get(code=code)
    found = await reader.phone.get(f"/regions/{region.id}/insight", by=by)
    rows = {row["name"]: row["figures"] for row in found["rows"]}
    return rows | ({"合计": found["totals"]} if found["totals"] else {})


async def test_the_archivists_of_a_place_read_its_figures_and_nobody_of_few(world):
    families = [await showing(world, name, TOWN) for name in SIX]
    bob = await parent_of(world, "Bob", "豆豆")
    await bob.joins_programme(JINWAN)
    city, district = await world.archivist(CITY), await world.archivist(XIANGZHOU)
    shown = await figures(city, CITY)
    assert shown["香洲区"] == [None, None, None]
    assert shown["合计"] == [7, 6, 6]
    assert [name for name in shown if name != "合计"][:3] == ["香洲区", "斗门区", "金湾区"]
    within = await figures(district, XIANGZHOU)
    assert within["合计"] == [6, 6, 6]
    assert all(row == [None] * 3 for name, row in within.items() if name != "合计")
    (ann, anns), (ben, bens), *_ = families
    await ann.phone.delete(f"/consents/{anns}")
    assert (await figures(city, CITY))["合计"] == [7, 5, 5]
    await ben.phone.delete(f"/consents/{bens}")
    assert (await figures(city, CITY))["合计"] == [7, None, None]
    region = (await Region.get(code=XIANGZHOU)).id
    for path in ("insight", "insight.csv", "insight.svg"):
        for stranger in (ann, bob, await world.archivist(JINWAN), await world.archivist(TOWN)):
            with refused(404):
                await stranger.phone.call("GET", f"/regions/{region}/{path}")
        with refused(401):
            await world.phone("nobody").call("GET", f"/regions/{region}/{path}")
    with refused(422):
        await city.phone.get(f"/regions/{region}/insight", by="rank")


async def test_a_theme_counts_children_and_a_sheet_runs_nothing(world):
    city = await world.archivist(CITY)
    theme = await proclaims(city, CITY, title="=1+1")
    few = await proclaims(city, CITY, title="少有人参加")
    for name in SIX:
        parent = await parent_of(world, name, f"{name}宝")
        await parent.joins_programme(TOWN)
        await gives(parent, theme, await writes(parent))
        if name == "Ann":
            await gives(parent, few, await writes(parent))
    assert await figures(city, CITY, "themes") == {"=1+1": [None], "少有人参加": [None]}
    assert await figures(city, CITY, "topics") == {}
    assert await figures(city, CITY, "schools") == {}
    path = f"{world.url}/api/v1/regions/{(await Region.get(code=CITY)).id}"
    held = {"Authorization": f"Bearer {city.phone.token}"}
    reply = await world.http.get(f"{path}/insight.csv?by=themes", headers=held)
    assert reply.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(reply.content.decode("utf-8-sig"))))
    assert rows == [["", "参加的孩子"], ["'=1+1", "<5"], ["少有人参加", "<5"]]
    drawn = await world.http.get(f"{path}/insight.svg?by=themes", headers=held)
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert "少有人参加" in drawn.text
    assert drawn.text.count("<rect") == 1


async def test_of_a_class_count_those_whom_it_is_told_of(world, room):
    """As its teacher reads it: who left the class, or took the consent back, counts no more."""
    city = await world.archivist(CITY)
    theme = await proclaims(city, CITY)
    task = await invites(room, theme_id=theme["id"])
    parents = [room.alice, room.bob]
    for name in SIX[:5]:
        parents.append(await parent_of(world, name, f"{name}宝"))
        await parents[-1].consents(Purpose.CLASS, parents[-1].child)
        await room.school.enrols(parents[-1], room.id)
    for parent in parents:
        await gives(parent, task, await writes(parent))

    async def told() -> list[int | None]:
        by_school, by_theme = [
            next(iter((await figures(city, CITY, by)).values()))[0] for by in ("schools", "themes")
        ]
        return [await answered(room.wang, task), await answered(city, theme), by_school, by_theme]

    assert await told() == [7] * 4
    await leaves(room.bob)
    assert await told() == [6] * 4
    await withdraws(room.alice)
    assert await told() == [5] * 4


WRITERS = 3
_STATES = ("approved", "approved", "pending", "rejected", "withdrawn")
columns = st.fixed_dictionaries(
    {
        "family": st.integers(0, 1),
        "state": st.sampled_from(_STATES),
        "audience": st.sampled_from((20, 40, 40)),
        "topic": st.integers(0, 2),
    }
)
changes = st.one_of(
    st.tuples(st.just("state"), st.sampled_from(_STATES)),
    st.tuples(st.just("audience"), st.sampled_from((10, 40))),
    st.tuples(st.just("topic_id"), st.integers(0, 2)),
    st.tuples(st.just("hidden_at"), st.booleans()),
    st.tuples(st.just("deleted_at"), st.booleans()),
)
acts = st.one_of(
    st.tuples(st.just("write"), columns),
    st.tuples(st.just("change"), st.tuples(st.integers(0, 9), changes)),
    st.tuples(st.just("remove"), st.integers(0, 9)),
    st.tuples(st.just("undo"), st.none()),
)


class Town:
    """Two families that show, topics, and who writes for them at the same time."""

    def __init__(self, homes: list[tuple[UUID, UUID, UUID]], topics: list[UUID | None]) -> None:
        self.homes, self.topics = homes, topics
        self.writers: list[asyncpg.Connection] = []


@pytest.fixture
async def town(database: str) -> AsyncIterator[Town]:
    async with db.opened(database):
        region, homes = await Region.get(code=CITY), []
        for number in range(2):
            account = await Account.create(openid=str(number), nickname="")
            family = await Family.create(name="陈家")
            homes.append((family.id, account.id, await _consented(family.id, account.id)))
        topics = [None, *[await _topic(region.id, homes[0][1]) for _ in range(2)]]
        made = Town(homes, topics)
        made.writers = [await asyncpg.connect(database) for _ in range(WRITERS)]
        yield made
        for writer in made.writers:
            await writer.close()


async def _consented(family: UUID, account: UUID) -> UUID:
    consent = uuid7()
    await query(
        "insert into consents (id, created_at, account_id, family_id, purpose, version, text_hash,"
        " capacity) values ($1, now(), $2, $3, 'show', '1', '', 'guardian')",
        *(consent, account, family),
    )
    return consent


async def _topic(region: UUID, author: UUID) -> UUID:
    topic = uuid7()
    await query(
        "insert into topics (id, created_at, region_id, author_id, title, words, since, until,"
        " standing) values ($1, now(), $2, $3, '六九', '', now(), now(), 'passed')",
        *(topic, region, author),
    )
    return topic


class _Undone(Exception):
    pass


async def _writes(town: Town, writer: asyncpg.Connection, work: list[list[Any]]) -> None:
    own: list[UUID] = []
    for transaction in work:
        made = list(own)
        try:
            async with writer.transaction():
                for act, what in transaction:
                    await _does(town, writer, made, act, what)
        except _Undone:
            continue
        own = made


async def _does(
    town: Town, writer: asyncpg.Connection, own: list[UUID], act: str, what: Any
) -> None:
    if act == "undo":
        raise _Undone
    if act == "write":
        own.append(await _post(town, writer, **what))
    elif own and act == "change":
        place, (column, value) = what
        if column == "topic_id":
            value = town.topics[value]
        given = "case when $1 then now() end" if column.endswith("_at") else "$1"
        change = f"update posts set {column} = {given} where id = $2"
        await writer.execute(change, value, own[place % len(own)])
    elif own:
        await writer.execute("delete from posts where id = $1", own.pop(what % len(own)))


async def _post(town: Town, writer: asyncpg.Connection, **what: Any) -> UUID:
    post, (family, account, consent) = uuid7(), town.homes[what["family"]]
    await writer.execute(
        "insert into posts (id, created_at, family_id, author_id, consent_id, topic_id, words,"
        " state, audience, reason, version)"
        " values ($1, now(), $2, $3, $4, $5, '', $6, $7, '', 1)",
        *(post, family, account, consent, town.topics[what["topic"]]),
        *(what["state"], what["audience"]),
    )
    return post


_KEPT = "select family_id, consent_id, topic_id, posts from shown_counts"
_RECOUNT = """
select family_id, consent_id, topic_id, count(*)::int as posts from posts
where state = 'approved' and audience = 40 and deleted_at is null and hidden_at is null
group by 1, 2, 3
"""


@settings(
    max_examples=30,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.tuples(*(st.lists(st.lists(acts, max_size=5), max_size=4) for _ in range(WRITERS))))
async def test_after_any_writes_the_counts_equal_a_recount(town, work):
    """Three write at once; the examples heap up: what one left is there in the next."""
    pairs = zip(town.writers, work, strict=True)
    await asyncio.gather(*(_writes(town, writer, part) for writer, part in pairs))
    kept, counted = [{tuple(row.values()) for row in await query(sql)} for sql in (_KEPT, _RECOUNT)]
    assert kept == counted
