"""The audit trail: every act leaves one row, in its own transaction, and none that was not done."""

import re
from uuid import UUID

import pytest

from service.foundation.database import query
from service.trust.consents import Purpose
from tests.roles import as_owner
from tests.world import Person, World, refused

WATCHED = (
    *("accounts", "sessions", "families", "memberships", "invitations", "students"),
    *("consents", "consent_withdrawals", "uploads", "photos", "entries", "entry_photos"),
    *("posts", "post_photos", "share_links", "audit_records"),
)
SPY = """
create function spy() returns trigger language plpgsql as $$ begin
    insert into writes values (txid_current(), tg_table_name, new.id);
    return null;
end $$
"""


async def watch_writes(world: World) -> None:
    """Note the transaction of every row that is written from now on."""
    url = world.settings.database_url
    await as_owner(url, "create table writes (transaction bigint, place text, id uuid)")
    await as_owner(url, SPY)
    for table in WATCHED:
        on = f"after insert or update on {table} for each row"
        await as_owner(url, f"create trigger spy {on} execute function spy()")


async def unaudited() -> list:
    """What was written by a transaction that left no audit row."""
    return await query(
        "select distinct place from writes w where not exists (select 1 from writes a"
        " where a.transaction = w.transaction and a.place = 'audit_records')"
    )


async def trail(person: Person | None) -> list[str]:
    actor = (await person.account()).id if person else None
    rows = await query(
        "select action from audit_records where actor_id is not distinct from $1"
        " order by created_at",
        actor,
    )
    return [row["action"] for row in rows]


async def settled_family(world: World) -> Person:
    alice = await world.person("Alice")
    await alice.founds("陈家")
    await alice.opens_archive("小满")
    return alice


@pytest.mark.usefixtures("spoilt")
async def test_the_main_job_leaves_one_row_for_each_act_in_its_transaction(world):
    await watch_writes(world)
    alice, chen = await settled_family(world), await world.person("Chen")
    await alice.invites(chen, "爷爷")
    consent = await alice.consents(Purpose.SHOW, alice.child)
    photo = await alice.takes_photo()
    path = f"/entries/{(await alice.records(title='海边', photo_ids=[photo]))['id']}"
    await alice.phone.until(path, standing=["passed"])
    await alice.phone.put(path, {"happened": "2020-05"})
    post = (await alice.shows("海边", [photo]))["id"]
    link = await alice.phone.post(f"/posts/{post}/share-links", {})
    for done in (f"share-links/{link['id']}", f"consents/{consent}", f"posts/{post}", path[1:]):
        await alice.phone.delete(f"/{done}")
        await alice.phone.delete(f"/{done}")
    await chen.phone.delete("/sessions/current")
    await world.quiet()
    assert await trail(alice) == [
        *("session.opened", "account.renamed", "family.founded"),
        *("consent.granted", "student.archived", "invitation.issued", "consent.granted"),
        *("upload.issued", "entry.recorded", "entry.changed", "phone.bound"),
        *("post.published", "share_link.issued", "share_link.revoked", "consent.withdrawn"),
        *("post.deleted", "erasure.asked", "entry.deleted", "erasure.asked"),
    ]
    by_itself = ["photo.stored", "photo.ready", *["check.passed"] * 3, "post.approved"]
    assert sorted(await trail(None)) == sorted(by_itself)
    assert await unaudited() == []


async def test_a_row_names_actor_act_subject_and_request_and_nothing_else(world):
    alice = await settled_family(world)
    entry = await alice.records(title="海边", story="风很大")
    await world.quiet()
    rows = await query("select * from audit_records order by created_at")
    names = {"id", "created_at", "actor_id", "action", "subject_id", "request_id"}
    assert all(set(row) == names | {"address_hash"} for row in rows)
    (address,) = {row["address_hash"] for row in rows if row["actor_id"]}
    assert re.fullmatch("[0-9a-f]{32}", address)
    assert "127.0.0.1" not in str(rows)
    assert all(re.fullmatch(r"[a-z_]+\.[a-z_]+", row["action"]) for row in rows)
    for words in ("陈家", "小满", "Alice", "海边", "风很大", alice.phone.token):
        assert words not in str(rows)
    (recorded,) = [row for row in rows if row["action"] == "entry.recorded"]
    assert recorded["subject_id"] == UUID(entry["id"])
    assert recorded["actor_id"] == (await alice.account()).id


async def test_a_row_leads_back_to_its_request(world):
    alice = await world.person("Alice")
    headers = {"Authorization": f"Bearer {alice.phone.token}", "Idempotency-Key": "tapped-once"}
    for _ in range(2):
        url, draft = f"{world.url}/api/v1/families", {"name": "陈家", "relation": "妈妈"}
        reply = await world.http.post(url, json=draft, headers=headers)
        headers |= {"X-Request-Id": reply.headers["X-Request-Id"]}
    (row,) = await query("select * from audit_records where action = 'family.founded'")
    assert row["request_id"] == headers["X-Request-Id"]


async def test_what_is_refused_leaves_no_row(world):
    alice, bob = await settled_family(world), await world.person("Bob")
    bob.family, bob.child = alice.family, alice.child
    before = await query("select id from audit_records")
    for act in (bob.records(title="海边"), bob.consents(Purpose.SHOW), bob.opens_archive("豆豆")):
        with refused(404):
            await act
    with refused(422):
        await alice.records(title="", photo_ids=[])
    with refused(422):
        await alice.publishes("海边", ["00000000-0000-7000-8000-000000000000"])
    with refused(422, "consent.class_required"):
        await alice.records(title="海边", audience="class")
    assert await query("select id from audit_records") == before


@pytest.mark.usefixtures("spoilt")
@pytest.mark.parametrize(
    ("action", "table"),
    [
        ("family.founded", "families"),
        ("student.archived", "students"),
        ("invitation.issued", "invitations"),
        ("entry.recorded", "entries"),
        ("consent.granted", "consents"),
        ("upload.issued", "uploads"),
    ],
)
async def test_what_cannot_be_recorded_is_not_done(world, action, table):
    alice = await settled_family(world)
    before = await query(f"select id from {table}")
    url, constraint = world.settings.database_url, f"check (action <> '{action}') not valid"
    await as_owner(url, f"alter table audit_records add constraint broken {constraint}")
    acts = {
        "families": alice.founds("林家"),
        "students": alice.opens_archive("小雨"),
        "invitations": alice.phone.post(f"/families/{alice.family}/invitations", {}),
        "entries": alice.records(title="海边"),
        "consents": alice.consents(Purpose.SHOW),
        "uploads": alice.takes_photo(),
    }
    with refused(500, "internal"):
        await acts.pop(table)
    for act in acts.values():
        act.close()
    assert await query(f"select id from {table}") == before
    jobs = "select 1 from procrastinate_jobs where task_name in ('moderation.check', 'photos.read')"
    assert await query(jobs) == []


@pytest.mark.usefixtures("spoilt")
async def test_a_verdict_that_cannot_be_recorded_passes_nothing(world):
    alice = await settled_family(world)
    url, constraint = world.settings.database_url, "check (action <> 'check.passed')"
    await as_owner(url, f"alter table audit_records add constraint broken {constraint}")
    path = f"/entries/{(await alice.records(title='海边'))['id']}"
    await world.quiet()
    assert (await alice.phone.get(path))["standing"] == "pending"
    await as_owner(url, "alter table audit_records drop constraint broken")
    await alice.phone.until(path, standing=["passed"])
