"""Personal data (我的数据): every kind of it is registered, counted rightly, and shown to whom."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from tortoise.fields import Field, UUIDField
from tortoise.fields.relational import ForeignKeyFieldInstance

from models.base import Record
from models.trust.erasures import ErasedKind
from service.foundation.database import query, transaction
from service.trust import personal_data
from tests.pupil import pupil_of
from tests.trust.canary import (
    CANARY,
    MENTIONING,
    OF_THE_CHILD,
    Home,
    home_of,
    objects_of,
    plant,
)
from tests.trust.household import father_of, mother_of
from tests.trust.leaving import asks, carried_out, counted
from tests.trust.test_canary_child import models
from tests.world import World, refused

SUBJECTS = {
    "models.Account": ErasedKind.ACCOUNT,
    "models.Student": ErasedKind.STUDENT,
    "models.Family": ErasedKind.FAMILY,
}
BY_NAME = {
    "student_id": ErasedKind.STUDENT,
    "family_id": ErasedKind.FAMILY,
    **dict.fromkeys(
        (
            *("account_id", "actor_id", "asked_by_id", "decided_by_id", "words_by_id"),
            *("vouched_by_id", "confirmed_by_id", "leased_by_id", "imposed_by_id", "lifted_by_id"),
            *("edited_by_id", "deleted_by_id", "proposed_by_id", "reporter_id"),
            "accessioned_by_id",
        ),
        ErasedKind.ACCOUNT,
    ),
}
"""Whom an id names that is no foreign key."""
NOBODY_DIRECTLY = {"subject_id", "resource_id", "batch_id", "avatar_id", "region_id"}
NOBODY_DIRECTLY |= {"office_id", "decided_office_id", "photo_id", "discard_id", "upload_id"}
NOBODY_DIRECTLY |= {"covers_id", "post_id", "consent_id", "topic_id"}

UNTOLD = Counter({"access_grants": 1, "exports": 1, "featurings": 1, "reports": 1, "reviews": 1})
"""Of these planted ones a family does not learn by counts."""


@pytest.fixture
async def home(world: World) -> Home:
    home = await home_of(world)
    await plant(home)
    return home


def references(model: type[Record]) -> Iterator[ErasedKind]:
    """Whom a table names, by foreign keys and by plain ids."""
    fields: dict[str, Field[Any]] = model._meta.fields_map
    keys = {n: f for n, f in fields.items() if isinstance(f, ForeignKeyFieldInstance)}
    for key in keys.values():
        if (named := str(key.model_name)) in SUBJECTS:
            yield SUBJECTS[named]
    for name, field in fields.items():
        plain = isinstance(field, UUIDField) and name.endswith("_id")
        if plain and name.removesuffix("_id") not in keys and name not in NOBODY_DIRECTLY:
            yield BY_NAME[name]


def test_every_table_that_names_somebody_says_what_becomes_of_its_rows():
    known = {
        (one.kind, kind) for one in personal_data.registered() for kind in {*one.goes, *one.stays}
    }
    missing = [
        (model._meta.db_table, kind)
        for model in models()
        for kind in references(model)
        if (model._meta.db_table, kind) not in known
    ]
    assert missing == []


def test_every_part_is_named_in_chinese_and_what_stays_says_why():
    labels: dict[str, set[str]] = {}
    for one in personal_data.registered():
        labels.setdefault(one.kind, set()).add(one.label)
        assert one.label.isascii() is False
        assert bool(one.stays) is bool(one.why)
    assert all(len(said) == 1 for said in labels.values())


async def test_what_is_kept_about_a_child_is_counted_as_it_is(home: Home):
    child = f"/students/{home.alice.child}"
    answer = await home.alice.phone.get(f"{child}/data")
    kept = counted(answer)
    mentioned = {kind: kept.pop(kind) for kind in MENTIONING & set(kept)}
    assert Counter(kept) + UNTOLD == await rows_planted(home)
    assert min(kept["entries"], kept["entry_revisions"]) >= 1
    assert min(mentioned["replays"], mentioned["notices"]) > 3
    left = counted(answer, erasable=False)
    assert left["consents"] == await recount("consents where student_id = $1", home) == 4
    assert left["consent_withdrawals"] == 1
    sizes = await query("select sum(bytes)::bigint as bytes from photos")
    (photos,) = (one for one in answer["items"] if one["kind"] == "photos")
    assert (photos["bytes"], photos["label"]) == (sizes[0]["bytes"], "照片")
    assert answer["erasure"] is None


async def rows_planted(home: Home) -> dict[str, int]:
    """How many rows of each table planting has made: all of them are the child's."""
    ids, counts = [UUID(one) for one in home.ids], {}
    for table in OF_THE_CHILD:
        rows = await query(f"select count(*) from {table} where id = any($1::uuid[])", ids)
        counts[table] = rows[0]["count"]
    return counts


