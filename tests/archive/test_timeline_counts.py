"""The counters of a timeline equal a recount, and everybody's buckets what they see, always."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.archive.growth import UNDATED, Entry
from models.base import uuid7
from models.people.accounts import Account
from models.people.families import Family, Membership, Relation, Role
from models.people.persons import Person
from models.people.students import Student, StudentAccount
from service.archive import months, timeline
from service.archive.timeline import Scope, Sieve
from service.foundation import clock
from service.foundation import database as db
from tests.archive.recorded import in_sight, kept_counters, recount

WRITERS = 3
DAYS = (date(2024, 6, 1), date(2024, 6, 30), date(2024, 7, 1), date(1986, 6, 1), UNDATED)
PASSING = ("passed", "passed", "pending", "review", "risky")


class Home:
    """A family with a guardian, a grandfather, a pupil and a grown child."""

    guardian: Account
    grandfather: Account
    pupil: Account
    grown: Account
    family: UUID
    students: list[UUID]
    writers: list[asyncpg.Connection]


@pytest.fixture
async def home(database: str) -> AsyncIterator[Home]:
    async with db.opened(database):
        home = await founded()
        home.writers = [await asyncpg.connect(database) for _ in range(WRITERS)]
        yield home
        for writer in home.writers:
            await writer.close()


async def founded() -> Home:
    home = Home()
    home.family = (await Family.create(name="陈家")).id
    accounts = [await Account.create(openid=str(number), nickname="") for number in range(4)]
    home.guardian, home.grandfather, home.pupil, home.grown = accounts
    for account, role in ((home.guardian, Role.OWNER), (home.grandfather, Role.CONTRIBUTOR)):
        await Membership.create(
            account=account,
            family_id=home.family,
            role=role,
            relation=Relation.GRANDFATHER,
            since=clock.now(),
        )
    home.students = []
    for account, years in ((home.pupil, 9), (home.grown, 20)):
        person = await Person.create(family_id=home.family, name="孩子")
        born = clock.today() - timedelta(days=366 * years)
        child = await Student.create(
            family_id=home.family, person=person, nickname="孩子", birth_date=born
        )
        await StudentAccount.create(student=child, account=account, since=clock.now())
        home.students.append(child.id)
    return home


columns = st.fixed_dictionaries(
    {
        "author": st.integers(0, 3),
        "student": st.sampled_from((None, 0, 1)),
        "sort_day": st.sampled_from(DAYS),
        "standing": st.sampled_from(PASSING),
        "audience": st.sampled_from((10, 20, 20, 30)),
        "draft": st.booleans(),
        "unfinished": st.sampled_from((False, False, True)),
        "deleted": st.sampled_from((False, False, True)),
    }
)
changes = st.one_of(
    *(
        st.tuples(st.just(name), st.sampled_from(values))
        for name, values in (
            ("sort_day", DAYS),
            ("standing", PASSING),
            ("audience", (10, 20, 30)),
            ("draft", (True, False)),
            ("unfinished", (True, False)),
            ("deleted_at", (None, clock.now())),
            ("title", ("海边", "春节")),
        )
    )
)
acts = st.one_of(
    st.tuples(st.just("write"), columns),
    st.tuples(st.just("write"), columns),
    st.tuples(st.just("change"), st.tuples(st.integers(0, 9), changes)),
    st.tuples(st.just("change"), st.tuples(st.integers(0, 9), changes)),
    st.tuples(st.just("remove"), st.integers(0, 9)),
    st.tuples(st.just("undo"), st.none()),
)
transactions = st.lists(st.lists(acts, max_size=6), max_size=4)


class _Undone(Exception):
    pass


async def writes(home: Home, writer: asyncpg.Connection, work: list[list[Any]]) -> None:
    """One after the other; no row is another writer's, but the months are the same."""
    own: list[UUID] = []
    for transaction in work:
        made = list(own)
        try:
            async with writer.transaction():
                for act, what in transaction:
                    await do(home, writer, made, act, what)
        except _Undone:
            continue
        own = made


