"""Leaving: what the leaver had open ends with the membership, and what is the family's stays."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from models.archive.photos import Upload, UploadState
from models.people.students import StudentAccount, StudentInvitation
from models.trust.consents import Purpose
from service.archive import uploads
from service.demo.phone import Refused
from service.foundation import clock
from service.foundation.database import query
from tests.people.relatives import Home, home_of, invitation_of
from tests.world import Person, World, a_photo, refused


@pytest.fixture
async def home(world: World) -> Home:
    return await home_of(world)


async def ticket_of(person: Person) -> dict[str, Any]:
    body = {"family_id": person.family, "files": [{"name": "a.jpg", "bytes": 9000}]}
    return (await person.phone.post("/uploads", body))["items"][0]


async def confirms(person: Person, ticket: dict[str, Any]) -> dict[str, Any]:
    return await person.phone.call("POST", f"/uploads/{ticket['upload_id']}/confirmation")


async def photos_of(ticket: dict[str, Any]) -> int:
    rows = "select count(*) from photos where upload_id = $1"
    return (await query(rows, UUID(ticket["upload_id"])))[0]["count"]


async def test_an_invitation_ends_with_the_guardianship_of_its_issuer(world, home):
    eve, fay = await world.person("Eve"), await world.person("Fay")
    lowered = (await invitation_of(home.bob, relation="外婆"))["code"]
    await home.bob.phone.put(await home.place("Bob"), {"role": "editor"})
    with refused(404):
        await eve.phone.post("/memberships", {"code": lowered})
    assert (await home.alice.phone.get(f"{home.path}/invitations"))["items"] == []
    await home.alice.phone.put(await home.place("Bob"), {"role": "guardian"})
    left, hers = [(await invitation_of(who, uses=2))["code"] for who in (home.bob, home.alice)]
    await home.bob.phone.delete(await home.place("Bob"))
    await home.alice.invites(home.bob, "爸爸", "editor")
    await home.alice.phone.put(await home.place("Bob"), {"role": "guardian"})
    with refused(404):
        await eve.phone.post("/memberships", {"code": left, "relation": "外婆"})
    await fay.phone.post("/memberships", {"code": hers, "relation": "外婆"})


async def test_so_does_a_students_invitation(home):
    issued = {}
    for name, who in (("Bob", home.bob), ("Alice", home.alice)):
        issued[name] = await StudentInvitation.create(
            student_id=UUID(home.alice.child),
            issued_by=await who.account(),
            code_hash=name,
            expires_at=clock.now() + timedelta(days=7),
        )
    await home.bob.phone.delete(await home.place("Bob"))
    for invitation in issued.values():
        await invitation.refresh_from_db()
    assert issued["Bob"].revoked_at is not None
    assert issued["Alice"].revoked_at is None


async def test_whoever_was_removed_does_not_come_back_by_the_same_card(world, home):
    """Or a guardian could not undo what a card did; a new card lets them in again."""
    eve, fay = await world.person("Eve"), await world.person("Fay")
    card = (await invitation_of(home.alice, uses=3, relation="外婆"))["code"]
    await eve.phone.post("/memberships", {"code": card})
    await home.bob.phone.delete(await home.place("Eve"))
    with refused(404):
        await eve.phone.post("/memberships", {"code": card})
    with refused(404):
        await eve.phone.get(f"/invitation-codes/{card}")
    await fay.phone.post("/memberships", {"code": card})
    again = (await invitation_of(home.alice, relation="外婆"))["code"]
    await eve.phone.post("/memberships", {"code": again})
    assert {"Eve", "Fay"} <= set(await home.roles())


async def test_a_ticket_makes_no_photo_once_its_holder_has_left(world, home):
    ticket, other = await ticket_of(home.chen), await ticket_of(home.bob)
    await home.alice.phone.delete(await home.place("Chen"))
    for one in (ticket, other):
        await home.bob.phone.put_file(one, a_photo())
    with refused(404):
        await confirms(home.chen, ticket)
    await uploads.complete(UUID(ticket["upload_id"]))
    await confirms(home.bob, other)
    assert (await photos_of(ticket), await photos_of(other)) == (0, 1)
    assert (await Upload.get(id=ticket["upload_id"])).state is UploadState.EXPIRED


async def test_a_ticket_waits_while_its_holder_only_looks(home):
    ticket = await ticket_of(home.chen)
    place = await home.place("Chen")
    await home.alice.phone.put(place, {"role": "viewer"})
    await home.chen.phone.put_file(ticket, a_photo())
    with refused(404):
        await confirms(home.chen, ticket)
    assert await photos_of(ticket) == 0
    await home.alice.phone.put(place, {"role": "contributor"})
    await confirms(home.chen, ticket)
    assert await photos_of(ticket) == 1


async def test_a_students_own_ticket_makes_a_photo_while_the_account_is_theirs(world, home):
    student = await world.person("Xiaoman")
    account = await student.account()
    own = await StudentAccount.create(
        student_id=UUID(home.alice.child), account=account, since=clock.now()
    )
    tickets = [await ticket_of(home.chen) for _ in range(2)]
    ids = [UUID(ticket["upload_id"]) for ticket in tickets]
    await Upload.filter(id__in=ids).update(account_id=account.id)
    for ticket in tickets:
        await home.chen.phone.put_file(ticket, a_photo())
    assert await photos_of(tickets[0]) == 1
    await query("delete from photos where upload_id = $1", ids[1])
    await Upload.filter(id=ids[1]).update(state=UploadState.ISSUED)
    own.until = clock.now()
    await own.save()
    assert await uploads.complete(ids[1]) is None


async def test_a_completion_and_a_removal_at_once_end_without_a_deadlock(home):
    for _ in range(5):
        ticket = await ticket_of(home.chen)
        await home.chen.phone.put_file(ticket, a_photo())
        await query("delete from procrastinate_jobs where status = 'todo'")
        await query("delete from photos where upload_id = $1", UUID(ticket["upload_id"]))
        await Upload.filter(id=ticket["upload_id"]).update(state=UploadState.ISSUED)
        results = await asyncio.gather(
            confirms(home.chen, ticket),
            home.alice.phone.delete(await home.place("Chen")),
            return_exceptions=True,
        )
        assert all(
            not isinstance(one, BaseException) or (isinstance(one, Refused) and one.status == 404)
            for one in results
        ), results
        assert "Chen" not in await home.roles()
        await home.alice.invites(home.chen, "爷爷", "editor")


async def test_a_leavers_links_die_and_those_of_the_others_live(world, home):
    await home.alice.consents(Purpose.SHOW, home.alice.child)
    post = (await home.alice.shows("海边", [await home.alice.takes_photo()]))["id"]
    links = [
        (await who.phone.post(f"/posts/{post}/share-links", {}))["url"]
        for who in (home.alice, home.bob)
    ]
    await home.bob.phone.delete(await home.place("Bob"))
    statuses = [(await world.http.get(link)).status_code for link in links]
    assert statuses == [200, 404]


async def test_what_a_leaver_recorded_stays_the_familys(home):
    entry = await home.chen.records(title="第一步")
    await home.chen.phone.until(f"/entries/{entry['id']}", standing=["passed"])
    await home.chen.phone.delete(await home.place("Chen"))
    assert await home.chen.sees(f"/entries/{entry['id']}") == [False]
    assert [one["id"] for one in await home.alice.timeline()] == [entry["id"]]