async def recount(rows: str, home: Home) -> int:
    found = await query(f"select count(*) from {rows}", UUID(home.alice.child))
    return found[0]["count"]


async def test_the_receipt_is_what_was_counted_before(world: World, home: Home):
    child = f"/students/{home.alice.child}"
    before = counted(await home.alice.phone.get(f"{child}/data"))
    objects = len(objects_of(home))
    erasure = await asks(home.alice, child)
    waiting = (await home.alice.phone.get(f"{child}/data"))["erasure"]
    assert waiting == erasure
    await carried_out(world, erasure)
    done = await home.alice.phone.get(f"/erasures/{erasure['id']}")
    receipt = {one["kind"]: one["count"] for one in done["receipt"]}
    assert receipt.pop("objects") == objects + 1  # what the unused ticket may still bring
    marks = Counter(notices=3, replays=3)  # of what is untold: to moderators, the child; requests
    assert receipt == Counter(before) + UNTOLD + marks + Counter(replays=1)  # asking for this
    assert CANARY not in str(done)


async def test_an_account_reads_what_goes_with_it_and_what_it_leaves_to_its_family(home: Home):
    answer = await home.alice.phone.get("/account/data")
    goes, stays = counted(answer), counted(answer, erasable=False)
    assert (goes["accounts"], goes["sessions"], goes["memberships"]) == (1, 1, 1)
    account = await home.alice.account()
    for table, column in (
        *(("entries", "author_id"), ("photos", "uploader_id"), ("posts", "author_id")),
        ("share_links", "issued_by_id"),
    ):
        by_alice = f"select count(*) from {table} where {column} = $1"
        assert stays[table] == (await query(by_alice, account.id))[0]["count"] > 0
    assert {"audit_records", "consents"} <= set(stays)
    assert all(one["why"] for one in answer["items"] if not one["erasable"])
    (liked,) = (
        one
        for one in (await home.bob.phone.get("/account/data"))["items"]
        if one["kind"] == "likes"
    )
    assert (liked["count"], liked["erasable"]) == (1, True)


async def test_a_familys_data_holds_all_of_its_childrens(home: Home):
    of_home = counted(await home.alice.phone.get(f"/families/{home.alice.family}/data"))
    of_child = counted(await home.alice.phone.get(f"/students/{home.alice.child}/data"))
    assert all(of_home[kind] >= count for kind, count in of_child.items())
    assert of_home["entries"] == of_child["entries"] + 1
    assert (of_home["memberships"], of_home["households"], of_home["families"]) == (1, 1, 1)


async def test_guardians_and_the_child_itself_read_it_and_nobody_else(world: World):
    alice = await mother_of(world)
    father, chen, bob = await father_of(world, alice), *[await world.person(n) for n in "CB"]
    await alice.invites(chen, "爷爷", "editor")
    child, family = f"/students/{alice.child}/data", f"/families/{alice.family}/data"
    pupil = await pupil_of(world, alice)
    for who in (alice, father, pupil):
        assert (await who.phone.get(child))["items"]
    assert (await father.phone.get(family))["items"]
    for who, path, status in (
        (chen, child, 403),
        (chen, family, 403),
        (pupil, family, 404),
        (bob, child, 404),
        (bob, family, 404),
    ):
        with refused(status):
            await who.phone.get(path)
    for who in (bob, pupil):
        kept = counted(await who.phone.get("/account/data"))
        assert kept["accounts"] == 1


async def test_more_rows_go_at_once_than_a_statement_takes_values(world: World, monkeypatch):
    """As a city's school has them of one teacher, and a large family of its photos."""
    many = [uuid4() for _ in range(32_768)]

    async def found(_: object, condition: str | None, __: object) -> list[UUID]:
        return many if condition else []

    monkeypatch.setattr(personal_data, "_ids", found)
    async with transaction():
        purged = await personal_data.purge(ErasedKind.ACCOUNT, many[0])
    assert set(purged.rows.values()) == {len(many)}