async def do(home: Home, writer: asyncpg.Connection, own: list[UUID], act: str, what: Any) -> None:
    if act == "undo":
        raise _Undone
    if act == "write":
        own.append(await write(home, writer, **what))
    elif own and act == "change":
        place, (column, value) = what
        change = f"update entries set {column} = $1 where id = $2"
        await writer.execute(change, value, own[place % len(own)])
    elif own:
        await writer.execute("delete from entries where id = $1", own.pop(what % len(own)))


async def write(home: Home, writer: asyncpg.Connection, **what: Any) -> UUID:
    entry_id = uuid7()
    authors = (home.guardian, home.grandfather, home.pupil, home.grown)
    await writer.execute(
        "insert into entries (id, created_at, family_id, author_id, student_id, title, story,"
        " happened, place, milestone, version, sort_day, standing, audience, draft, unfinished,"
        " deleted_at) values ($1, now(), $2, $3, $4, '', '', '', '', '', 1, $5, $6, $7, $8, $9,"
        " case when $10 then now() end)",
        entry_id,
        home.family,
        authors[what["author"]].id,
        None if what["student"] is None else home.students[what["student"]],
        *(what[name] for name in ("sort_day", "standing", "audience", "draft", "unfinished")),
        what["deleted"],
    )
    return entry_id


async def scopes(home: Home) -> list[Scope]:
    """Everybody's view of everything that they may look at."""
    found = []
    child, grown = home.students
    for member in (home.guardian, home.grandfather):
        for whose in ("own", "all", str(child), f"{grown},own"):
            found.append(await timeline.of_family(member, home.family, whose))
        found += [await timeline.of_student(member, student) for student in home.students]
    for pupil, student in ((home.pupil, child), (home.grown, grown)):
        found.append(await timeline.of_student(pupil, student))
    return found


@settings(
    max_examples=40,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.tuples(*(transactions for _ in range(WRITERS))))
async def test_after_any_writes_the_counters_equal_a_recount_and_the_buckets_what_is_seen(
    home, work
):
    """Three write at once; the examples heap up: what one left is there in the next."""
    await asyncio.gather(
        *(writes(home, writer, part) for writer, part in zip(home.writers, work, strict=True))
    )
    assert await kept_counters() == await recount()
    for scope in await scopes(home):
        counted = {one.month: one.count for one in await months.counted(scope, Sieve())}
        assert counted == await in_sight(scope), scope
        assert list(counted) == sorted(counted, reverse=True)


async def test_an_erased_child_leaves_no_month_and_a_late_count_does_not_bring_it_back(home):
    child, _ = home.students
    first, second, _ = home.writers
    kept = await write(home, first, **the(author=0, student=0))
    await write(home, first, **the(author=0, student=None))
    late = second.transaction()
    await late.start()
    await second.execute("update entries set standing = 'review' where id = $1", kept)
    erasing = first.transaction()
    await erasing.start()
    await first.execute("select hold_timeline($1)", home.family)
    await first.execute("delete from timeline_months where student_id = $1", child)
    ending = asyncio.create_task(late.commit())
    await asyncio.sleep(0)
    await erasing.commit()
    await ending
    assert [place[1] for place in await kept_counters()] == [None]
    await Entry.filter(student_id=child).delete()
    assert await kept_counters() == await recount()


def the(**what: Any) -> dict[str, Any]:
    """An entry that all the family reads."""
    usual = {"sort_day": DAYS[0], "standing": "passed", "audience": 20}
    return usual | {"draft": False, "unfinished": False, "deleted": False} | what


async def test_two_who_write_the_same_months_in_another_order_wait_in_no_circle(home):
    first, second, third = home.writers
    june, july = DAYS[0], DAYS[2]
    now = "set constraints all immediate"  # as at the commit

    async def july_before_june() -> None:
        async with second.transaction():
            await write(home, second, **the(author=0, student=0, sort_day=july))
            await second.execute(now)
            await write(home, second, **the(author=0, student=0, sort_day=june))

    async with first.transaction():
        await write(home, first, **the(author=0, student=0, sort_day=june))
        await first.execute(now)
        other = asyncio.create_task(july_before_june())
        async with asyncio.timeout(60):
            while not await third.fetch("select 1 from pg_locks where not granted"):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        await write(home, first, **the(author=0, student=0, sort_day=july))
    await other
    assert [told for told, _ in (await kept_counters()).values()] == [2, 2]
    assert await kept_counters() == await recount()
